"""The one place where books are composed, from one post or many: metadata, cover, alternative text."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from publish import covers
from publish.books import coverdata
from publish.books.front import Front
from publish.frozen import frozen
from publish.images.profiles import PROFILES
from publish.model import Book, Chapter, Cover, Image, Notice, Options
from publish.project.style import Style

if TYPE_CHECKING:
    from publish.books.choosing.choose import Chosen

__all__ = ["Composed", "chapter_of", "compose"]

EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
"""The date when none is known: the earliest that a ZIP file can store."""


@frozen
class Composed:
    """A book, and the notices of composing it."""

    book: Book
    notices: tuple[Notice, ...]


def compose(
    front: Front,
    chapters: Sequence[Chapter],
    options: Options,
    style: Style,
    *,
    hero: Image | None = None,
    covered: bool = True,
) -> Composed:
    """The book of these chapters. `hero` is the cover's picture; `covered` tells whether the cover will be seen.

    Raises StyleError when the style has no cover template of that name, ContentError when the logo is not a picture.
    """
    cover = _cover(front, options, style, hero)
    cover, notices = coverdata.printable(cover, front.label) if covered else (cover, ())
    book = Book(
        identifier=front.identifier,
        title=front.title,
        language=front.language,
        chapters=tuple(chapters),
        cover=cover,
        modified=modified_of(front.dates),
        creators=front.creators,
        date=front.date,
        description=front.description,
        subjects=front.subjects,
        publisher=front.publisher,
        rights=front.rights,
        source=front.source,
        series=front.series,
    )
    return Composed(book, notices)


def _cover(front: Front, options: Options, style: Style, hero: Image | None) -> Cover:
    return covers.compose(
        title=front.title,
        language=front.language,
        authors=tuple(person.name for person in front.creators if person.role == "aut"),
        others=front.others,
        description=front.description,
        date=front.date,
        site=front.site,
        number=front.number,
        headlines=front.headlines,
        headline_languages=front.headline_languages,
        hero=hero,
        shows=front.shows,
        caption=front.caption,
        logo=coverdata.logo_of(options),
        seed=front.identifier,
        template=front.template or options.cover,
        turn=front.turn,
        grey=PROFILES[options.profile].grey,
        style=style,
    )


def chapter_of(chosen: Chosen) -> Chapter:
    """A chapter before its post is converted: without text."""
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


def modified_of(dates: Iterable[datetime | None]) -> datetime:
    """When the content last changed: the latest date of the posts, or `SOURCE_DATE_EPOCH` where that is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return max(datetime.fromtimestamp(int(epoch), UTC), EARLIEST)
    return max([*(date.astimezone(UTC) for date in dates if date is not None), EARLIEST])
