"""A book's title, authors and other metadata: from a post's front matter, or from a volume's spec and posts."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from publish.books.facts import Facts
from publish.frozen import frozen
from publish.language import format_months, parse_people
from publish.model import Person, Series, Site

if TYPE_CHECKING:
    from publish.books.choosing.choose import Chosen
    from publish.books.choosing.spec import Spec

__all__ = ["Front", "of_post", "of_volume"]

HEADLINES = 6
"""Titles that a cover announces."""


@frozen
class Front:
    """What a book's cover, title page and metadata show. The fields are those of a Book or a Cover."""

    label: str
    """The file that notices name."""
    identifier: str
    title: str
    language: str
    dates: tuple[datetime | None, ...]
    """When its posts were published and when they were changed."""
    creators: tuple[Person, ...] = ()
    others: bool = False
    date: datetime | None = None
    description: str = ""
    subjects: tuple[str, ...] = ()
    publisher: str = ""
    rights: str = ""
    source: str = ""
    series: Series | None = None
    site: str = ""
    """Name of the site or magazine for the cover."""
    number: str = ""
    headlines: tuple[str, ...] = ()
    headline_languages: tuple[str, ...] = ()
    shows: str = ""
    """What the cover's picture shows."""
    caption: str = ""
    """Its caption."""
    template: str = ""
    turn: tuple[int, int] | None = None
    """Its turn among cover templates and palettes; None: the identifier decides."""


def of_post(facts: Facts, site: Site, turn: tuple[int, int], template: str = "") -> Front:
    """Those of a post; `template` is the name of its cover template."""
    return Front(
        label=facts.label,
        identifier=identifier_of(facts.address or f"{facts.stem}\n{facts.title}"),
        title=facts.title,
        language=facts.language,
        dates=(facts.date, facts.modified),
        creators=facts.authors,
        others=facts.others,
        date=facts.date,
        description=facts.description,
        subjects=tuple(dict.fromkeys((*facts.categories, *facts.tags))),
        publisher=site.title,
        rights=facts.rights,
        source=facts.address,
        series=facts.series,
        site=site.title,
        shows=facts.image_alt,
        caption=facts.image_caption,
        template=template,
        turn=turn,
    )


def of_volume(spec: Spec, chosen: Sequence[Chosen], site: Site, foreword: Facts | None = None) -> Front:
    """Those of a volume: from the spec, and what it lacks from its posts and their site. Its cover does not announce the
    foreword.
    """
    language = spec.language or _language(chosen)
    moment = _moment(spec, chosen)
    series = spec.series or site.title
    title = spec.title or _title(spec, series, _months(spec, chosen, language))
    editors, _ = parse_people(spec.editors, role="edt")
    announced = [each for each in chosen if each.facts is not foreword][:HEADLINES]
    pictured = None if spec.cover else next((each.facts for each in chosen if each.facts.image), None)
    return Front(
        label=spec.label,
        identifier=identifier_of(f"{site.url}{site.baseurl}\n{series}\n{spec.number or title}"),
        title=title,
        language=language,
        dates=tuple(date for each in chosen for date in (each.facts.date, each.facts.modified)),
        creators=editors,
        date=moment,
        description=spec.subtitle,
        subjects=tuple(dict.fromkeys(word for each in chosen for word in each.facts.categories)),
        publisher=site.title,
        rights=spec.rights or site.rights,
        source=_source(chosen, site),
        series=Series(series, spec.number) if series else None,
        site=series if series not in title else "",
        number=spec.number if spec.number not in title.split() else "",
        headlines=tuple(each.facts.title for each in announced),
        headline_languages=tuple(each.facts.language for each in announced),
        shows=pictured.image_alt if pictured else "",
        caption=pictured.image_caption if pictured else "",
        template=spec.template,
        turn=(int(spec.number[-6:]),) * 2 if spec.number.isdecimal() else None,
    )


def identifier_of(name: str) -> str:
    """A UUIDv5 (RFC 9562) of an address, or of a name in its place: the same in every build."""
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn


def _source(chosen: Sequence[Chosen], site: Site) -> str:
    """Where the volume's texts are on the web: the address of its only text, else the site's; empty where none is
    known.
    """
    if len(chosen) == 1:
        return chosen[0].facts.address
    return f"{site.url}{site.baseurl}/" if site.url else ""


def _language(chosen: Sequence[Chosen]) -> str:
    """The language of most chapters; in a tie, the first."""
    counts = Counter(each.facts.language for each in chosen)
    return max(counts, key=lambda tag: counts[tag])


def _moment(spec: Spec, chosen: Sequence[Chosen]) -> datetime | None:
    """When the volume was published: the day in the spec, else that of its latest chapter."""
    if spec.date:
        return datetime.combine(spec.date, time(), UTC)
    return max((each.facts.date for each in chosen if each.facts.date), default=None)


def _months(spec: Spec, chosen: Sequence[Chosen], language: str) -> str:
    """The month of the volume, or the first and the last; empty if no date is known."""
    days = [each.facts.date.date() for each in chosen if each.facts.date]
    days = [spec.date] if spec.date else days
    return format_months(min(days), max(days), language) if days else ""


def _title(spec: Spec, series: str, months: str) -> str:
    """The title of a volume that was given none: the series with its number or months. A number alone is no title, so
    without a series the months come first.
    """
    if series:
        return " ".join(part for part in (series, spec.number or months) if part)
    return months or spec.number or spec.name
