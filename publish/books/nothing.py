"""Why a volume, or a section of one, has no posts, in words."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from itertools import chain
from pathlib import Path

from publish.books.choosing.choose import Chosen, meets
from publish.books.choosing.spec import Selection, Spec, line_of
from publish.books.facts import Facts
from publish.keep.files import located
from publish.model import Notice, Site
from publish.project.site import collections_with_pages

__all__ = ["empty_sections", "why_none"]


MOST = 12
"""Most words that a message offers."""


def why_none(spec: Spec, facts: Sequence[Facts], site: Site) -> str:
    """`no post has the tag 'sea'; there are: harbour, tide`: the conditions that no post meets, or that none meets all
    of them, and what would meet them.
    """
    alone = list(_conditions(spec.selection))
    unmet = [(each, words) for each, words in alone if not any(meets(post, each) for post in facts)]
    if unmet:
        offers = "; ".join(filter(None, (_offer(each, facts, site) for each, _ in unmet)))
        return f"no post {' or '.join(words for _, words in unmet)}" + (f"; {offers}" if offers else "")
    if len(alone) > 1:
        return f"no post {' and '.join(words for _, words in alone)}"
    return "no post is chosen: none of those given meets what is asked"


def empty_sections(
    spec: Spec, facts: Sequence[Facts], chosen: Sequence[Chosen], listed: Sequence[Sequence[Path]], site: Site
) -> Iterator[Notice]:
    """A warning for each section that has none of the chosen posts: it is left out."""
    there = {each.section for each in chosen}
    for number, (section, row) in enumerate(zip(spec.sections, listed, strict=True)):
        if section.title in there:
            continue
        places = set(map(located, row))
        own = [each for each in facts if not section.posts or located(each.path) in places]
        if any(meets(each, spec.selection) and meets(each, section.selection) for each in own):
            why = "earlier sections have its posts"
        elif not own:
            why = "its posts are held back"
        else:
            why = why_none(replace(spec, selection=_both(spec.selection, section.selection)), own, site)
        message = f"section {section.title!r} is left out: {why}"
        yield Notice("section-empty", message, spec.label, line_of(spec, "section", number))


def _both(volume: Selection, section: Selection) -> Selection:
    """The conditions of a section, and those of its volume that it does not replace."""
    said = {each.name: getattr(section, each.name) for each in fields(Selection)}
    return replace(volume, **{name: value for name, value in said.items() if value})


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


def _offer(unmet: Selection, facts: Sequence[Facts], site: Site) -> str:
    """What there is instead, for one condition: the nearest months, or the words that posts have."""
    if unmet.start or unmet.end:
        months = sorted({f"{each.date:%Y-%m}" for each in facts if each.date})
        return _listed("months with posts", months, near=f"{unmet.start or unmet.end:%Y-%m}")
    if unmet.collection:
        name, known = unmet.collection, Counter(each.collection for each in facts)
        if name in site.collections and name not in collections_with_pages(site):
            return f"the site makes no pages of it; name its folder to take it: {site.collections_dir}/_{name}".replace(
                " /_", " _"
            )
        return _listed("collections", [each for each, _ in known.most_common()], wanted=name)
    rows = (each.tags if unmet.tag else each.categories for each in facts)
    words = [each for each, _ in Counter(chain.from_iterable(rows)).most_common()]
    return _listed("tags" if unmet.tag else "categories", words, wanted=unmet.tag or unmet.category)


def _listed(kind: str, words: Sequence[str], *, wanted: str = "", near: str = "") -> str:
    """`tags: sea, harbour, …`: the words most like the wanted one first, or around the month that is near."""
    if not words:
        return f"there are no {kind}"
    from difflib import get_close_matches  # only a wrong name needs it

    alike = get_close_matches(wanted, words, 3) if wanted else []
    shown = [*alike, *(word for word in words if word not in alike)][:MOST]
    if near:
        here = bisect_left(words, near)
        begin = max(0, min(here - MOST // 2, len(words) - MOST))
        shown = list(words[begin : begin + MOST])
    more = ", …" if len(words) > len(shown) else ""
    return f"{kind}: {', '.join(shown)}{more}"


def _days(start: date | None, end: date | None) -> str:
    if start and end:
        whole = start.day == 1 and end.month == start.month and end.year == start.year
        if whole and (end == date.max or (end + timedelta(days=1)).day == 1):
            return f"of the month {start:%Y-%m}"
        return f"from {start} to {end}" if start != end else f"of {start}"
    return f"from {start} or later" if start else f"from {end} or earlier"
