"""Why a volume has no posts, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from publish.books.choosing.choose import meets
from publish.books.choosing.spec import Selection, Spec
from publish.books.facts import Facts

__all__ = ["why_none"]


def why_none(spec: Spec, facts: Sequence[Facts]) -> str:
    """`no post has the tag 'sea'`: the conditions that no post meets, or that none meets all of them."""
    alone = list(_conditions(spec.selection))
    unmet = [words for each, words in alone if not any(meets(post, each) for post in facts)]
    if unmet:
        return f"no post {' or '.join(unmet)}"
    if len(alone) > 1:
        return f"no post {' and '.join(words for _, words in alone)}"
    return "no post is chosen: none of those given meets what is asked"


def _conditions(asked: Selection) -> Iterator[tuple[Selection, str]]:
    """Each condition for itself, and what a post does that meets it."""
    if asked.start or asked.end:
        yield Selection(asked.start, asked.end), f"is {_days(asked.start, asked.end)}"
    if asked.tag:
        yield Selection(tag=asked.tag), f"has the tag {asked.tag!r}"
    if asked.category:
        yield Selection(category=asked.category), f"has the category {asked.category!r}"
    if asked.collection:
        yield Selection(collection=asked.collection), f"is in the collection {asked.collection!r}"


def _days(start: date | None, end: date | None) -> str:
    if start and end:
        whole = start.day == 1 and end.month == start.month and end.year == start.year
        if whole and (end == date.max or (end + timedelta(days=1)).day == 1):
            return f"of the month {start:%Y-%m}"
        return f"from {start} to {end}" if start != end else f"of {start}"
    return f"from {start} or later" if start else f"from {end} or earlier"
