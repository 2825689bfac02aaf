"""Tables and formulas that are too wide for a narrow page: marked, so that the style sheet can wrap, shrink or scroll
them.

Only long words in cells are broken, and formulas never: engines break neither by themselves, and a paged reader cuts
off what is too wide.
"""

from __future__ import annotations

from lxml import etree

from publish.epub.namespaces import MATHML, xhtml
from publish.text.patterns import late
from publish.text.scripts import HANGUL, SQUARE

__all__ = ["fit"]

_LONG = 12
"""Longest word in characters that a cell does not break."""
_WIDE, _VERY_WIDE = 40, 52
"""Characters per line on a page of 320 pixels, in the font size of tables and in that of `table.wide`."""
_LETTER = rf"[^\s{SQUARE}{HANGUL}]"
_WORD = late(f"{_LETTER}+")
"""Text without break opportunities: Han, kana and Hangul may break at every character."""
_LONG_WORD = late(rf"{_LETTER}{{{_LONG + 1},}}\s*")
_STACKED = frozenset(("mfrac", "mtable", "munder", "mover", "munderover"))
"""MathML elements whose parts are above each other."""
_LONG_FORMULA, _VERY_LONG_FORMULA = 24, 32
"""Characters of a formula that fit on a line, and at a smaller size."""


def fit(body: etree._Element) -> None:
    """Mark wide tables (`wide`, `very-wide`), long words in cells (`span.long`) and long formulas (`span.math-long`)."""
    for table in list(body.iter(xhtml("table"))):
        _table(table)
    for formula in list(body.iter(f"{{{MATHML}}}math")):
        if (length := _length(formula)) > _LONG_FORMULA:
            kinds = ["math-long", *(["very"] if length > _VERY_LONG_FORMULA else [])]
            kinds += ["display"] if formula.get("display") == "block" else []
            holder = etree.Element(xhtml("span"), {"class": " ".join(kinds)})
            holder.set("tabindex", "0")  # what scrolls must have the keyboard too (WCAG 2.2, 2.1.1)
            holder.tail, formula.tail = formula.tail, None
            parent = formula.getparent()
            assert parent is not None  # the body is not a formula
            parent.replace(formula, holder)
            holder.append(formula)


def _table(table: etree._Element) -> None:
    columns: dict[int, int] = {}
    for row in table.iter(xhtml("tr")):
        place = 0
        for cell in row.iterchildren(xhtml("td"), xhtml("th")):
            words = _WORD.findall("".join(map(str, cell.itertext())))
            longest = min(max(map(len, words), default=1), _LONG)
            span = _span(cell)
            for column in range(place, place + span):
                columns[column] = max(columns.get(column, 1), longest // span)
            place += span
    if sum(columns.values()) + 2.5 * len(columns) > _WIDE:
        kind = "wide" if sum(columns.values()) + len(columns) <= _VERY_WIDE else "very-wide"
        table.set("class", f"{table.get('class', '')} {kind}".strip())
    for cell in list(table.iter(xhtml("td"), xhtml("th"))):
        for element in list(cell.iter(etree.Element)):
            if not element.tag.startswith(f"{{{MATHML}}}") and element.tag != xhtml("pre"):
                _break(element)


def _span(cell: etree._Element) -> int:
    said = cell.get("colspan", "")
    return int(said) if said.isdecimal() and 0 < len(said) < 4 and int(said) else 1


def _break(element: etree._Element) -> None:
    """Put each long word of an element's own text into a `span.long`, with the white space after it."""
    for child in list(element):
        element[element.index(child) + 1 : element.index(child) + 1] = _pieces(child)
    element[0:0] = _pieces(element, inside=True)


def _pieces(holder: etree._Element, *, inside: bool = False) -> list[etree._Element]:
    """The long words in an element's text, or in the text after it, as elements with the text that follows each."""
    text = (holder.text if inside else holder.tail) or ""
    found = list(_LONG_WORD.finditer(text))
    if not found:
        return []
    made: list[etree._Element] = []
    for word, following in zip(found, [*found[1:], None], strict=True):
        piece = etree.Element(xhtml("span"), {"class": "long"})
        piece.text = word[0]
        piece.tail = text[word.end() : following.start() if following else len(text)] or None
        made.append(piece)
    before = text[: found[0].start()] or None
    if inside:
        holder.text = before
    else:
        holder.tail = before
    return made


def _length(part: etree._Element) -> int:
    """Approximate width of a formula or a part of it, in characters."""
    name = part.tag.rpartition("}")[2] if isinstance(part.tag, str) else ""
    if name in ("mi", "mn", "mo", "mtext", "ms"):
        return len((part.text or "").strip())
    if name in ("annotation", "annotation-xml"):
        return 0
    widths = [_length(child) for child in part]
    return max(widths, default=0) if name in _STACKED else sum(widths)
