"""Chooses all line breaks of a paragraph together (Knuth and Plass, "Breaking Paragraphs into Lines", 1981).

This module does not know fonts or boxes. A paragraph is a list of places where a line may end; between them are
widths and numbers of spaces. The best breaks have the fewest demerits, counted as in TeX (The TeXbook, chapter 14).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["Measure", "Place", "lines", "ratio"]

_EXACT = 0.01
"""Differences up to this count as none, in the places' unit."""
_LINE = 10.0
_TWO_HYPHENS = 50_000.0
_THREE_HYPHENS = 4_000_000.0
_LAST_HYPHEN = 1_000_000.0
_UNLIKE = 10_000.0
_SHORT_END = 1_000_000.0
"""Demerits: for each line; for two and for three hyphens in a row; for one before the last line; for a loose line
beside a tight one; for a last line shorter than `Measure.shortest`.
"""


class Place(NamedTuple):
    """A place where a line may end. Widths count from the paragraph's start, with spaces at their natural width."""

    end: float
    """Width up to here if the line ends here: without the space before, with an added hyphen, without what hangs outside."""
    start: float
    """Width before a line that starts here."""
    spaces: float
    """Number of stretchable spaces before `end`; other stretchable places count as parts of one."""
    skipped: float
    """The same before `start`."""
    cost: float
    """Cost of a line end here, like TeX's penalties: 0 for a space, 50 for a hyphen; never negative."""
    hyphen: bool
    """Whether the line would end with a hyphen."""
    outside: float = 0.0
    """How much of the line's last character hangs outside; negative: what the line leaves free."""
    last: bool = False
    """Whether this is the paragraph's end: true for the last place only."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Widths for a paragraph's lines, in the places' unit."""

    width: float
    """Width of a line."""
    indent: float
    """Indent of the first line."""
    stretch: float
    """By how much a space stretches at ratio 1."""
    shrink: float
    """By how much a space may shrink at most."""
    give: float
    """By what share of their width letters may be stretched at ratio 1, or shrunk at most."""
    shortest: float
    """Minimum width of the last line."""
    rag: float = 0.0
    """For lines that are not justified: the missing width at ratio 1. Their spaces do not change."""


class _Node(NamedTuple):
    """A possible line end, and the best way to it."""

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
    """The indexes of the places where lines end, including the end of the paragraph.

    `loosest` is the largest ratio to which a line may be stretched (infinite: any). `begin` is the width and the
    spaces before the first line. None when it is impossible: something is wider than a line, or a line would be too
    loose.
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
    return _trace(min(ends, key=lambda node: node.total)) if ends else None


def _best(
    active: Sequence[_Node], place: Place, measure: Measure, loosest: float
) -> tuple[dict[tuple[int, int], tuple[float, _Node]], int]:
    """The best way to this place for every state, and how many nodes are too far back for any later place."""
    best: dict[tuple[int, int], tuple[float, _Node]] = {}
    gone = 0
    for node in active:
        taken = ratio(node.room, place.end - node.start, place.spaces - node.skipped, measure)
        if taken < -1:
            if node is active[gone]:
                gone += _is_too_far(node, place, measure)
            continue
        if place.last:
            taken = min(taken, 0.0)
        elif taken > loosest:
            break  # later nodes have even more space
        fitness = 0 if taken < -0.5 else 1 if taken <= 0.5 else 2 if taken <= 1 else 3
        run = min(node.run + 1, 3) if place.hyphen else 0
        total = node.total + _demerits(node, place, measure, taken, (fitness, run))
        state = (fitness, min(run, 2))
        if state not in best or total < best[state][0]:
            best[state] = (total, node)
    return best, gone


def ratio(room: float, width: float, spaces: float, measure: Measure) -> float:
    """How much a line is stretched: 0 natural, 1 fully stretched, -1 fully shrunk; below that it does not fit."""
    spare = room - width
    if -_EXACT < spare < _EXACT:
        return 0.0
    if spare > 0:
        ease = measure.rag or measure.stretch * spaces + measure.give * width
        return spare / ease if ease else spare * 1e3
    ease = 0.0 if measure.rag else measure.shrink * spaces + measure.give * width
    return spare / ease if ease else -1e9


def _is_too_far(node: _Node, place: Place, measure: Measure) -> bool:
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


def _trace(node: _Node) -> tuple[int, ...]:
    found = []
    step: _Node | None = node
    while step is not None and step.place >= 0:
        found.append(step.place)
        step = step.before
    return tuple(reversed(found))
