"""Parts of shaped texts: a line is drawn from the glyphs that were shaped with its paragraph."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from weasyprint.text.ffi import TO_UNITS, ffi, pango
from weasyprint.text.line_break import Layout

from publish.text.patterns import late
from publish.weasy.glyphstrings import Glyphs

__all__ = ["Kept", "Part", "Whole"]

_SPACE = re.compile(b" |\xc2\xa0")
_UNEVEN = late("^[ \u00a0]|[ \u00a0]{2}|[ \u00a0]$")
"""Spaces that Pango does not stretch like others."""


class Kept:
    """Keeps a font in memory: Pango frees those of which it has no layout. Knows the widths of its glyphs."""

    def __init__(self, layout: Any) -> None:
        """`layout` is one of Pango's with that font."""
        self.layout = layout
        self._known: dict[int, int] = {}

    def advance(self, font: Any, glyph: int) -> int:
        """The width of a glyph that stands alone, in Pango's units."""
        if glyph not in self._known:
            area = ffi.new("PangoRectangle *")
            pango.pango_font_get_glyph_extents(font, glyph, ffi.NULL, area)
            self._known[glyph] = area.width
        return self._known[glyph]


class Whole:
    """The glyphs of a text in one font and script."""

    def __init__(self, glyphs: Glyphs, layout: Any, kept: Kept) -> None:
        """`layout` is WeasyPrint's, of the whole text."""
        self.layout = layout
        self._kept, self._font = kept, glyphs.font
        numbers = glyphs.ids, glyphs.widths, glyphs.rights, glyphs.ups, glyphs.starts
        self._ids, self._widths, self._rights, self._ups, self._starts = (
            array("i", each) for each in numbers
        )

    def part(self, start: int, end: int, spaces: Sequence[int], added: int) -> Glyphs:
        """The glyphs between two bytes of the text; spaces at these bytes of the part are wider by `added`, in Pango's
        units.
        """
        place = slice(bisect_left(self._starts, start), bisect_left(self._starts, end))
        ids, widths, rights = self._ids[place], self._widths[place], self._rights[place]
        starts = array("i", (each - start for each in self._starts[place]))
        for space in spaces:
            number = bisect_left(starts, space)
            # Pango kerns nothing with a space that it stretches.
            if number == 1 or (number and starts[number - 2] != starts[number - 1]):
                widths[number - 1] = self._kept.advance(self._font, ids[number - 1])
            widths[number] = self._kept.advance(self._font, ids[number]) + added
            rights[number] += _before(added)
        return Glyphs(self._font, ids, widths, rights, self._ups[place], starts, end - start)


class Part(Layout):  # type: ignore[misc]  # WeasyPrint ships no types
    """A part of a text in one line. Pango shapes it again only if WeasyPrint draws it by itself."""

    def __init__(self, whole: Whole, first: int, last: int, text: str, style: Any) -> None:
        """`first` and `last` are the bytes of the whole text where it starts and ends."""
        self.__dict__.update(vars(whole.layout))
        self.whole, self.first, self.last, self.text, self.shaped_style = whole, first, last, text, style

    def reactivate(self, style: Any) -> None:
        """WeasyPrint calls this before it draws the text."""
        self.style = style

    def deactivate(self) -> None:
        """WeasyPrint calls this afterwards."""
        for name in ("layout", "language", "style"):
            self.__dict__.pop(name, None)

    def __getattr__(self, name: str) -> Any:
        if name != "layout":
            raise AttributeError(name)
        super().reactivate(self.style)
        return self.layout

    def known_glyphs(self) -> Glyphs | None:
        """The glyphs, with justified spaces; None when Pango has to place them."""
        added = int(self.justification_spacing * TO_UNITS)
        if (
            "layout" in self.__dict__
            or self.style is not self.shaped_style
            or (added and _UNEVEN.search(self.text))
        ):
            return None
        spaces = [found.start() for found in _SPACE.finditer(self.text.encode())] if added else ()
        return self.whole.part(self.first, self.last, spaces, added)


def _before(added: int) -> int:
    """How much of what is added to a space stands before it: half, in whole pixels if all of it is."""
    half = int(added / 2)
    return half if added % TO_UNITS else (half + TO_UNITS // 2) // TO_UNITS * TO_UNITS
