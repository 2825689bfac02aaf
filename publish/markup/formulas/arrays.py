"""Tables in formulas: alignment, lines and number columns, as classes and as MathML 3 attributes."""

from __future__ import annotations

import re

from lxml import etree

from publish.markup.formulas import spacing
from publish.markup.tree import Element, add_class
from publish.text.patterns import late

__all__ = ["HANGS", "settle"]

HANGS = {"t": "math-from-top", "b": "math-from-bottom"}
r"""Options of `aligned` and others, and the class of an element around a table whose first or last row is on the line."""
_BASELINES = {"math-from-top": "baseline 1", "math-from-bottom": "baseline -1"}

_WIDTH = late(r"width: (?:50|7\.5)%")
_SIDES = ("left", "right", "top", "bottom")
_NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"


def settle(table: Element) -> None:
    """Turn a converted table's styles into attributes and classes; number columns stay only if there are numbers."""
    rows = [row for row in table if row.tag == f"{_NAMESPACE}mtr"]
    if "width: 100%" in table.get("style", ""):
        _place_numbers(table, rows)
    _end_with_line(rows)
    _name_kind(table, rows)
    _draw_lines(table, rows)
    _align(table, rows)
    for row in rows:
        if not any(len(cell) for cell in row):
            row.set("class", "math-gap")
    table.attrib.pop("style", "")
    around = next(
        (each.get("class") for each in table.iterancestors() if len(each) > 1 or each.get("class")), ""
    )
    if around in _BASELINES:
        table.set("align", _BASELINES[around])


def _place_numbers(table: Element, rows: list[Element]) -> None:
    """Give all rows the same cells: space, the formula's cells, the number. Without numbers, the outer two are
    removed.
    """
    numbered = any(_is_number(row[-1]) for row in rows if len(row))
    width = max((len(row) - _has_end(row) for row in rows), default=1)
    for row in rows:
        last = row[-1] if _has_end(row) and len(row) > 1 else None
        if last is not None:
            row.remove(last)
        while len(row) < width:
            row.append(_cell())
        if numbered:
            number = last if last is not None else _cell()
            number.set("class", "math-number")
            row.append(number)
            row[0].set("class", "math-pad")
        else:
            row.remove(row[0])
    if numbered:
        add_class(table, "math-numbered")


def _has_end(row: Element) -> bool:
    return bool(_WIDTH.search(row[-1].get("style", "")))


def _is_number(cell: Element) -> bool:
    return bool(_WIDTH.search(cell.get("style", ""))) and len(cell) > 0


def _end_with_line(rows: list[Element]) -> None:
    """A line after the last row belongs to that row, not to an empty one."""
    last = rows[-1] if len(rows) > 1 else None
    if (
        last is not None
        and not any(len(cell) for cell in last)
        and any("border-top" in cell.get("style", "") for cell in last)
    ):
        parent = last.getparent()
        assert parent is not None  # it belongs to a table
        parent.remove(last)
        rows.pop()
        for cell in rows[-1]:
            cell.set("style", f"{cell.get('style', '')} border-bottom: 0.05em solid currentcolor;")
    _square(rows)


def _square(rows: list[Element]) -> None:
    width = max(map(len, rows), default=0)
    for row in rows:
        while len(row) < width:
            row.append(_cell())


def _cell() -> Element:
    return etree.Element(f"{_NAMESPACE}mtd")


def _name_kind(table: Element, rows: list[Element]) -> None:
    styles = [cell.get("style", "") for row in rows for cell in row]
    if any("text-align: right" in style and "padding-right: 0" in style for style in styles):
        add_class(table, "math-align")
        table.set("columnspacing", "0")
        for cell in (cell for row in rows for cell in row):
            if "text-align: left" in cell.get("style", ""):
                spacing.as_binary(cell)
    elif any("text-align: left" in style and "padding-right: 0" in style for style in styles):
        add_class(table, "math-cases")
    elif any("padding-top: 0" in style for style in styles):
        add_class(table, "math-substack")
        table.set("rowspacing", "0")


def _align(table: Element, rows: list[Element]) -> None:
    columns: dict[int, str] = {}
    for row in rows:
        for place, cell in enumerate(row):
            style = str(cell.attrib.pop("style", ""))
            found = re.search(r"text-align: (left|right)", style)
            side = found[1] if found else ""
            if cell.get("class") == "math-number":
                side = "right"
            if side:
                add_class(cell, f"math-{side}")
                columns.setdefault(place, side)
    for place in columns:
        _stagger([row[place] for row in rows if place < len(row) and len(row[place])])
    width = max(map(len, rows), default=0)
    if width and columns:
        table.set("columnalign", " ".join(columns.get(place, "center") for place in range(width)))
        for row in rows:
            for place, cell in enumerate(row):
                if place in columns and not len(cell):
                    add_class(cell, f"math-{columns[place]}")


def _stagger(cells: list[Element]) -> None:
    """The rows of `multline` say their sides themselves: left, the middle, right. Signs at their beginnings join the rows."""
    sides = [(cell.get("class") or "math-center").partition(" ")[0].removeprefix("math-") for cell in cells]
    if len(set(sides) & {"left", "center", "right"}) < 2:
        return
    for cell, side in zip(cells, sides, strict=True):
        cell.set("columnalign", side)
    for cell in cells[1:]:
        spacing.as_binary(cell)


def _draw_lines(table: Element, rows: list[Element]) -> None:
    """Lines as classes of the cells, and as `columnlines`, `rowlines` and `frame` (MathML 3, 3.5.1.2)."""
    outer = _edges(table)
    cells = [[_edges(cell) for cell in row] for row in rows]
    if not outer and not any(edges for row in cells for edges in row):
        return
    for side in outer:
        add_class(table, f"math-line-{side}", *([f"math-dash-{side}"] if outer[side] == "dashed" else []))
    for row, edges in zip(rows, cells, strict=True):
        for cell, sides in zip(row, edges, strict=True):
            add_class(cell, *(f"math-line-{side}" for side in _SIDES if side in sides))
            add_class(cell, *(f"math-dash-{side}" for side in _SIDES if sides.get(side) == "dashed"))
    first = cells[0] if cells else []
    if len(first) > 1:
        table.set("columnlines", " ".join(edges.get("right", "none") for edges in first[:-1]))
    if len(cells) > 1:
        below = [row[0].get("top", "none") if row else "none" for row in cells[1:]]
        table.set("rowlines", " ".join(below))
    around = {*outer, *(["right"] if first and "right" in first[-1] else [])}
    around |= {"bottom"} if cells and cells[-1] and "bottom" in cells[-1][0] else set()
    if around == set(_SIDES):
        table.set("frame", "solid")


def _edges(cell: Element) -> dict[str, str]:
    found = re.findall(r"border-(left|right|top|bottom): [\d.]+em (solid|dashed)", cell.get("style", ""))
    return dict(found)
