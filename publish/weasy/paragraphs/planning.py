"""From a gathered paragraph to its lines."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import inf
from operator import itemgetter
from typing import Any

from publish.frozen import frozen
from publish.language import phrases
from publish.text.evenlines import Stop, break_cost, even_lines
from publish.weasy.paragraphs.breaking import Measure, Place, lines, ratio
from publish.weasy.paragraphs.han import is_chinese_text
from publish.weasy.paragraphs.paragraph import Paragraph, Path

__all__ = ["Line", "Room", "plan"]

_STRETCH, _SHRINK = 0.7, 0.25
"""By what share of its width a space stretches at ratio 1, and may shrink at most: 0.18 to 0.4 em."""
_GIVE, _MOST_GIVE = 0.02, 0.03
"""By what share of their width letters stretch or shrink at ratio 1, and at most: invisible to readers (H. Zapf)."""
_TRIES = ((False, 1.3), (True, 2.0), (True, 4.0), (True, inf))
"""Attempts: with or without hyphens, and how loose lines may be; the first that works is used."""
_RAGGED_TRIES = ((False, 2.5), (True, inf))
_LOOSEST_FOR_CODE = 6.0
"""How loose lines may be so that inline code moves to the next line as a whole: spaces of an em and a quarter."""
_RAG = 2.0
"""The same for lines that are not justified, and the ems that they may lack at ratio 1."""
_TOO_LOOSE = 3.0
"""A line whose spaces would get wider by this many spaces is not justified: an address or a name that cannot be broken follows.
"""
_SHORTEST = 3.0
"""Minimum ems of a last line: more than the indent of the next paragraph."""
_MANY, _PART, _DEARER, _LOOSEST = 3, 5, 4.0, 1.8
"""A paragraph with this many hyphens, in more than one of so many lines, is broken again with a higher cost of
hyphens; that is used if no line gets looser than this.
"""
_LOOSEST_FOR_LADDER = 3.0
"""How loose lines may be so that no three lines in a row end with a hyphen: spaces of 0.8 em."""
_MOST_PLACES = 400
"""With more places than this, nobody notices how the lines of a title break."""
_HYPHEN_IN_TITLE = 400.0
"""A cost of `Place` divided by this is one of `break_cost`."""
_TORN = 0.3
"""From this `break_cost` on, a line ends within a word or a phrase."""
_LONGEST_WORD = 80
"""How many characters before a place are looked at for its last word."""
_PAGE_END = 2_000.0
"""Additional cost of a hyphen at the end of a page."""


@frozen
class Room:
    """The paragraph's place on its page."""

    fits: int
    """Lines that fit before the page's end."""
    orphans: int
    widows: int
    """Lines that stay together before and after a page break."""

    def last(self, count: int) -> int | None:
        """The index of the last line on the page, of `count` lines; None when all fit."""
        if self.fits >= count:
            return None
        number = min(self.fits, count - self.widows)
        return number - 1 if number >= self.orphans else None


@frozen
class Line:
    """One line of a paragraph."""

    first: int
    """Its first character."""
    end: int
    """The character after its last visible one."""
    stop: Path | None
    """The start of the next line; None when this is the paragraph's last."""
    hyphen: bool
    """Whether a hyphen is added."""
    last: bool
    """Whether it ends at the author's wish, and is not stretched."""
    forced: bool
    """Whether it ends with the author's line break."""
    width: float
    """Its width before justification."""
    give: float
    """By what share letters are stretched; negative: shrunk."""
    outside: float
    """How much of its last character hangs outside, as in `Place`."""
    loose: bool = False
    """Whether it is left short, because it would be too loose."""


def plan(
    paragraph: Paragraph, context: Any, start: int, indent: float, size: float, room: Room
) -> dict[int, Line]:
    """The lines from the character `start` to the next forced break, by their first characters.

    Empty when nothing is visible, or no breaks fit. `size` is the font size.
    """
    text = paragraph.text
    stop = _stop(paragraph, start)
    if start >= len(text):
        return {}
    end = max(start, paragraph.seen(stop))
    count = paragraph.spaces(end)
    width = paragraph.end(stop) if end > start else paragraph.at[start]
    final = (stop, Place(width, paragraph.at[stop], count, count, 0, False, last=True))
    measure = _measure(paragraph, start, stop, indent, size)
    for kept, hyphens, loosest in _tries(paragraph):
        every = paragraph.places(context, hyphens=hyphens)
        inside = slice(*(bisect_left(every, edge, key=itemgetter(0)) for edge in (start + 1, end)))
        places = [*(each for each in every[inside] if each[0] not in kept), final]
        begin = (paragraph.at[start], paragraph.skipped(start))
        found = _chosen(places, measure, loosest, begin, room)
        if found is not None:
            if paragraph.balanced and len(found) > 1:
                found = _balanced(paragraph, places, measure, begin, found)
            if stop == len(text):
                paragraph.forget()
            return _lines(paragraph, start, [places[number] for number in found], measure)
    return {}


def _tries(paragraph: Paragraph) -> Iterator[tuple[frozenset[int], bool, float]]:
    """Ways to break a paragraph, best first: places where no line may end, whether to hyphenate, how loose lines may
    be.
    """
    tries = _TRIES if paragraph.justified else _RAGGED_TRIES
    if kept := paragraph.kept():
        yield from ((kept, hyphens, min(loosest, _LOOSEST_FOR_CODE)) for hyphens, loosest in tries)
    yield from ((frozenset(), hyphens, loosest) for hyphens, loosest in tries)


def _stop(paragraph: Paragraph, start: int) -> int:
    """The next line break of the author, or the paragraph's end."""
    number = bisect_left(paragraph.forced, start)
    return paragraph.forced[number] if number < len(paragraph.forced) else len(paragraph.text)


