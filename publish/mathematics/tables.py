"""Tables: matrices, cases, aligned columns, with lines and frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from publish.frozen import frozen
from publish.mathematics.boxes import EMPTY, Box, Fill, beside, kern
from publish.mathematics.lines import broken
from publish.mathematics.reading import Node, length
from publish.mathematics.rows import items, row
from publish.mathematics.setting import Frame, Setter

__all__ = ["Grid", "Row", "draw", "grid", "placed", "table"]

_T = TypeVar("_T")

_STRUT_UP, _STRUT_DOWN = 0.84, 0.36
"""Minimum ems of a row above and below its baseline: TeX's strut in arrays."""
_ROOM = 1.0
"""Ems between columns: twice TeX's `arraycolsep`."""
_PAIRS = 2.0
"""Ems between the column pairs of an alignment."""
_LEADING = 0.1
"""Additional ems between rows taller than a line: TeX's `lineskip`."""
_JOT = 0.3
"""Additional ems between rows of displayed formulas: TeX's `jot`."""
_RULE = 0.05
_DASH = 0.22
_CLEAR = 0.15
"""Ems between a line and the row beside it, at least."""


@frozen
class Row:
    """A row of a table after its layout."""

    cells: tuple[Box, ...]
    ascent: float
    descent: float
    node: Node
    number: Box | None = None
    """The equation's number."""
    sides: tuple[str, ...] = ()
    """What its cells say of their own alignment; empty where the column decides."""


@frozen
class Grid:
    """A table whose cells are laid out, but not placed."""

    rows: tuple[Row, ...]
    widths: tuple[float, ...]
    aligned: tuple[str, ...]
    gaps: tuple[float, ...]
    """Space after each column except the last."""
    leading: tuple[float, ...]
    """Space after each row except the last."""
    columnlines: tuple[str, ...]
    rowlines: tuple[str, ...]
    frame: str
    size: float

    @property
    def width(self) -> float:
        """Width of the columns with the space between."""
        return sum(self.widths) + sum(self.gaps)


def table(setter: Setter, node: Node, frame: Frame) -> Box:
    """`mtable`, with its middle on the axis unless an attribute says otherwise."""
    return draw(setter, grid(setter, node, frame), node.get("align"))


def grid(setter: Setter, node: Node, frame: Frame, measure: float | None = None) -> Grid:
    """The rows and columns of an `mtable`. In a numbered one, the outer columns are removed and each row has its
    number.

    Within a `measure`, a last column that is too wide is broken into lines, if possible.
    """
    inner = frame.plain()
    if not node.get("displaystyle"):
        inner = replace(inner, display=False)
    numbered = node.has_class("math-numbered")
    rows = [_row(setter, each, inner, numbered) for each in node.kids if each.name in ("mtr", "mlabeledtr")]
    count = max((len(each.cells) for each in rows), default=0)
    words = node.get("columnalign").split()
    aligned = words[1:-1] if numbered else words
    aligned = [*aligned, *[aligned[-1] if aligned else "center"] * count][:count]
    size = frame.size
    widths = [
        max((each.cells[n].width for each in rows if n < len(each.cells)), default=0.0) for n in range(count)
    ]
    gaps = _gaps(node, aligned, count, size, numbered)
    if measure is not None and count and aligned[-1] != "right":
        room = measure - sum(widths[:-1]) - sum(gaps)
        rows = [_narrowed(setter, each, inner, numbered, room, count) for each in rows]
        widths[-1] = max((each.cells[-1].width for each in rows if len(each.cells) == count), default=0.0)
    rows = _clear_of_lines(node, rows, size)
    leading = _leading(node, rows, inner)
    lines = _padded(node.get("columnlines").split(), count - 1)
    return Grid(
        tuple(rows),
        tuple(widths),
        tuple(aligned),
        tuple(gaps),
        tuple(leading),
        tuple(lines),
        tuple(_padded(node.get("rowlines").split(), len(rows) - 1)),
        node.get("frame") if node.get("frame") != "none" else "",
        size,
    )


