"""The catalogue feeds of a shelf, the same for OPDS 1.2 and 2.0."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime

from publish.frozen import frozen
from publish.language import label, name_language
from publish.shelf.page import Frame, section_name
from publish.shelf.pairing import by_title, newest_first
from publish.shelf.works import Group, Work

__all__ = ["FOLDER", "Feed", "Page", "feeds", "pages", "root_id", "updated"]

FOLDER = "shelf/opds"
PER_PAGE = 50
"""Entries per page: as many as an e-reader loads in a second."""
NEWEST = 50
SUBSECTION = "subsection"
_NEW = "http://opds-spec.org/sort/new"


@frozen
class Feed:
    """A list of works that readers can browse."""

    name: str
    """ASCII name for file names and identifiers."""
    title: str
    works: tuple[Work, ...]
    rel: str = SUBSECTION
    """The relation of the root's link to it (OPDS 1.2, 6)."""


@frozen
class Page:
    """A page of a feed, from 1."""

    feed: Feed
    number: int
    of: int
    works: tuple[Work, ...]

    def file(self, ending: str, number: int = 0) -> str:
        """File name of this page, or of another of the same feed."""
        number = number or self.number
        return f"{self.feed.name}{f'-{number}' if number > 1 else ''}.{ending}"


def feeds(frame: Frame, groups: Sequence[Group]) -> tuple[Feed, ...]:
    """The newest, all by title, and each section and language if there are several."""
    works = [work for group in groups for work in group.works]
    language = frame.language
    found = [
        Feed("new", label("shelf-new", language), newest_first(works)[:NEWEST], _NEW),
        Feed("all", label("shelf-all", language), by_title(works)),
    ]
    if len(groups) > 1:
        found += [
            Feed(f"section-{number}", section_name(group, frame), group.works)
            for number, group in enumerate(groups, start=1)
        ]
    tags = sorted({tag for work in works for tag in work.facts.languages})
    if len(tags) > 1:
        found += [
            Feed(
                f"language-{tag}",
                name_language(tag, language),
                newest_first(work for work in works if tag in work.facts.languages),
            )
            for tag in tags
        ]
    return tuple(found)


def pages(feed: Feed) -> Iterator[Page]:
    """The feed's pages."""
    count = max(1, -(-len(feed.works) // PER_PAGE))
    for number in range(1, count + 1):
        yield Page(feed, number, count, feed.works[(number - 1) * PER_PAGE : number * PER_PAGE])


def root_id(frame: Frame, name: str = "") -> str:
    """Identifier of a feed: always the same for a shelf's title."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"publish shelf\n{frame.title}\n{name}").urn


def updated(works: Sequence[Work]) -> datetime:
    """When the newest of these works changed."""
    return max(work.modified for work in works)
