"""Limits of a device: size and colours of pictures."""

from __future__ import annotations

from publish.frozen import frozen

__all__ = ["PROFILES", "Profile", "pictured"]


@frozen
class Profile:
    """Limits for the pictures in a book."""

    side: int = 2_400
    """Longer side in pixels at most."""
    pixels: int = 4_000_000
    """Total pixels at most: Apple Books does not show larger pictures."""
    grey: bool = False
    """Whether colours become greys, for e-ink."""
    quality: int = 86
    """Quality of JPEGs. At 86 the loss is not visible; the tests measure it."""
    animation: bool = False
    """Whether an animated GIF stays as it is; otherwise only its first frame is shown."""


PROFILES = {
    "full": Profile(),
    "eink": Profile(side=1_264, pixels=1_264 * 1_680, grey=True),
    "phone": Profile(side=1_200, pixels=1_440_000),
}
"""Profiles by the names for `--profile`."""


def pictured(profile: str, math: str) -> bool:
    """Whether EPUBs contain pictures of formulas, for the user's choice (`mathml`, `pictures`, or nothing).

    Most e-ink devices do not show MathML.
    """
    return math == "pictures" or (not math and profile == "eink")
