"""Glyphs of any size: the prepared variant that is large enough, or assembled pieces (OpenType `MATH`, MathVariants)."""

from __future__ import annotations

from itertools import pairwise
from math import ceil

from publish.mathematics.boxes import Box, Letter
from publish.mathematics.font import Glyph, MathFont, Part

__all__ = ["glyph_box", "sidewards", "upwards"]

_MOST = 400
"""Most pieces of one glyph."""


def glyph_box(glyph: Glyph, size: float, text: str) -> Box:
    """One glyph as a box."""
    return Box(
        glyph.width * size,
        glyph.ascent * size,
        glyph.descent * size,
        ((0.0, 0.0, Letter(glyph.number, size, text)),),
        italic=glyph.italic * size,
        accent=None if glyph.accent is None else glyph.accent * size,
        glyph=glyph.number,
        size=size,
    )


def upwards(font: MathFont, glyph: Glyph, size: float, text: str, height: float) -> Box:
    """The glyph with at least this height (ems of the text), on its own baseline."""
    for number, length in font.variants(glyph.number, upright=True):
        if length * size >= height - 1e-3:
            return glyph_box(font.glyph(number), size, text)
    if parts := font.assembly(glyph.number, upright=True):
        return _pile(font, parts, size, text, height / size)
    known = font.variants(glyph.number, upright=True)
    return glyph_box(font.glyph(known[-1][0]) if known else glyph, size, text)


def sidewards(
    font: MathFont, glyph: Glyph, size: float, text: str, width: float, *, within: bool = False
) -> Box:
    """The glyph with at least this width; with `within`, the widest one that is not wider, for accents.

    The box is as wide as its ink, which starts at its origin.
    """
    known = font.variants(glyph.number, upright=False)
    chosen, wide = glyph.number, 0.0
    for number, length in known:
        if within and length * size > width + 1e-3:
            break
        chosen, wide = number, length
        if not within and length * size >= width - 1e-3:
            break
    if not within and wide * size < width - 1e-3 and (parts := font.assembly(glyph.number, upright=False)):
        return _chain(font, parts, size, text, width / size)
    found = font.glyph(chosen)
    inked = (found.right - found.left) * size
    return Box(
        inked,
        found.ascent * size,
        found.descent * size,
        ((-found.left * size, 0.0, Letter(chosen, size, text)),),
    )


def _joined(parts: tuple[Part, ...], wanted: float, least: float) -> list[tuple[Part, float]]:
    """The pieces and the start of each, with as little excess length as possible."""
    fixed = [part for part in parts if not part.repeats]
    growing = [part for part in parts if part.repeats]
    total = sum(part.length for part in fixed) - least * (len(fixed) - 1)
    each = sum(part.length - least for part in growing)
    count = 0
    if growing and each > 0 and total < wanted:
        count = min(ceil((wanted - total) / each - 1e-6), _MOST)
    row = [part for part in parts for _ in range(count if part.repeats else 1)]
    longest = sum(part.length for part in row) - least * (len(row) - 1)
    room = [max(least, min(one.end, two.start)) for one, two in pairwise(row)]
    spare = sum(room) - least * len(room)
    part_of = min(1.0, max(0.0, (longest - wanted) / spare)) if spare > 0 else 0.0
    places, at = [], 0.0
    for number, part in enumerate(row):
        places.append((part, at))
        if number < len(room):
            at += part.length - (least + (room[number] - least) * part_of)
    return places


def _pile(font: MathFont, parts: tuple[Part, ...], size: float, text: str, height: float) -> Box:
    inside, width, top = [], 0.0, 0.0
    for part, at in _joined(parts, height, font.overlap):
        glyph = font.glyph(part.number)
        inside.append((0.0, (at + glyph.descent) * size, Letter(part.number, size, text)))
        width, top = max(width, glyph.width), at + glyph.ascent + glyph.descent
    return Box(width * size, top * size, 0.0, tuple(inside))


def _chain(font: MathFont, parts: tuple[Part, ...], size: float, text: str, width: float) -> Box:
    inside, ascent, descent, right = [], -1.0, -1.0, 0.0
    for part, at in _joined(parts, width, font.overlap):
        glyph = font.glyph(part.number)
        inside.append(((at - glyph.left) * size, 0.0, Letter(part.number, size, text)))
        ascent, descent = max(ascent, glyph.ascent), max(descent, glyph.descent)
        right = at + glyph.right - glyph.left
    return Box(right * size, ascent * size, descent * size, tuple(inside))
