"""Arranges a whole formula: as parts of a text line, or as rows of a displayed formula, within a width and with
numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from publish.frozen import frozen
from publish.mathematics import lines, rows, tables
from publish.mathematics.boxes import Box, coloured
from publish.mathematics.lines import Piece
from publish.mathematics.reading import Node, colour_of, core
from publish.mathematics.setting import Frame, Setter, changed

__all__ = ["Band", "arrange", "bands", "inline", "natural", "piled"]

_SMALLER = 0.9
"""Smallest scale of a formula before it is broken."""
_STEPS = (1.0, 0.85, 0.75, 0.65, 0.55, 0.45, 0.35)
"""Steps of scale for its lines after that, until all fit."""
_SMALLEST = 0.002
"""Smallest scale of a table, in ems; one of thousands of columns is cut by the edge of the page."""
_TO_NUMBER = 1.0
"""Minimum ems between a formula and its number."""
_BREAKABLE = 5.0
"""Parts of an inline formula shorter than this, in ems, are not split off."""


@frozen
class Band:
    """A row of a displayed formula, as wide as the measure."""

    box: Box
    after: float
    """Space to the next row, in ems."""


def _opened(node: Node, frame: Frame) -> tuple[Sequence[Node], Frame, str]:
    """The content of a formula: the children of groups that contain all of it, with their frame and colour."""
    colour = ""
    while True:
        frame = changed(node, frame)
        colour = colour_of(node.get("mathcolor")) or colour
        kids = node.kids
        alone = len(kids) == 1 and kids[0].name in ("mrow", "mstyle") and not kids[0].get("mathbackground")
        if not alone:
            return kids, frame, colour
        node = kids[0]


def natural(setter: Setter, node: Node, frame: Frame) -> Box:
    """The formula at its natural width, with numbers beside it."""
    kids, inner, colour = _opened(node, frame)
    if len(kids) == 1 and kids[0].name == "mtable" and _numbers(kids[0]):
        found = tables.grid(setter, kids[0], changed(kids[0], inner))
        width = found.width + max(each.number.width for each in found.rows if each.number) + 2 * _TO_NUMBER
        return coloured(piled(arrange(setter, node, frame, width)), colour)
    return coloured(lines.joined(rows.items(setter, kids, inner)), colour)


def _numbers(node: Node) -> bool:
    return node.has_class("math-numbered") and any(each.kids and each.kids[-1].kids for each in node.kids)


def inline(setter: Setter, node: Node, frame: Frame) -> tuple[Piece, ...]:
    """The formula as parts of a text line."""
    kids, inner, colour = _opened(node, frame)
    items = rows.items(setter, kids, inner)
    whole = lines.joined(items)
    found = lines.pieces(items) if whole.width >= _BREAKABLE * frame.size else (Piece(whole, ""),)
    return tuple(replace(each, box=coloured(each.box, colour)) for each in found)


def bands(node: Node) -> tuple[Node, ...]:
    """The rows between which a page may break; none when there is only one piece."""
    kids, _, _ = _opened(node, Frame())
    if len(kids) != 1 or kids[0].name != "mtable":
        return ()
    table = kids[0]
    lined = set(table.get("rowlines").split() + table.get("columnlines").split()) - {"none"}
    if lined or table.get("frame") not in ("", "none") or table.get("mathbackground"):
        return ()
    return tuple(each for each in table.kids if each.name in ("mtr", "mlabeledtr"))


def arrange(setter: Setter, node: Node, frame: Frame, measure: float) -> tuple[Band, ...]:
    """The displayed formula within a width in ems, centred, with numbers at the right: one row, or one for each of
    `bands`.
    """
    kids, inner, colour = _opened(node, frame)
    made: tuple[Band, ...] = ()
    apart = bool(bands(node))
    steps = _STEPS if _may_break(kids, apart=apart) else (1.0,)
    for step in steps:
        scaled = replace(inner, base=inner.base * step)
        made = _tried(setter, kids, scaled, measure, last=step == steps[-1], apart=apart)
        if made:
            break
    return tuple(replace(each, box=coloured(each.box, colour)) for each in made)


def _may_break(kids: Sequence[Node], *, apart: bool) -> bool:
    """Whether there are places to break a displayed formula; without them it is scaled down at once."""
    if not apart:
        return any(core(kid) is not None for kid in kids)
    ends = (cell for row in kids[0].kids for cell in row.kids[-2:])
    return any(core(kid) is not None for cell in ends for kid in cell.kids)


def _tried(
    setter: Setter, kids: Sequence[Node], frame: Frame, measure: float, *, last: bool, apart: bool
) -> tuple[Band, ...]:
    """The displayed formula at one size; nothing when it is too wide. At the `last` size it is made to fit."""
    if apart:
        return _table(setter, changed(kids[0], frame), kids[0], measure, last=last)
    found = rows.items(setter, kids, frame)
    box = lines.joined(found)
    if box.width > measure:
        if box.width * _SMALLER <= measure:
            smaller = replace(frame, base=frame.base * measure / box.width * 0.999)
            box = lines.joined(rows.items(setter, kids, smaller))
        else:
            narrow = lines.broken(found, measure, frame.size)
            if narrow is None and not last:
                return ()
            if narrow is None:
                smaller = replace(frame, base=frame.base * measure / box.width * 0.999)
                narrow = lines.joined(rows.items(setter, kids, smaller))
            box = narrow
    left = max(0.0, (measure - box.width) / 2)
    return (Band(Box(measure, box.ascent, box.descent, ((left, 0.0, box),)), 0.0),)


def _table(setter: Setter, frame: Frame, node: Node, measure: float, *, last: bool) -> tuple[Band, ...]:
    found = tables.grid(setter, node, frame)
    taken = max(
        (each.number.width + _TO_NUMBER * frame.size for each in found.rows if each.number), default=0.0
    )
    room = measure - taken
    if found.width > room:
        if found.width * _SMALLER <= room:
            smaller = replace(frame, base=frame.base * room / found.width * 0.999)
            return _table(setter, smaller, node, measure, last=last)
        narrow = tables.grid(setter, node, frame, room)
        if narrow.width > room + 1e-6:
            if not last:
                return ()
            smaller = replace(frame, base=frame.base * 0.98 * max(room, 1.0) / found.width)
            if smaller.base > _SMALLEST:
                return _table(setter, smaller, node, measure, last=True)
        found = narrow
    left = (measure - found.width) / 2
    if left + found.width > room:
        left = max(0.0, (room - found.width) / 2)
    made = []
    for number, each in enumerate(found.rows):
        parts = [(left + x, 0.0, box) for x, box in tables.placed(found, each, found.widths) if box.parts]
        if each.number:
            parts.append((measure - each.number.width, 0.0, each.number))
        after = found.leading[number] if number < len(found.leading) else 0.0
        made.append(Band(Box(measure, each.ascent, each.descent, tuple(parts)), after))
    return tuple(made)


def piled(found: Sequence[Band]) -> Box:
    """Rows as one box; its middle is on the axis of the first size."""
    height = sum(each.box.height + each.after for each in found)
    y, parts = height / 2 + 0.25, []
    for each in found:
        parts.append((0.0, y - each.box.ascent, each.box))
        y -= each.box.height + each.after
    return Box(
        max((each.box.width for each in found), default=0.0),
        height / 2 + 0.25,
        height / 2 - 0.25,
        tuple(parts),
    )
