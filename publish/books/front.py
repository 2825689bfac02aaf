"""What a book is called and says of itself: a post's front matter, or what a volume's spec and its posts make."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from publish.books.choose import Chosen
from publish.books.facts import Facts
from publish.books.spec import Spec
from publish.language import format_months, parse_people
from publish.model import Person, Series, Site

__all__ = ["Front", "identifier_of", "of_post", "of_volume"]

HEADLINES = 6
"""Titles that a cover announces."""


@dataclass(frozen=True, slots=True)
class Front:
    """What stands on a book's cover and title page, and in its metadata. The fields are a Book's, or a Cover's."""

    label: str
    """What notices name."""
    identifier: str
    title: str
    language: str
    dates: tuple[datetime | None, ...]
    """Of all its posts, when they appeared and when they were changed."""
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
    """Name of the site or magazine, as the cover has it."""
    number: str = ""
    headlines: tuple[str, ...] = ()
    headline_languages: tuple[str, ...] = ()
    caption: str = ""
    """What the cover's picture shows."""
    template: str = ""
    turn: tuple[int, int] | None = None
    """Whose turn it is among cover templates and palettes; None where the identifier decides."""


def of_post(facts: Facts, site: Site, turn: tuple[int, int], template: str = "") -> Front:
    """A post's; `template` names its cover's."""
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
        caption=facts.image_caption,
        template=template,
        turn=turn,
    )


def of_volume(spec: Spec, chosen: Sequence[Chosen], site: Site) -> Front:
    """A volume's: the spec's words, and for those that it lacks its posts' and their site's."""
    language = spec.language or _language(chosen)
    moment = _moment(spec, chosen)
    series = spec.series or site.title
    title = spec.title or _title(spec, series, _months(spec, chosen, language))
    editors, _ = parse_people(spec.editors, role="edt")
    announced = chosen[:HEADLINES]
    pictured = next((each.facts.image_caption for each in chosen if each.facts.image), "")
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
        caption="" if spec.cover else pictured,
        template=spec.template,
        turn=(int(spec.number[-6:]),) * 2 if spec.number.isdecimal() else None,
    )


def identifier_of(name: str) -> str:
    """A UUIDv5 (RFC 9562) of an address, or of what stands for one: the same on every build."""
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn


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


def _months(spec: Spec, chosen: Sequence[Chosen], language: str) -> str:
    """The month that the volume is of, or from which to which; empty where no date is known."""
    days = [each.facts.date.date() for each in chosen if each.facts.date]
    days = [spec.date] if spec.date else days
    return format_months(min(days), max(days), language) if days else ""


def _title(spec: Spec, series: str, months: str) -> str:
    """The series and its number or months, where nobody gave the volume a title."""
    return " ".join(part for part in (series, spec.number or months) if part) or spec.name
