"""The book that chosen posts make: title, language, cover, series. Its chapters have no text yet."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, time

from publish import covers
from publish.language import format_month, parse_people
from publish.model import Book, Chapter, Image, Series, Site
from publish.style import Style
from publish.volume.choose import Chosen
from publish.volume.spec import Spec

__all__ = ["compose"]

HEADLINES = 6
"""Titles that a cover announces."""


def compose(
    spec: Spec,
    chosen: Sequence[Chosen],
    site: Site,
    *,
    modified: datetime,
    style: Style,
    hero: Image | None = None,
    caption: str = "",
    logo: Image | None = None,
    template: str = "",
    grey: bool = False,
) -> Book:
    """The book without its chapters' text. `modified` is when its content last changed.

    `hero` is the cover's picture, `caption` tells what it shows, `template` names a cover where the spec names none, and
    `grey` asks for one in greys. Raises StyleError when the style has no such template.
    """
    language = spec.language or _language(chosen)
    moment = _moment(spec, chosen)
    series = spec.series or site.title
    title = spec.title or _title(spec, series, moment, language)
    identifier = uuid.uuid5(
        uuid.NAMESPACE_URL, f"{site.url}{site.baseurl}\n{series}\n{spec.number or title}"
    ).urn
    editors, _ = parse_people(spec.editors, role="edt")
    cover = covers.compose(
        title=title,
        language=language,
        description=spec.subtitle,
        date=moment,
        site=series if series not in title else "",
        number=spec.number if spec.number not in title.split() else "",
        headlines=tuple(each.facts.title for each in chosen)[:HEADLINES],
        headline_languages=tuple(each.facts.language for each in chosen)[:HEADLINES],
        hero=hero,
        caption=caption,
        logo=logo,
        seed=identifier,
        template=spec.template or template,
        turn=(int(spec.number[-6:]),) * 2 if spec.number.isdecimal() else None,
        grey=grey,
        style=style,
    )
    return Book(
        identifier=identifier,
        title=title,
        language=language,
        chapters=tuple(map(_chapter, chosen)),
        cover=cover,
        modified=modified,
        creators=editors,
        date=moment,
        description=spec.subtitle,
        subjects=tuple(dict.fromkeys(word for each in chosen for word in each.facts.categories)),
        publisher=site.title,
        rights=spec.rights or site.rights,
        source=_source(chosen, site),
        series=Series(series, spec.number) if series else None,
    )


def _chapter(chosen: Chosen) -> Chapter:
    facts = chosen.facts
    return Chapter(
        id=chosen.id,
        stem=facts.stem,
        label=facts.label,
        title=facts.title,
        language=facts.language,
        body="",
        authors=facts.authors,
        others=facts.others,
        date=facts.date,
        description=facts.description,
        address=facts.address,
        section=chosen.section,
        digest=facts.digest,
    )


def _source(chosen: Sequence[Chosen], site: Site) -> str:
    """Where the volume's texts stand on the web: the one text's address, else the site's; empty where none is known."""
    if len(chosen) == 1:
        return chosen[0].facts.address
    return f"{site.url}{site.baseurl}/" if site.url else ""


def _language(chosen: Sequence[Chosen]) -> str:
    """The language of most chapters; of two with as many, the first."""
    counts = Counter(each.facts.language for each in chosen)
    return max(counts, key=lambda tag: counts[tag])


def _moment(spec: Spec, chosen: Sequence[Chosen]) -> datetime | None:
    """When the volume appeared: the day that the spec gives, else its latest chapter's."""
    if spec.date:
        return datetime.combine(spec.date, time(), UTC)
    return max((each.facts.date for each in chosen if each.facts.date), default=None)


def _title(spec: Spec, series: str, moment: datetime | None, language: str) -> str:
    """The series and its number or month, where nobody gave the volume a title."""
    which = spec.number or (format_month(moment, language) if moment else "")
    return " ".join(part for part in (series, which) if part) or spec.name
