"""Breaks a short text, as a title, into a number of lines: of similar length, and at pauses in the sense.

This module does not know fonts. A text is a list of stops where a line may end; all are weighed together (after Knuth
and Plass, "Breaking Paragraphs into Lines", 1981). Widths are in any unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import NamedTuple

from publish.text.patterns import late

__all__ = ["Stop", "break_cost", "even_lines"]

_WEAK = frozenset(
    "a an and as at but by for from if in into is nor of on or over than that the their to und der die das von "
    "with de la le les du des et el los las un una".split()
)
"""Words that belong to the next one: no line should end with them."""
_PAUSE = late(r"[:;,.!?—–：；，、。！？]$")
_STRONG_PAUSE = late(r"[:;.!?—：；。！？]$")
_IN_WORD = 0.9
"""Cost of a line end inside a word of Chinese or Japanese; the weaker the tie, the less."""
_LAST, _WORD_ALONE = 0.42, 0.8
"""Minimum shares of an even line for the last line, and for one of a single word."""
_LEFT_ALONE, _SHORT_WORD = 1.0, 0.4
"""Cost of a line with a single character, of a last line that is too short; of another line with one short word."""


class Stop(NamedTuple):
    """A place where a line may end."""

    end: float
    """Width up to here if the line ends here: without the space before, with an added hyphen."""
    start: float
    """Width before a line that starts here."""
    cost: float = 0.0
    """How badly a line ends here, as in `break_cost`."""
    single: bool = False
    """Whether there is only one character of Chinese or Japanese between the stop before and this one."""


def break_cost(word: str, tie: float = 0.0) -> float:
    """How badly a line ends with a word: below 0 after a pause in the sense, above 0 after a word that belongs to the
    next one. `tie` from 0 to 1 tells how closely the next word belongs to it where there is no space between them.
    """
    word = word.lower().strip("“‘\"'(")
    if _STRONG_PAUSE.search(word):
        return -0.3
    if _PAUSE.search(word):
        return -0.12
    return 0.2 if word in _WEAK else _IN_WORD * tie


def even_lines(
    stops: Sequence[Stop], limit: float, count: int, begin: float = 0.0
) -> tuple[float, tuple[int, ...]] | None:
    """The indexes of the stops where the lines end, including the last stop, and what these lines cost.

    No line is wider than `limit`; `begin` is the width before the first one. None if so many lines are impossible.
    """
    aim = (stops[-1].end - begin) / count or 1.0
    starts = [begin, *(stop.start for stop in stops)]
    most = len(stops)
    costs, backs = [0.0] + [inf] * most, []
    for line in range(count):
        news, froms = [inf] * (most + 1), [0] * (most + 1)
        for number in range(line + 1, most + 1):
            for before in range(number - 1, -1, -1):
                width = stops[number - 1].end - starts[before]
                if width > limit + 1e-9:
                    break
                cost = costs[before] + _line_cost(stops, before, number, width / aim)
                if cost < news[number]:
                    news[number], froms[number] = cost, before
        costs = news
        backs.append(froms)
    if costs[-1] == inf:
        return None
    found, end = [], most
    for froms in reversed(backs):
        found.append(end - 1)
        end = froms[end]
    return costs[-1] / count**0.5, tuple(reversed(found))


def _line_cost(stops: Sequence[Stop], before: int, number: int, part: float) -> float:
    """How badly the line between two stops reads; `part` is its share of an even line."""
    last, whole = number == len(stops), before == 0
    cost = (part - 1) ** 2 + (0.0 if last else stops[number - 1].cost)
    if last and whole:
        return cost
    one = number - before == 1
    if not one and not whole:
        cost -= min(0.0, stops[before].cost)  # its first word ends what the line before began
    if (last and part < _LAST) or (one and (stops[number - 1].single or (last and part < _WORD_ALONE))):
        return cost + _LEFT_ALONE
    return cost + (_SHORT_WORD if one and part < _WORD_ALONE else 0.0)
