"""Writes the glyphs of a line in few instructions.

WeasyPrint 70 asks Pango for every number of every glyph on its own, and writes a shift after nearly every glyph; most of
these are 0. Here the numbers of all glyphs are read at once, and shifts of 0 are left out: pages look the same, but for
justified spaces after a change of font, which Chrome misplaces as WeasyPrint writes them. Text that was shaped to choose its
lines (`paragraphs`) is not shaped again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import wraps
from typing import Any

from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from publish.frozen import frozen
from publish.weasy import actualtexts
from publish.weasy.glyphtexts import as_one

__all__ = ["Glyphs", "glyphs_of", "mend", "runs"]

_INFO = ffi.sizeof("PangoGlyphInfo") // 4
_SMALLEST = 1e-6
"""WeasyPrint draws no text in a smaller font."""
_RIGHT_SIZES = 14802
"""Since Pango 1.48.2, fonts have the right size; before, WeasyPrint has to correct it."""


def mend() -> None:
    """Replace WeasyPrint's function. Calling it twice does nothing more."""
    from weasyprint.draw import text

    if not getattr(text.draw_first_line, "short", False) and pango.pango_version() >= _RIGHT_SIZES:
        text.draw_first_line = _shortly(text.draw_first_line)


@frozen
class Glyphs:
    """Glyphs of one font in the order in which they are drawn; widths and shifts are in Pango's units."""

    font: Any
    ids: Sequence[int]
    widths: Sequence[int]
    rights: Sequence[int]
    ups: Sequence[int]
    starts: Sequence[int]
    """Bytes of the text before the characters of each glyph."""
    end: int
    """Bytes of the text up to the end of the last character."""
    turned: bool = False
    """Whether they run from right to left."""

    def text(self, place: int, text: bytes) -> str:
        """The characters of a glyph."""
        following = place - 1 if self.turned else place + 1
        end = self.starts[following] if 0 <= following < len(self.starts) else self.end
        return text[self.starts[place] : end].decode()


def runs(line: Any) -> Iterator[Any]:
    """Pango's glyph items of a line."""
    run = line.runs
    run = run[0] if run != ffi.NULL else run
    while run != ffi.NULL:
        yield run.data
        run = run.next


def glyphs_of(run: Any) -> Glyphs:
    """The glyphs of one of Pango's items."""
    item, glyphs = run.item, run.glyphs
    count, start = glyphs.num_glyphs, item.offset
    numbers = memoryview(ffi.buffer(glyphs.glyphs, count * 4 * _INFO)).cast("i")
    ids, widths, rights, ups = (numbers[place::_INFO].tolist() for place in range(4))
    starts = [start + each for each in ffi.unpack(glyphs.log_clusters, count)]
    turned = bool(item.analysis.level % 2)
    return Glyphs(item.analysis.font, ids, widths, rights, ups, starts, start + item.length, turned)


def _shortly(original: Any) -> Any:
    """Draw ordinary lines; WeasyPrint draws those that end with an ellipsis, emoji, and what no font has."""

    @wraps(original)
    def draw_first_line(stream: Any, textbox: Any, overflow: Any, ellipsis: Any, matrix: Any) -> Any:
        parts = None
        if overflow != "ellipsis" and ellipsis == "none" and textbox.style["font_size"] >= _SMALLEST:
            parts = _parts(stream, textbox.pango_layout) if textbox.text.strip() else []
        if parts is None:
            return original(stream, textbox, overflow, ellipsis, matrix)
        if parts:
            stream.set_text_matrix(*matrix.values)
        for font, size, words, true in parts:
            stream.set_font_size(font.hash, size)
            if true:
                actualtexts.begin(stream, true)
            stream.show_text(f"<{words}>")  # glyphs are between angle brackets; `patches` drops empty ones
            if true:
                stream.end_marked_content()
        return []

    draw_first_line.short = True  # type: ignore[attr-defined]
    return draw_first_line


