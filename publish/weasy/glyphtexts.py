"""The text of glyphs, for copying, searching and reading aloud: letters with marks keep their letters.

WeasyPrint gives all of a cluster's text (a letter with its marks) to one of its glyphs, and none to the others. A glyph
has one text in a whole font: so a mark of Arabic or Hebrew would bring another's letter to every word, and a letter
that first stands under a mark would be missing everywhere. Here each glyph of a cluster has a text of its own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, wraps
from itertools import pairwise
from typing import Any

from publish.text.patterns import late

__all__ = ["as_one", "mend"]

_Nominal = Callable[[int], int | None]
"""The glyph of a character by itself."""
_MARKS = late(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0711-\u07f3"
    "\u0816-\u082d\u08ca-\u0dff\u0e30-\u0fff\u1000-\u109f\u1780-\u17ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
)
"""What may be in a text with marks above or below letters. Others are not examined."""
_FIRST_OF_ARABIC = frozenset(map(chr, range(0x620, 0x6D4)))


def mend() -> None:
    """Replace WeasyPrint's function that draws a line of text. Calling it twice does nothing more."""
    from weasyprint.draw import text

    original = text.draw_first_line
    if getattr(original, "mended", False):
        return

    @wraps(original)
    def draw_first_line(stream: Any, textbox: Any, *rest: Any) -> Any:
        if _MARKS.search(textbox.text):
            _name_glyphs(stream, textbox)
        return original(stream, textbox, *rest)

    draw_first_line.mended = True  # type: ignore[attr-defined]
    text.draw_first_line = draw_first_line


def _parts(text: str, glyphs: Sequence[int], nominal: _Nominal) -> Iterator[tuple[int, str]]:
    """The glyphs of a cluster with their texts: first those of characters by themselves, because marks change places."""
    rest, unnamed = _as_drawn(text, glyphs, nominal), list(glyphs)
    for character in tuple(rest):
        glyph = nominal(ord(character))
        if glyph in unnamed and len(unnamed) > 1:
            unnamed.remove(glyph)
            rest.remove(character)
            yield glyph, character
    first, *others = unnamed
    letters = [each for each in rest if not _is_mark(each)] if others else rest
    marks = [each for each in rest if _is_mark(each)]
    yield first, "".join(letters)
    for number, glyph in enumerate(others, 1):
        own = marks[number - 1 :] if number == len(others) else marks[number - 1 : number]
        yield glyph, "".join(own)


def _as_drawn(text: str, glyphs: Sequence[int], nominal: _Nominal) -> list[str]:
    """The characters of a text, those that are drawn with the glyphs of others in parts: Thai am (U+0E33) is a ring and aa."""
    found: list[str] = []
    for character in text:
        parts = unicodedata.normalize("NFKD", character)
        split = nominal(ord(character)) not in glyphs and all(nominal(ord(each)) in glyphs for each in parts)
        found += parts if split else character
    return found


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def _name_glyphs(stream: Any, textbox: Any) -> None:
    """Give the glyphs of a line's clusters their texts, if they have none yet."""
    from weasyprint.text.ffi import ffi, pango

    pango.pango_layout_set_single_paragraph_mode(textbox.pango_layout.layout, True)
    line, _ = textbox.pango_layout.get_first_line()
    encoded = textbox.pango_layout.text.encode()
    run = line.runs[0]
    while run != ffi.NULL:
        item, run = run.data, run.next
        font = stream.add_font(item.item.analysis.font)[0]
        numbers = [each.glyph for each in item.glyphs.glyphs[0 : item.glyphs.num_glyphs]]
        starts = list(item.glyphs.log_clusters[0 : item.glyphs.num_glyphs])
        first, length = item.item.offset, item.item.length
        backwards = bool(item.item.analysis.level % 2)
        for every, start, end in _clusters(numbers, starts, length, backwards=backwards):
            glyphs = [each for each in every if each != pango.PANGO_GLYPH_EMPTY]
            if len(glyphs) > 1 and not any(each & pango.PANGO_GLYPH_UNKNOWN_FLAG for each in glyphs):
                text = encoded[first + start : first + end].decode()
                for glyph, own in _parts(text, glyphs, _nominal(item.item.analysis.font)):
                    font.to_unicode.setdefault(glyph, as_one(own))


def _nominal(pango_font: Any) -> _Nominal:
    """The glyph of a character in a font of Pango's."""
    from weasyprint.text.ffi import ffi, harfbuzz, pango

    font = pango.pango_font_get_hb_font(pango_font)
    found = ffi.new("hb_codepoint_t *")
    return lambda character: found[0] if harfbuzz.hb_font_get_nominal_glyph(font, character, found) else None


def _clusters(
    glyphs: Sequence[int], starts: Sequence[int], length: int, *, backwards: bool
) -> Iterator[tuple[list[int], int, int]]:
    """The glyphs of each cluster in the order of the text, with the place of its first byte and after its last."""
    ordered = list(zip(starts, glyphs, strict=True))
    if backwards:
        ordered.reverse()
    places = [*sorted(set(starts)), length]
    for start, end in pairwise(places):
        yield [glyph for place, glyph in ordered if place == start], start, end


def as_one(text: str) -> str:
    """The text of one glyph; for several letters of Arabic in one, such as lam-alef, Unicode's one character for them.

    PDF does not say in which direction such letters stand: Poppler and PDFium read them from left to right, pdf.js from right
    to left. One character is the same for all: PDFium and pdf.js copy its letters, and a search finds them (UAX 15, NFKC).
    """
    return _ligatures().get(text, text) if len(text) > 1 and text[0] in _FIRST_OF_ARABIC else text


@cache
def _ligatures() -> Mapping[str, str]:
    """The letters of each Arabic ligature that is a character, and the character: of several forms the one by itself."""
    found: dict[str, str] = {}
    for code in (*range(0xFEF5, 0xFEFD), *range(0xFBEA, 0xFDFC)):
        letters = unicodedata.normalize("NFKC", chr(code))
        if len(letters) > 1 and letters.isalpha():
            found.setdefault(letters, chr(code))
    return found