def _clear_of_lines(node: Node, rows: Sequence[Row], size: float) -> list[Row]:
    """The rows, taller where a line above or below would touch a cell."""
    framed = node.get("frame") not in ("", "none")
    between = [each != "none" for each in _padded(node.get("rowlines").split(), len(rows) - 1)]
    between = between or [False] * max(0, len(rows) - 1)
    made = []
    for each, above, below in zip(rows, [framed, *between], [*between, framed], strict=False):
        up = max((cell.ascent for cell in each.cells), default=0.0) + _CLEAR * size
        down = max((cell.descent for cell in each.cells), default=0.0) + _CLEAR * size
        made.append(
            replace(
                each,
                ascent=max(each.ascent, up) if above else each.ascent,
                descent=max(each.descent, down) if below else each.descent,
            )
        )
    return made


def _row(setter: Setter, node: Node, frame: Frame, numbered: bool) -> Row:
    cells = list(node.kids)
    number = None
    if node.name == "mlabeledtr" and cells:
        number = setter.set(cells.pop(0), frame)
    elif numbered and len(cells) >= 2:
        last = cells.pop()
        cells.pop(0)
        number = setter.set(last, replace(frame, display=False)) if last.kids else None
    boxes: list[Box] = []
    for place, cell in enumerate(cells):
        boxes.append(
            row(setter, cell, replace(frame, cell=place > 0 and not cell.has_class("math-right")))
            if cell.name == "mtd"
            else setter.set(cell, frame)
        )
    size = frame.size
    shown = [*boxes, number or EMPTY]
    return Row(
        tuple(boxes),
        max(_STRUT_UP * size, *(box.ascent for box in shown)) if shown else 0.0,
        max(_STRUT_DOWN * size, *(box.descent for box in shown)) if shown else 0.0,
        node,
        number if number is not None and number.parts else None,
        tuple(map(_side, cells)),
    )


def _side(cell: Node) -> str:
    """`left`, `right`, or `center` as the cell itself says; empty where it says nothing."""
    said = cell.get("columnalign").split()
    return said[0] if said else ""


def _narrowed(setter: Setter, each: Row, frame: Frame, numbered: bool, room: float, count: int) -> Row:
    """The row with its last cell broken into lines, if it is too wide and can be broken."""
    if len(each.cells) != count or each.cells[-1].width <= room:
        return each
    cell = each.node.kids[-2 if numbered else -1]
    found = items(setter, cell.kids, replace(frame, cell=count > 1))
    lead = found[0].before if count > 1 and found else 0.0  # as in the rows that are not broken
    box = broken(found, room - lead, frame.size)
    if box is None:
        return each
    box = beside([kern(lead), box]) if lead else box
    return replace(
        each,
        cells=(*each.cells[:-1], box),
        ascent=max(each.ascent, box.ascent),
        descent=max(each.descent, box.descent),
    )


def _gaps(node: Node, aligned: Sequence[str], count: int, size: float, numbered: bool) -> list[float]:
    said = [length(each) * size for each in node.get("columnspacing").split()]
    if said:
        said = said[1:] if numbered and len(said) > 1 else said
        return _padded(said, count - 1)
    if not node.has_class("math-align"):
        return [_ROOM * size] * max(0, count - 1)
    return [0.0 if number % 2 == 0 else _PAIRS * size for number in range(count - 1)]


def _leading(node: Node, rows: Sequence[Row], frame: Frame) -> list[float]:
    said = [length(each) * frame.size for each in node.get("rowspacing").split()]
    own = (_JOT if frame.display else 0.0) * frame.size
    # MathML's default is one ex; TeX's arrays, whose struts are included, have none.
    room = [each - 0.45 * frame.size for each in _padded(said, len(rows) - 1)] or [0.0] * max(
        0, len(rows) - 1
    )
    tall = [each.ascent + each.descent > (_STRUT_UP + _STRUT_DOWN) * frame.size + 1e-6 for each in rows]
    least = [own + (_LEADING * frame.size if one or two else 0.0) for one, two in pairwise(tall)]
    return [max(each, more) for each, more in zip(room, least, strict=True)]


