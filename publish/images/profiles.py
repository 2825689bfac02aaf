"""What a device can show: how large, and in how many colours."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["PROFILES", "Profile", "pictured"]


@dataclass(frozen=True, slots=True)
class Profile:
    """Bounds of the pictures in a book."""

    side: int = 2_400
    """Pixels of the longer side at most."""
    pixels: int = 4_000_000
    """Pixels in all at most: Apple Books draws no more."""
    grey: bool = False
    """Whether colours become greys, for e-ink."""
    quality: int = 86
    """Of JPEGs. At 86 nobody sees a difference; the tests measure it."""
    animation: bool = False
    """Whether an animated GIF stays as it is; otherwise its first frame is shown."""


PROFILES = {
    "full": Profile(),
    "eink": Profile(side=1_264, pixels=1_264 * 1_680, grey=True),
    "phone": Profile(side=1_200, pixels=1_440_000),
}
"""By the name that `--profile` takes."""


def pictured(profile: str, math: str) -> bool:
    """Whether EPUBs hold pictures of formulas, given what the user asked for (`mathml`, `pictures`, or nothing).

    Most devices with e-ink draw no MathML.
    """
    return math == "pictures" or (not math and profile == "eink")
