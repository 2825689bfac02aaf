"""Chooses all line breaks of a paragraph together (Knuth and Plass, "Breaking Paragraphs into Lines", 1981).

This module does not know fonts or boxes. A paragraph is a list of places where a line may end; between them are
widths and numbers of spaces. The best breaks have the fewest demerits, counted as in TeX (The TeXbook, chapter 14).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from publish.frozen import frozen

__all__ = ["Measure", "Place", "lines", "ratio"]

_EXACT = 0.01
"""Differences up to this count as none, in the places' unit."""
_LINE = 10.0
_HYPHENS = (0.0, 0.0, 50_000.0, 4_000_000.0)
_LAST_HYPHEN = 1_000_000.0
_UNLIKE = 10_000.0
_SHORT_END = 1_000_000.0
"""Demerits: for each line; for none to three hyphens in a row; for one before the last line; for a loose line
beside a tight one; for a last line shorter than `Measure.shortest`.
"""
_FITNESS = (0.5, 1.0)
"""Ratios up to which a line is normal, and loose."""


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


@frozen
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


class _Way(NamedTuple):
    """The best way to a line end, for one state of its last line."""

    total: float
    """Demerits so far."""
    place: int
    before: _Way | None


class _End(NamedTuple):
    """A possible line end, and the best way to it for every state: how tight its line is, and hyphens in a row."""

    start: float
    skipped: float
    room: float
    ways: dict[tuple[int, int], _Way]


def lines(
    places: Sequence[Place], measure: Measure, loosest: float, begin: tuple[float, float] = (0.0, 0.0)
) -> tuple[int, ...] | None:
    """The indexes of the places where lines end, including the end of the paragraph.

    `loosest` is the largest ratio to which a line may be stretched (infinite: any). `begin` is the width and the
    spaces before the first line. None when it is impossible: something is wider than a line, or a line would be too
    loose.
    """
    active = [_End(*begin, measure.width - measure.indent, {(1, 0): _Way(0.0, -1, None)})]
    ways: dict[tuple[int, int], _Way] = {}
    for number, place in enumerate(places):
        ways, gone = _best(active, number, place, measure, loosest)
        del active[:gone]
        if ways:
            active.append(_End(place.start, place.skipped, measure.width, ways))
        if not active:
            return None
    return _trace(min(ways.values(), key=lambda way: way.total)) if ways else None


def _best(
    active: Sequence[_End], number: int, place: Place, measure: Measure, loosest: float
) -> tuple[dict[tuple[int, int], _Way], int]:
    """The best way to this place for every state, and how many line ends are too far back for any later place."""
    best: dict[tuple[int, int], _Way] = {}
    gone = 0
    for end in active:
        taken = ratio(end.room, place.end - end.start, place.spaces - end.skipped, measure)
        if taken < -1:
            if end is active[gone]:
                gone += _is_too_far(end, place, measure)
            continue
        if place.last:
            taken = min(taken, 0.0)
        elif taken > loosest:
            break  # later ends have even more space
        short = place.last and place.end - end.start < measure.shortest
        _take(best, end, number, place, taken, _SHORT_END if short else 0.0)
    return best, gone


def _take(
    best: dict[tuple[int, int], _Way], end: _End, number: int, place: Place, taken: float, extra: float
) -> None:
    """Take the ways through an end into the best ones to a place. `extra` are demerits of a line that is not the first."""
    fitness = bisect_left(_FITNESS, taken) + (taken >= -0.5)
    alone = (_LINE + 100 * abs(taken) ** 3) ** 2 + place.cost * place.cost
    for (fitness_before, hyphens), way in end.ways.items():
        run = hyphens + 1 if place.hyphen else 0
        total = way.total + alone + _HYPHENS[run]
        if not -2 < fitness - fitness_before < 2:
            total += _UNLIKE
        if place.last and hyphens:
            total += _LAST_HYPHEN
        if extra and way.before is not None:
            total += extra
        state = (fitness, min(run, 2))
        known = best.get(state)
        if known is None or total < known.total:
            best[state] = _Way(total, number, way)


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


def _is_too_far(end: _End, place: Place, measure: Measure) -> bool:
    """Whether no later place can fit either. A hyphen here may be wider than the rest of its word."""
    width = place.start - end.start
    ease = 0.0 if measure.rag else measure.shrink * (place.skipped - end.skipped) + measure.give * width
    return width - ease > end.room


def _trace(way: _Way | None) -> tuple[int, ...]:
    found = []
    while way is not None and way.place >= 0:
        found.append(way.place)
        way = way.before
    return tuple(reversed(found))
