"""A whole formula in its place: parts for a line of text, or bands of a display, within a measure and with its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from publish.mathematics import lines, rows, tables
from publish.mathematics.boxes import Box, coloured
from publish.mathematics.lines import Piece
from publish.mathematics.reading import Node, colour_of, core
from publish.mathematics.setting import Frame, Setter, changed

__all__ = ["Band", "arrange", "bands", "inline", "natural", "piled"]

_SMALLER = 0.9
"""By what a formula may be made smaller before it is broken."""
_STEPS = (1.0, 0.85, 0.75, 0.65, 0.55, 0.45, 0.35)
"""How much smaller its lines are then made, until all fit."""
_TO_NUMBER = 1.0
"""Ems between a formula and its number at least."""
_BREAKABLE = 5.0
"""Ems of a formula's part in a text that is not parted from the rest: shorter ones stay whole."""


@dataclass(frozen=True, slots=True)
class Band:
    """A row of a display, as wide as the measure."""

    box: Box
    after: float
    """Ems to the next row."""


def _opened(node: Node, frame: Frame) -> tuple[Sequence[Node], Frame, str]:
    """What a formula consists of: the children of the groups that hold all of it, their frame and colour."""
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
    """The formula as wide as it is, its numbers beside it."""
    kids, inner, colour = _opened(node, frame)
    if len(kids) == 1 and kids[0].name == "mtable" and _numbers(kids[0]):
        found = tables.grid(setter, kids[0], changed(kids[0], inner))
        width = found.width + max(each.number.width for each in found.rows if each.number) + 2 * _TO_NUMBER
        return coloured(piled(arrange(setter, node, frame, width)), colour)
    return coloured(lines.joined(rows.items(setter, kids, inner)), colour)


def _numbers(node: Node) -> bool:
    return node.has_class("math-numbered") and any(each.kids and each.kids[-1].kids for each in node.kids)


def inline(setter: Setter, node: Node, frame: Frame) -> tuple[Piece, ...]:
    """The formula as parts of a line of text."""
    kids, inner, colour = _opened(node, frame)
    items = rows.items(setter, kids, inner)
    whole = lines.joined(items)
    found = lines.pieces(items) if whole.width >= _BREAKABLE * frame.size else (Piece(whole, ""),)
    return tuple(replace(each, box=coloured(each.box, colour)) for each in found)


def bands(node: Node) -> tuple[Node, ...]:
    """The rows between which a display may be parted by the end of a page; none for what is one piece."""
    kids, _, _ = _opened(node, Frame())
    if len(kids) != 1 or kids[0].name != "mtable":
        return ()
    table = kids[0]
    lined = set(table.get("rowlines").split() + table.get("columnlines").split()) - {"none"}
    if lined or table.get("frame") not in ("", "none") or table.get("mathbackground"):
        return ()
    return tuple(each for each in table.kids if each.name in ("mtr", "mlabeledtr"))


def arrange(setter: Setter, node: Node, frame: Frame, measure: float) -> tuple[Band, ...]:
    """The display within a measure in ems, centred, its numbers at the right: one band, or one for each of `bands`."""
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
    """Whether there are signs at which a display could be broken: others are made smaller at once."""
    if not apart:
        return any(core(kid) is not None for kid in kids)
    ends = (cell for row in kids[0].kids for cell in row.kids[-2:])
    return any(core(kid) is not None for cell in ends for kid in cell.kids)


def _tried(
    setter: Setter, kids: Sequence[Node], frame: Frame, measure: float, *, last: bool, apart: bool
) -> tuple[Band, ...]:
    """The display in one size; nothing when it is too wide in that. The `last` time it is made to fit."""
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
            smaller = replace(frame, base=frame.base * min(0.98, max(room, 1.0) / found.width))
            return _table(setter, smaller, node, measure, last=True) if smaller.base > 0.02 else ()
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
    """Bands as one box, its middle on the axis of the first size."""
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