def _parts(stream: Any, layout: Any) -> list[tuple[Any, float, str, str]] | None:
    """The parts of a line with one font each: the font, its size, the glyphs, and their true text if that of the glyphs is
    not; None when WeasyPrint has to draw it.
    """
    found: list[tuple[Any, float, str, str]] = []
    text = layout.text.encode()
    known: Any = None
    for glyphs in _placed(layout):
        if glyphs.font != known:
            known = glyphs.font
            font, size = stream.add_font(known)
            if font.bitmap or font.png or font.svg or font.colr:
                return None
            found.append((font, size, "", ""))
        font, size, *_ = found[-1]
        words = _Writer(stream, font, size).words(glyphs, text)
        if words is None:
            return None
        for first, last, true in _pieces(glyphs, text, font):
            if true or found[-1][3]:
                found.append((font, size, "", true))
            found[-1] = (font, size, found[-1][2] + "".join(words[first:last]), true)
    return found


def _pieces(glyphs: Glyphs, text: bytes, font: Any) -> Iterable[tuple[int, int, str]]:
    if glyphs.turned or text.isascii():
        return ((0, len(glyphs.ids), ""),)
    return actualtexts.pieces(glyphs.ids, glyphs.starts, glyphs.end, text, font.to_unicode)


def _placed(layout: Any) -> Iterator[Glyphs]:
    """The glyphs of a layout; `paragraphs` knows those of most."""
    known = getattr(layout, "known_glyphs", None)
    glyphs = known() if known is not None else None
    if glyphs is not None:
        yield glyphs
        return
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    yield from map(glyphs_of, runs(layout.get_first_line()[0]))


class _Writer:
    """Writes glyphs of one font. As WeasyPrint does, it notes in the font which glyphs are used, and for which text."""

    def __init__(self, stream: Any, font: Any, size: float) -> None:
        self.stream, self.font, self.size = stream, font, size
        self.written: dict[tuple[int, int, int, int], str] = (
            vars(font).setdefault("written", {}).setdefault(size, {})
        )
        """Glyphs with their widths and shifts, as they are written."""

    def words(self, glyphs: Glyphs, text: bytes) -> Sequence[str] | None:
        """The glyphs as hexadecimal numbers, and shifts outside of angle brackets; None when one is missing, or moved up."""
        found = []
        for place, glyph in enumerate(zip(glyphs.ids, glyphs.widths, glyphs.rights, glyphs.ups, strict=True)):
            word = self.written.get(glyph)
            if word is None:
                if glyph[3] or glyph[0] & pango.PANGO_GLYPH_UNKNOWN_FLAG:
                    return None
                word = self.written[glyph] = self._word(glyphs, place, text)
            found.append(word)
        return found

    def _word(self, glyphs: Glyphs, place: int, text: bytes) -> str:
        glyph, width, right = glyphs.ids[place], glyphs.widths[place], glyphs.rights[place]
        if glyph == pango.PANGO_GLYPH_EMPTY:
            return f">{-width / self.size}<" if width else ""
        if glyph not in self.font.to_unicode:
            self.font.to_unicode[glyph] = as_one(glyphs.text(place, text))
        shift = right / self.size
        own = self._own_width(glyph, glyphs.font)
        after = int(own + shift - width * 1000 * FROM_UNITS / self.size)
        return (f">{-shift}<" if right else "") + f"{glyph:04x}" + (f">{after}<" if after else "")

    def _own_width(self, glyph: int, pango_font: Any) -> int:
        """The glyph's width in thousandths of an em, as its font has it."""
        widths: dict[int, int] = self.font.widths
        if glyph not in widths:
            area = self.stream.logical_rect
            pango.pango_font_get_glyph_extents(pango_font, glyph, self.stream.ink_rect, area)
            widths[glyph] = round(area.width * 1000 * FROM_UNITS / self.size)
        return widths[glyph]
