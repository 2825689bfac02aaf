"""The width of words in our own sans-serif font, for labels that must fit their boxes."""

from __future__ import annotations

import io
from functools import lru_cache
from unicodedata import east_asian_width

from publish.fonts import faces

__all__ = ["width_of"]

_CODE = 0.6
"""Width of every letter of the font for code, in em."""
_OTHER = 0.6
"""Width of a letter that our font lacks, in em."""


def width_of(text: str, size: float, *, bold: bool, code: bool) -> float:
    """The width of a text in the unit of `size`."""
    known = {} if code else _advances("sans-semibold.ttf" if bold else "sans-regular.ttf")
    other = _CODE if code else _OTHER
    return size * sum(known.get(ord(each), 1.0 if east_asian_width(each) in "WF" else other) for each in text)


@lru_cache(maxsize=2)
def _advances(name: str) -> dict[int, float]:
    """The advance of each character of a face, in em."""
    from fontTools.ttLib import TTFont

    with TTFont(
        io.BytesIO(faces.data(next(face for face in faces.FACES if face.name == name))), lazy=True
    ) as font:
        metrics, units = font["hmtx"].metrics, font["head"].unitsPerEm
        return {code: metrics[glyph][0] / units for code, glyph in font.getBestCmap().items()}
