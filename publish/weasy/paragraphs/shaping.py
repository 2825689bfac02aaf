"""Texts shaped once as a whole: the position of each character from the start, as Pango sets them."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from copy import copy
from itertools import accumulate
from typing import Any

from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import _font_style_cache_key as font_key
from weasyprint.text.line_break import create_layout, get_log_attrs, line_size

from publish.frozen import frozen
from publish.language.tokens import FIRST_SIGN
from publish.text.patterns import late
from publish.weasy.glyphstrings import Glyphs, glyphs_of, runs
from publish.weasy.paragraphs.parts import Kept, Part, Whole

__all__ = ["NotComposed", "Piece", "Shaped", "break_places", "half_width", "measured", "shape"]

_TURNED = late("[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefe]")
"""Right-to-left characters, and marks that change the direction."""


class NotComposed(Exception):  # noqa: N818  # not an error: WeasyPrint breaks this paragraph itself
    """The paragraph has content that we cannot handle."""


@frozen
class Piece:
    """The part of a text in one line, ready for drawing."""

    layout: Any
    width: float
    height: float
    baseline: float


@frozen
class Shaped:
    """A text as one line."""

    text: str
    offsets: Sequence[int]
    """Bytes of UTF-8 before each character."""
    at: array[float]
    """The start of each character, and the end of the last one."""
    parted: frozenset[int]
    """Characters that are drawn together with the one before (a ligature): a line that starts there looks different."""
    plain: bool
    """Whether each part of the text alone is exactly as wide and high as in the whole: one font, no additions."""
    whole: Piece | None
    glyphs: Whole | None = None
    """The glyphs of a plain text in one script: those of a part are the same."""

    @classmethod
    def nothing(cls, text: str) -> Shaped:
        """A character without width, such as the end of a line."""
        return cls(text, range(len(text) + 1), array("d", [0.0] * (len(text) + 1)), frozenset(), False, None)

    def piece(self, box: Any, context: Any, first: int, last: int, hyphen: str = "") -> Piece:
        """The characters from `first` up to `last`, with a hyphen."""
        if hyphen or not self.plain or first in self.parted or last in self.parted:
            return measured(self.text[first:last] + hyphen, box.style, context)
        assert self.whole is not None
        text = self.text[first:last]
        if self.glyphs is None:
            layout = copy(self.whole.layout)
            layout.text = text
        else:
            layout = Part(self.glyphs, self.offsets[first], self.offsets[last], text, box.style)
        width = self.at[last] - self.at[first]
        return Piece(layout, width, self.whole.height, self.whole.baseline)


def measured(text: str, style: Any, context: Any) -> Piece:
    """A text in one line, measured by Pango."""
    return _shaped(text, style, context)[0]


def _shaped(text: str, style: Any, context: Any) -> tuple[Piece, list[Glyphs], Kept]:
    """A text in one line, its glyphs, and what keeps the font of the first in memory."""
    layout = create_layout(text, style, context, None, 0)
    line, more = layout.get_first_line()
    if more is not None or layout.text != text:
        raise NotComposed
    width, height = line_size(line, style)
    baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
    found = [glyphs_of(run) for run in runs(line)]
    if any(glyphs.turned for glyphs in found):
        raise NotComposed
    known = context.__dict__.setdefault("kept_fonts", {})
    kept = known.setdefault(found[0].font if found else None, Kept(layout.layout))
    layout.deactivate()
    return Piece(layout, width, height, baseline), found, kept


def half_width(mark: str, style: Any, context: Any) -> tuple[float, float] | None:
    """The width that a mark loses when its font's feature `halt` makes it half-width, and its shift.

    None when its font has no half-width form.
    """
    key = (mark, style["lang"], style["font_size"], font_key(style))
    known: dict[object, tuple[float, float] | None] = context.__dict__.setdefault("half_widths", {})
    if key not in known:
        halved = style.copy()
        asked = style["font_feature_settings"]
        halved["font_feature_settings"] = (*(() if asked == "normal" else asked), ("halt", 1))
        (whole, _), (half, shift) = _advance(mark, style, context), _advance(mark, halved, context)
        known[key] = (whole - half, shift) if whole - half > 0.1 * style["font_size"] else None
    return known[key]


def _advance(mark: str, style: Any, context: Any) -> tuple[float, float]:
    """Width of a character, and the offset at which it is drawn."""
    layout = create_layout(mark, style, context, None, 0)
    line, _ = layout.get_first_line()
    run = next(runs(line), None)
    if run is None:
        return 0.0, 0.0
    geometry = run.glyphs.glyphs[0].geometry
    found = geometry.width * FROM_UNITS, geometry.x_offset * FROM_UNITS
    layout.deactivate()
    return found


def shape(text: str, style: Any, context: Any) -> Shaped:
    """A text shaped as a whole. Raises NotComposed when it runs from right to left."""
    if _TURNED.search(text):
        raise NotComposed
    whole, found, kept = _shaped(text, style, context)
    size = len(text) if text.isascii() else len(text.encode())
    at: list[float] = [-1.0] * size
    at.append(0.0)
    reached = 0.0
    for glyphs in found:
        places = list(accumulate(glyphs.widths, initial=reached))
        reached = places.pop()
        for start, place in zip(reversed(glyphs.starts), reversed(places), strict=True):
            at[start] = place  # the first glyph of a cluster gives its start
    at[size] = reached
    offsets: Sequence[int] = range(size + 1)
    if size != len(text):
        offsets = list(accumulate((len(each.encode()) for each in text), initial=0))
        at = [at[offset] for offset in offsets]
    parted = frozenset(index for index, place in enumerate(at) if place < 0) if min(at) < 0 else frozenset()
    for index in sorted(parted):
        at[index] = at[index - 1]
    plain = (
        len({each.font for each in found}) == 1
        and style["letter_spacing"] == "normal"
        and not style["word_spacing"]
    )
    parts = Whole(found[0], whole.layout, kept) if plain and len(found) == 1 else None
    return Shaped(
        text, offsets, array("d", (place * FROM_UNITS for place in at)), parted, plain, whole, parts
    )


def break_places(text: str, language: str | None) -> list[int]:
    """Where a line may end (Unicode Standard Annex 14): numbers of characters before each break.

    A line may also end before such words as `.name`, see `FIRST_SIGN`.
    """
    marks = get_log_attrs(text, language)
    numbers = memoryview(ffi.buffer(marks)).cast("I")
    found = [place for place, mark in enumerate(numbers) if mark & 1 and 0 < place < len(text)]
    signs = {each.start() for each in FIRST_SIGN.finditer(text)}
    return sorted({*found, *signs} - {sign + 1 for sign in signs}) if signs else found