def _measure(paragraph: Paragraph, start: int, stop: int, indent: float, size: float) -> Measure:
    from statistics import median  # a cover has no such paragraph

    spaces = [
        paragraph.at[place + 1] - paragraph.at[place]
        for place in range(start, stop)
        if paragraph.text[place] == " "
    ]
    space = median(spaces) if spaces else 0.25 * size
    shortest = min(_SHORTEST * size, 0.3 * paragraph.width)
    if not paragraph.justified:
        return Measure(paragraph.width, indent, 0.0, 0.0, 0.0, shortest, rag=_RAG * size)
    give = (
        0.0 if is_chinese_text(paragraph.text[start:stop]) else _GIVE
    )  # full-width characters are not stretched
    return Measure(paragraph.width, indent, _STRETCH * space, _SHRINK * space, give, shortest)


def _chosen(
    places: Sequence[tuple[int, Place]],
    measure: Measure,
    loosest: float,
    begin: tuple[float, float],
    room: Room,
) -> tuple[int, ...] | None:
    """The best lines; if with them the page would end with a hyphen, other lines that are good enough."""
    tried = [place for _, place in places]
    found = lines(tried, measure, loosest, begin)
    hyphens = sum(tried[number].hyphen for number in found or ())
    if found and hyphens >= _MANY and hyphens * _PART > len(found):
        dearer = [place._replace(cost=place.cost * _DEARER) if place.hyphen else place for place in tried]
        if fewer := lines(dearer, measure, min(loosest, _LOOSEST), begin):
            tried, found = dearer, fewer
    if found and _has_ladder(tried, found):
        others = lines(tried, measure, max(loosest, _LOOSEST_FOR_LADDER), begin)
        if others and not _has_ladder(tried, others):
            found, loosest = others, max(loosest, _LOOSEST_FOR_LADDER)
    best = found
    for _ in range(3):
        number = room.last(len(found)) if found else None
        if found is None or number is None or not tried[found[number]].hyphen:
            break
        place = tried[found[number]]
        tried[found[number]] = place._replace(cost=place.cost + _PAGE_END)
        found = lines(tried, measure, loosest, begin)
    return found or best


def _has_ladder(places: Sequence[Place], found: Sequence[int]) -> bool:
    """Whether three lines in a row end with a hyphen."""
    ends = [places[number].hyphen for number in found]
    return any(map(all, zip(ends, ends[1:], ends[2:], strict=False)))


def _balanced(
    paragraph: Paragraph,
    places: Sequence[tuple[int, Place]],
    measure: Measure,
    begin: tuple[float, float],
    found: tuple[int, ...],
) -> tuple[int, ...]:
    """As many lines, as even as possible and broken at pauses in the sense; one more where a word would be torn."""
    if len(places) > _MOST_PLACES:
        return found
    tied, text = paragraph.ties(), paragraph.text
    edges = pairwise((0, *(at for at, _ in places)))
    stops = [
        Stop(place.end, place.start, _cost(text, at, place, tied), phrases.is_single(text[before:at]))
        for (before, at), (_, place) in zip(edges, places, strict=True)
    ]
    first = begin[0] - measure.indent
    for count in (len(found), len(found) + 1):
        made = even_lines(stops, measure.width, count, first)
        if made is not None and not _is_torn(stops, made[1]):
            return made[1]
    made = even_lines(stops, measure.width, len(found), first)
    return made[1] if made is not None else found


def _is_torn(stops: Sequence[Stop], ends: Sequence[int]) -> bool:
    """Whether a line ends within a word or a phrase."""
    return any(stops[number].cost > _TORN for number in ends[:-1])


def _cost(text: str, at: int, place: Place, tied: Mapping[int, float]) -> float:
    """How badly a line of a title ends at a place."""
    if place.hyphen or at >= len(text):
        return place.cost / _HYPHEN_IN_TITLE
    words = text[max(0, at - _LONGEST_WORD) : at].split()
    return break_cost(words[-1] if words else "", tied.get(at, 0.0)) + place.cost / _HYPHEN_IN_TITLE


def _lines(
    paragraph: Paragraph, start: int, ends: Sequence[tuple[int, Place]], measure: Measure
) -> dict[int, Line]:
    found = {}
    text = paragraph.text
    begin, skipped, indent = paragraph.at[start], paragraph.skipped(start), measure.indent
    for number, (place, end) in enumerate(ends):
        last = number == len(ends) - 1
        forced = last and place < len(text)
        stop: Path | None = (
            (*paragraph.leaf(place).path, 1) if forced else None if last else paragraph.path(place)
        )
        room, width, count = measure.width - indent, end.end - begin, end.spaces - skipped
        loose = not last and paragraph.hangs and _is_too_loose(room - width, count, measure)
        taken = 0.0 if loose else ratio(room, width, count, measure)
        give = (
            0.0
            if (last and taken > 0) or measure.rag or not measure.give
            else round(max(-_GIVE, min(_MOST_GIVE, taken * _GIVE)), 4)
        )
        found[start] = Line(
            start,
            max(start, paragraph.seen(place)),
            stop,
            not last and end.hyphen and text[place - 1] not in "-\u2010",
            last,
            forced,
            end.end + end.outside - begin,
            give,
            end.outside,
            loose,
        )
        start, begin, skipped, indent = place, end.start, end.skipped, 0.0
    return found


def _is_too_loose(spare: float, spaces: float, measure: Measure) -> bool:
    """Whether a line of words is better left short; Chinese, Japanese and Korean are always spread."""
    return spare > _TOO_LOOSE * spaces * measure.stretch / _STRETCH
