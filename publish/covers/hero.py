"""What the hero picture decides on a cover: the hue, and the veil that text on it needs."""

from __future__ import annotations

import io
import math
from functools import lru_cache
from typing import TYPE_CHECKING

from publish.covers import colour
from publish.covers.colour import ENOUGH, RGB, Lch
from publish.model import Image

if TYPE_CHECKING:
    from PIL import Image as Pictures

__all__ = ["hue", "is_bright", "veil"]

_GREY = 0.015
"""Below this mean chroma, a picture counts as grey."""
_BINS = 24
"""Number of hues that are distinguished."""
_BRIGHT = 0.5
"""From this mean luminance on, dark text suits a picture better."""
Box = tuple[float, float, float, float]
"""Left, top, right, bottom as shares of the cover, 0 to 1."""


@lru_cache(maxsize=64)
def hue(picture: Image | None) -> float | None:
    """The main hue of a picture, in degrees of OKLCH; None without a picture, or for a grey one."""
    if picture is None:
        return None
    from PIL import Image as Pictures

    with Pictures.open(io.BytesIO(picture.data)) as opened:
        opened.draft("RGB", (64, 64))
        small = opened.convert("RGB").resize((24, 24))
    total, bins = 0.0, [0.0] * _BINS
    for pixel in zip(*[iter(small.tobytes())] * 3, strict=True):
        _, chroma, angle = Lch.of((pixel[0], pixel[1], pixel[2]))
        bins[int(angle * _BINS / 360) % _BINS] += chroma
        total += chroma
    if total / 576 < _GREY:
        return None
    near = [sum(bins[(number + step) % _BINS] for step in (-1, 0, 1)) for number in range(_BINS)]
    return (near.index(max(near)) + 0.5) * 360 / _BINS


@lru_cache(maxsize=4)
def _cropped(picture: Image, ratio: float) -> Pictures.Image:
    """The middle of a picture that fills a cover with that ratio of height to width."""
    from PIL import Image as Pictures
    from PIL import ImageOps

    with Pictures.open(io.BytesIO(picture.data)) as opened:
        whole = opened.convert("RGB")
    width = min(whole.width, whole.height / ratio)
    return ImageOps.fit(
        whole, (max(1, round(width)), max(1, round(width * ratio))), Pictures.Resampling.NEAREST
    )


def _part(picture: Image, ratio: float, box: Box) -> Pictures.Image:
    shown = _cropped(picture, round(ratio, 4))
    left, top, right, bottom = (min(1.0, max(0.0, each)) for each in box)
    return shown.crop(
        (
            math.floor(left * (shown.width - 1)),
            math.floor(top * (shown.height - 1)),
            math.ceil(right * (shown.width - 1)) + 1,
            math.ceil(bottom * (shown.height - 1)) + 1,
        )
    )


def is_bright(picture: Image, ratio: float, box: Box) -> bool:
    """Whether that part of a picture is light enough for dark text."""
    from PIL import ImageStat

    red, green, blue = (round(value) for value in ImageStat.Stat(_part(picture, ratio, box)).mean)
    return colour.luminance((red, green, blue)) > _BRIGHT


def veil(picture: Image, ratio: float, box: Box, over: RGB, ink: RGB) -> float:
    """The opacity that a veil of the colour `over` needs to make text in `ink` legible on every pixel of the box.

    `ratio` is the cover's height divided by its width; the picture fills it, cut at the edges. For some pairs of
    colours this is impossible: then 1.0.
    """
    extremes = _part(picture, ratio, box).getextrema()
    light = colour.luminance(ink) > colour.luminance(over)
    worst = tuple(int(each[1 if light else 0]) for each in extremes)  # type: ignore[index]  # three bands, three pairs
    behind = (worst[0], worst[1], worst[2])
    for percent in range(0, 101, 2):
        if colour.contrast(ink, colour.mixed(over, behind, percent / 100)) >= ENOUGH + 0.15:
            return percent / 100
    return 1.0
