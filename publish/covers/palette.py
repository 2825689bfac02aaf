"""A cover's colours: drawn from the hero's hue or the seed, and tuned until every text can be read.

Colours are worked out in OKLCH, where equal steps look equal, and brought into sRGB at the end.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from functools import lru_cache

from publish.model import Cover, Image

__all__ = ["Palette", "accent", "contrast", "palette"]

ENOUGH = 4.5
"""Contrast of text (WCAG 2.2, 1.4.3)."""
RGB = tuple[int, int, int]
_HUES = (8, 24, 38, 52, 66, 145, 162, 185, 210, 228, 245, 258, 275, 292, 320, 345)
"""Hues that make good dark grounds and good light ones, in degrees of OKLCH."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as `#rrggbb`; every one but `ground` and `shade` has a contrast of 4.5 or more on `ground`."""

    ground: str
    """Behind the text."""
    ink: str
    """Title and other text."""
    accent: str
    """Small text and rules of a second colour."""
    shade: str
    """A neighbour of the ground, for patterns and panels behind no text."""
    bright: str
    """A strong colour for patterns behind no text."""


def palette(cover: Cover) -> Palette:
    """The colours of a cover: the same for the same seed and hero."""
    number, hue = _number(cover.seed), _hue(cover)
    if (number >> 9) % 3 == 0:
        ground, ink, second, shade = (0.955, 0.022), (0.20, 0.03), (0.45, 0.13), (0.88, 0.05)
    elif (number >> 9) % 3 == 1:
        ground, ink, second, shade = (0.30, 0.065), (0.975, 0.012), (0.84, 0.10), (0.38, 0.085)
    else:
        ground, ink, second, shade = (0.40, 0.105), (0.985, 0.01), (0.90, 0.09), (0.47, 0.125)
    turn = (28, 150, 205)[(number >> 17) % 3]
    back = _rgb(*ground, hue)
    return Palette(
        ground=_hex(back),
        ink=_hex(_readable(*ink, hue, back)),
        accent=_hex(_readable(*second, hue + turn, back)),
        shade=_hex(_rgb(*shade, hue)),
        bright=_hex(_rgb(0.68, 0.16, hue + turn)),
    )


def accent(cover: Cover) -> str:
    """A dark colour of the cover's hue for small things on white paper, with a contrast of 4.5 or more."""
    return _hex(_readable(0.43, 0.12, _hue(cover), (255, 255, 255)))


def _hue(cover: Cover) -> float:
    """The hero's hue, turned a little by the seed so that books with one hero differ; else one of the seed's own."""
    number = _number(cover.seed)
    found = _hue_of(cover.hero) if cover.hero else None
    if found is None:
        return float(_HUES[number % len(_HUES)])
    turned = (found + number % 41 - 20) % 360
    # Dark yellows look like mud: lean to ochre or to green.
    return turned if not 78 < turned < 132 else (70.0 if turned < 105 else 140.0)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two `#rrggbb` colours (WCAG 2.2, relative luminance)."""
    return _contrast(_parse(one), _parse(other))


def _number(seed: str) -> int:
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:6], "big")


@lru_cache(maxsize=64)
def _hue_of(hero: Image) -> float | None:
    """The hue that colours most of a picture, in degrees; None for one in greys."""
    import io

    from PIL import Image as Pictures

    with Pictures.open(io.BytesIO(hero.data)) as picture:
        picture.draft("RGB", (64, 64))
        small = picture.convert("RGB").resize((24, 24))
    x = y = total = 0.0
    for pixel in zip(*[iter(small.tobytes())] * 3, strict=True):
        _, a, b = _oklab((pixel[0], pixel[1], pixel[2]))
        chroma = math.hypot(a, b)
        x, y, total = x + a * chroma, y + b * chroma, total + chroma
    if total / 576 < 0.015:
        return None
    return math.degrees(math.atan2(y, x)) % 360


def _readable(light: float, chroma: float, hue: float, back: RGB) -> RGB:
    """The colour, made lighter or darker until it stands out enough from what is behind it."""
    step = 0.02 if sum(back) < 384 else -0.02
    colour = _rgb(light, chroma, hue)
    while _contrast(colour, back) < ENOUGH and 0 < light < 1:
        light, chroma = light + step, chroma * 0.95
        colour = _rgb(light, chroma, hue)
    return colour if _contrast(colour, back) >= ENOUGH else ((255, 255, 255) if step > 0 else (0, 0, 0))


def _rgb(light: float, chroma: float, hue: float) -> RGB:
    """OKLCH → sRGB; chroma is lowered until the colour exists there."""
    angle = math.radians(hue)
    for _ in range(40):
        a, b = chroma * math.cos(angle), chroma * math.sin(angle)
        lms = (
            (light + 0.3963377774 * a + 0.2158037573 * b) ** 3,
            (light - 0.1055613458 * a - 0.0638541728 * b) ** 3,
            (light - 0.0894841775 * a - 1.2914855480 * b) ** 3,
        )
        linear = (
            4.0767416621 * lms[0] - 3.3077115913 * lms[1] + 0.2309699292 * lms[2],
            -1.2684380046 * lms[0] + 2.6097574011 * lms[1] - 0.3413193965 * lms[2],
            -0.0041960863 * lms[0] - 0.7034186147 * lms[1] + 1.7076147010 * lms[2],
        )
        if all(-0.0005 <= value <= 1.0005 for value in linear):
            break
        chroma *= 0.92
    red, green, blue = (_gamma(min(1.0, max(0.0, value))) for value in linear)
    return red, green, blue


def _gamma(value: float) -> int:
    return round(255 * (12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055))


def _linear(value: int) -> float:
    part = value / 255
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _oklab(colour: RGB) -> tuple[float, float, float]:
    red, green, blue = (_linear(value) for value in colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _contrast(one: RGB, other: RGB) -> float:
    lights = sorted(
        0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)
        for red, green, blue in (one, other)
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _hex(colour: RGB) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _parse(text: str) -> RGB:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)
