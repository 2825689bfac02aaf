"""Colours: between sRGB and OKLCH, in which equal steps look equal; and contrast as in WCAG."""

from __future__ import annotations

import math
from typing import NamedTuple

__all__ = ["ENOUGH", "RGB", "Lch", "contrast", "from_hex", "grey", "legible", "luminance", "mixed", "to_hex"]

ENOUGH = 4.5
"""Minimum contrast of text (WCAG 2.2, 1.4.3)."""
_AIM = 4.6
"""Our minimum: higher, because a picture's colours are rounded to eight bits."""
RGB = tuple[int, int, int]


class Lch(NamedTuple):
    """A colour in OKLCH."""

    light: float
    """0 black, 1 white."""
    chroma: float
    """0 grey; about 0.3 at most in sRGB."""
    hue: float
    """Degrees."""

    @classmethod
    def of(cls, colour: RGB) -> Lch:
        """An sRGB colour in OKLCH."""
        red, green, blue = (_linear(value) for value in colour)
        long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
        middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
        short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
        a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
        b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
        light = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
        return cls(light, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)

    def rgb(self) -> RGB:
        """The colour in sRGB; chroma is reduced until sRGB can show it."""
        chroma, angle = self.chroma, math.radians(self.hue)
        linear = (self.light,) * 3
        for _ in range(60):
            a, b = chroma * math.cos(angle), chroma * math.sin(angle)
            long = (self.light + 0.3963377774 * a + 0.2158037573 * b) ** 3
            middle = (self.light - 0.1055613458 * a - 0.0638541728 * b) ** 3
            short = (self.light - 0.0894841775 * a - 1.2914855480 * b) ** 3
            linear = (
                4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
                -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
                -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
            )
            if all(-0.0005 <= value <= 1.0005 for value in linear):
                break
            chroma *= 0.93
        red, green, blue = (_gamma(min(1.0, max(0.0, value))) for value in linear)
        return red, green, blue


def from_hex(text: str) -> RGB:
    """`#rrggbb` as numbers. ValueError for anything else."""
    if len(text) != 7 or text[0] != "#":
        raise ValueError(f"{text!r} is not a colour: write it as #rrggbb")
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def to_hex(colour: RGB) -> str:
    """Numbers as `#rrggbb`."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def luminance(colour: RGB) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    red, green, blue = colour
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def contrast(one: RGB, other: RGB) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mixed(over: RGB, under: RGB, share: float) -> RGB:
    """`over` on `under` with that opacity, blended in sRGB like pictures."""
    red, green, blue = (round(share * a + (1 - share) * b) for a, b in zip(over, under, strict=True))
    return red, green, blue


def grey(colour: RGB) -> RGB:
    """The grey of the same luminance, and so of the same contrast."""
    value = _gamma(luminance(colour))
    return value, value, value


def legible(colour: RGB, *behind: RGB) -> RGB:
    """The colour, or the nearest lighter or darker one that is legible on everything behind it."""
    if _least_contrast(colour, behind) >= _AIM:
        return colour
    light, chroma, hue = Lch.of(colour)
    up = _least_contrast((255, 255, 255), behind) >= _least_contrast((0, 0, 0), behind)
    for _ in range(60):
        light, chroma = light + (0.015 if up else -0.015), chroma * 0.97
        tried = Lch(min(1.0, max(0.0, light)), chroma, hue).rgb()
        if _least_contrast(tried, behind) >= _AIM:
            return tried
    return (255, 255, 255) if up else (0, 0, 0)


def _least_contrast(colour: RGB, behind: tuple[RGB, ...]) -> float:
    return min((contrast(colour, each) for each in behind), default=21.0)


def _gamma(value: float) -> int:
    return round(255 * (12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055))


def _linear(value: int) -> float:
    part = value / 255
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
