"""Where the lines of a paragraph end: all of them chosen together (Knuth and Plass, "Breaking Paragraphs into Lines", 1981).

Nothing here knows fonts or boxes. A paragraph is the places where a line may end, in order; what stands between them is a
width and a number of spaces. The best way through has the fewest demerits, which are counted as TeX counts them (The
TeXbook, chapter 14).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["Measure", "Place", "lines", "ratio"]

_EXACT = 0.01
"""What counts as no difference, in the places' unit."""
_LINE = 10.0
_TWO_HYPHENS = 50_000.0
_THREE_HYPHENS = 4_000_000.0
_LAST_HYPHEN = 1_000_000.0
_UNLIKE = 10_000.0
_SHORT_END = 1_000_000.0
"""Demerits: for each line; for two and for three hyphens in a row; for one before the last line; for a loose line beside
a tight one; for a last line that is shorter than `Measure.shortest`."""


class Place(NamedTuple):
    """A place where a line may end. Widths are counted from the paragraph's beginning, spaces at their natural width."""

    end: float
    """How wide all is up to here when the line ends here: without the space before, with the hyphen that is added, and
    without what stands outside.
    """
    start: float
    """How wide all is before the line that begins here."""
    spaces: float
    """How many spaces that may be made wider or narrower stand before `end`; other places that may are parts of one."""
    skipped: float
    """The same before `start`."""
    cost: float
    """What a line end here costs, as TeX's penalties: 0 a space, 50 a hyphen; negative never."""
    hyphen: bool
    """Whether the line would end in a hyphen."""
    outside: float = 0.0
    """How much of the line's last sign stands outside; negative: what the line leaves free."""
    last: bool = False
    """Whether this is the paragraph's end. The last place must be, and no other."""


@dataclass(frozen=True, slots=True)
class Measure:
    """The room for a paragraph's lines, in the places' unit."""

    width: float
    """Of a line."""
    indent: float
    """What the first line lacks."""
    stretch: float
    """By how much a space grows at ease (ratio 1)."""
    shrink: float
    """By how much a space may get narrower at most."""
    give: float
    """By what part of their width letters may be made wider at ease, or narrower at most."""
    shortest: float
    """A last line should not be shorter than that."""
    rag: float = 0.0
    """For lines that are not justified: how much may be left at their end at ease. Their spaces stay as they are."""


class _Node(NamedTuple):
    """A line end on the way, and the best way to it."""

    place: int
    start: float
    skipped: float
    room: float
    fitness: int
    run: int
    total: float
    before: _Node | None


def lines(
    places: Sequence[Place], measure: Measure, loosest: float, begin: tuple[float, float] = (0.0, 0.0)
) -> tuple[int, ...] | None:
    """The numbers of the places where lines end, the last one (the end of the paragraph) included.

    `loosest` is the greatest ratio to which a line may be stretched (infinite: any). `begin` is the width and the spaces
    before the first line. None when there is no way: something is wider than a line, or too loose.
    """
    active = [_Node(-1, *begin, measure.width - measure.indent, 1, 0, 0.0, None)]
    last = len(places) - 1
    for number, place in enumerate(places):
        best, gone = _best(active, place, measure, loosest)
        del active[:gone]
        active.extend(
            _Node(number, place.start, place.skipped, measure.width, *state, total, node)
            for state, (total, node) in best.items()
        )
        if not active:
            return None
    ends = [node for node in active if node.place == last]
    return _way(min(ends, key=lambda node: node.total)) if ends else None


def _best(
    active: Sequence[_Node], place: Place, measure: Measure, loosest: float
) -> tuple[dict[tuple[int, int], tuple[float, _Node]], int]:
    """The best way to this place for every state, and how many nodes are too far away for any later one."""
    best: dict[tuple[int, int], tuple[float, _Node]] = {}
    gone = 0
    for node in active:
        taken = ratio(node.room, place.end - node.start, place.spaces - node.skipped, measure)
        if taken < -1:
            if node is active[gone]:
                gone += _beyond(node, place, measure)
            continue
        if place.last:
            taken = min(taken, 0.0)
        elif taken > loosest:
            break  # nodes further on have even more room
        fitness = 0 if taken < -0.5 else 1 if taken <= 0.5 else 2 if taken <= 1 else 3
        run = min(node.run + 1, 3) if place.hyphen else 0
        total = node.total + _demerits(node, place, measure, taken, (fitness, run))
        state = (fitness, min(run, 2))
        if state not in best or total < best[state][0]:
            best[state] = (total, node)
    return best, gone


def ratio(room: float, width: float, spaces: float, measure: Measure) -> float:
    """How much of its ease a line takes: 0 natural, 1 all stretch, -1 all shrink; below that it does not fit."""
    spare = room - width
    if -_EXACT < spare < _EXACT:
        return 0.0
    if spare > 0:
        ease = measure.rag or measure.stretch * spaces + measure.give * width
        return spare / ease if ease else spare * 1e3
    ease = 0.0 if measure.rag else measure.shrink * spaces + measure.give * width
    return spare / ease if ease else -1e9


def _beyond(node: _Node, place: Place, measure: Measure) -> bool:
    """Whether no later place can fit either. A hyphen here may be wider than the rest of its word."""
    width = place.start - node.start
    ease = 0.0 if measure.rag else measure.shrink * (place.skipped - node.skipped) + measure.give * width
    return width - ease > node.room


def _demerits(node: _Node, place: Place, measure: Measure, taken: float, state: tuple[int, int]) -> float:
    fitness, run = state
    badness = 100 * abs(taken) ** 3
    total = (_LINE + badness) ** 2 + place.cost * place.cost
    if abs(fitness - node.fitness) > 1:
        total += _UNLIKE
    if run > 1:
        total += _TWO_HYPHENS if run == 2 else _THREE_HYPHENS
    if place.last:
        if node.run:
            total += _LAST_HYPHEN
        if place.end - node.start < measure.shortest and node.before is not None:
            total += _SHORT_END
    return total


def _way(node: _Node) -> tuple[int, ...]:
    found = []
    step: _Node | None = node
    while step is not None and step.place >= 0:
        found.append(step.place)
        step = step.before
    return tuple(reversed(found))