def _padded(found: Sequence[_T], count: int) -> list[_T]:
    """A sequence of that length: the last value is repeated."""
    return [*found, *[found[-1]] * count][: max(0, count)] if found else []


def placed(found: Grid, each: Row, widths: Sequence[float]) -> list[tuple[float, Box]]:
    """A row's cells, and the position of each."""
    x, cells = 0.0, []
    for number, box in enumerate(each.cells):
        room = widths[number] - box.width
        side = (each.sides[number] if number < len(each.sides) else "") or found.aligned[number]
        way = {"left": 0.0, "right": 1.0}.get(side, 0.5)
        cells.append((x + room * way, box))
        x += widths[number] + (found.gaps[number] if number < len(found.gaps) else 0.0)
    return cells


def draw(setter: Setter, found: Grid, align: str = "") -> Box:
    """A grid as one box."""
    height = sum(each.ascent + each.descent for each in found.rows) + sum(found.leading)
    pad = 0.4 * found.size if found.frame or "solid" in found.columnlines else 0.0
    top = _top(setter, found, height, align)
    y, parts, tops = top, [], []
    for number, each in enumerate(found.rows):
        tops.append(y)
        base = y - each.ascent
        parts += [(pad + x, base, box) for x, box in placed(found, each, found.widths) if box.parts]
        y = base - each.descent - (found.leading[number] if number < len(found.leading) else 0.0)
    width = found.width + 2 * pad
    lines = _rules(found, (pad, width), tops, height)
    return Box(width, top, height - top, (*parts, *lines))


def _top(setter: Setter, found: Grid, height: float, align: str) -> float:
    """How far the table extends above the baseline."""
    place = "".join(align.split())
    if found.rows and place in ("top", "baseline1", "t"):
        return found.rows[0].ascent
    if found.rows and place in ("bottom", "baseline-1", "b"):
        return height - found.rows[-1].descent
    return height / 2 + setter.axis * found.size


def _rules(
    found: Grid, sides: tuple[float, float], tops: Sequence[float], height: float
) -> list[tuple[float, float, Box | Fill]]:
    """Lines between columns and rows, and around all."""
    pad, width = sides
    thick = _RULE * found.size
    top = tops[0] if tops else 0.0
    lines: list[tuple[float, float, Box | Fill]] = []
    x = pad
    for number, kind in enumerate(found.columnlines):
        x += found.widths[number]
        if kind in ("solid", "dashed"):
            lines += _line(
                x + found.gaps[number] / 2 - thick / 2,
                top - height,
                (thick, height),
                kind == "dashed",
                found.size,
            )
        x += found.gaps[number]
    for number, kind in enumerate(found.rowlines):
        if kind in ("solid", "dashed"):
            y = tops[number + 1] + found.leading[number] / 2 - thick / 2
            lines += _line(0.0, y, (width, thick), kind == "dashed", found.size)
    if found.frame:
        dashed = found.frame == "dashed"
        lines += _line(0.0, top - thick, (width, thick), dashed, found.size)
        lines += _line(0.0, top - height, (width, thick), dashed, found.size)
        lines += _line(0.0, top - height, (thick, height), dashed, found.size)
        lines += _line(width - thick, top - height, (thick, height), dashed, found.size)
    return lines


def _line(
    x: float, y: float, extent: tuple[float, float], dashed: bool, size: float
) -> list[tuple[float, float, Box | Fill]]:
    width, height = extent
    if not dashed:
        return [(x, y, Fill(width, height))]
    step, sideways = _DASH * size, width > height
    count = max(1, round(max(width, height) / step))
    each = max(width, height) / count
    return [
        (x + n * each, y, Fill(each * 0.6, height))
        if sideways
        else (x, y + n * each, Fill(width, each * 0.6))
        for n in range(count)
    ]
