"""Formulas as pictures, for e-readers without MathML.

They are SVG drawings inside the text (a core media type of EPUB 3.3): an `img` cannot have the colour of the text,
and black letters on a dark page are invisible. Outlines are sharp at every size, and one em is the text's em.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

from publish.epub.accessibility import Found
from publish.epub.namespaces import MATHML, xhtml
from publish.markup import chinese

if TYPE_CHECKING:
    from publish.mathematics.boxes import Box
    from publish.mathematics.setting import Setter

__all__ = ["draw"]

_MEASURE = 28.0
"""Width in ems for line breaks in displayed formulas: that of a small page at normal font size."""
_JOINER = "\u2060"
_TEX = f"{{{MATHML}}}annotation"


def draw(body: etree._Element, found: Found) -> Found:
    """Replace every formula by a picture with alternative text. Returns the chapter's contents after that."""
    formulas = list(body.iter(f"{{{MATHML}}}math"))
    for formula in formulas:
        parent = formula.getparent()
        assert parent is not None  # the body is not a formula
        made = _drawn(formula)
        made.tail, formula.tail = formula.tail, None
        parent.replace(formula, made)
        if formula.get("display") != "block":
            _join(made, parent)
    count = len(formulas)
    return replace(found, math=False, images=found.images + count, described=found.described + count)


def _join(made: etree._Element, parent: etree._Element) -> None:
    """Keep a formula together with letters beside it (`$n$th`): a line could break beside the picture."""
    before = made.getprevious()
    text = (parent.text if before is None else before.tail) or ""
    if text[-1:].isalnum() and not chinese.gaps(text[-1] + "x"):
        if before is None:
            parent.text = text + _JOINER
        else:
            before.tail = text + _JOINER
    tail = made.tail or ""
    following = made.getnext()
    if chinese.gaps("x", (tail or ("" if following is None else following.text) or "")[:1]):
        made.set("class", f"{made.get('class', '')} gap")
    elif tail[:1].isalnum() or tail[:1] in {"-", "\u2010", "\u2011"}:
        made.tail = _JOINER + tail


@lru_cache(maxsize=1)
def _setter() -> Setter:
    from publish.mathematics import formula

    return formula.setter(formula.wide)


def _drawn(formula: etree._Element) -> etree._Element:
    """`span.math-picture` with one drawing, or with several between which a line may break."""
    from publish.mathematics.svg import svg

    words = formula.get("alttext") or "".join(map(str, formula.itertext()))
    display = formula.get("display") == "block"
    try:
        pieces = _display(formula) if display else _inline(formula)
    except RecursionError:
        return _as_tex(formula)
    span = etree.Element(xhtml("span"), {"class": "math-picture display" if display else "math-picture"})
    for name in [row.get("id") for row in formula.iter(f"{{{MATHML}}}mtr") if row.get("id")]:
        etree.SubElement(span, xhtml("span"), {"id": str(name)})
    drawings = [svg(_setter().font, box) for box, _ in pieces]
    for drawing, (_, space) in zip(drawings, pieces, strict=True):
        drawing.tail = space
        span.append(drawing)
    _set_alternative(span, drawings, words)
    return span


def _set_alternative(span: etree._Element, drawings: list[etree._Element], words: str) -> None:
    """Alternative text for the picture; for several, one text for all together."""
    if len(drawings) > 1:
        span.set("role", "img")
        span.set("aria-label", words)
        for each in drawings:
            each.set("aria-hidden", "true")
        return
    for each in drawings:
        each.set("role", "img")
        each.set("aria-label", words)


def _as_tex(formula: etree._Element) -> etree._Element:
    code = etree.Element(xhtml("code"), {"class": "math-tex"})
    code.text = next((each.text for each in formula.iter(_TEX)), None) or formula.get("alttext")
    return code


def _inline(formula: etree._Element) -> list[tuple[Box, str]]:
    from publish.mathematics import arranging
    from publish.mathematics.reading import read
    from publish.mathematics.setting import Frame

    pieces = arranging.inline(_setter(), read(formula), Frame(display=False))
    return [(each.box, each.after) for each in pieces]


def _display(formula: etree._Element) -> list[tuple[Box, str]]:
    from publish.mathematics import arranging
    from publish.mathematics.reading import read
    from publish.mathematics.setting import Frame

    node, frame = read(formula), Frame()
    box = arranging.natural(_setter(), node, frame)
    if box.width > _MEASURE:
        box = arranging.piled(arranging.arrange(_setter(), node, frame, _MEASURE))
    return [(box, "")]
