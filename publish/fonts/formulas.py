"""The face of formulas cut down to what the formulas of a book need, for files that readers draw themselves.

MathML is drawn with the help of a font's `MATH` table (MathML Core, 5): without one brackets do not grow, sums are as small as
letters, and scripts hang too low. Many readers have no such font.
"""

from __future__ import annotations

from collections.abc import Iterable
from struct import pack_into, unpack_from
from typing import TYPE_CHECKING
from unicodedata import decomposition

from lxml import etree

from publish.fonts.faces import MATHEMATICS, NO_SIGNS, path

if TYPE_CHECKING:
    import uharfbuzz as hb

__all__ = ["cut", "used"]

_MATH = "{http://www.w3.org/1998/Math/MathML}"
_SHOWN = frozenset(f"{_MATH}{name}" for name in ("mi", "mn", "mo", "mtext", "ms"))
_ALWAYS = "√−′ "
"""The sign of roots, what `-` and `'` are drawn as, and the space."""
_ITALIC = {
    chr(int(plain, 16)): code
    for code in (*range(0x1D434, 0x1D468), *range(0x1D6A4, 0x1D6A6), *range(0x1D6E2, 0x1D71C))
    if (plain := decomposition(chr(code)).removeprefix("<font> "))
} | {"h": 0x210E}
"""Letter → the slanted one that is drawn for it where it stands alone (MathML Core, C.1)."""
_CONSTANTS = {6: -50, 10: 400, 24: 400, 25: 400, 26: 110, 27: 110}
"""Place among the values of `MathConstants` (OpenType 1.9, MATH) → thousandths of an em: how far scripts keep to the foot
and the top of what they belong to (`SubscriptBaselineDropMin`, `SuperscriptBaselineDropMax`), and to an arrow under or over
them (`StretchStackTopShiftUp`, `StretchStackBottomShiftDown`, `StretchStackGapAboveMin`, `StretchStackGapBelowMin`).
"""
_MARKS = (0x20D6, 0x20D7, 0x20DB, 0x20DC, 0x20E1)
"""Arrows, and three and four dots, over letters."""
_BEARINGS_AT_ORIGIN = 0x2
"""The flag in `head` that says that all outlines stand where they were drawn."""
_FEATURES = tuple(int.from_bytes(tag, "big") for tag in (b"ssty", b"dtls", b"flac"))
"""OpenType features for formulas, as HarfBuzz writes tags: shapes for scripts, letters without dots, flat accents."""


def used(root: etree._Element) -> frozenset[int]:
    """Code points of all that the formulas in a tree show; empty where there is no formula."""
    found: set[int] = set()
    for math in root.iter(f"{_MATH}math"):
        found.update(map(ord, _ALWAYS))
        for each in math.iter(*_SHOWN):
            text = "".join(map(str, each.itertext())).strip()
            found.update(map(ord, text))
            if each.tag == f"{_MATH}mi" and text in _ITALIC:
                found.add(_ITALIC[text])
    return frozenset(found)


def _for_browsers(font: bytes) -> bytes:
    """The font with what browsers need said otherwise in its `MATH` table and in the widths of accents."""
    import uharfbuzz as hb

    changed, known = bytearray(font), hb.Font(hb.Face(font))
    tables = {
        tag: start
        for entry in range(12, 12 + 16 * _word(font, 4), 16)
        for tag, _, start, _ in [unpack_from(">4sLLL", font, entry)]
    }
    table = tables[b"MATH"]
    _keep_scripts_level(changed, table + _word(font, table + 4))
    _join_arrows(changed, table + _word(font, table + 8))
    _stretch_tildes(changed, table + _word(font, table + 8), known)
    _give_widths(changed, tables, known)
    return bytes(changed)


def _stretch_tildes(font: bytearray, variants: int, known: hb.Font) -> None:
    """The tilde that MathML has for accents grows as the combining one does: browsers let only the first grow
    sideways (MathML Core, B.4).
    """
    coverage, count = variants + _word(font, variants + 4), _word(font, variants + 8)
    places = variants + 10 + 2 * _word(font, variants + 6)
    growing, own = (known.get_nominal_glyph(code) for code in (0x303, 0x2DC))
    pairs = [(_word(font, coverage + 4 + 2 * n), _word(font, places + 2 * n)) for n in range(count)]
    pairs = sorted((own if glyph == growing else glyph, place) for glyph, place in pairs)
    for number, (glyph, place) in enumerate(pairs):
        pack_into(">H", font, coverage + 4 + 2 * number, glyph)
        pack_into(">H", font, places + 2 * number, place)


def _give_widths(font: bytearray, tables: dict[bytes, int], known: hb.Font) -> None:
    """Accents without a sign of their own are as wide as their ink, which begins at their origin.

    Browsers put the middle of a sign's width over a letter, and a combining mark has no width and its ink before it.
    """
    for code in _MARKS:
        glyph = known.get_nominal_glyph(code)
        extents = known.get_glyph_extents(glyph) if glyph is not None else None
        if extents is not None:
            pack_into(">Hh", font, tables[b"hmtx"] + 4 * glyph, extents.width, 0)
    flags = tables[b"head"] + 16
    pack_into(">H", font, flags, _word(font, flags) & ~_BEARINGS_AT_ORIGIN)


def _keep_scripts_level(font: bytearray, constants: int) -> None:
    """Scripts stand as low, or as high, at every letter, and close to arrows.

    TeX looks at a letter's own shape for no script (TeXbook, appendix G, rule 18a); browsers do, and hang the index of y
    lower than that of x.
    """
    for place, value in _CONSTANTS.items():
        pack_into(">h", font, constants + 8 + 4 * place, value)


def _join_arrows(font: bytearray, variants: int) -> None:
    """The head of a long arrow joins its shaft: where the last part says no room to join, it has it at its other end.

    Browsers do not put parts together that cannot overlap.
    """
    upright, sideways = _word(font, variants + 6), _word(font, variants + 8)
    for number in range(upright, upright + sideways):
        construction = variants + _word(font, variants + 10 + 2 * number)
        assembly = construction + _word(font, construction)
        if assembly == construction:
            continue
        last = assembly + 6 + 10 * (_word(font, assembly + 4) - 1)
        start, end = unpack_from(">HH", font, last + 2)
        if not start:
            pack_into(">HH", font, last + 2, end, start)


def _word(font: bytes | bytearray, place: int) -> int:
    return int(unpack_from(">H", font, place)[0])


def cut(characters: Iterable[int]) -> bytes:
    """A TrueType file with these code points, their larger shapes and the `MATH` table.

    Raises RenderError when the face is not installed.
    """
    import uharfbuzz as hb

    source = hb.Face(_for_browsers(path(MATHEMATICS).read_bytes()))
    plan = hb.SubsetInput()
    plan.unicode_set.update(set(characters) - NO_SIGNS)
    plan.layout_feature_tag_set.update(_FEATURES)
    plan.flags = hb.SubsetFlags.NOTDEF_OUTLINE
    return bytes(plan.subset(source).blob.data)
