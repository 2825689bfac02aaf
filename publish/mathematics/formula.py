"""Formula layout: the rules for all elements, and drawings at natural width or within a measure."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from publish.fonts import faces
from publish.mathematics import enclosing, fractions, limits, rows, scripts, tables, tokens
from publish.mathematics.font import math_font
from publish.mathematics.setting import Measure, Rule, Setter

if TYPE_CHECKING:
    import uharfbuzz as hb

__all__ = ["RULES", "setter", "wide"]

RULES: dict[str, Rule] = {
    "mi": tokens.identifier,
    "mn": tokens.text,
    "mtext": tokens.text,
    "ms": tokens.text,
    "mo": tokens.operator,
    "mspace": tokens.space,
    "mfrac": fractions.fraction,
    "msqrt": fractions.square_root,
    "mroot": fractions.root,
    "msub": scripts.scripted,
    "msup": scripts.scripted,
    "msubsup": scripts.scripted,
    "mmultiscripts": scripts.many,
    "munder": limits.stacked,
    "mover": limits.stacked,
    "munderover": limits.stacked,
    "mtable": tables.table,
    "menclose": enclosing.enclosed,
    "mphantom": rows.phantom,
    "mpadded": rows.padded,
}
"""Element → its layout rule; all others are laid out as a row."""


def setter(measure: Measure) -> Setter:
    """The layout with the mathematics font; `measure` measures the text's own font. Raises RenderError when the font
    is not installed.
    """
    return Setter(math_font(), measure, RULES, rows.row)


def wide(text: str) -> tuple[float, float, float]:
    """The metrics of a text in the text font, or an estimate: full-width characters are one em wide."""
    font, known = _text_face()
    width = 0.0
    for each in text:
        if ord(each) in known:
            width += font.get_glyph_h_advance(font.get_nominal_glyph(ord(each))) / font.face.upem
        elif not unicodedata.combining(each):
            full = unicodedata.east_asian_width(each) in "WF" or unicodedata.category(each) == "So"
            width += 1.0 if full else 0.55
    return width, 0.8, 0.2


@cache
def _text_face() -> tuple[hb.Font, frozenset[int]]:
    import uharfbuzz as hb

    regular = next(face for face in faces.FACES if face.name == "serif-regular.ttf")
    face = hb.Face(hb.Blob.from_file_path(str(faces.path(regular))))
    return hb.Font(face), frozenset(face.unicodes)
