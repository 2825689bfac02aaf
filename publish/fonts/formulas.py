"""The face of formulas cut down to what the formulas of a book need, for files that readers draw themselves.

MathML is drawn with the help of a font's `MATH` table (MathML Core, 5): without one brackets do not grow, sums are as small as
letters, and scripts hang too low. Many readers have no such font.
"""

from __future__ import annotations

from collections.abc import Iterable
from struct import pack_into, unpack_from
from unicodedata import decomposition

from lxml import etree

from publish.fonts.faces import MATHEMATICS, NO_SIGNS, path

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
    """The font with what browsers need said otherwise in its `MATH` table."""
    changed = bytearray(font)
    for entry in range(12, 12 + 16 * _word(font, 4), 16):
        tag, _, table, _ = unpack_from(">4sLLL", font, entry)
        if tag == b"MATH":
            _keep_scripts_level(changed, table + _word(font, table + 4))
            _join_arrows(changed, table + _word(font, table + 8))
    return bytes(changed)


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
