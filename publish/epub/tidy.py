"""Makes outside text valid for XML: metadata may contain anything."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, TypeVar

from publish.model import Book, Chapter, Person, Series
from publish.text.characters import allowed

__all__ = ["plain", "tidy"]

Plain = TypeVar("Plain", Book, Chapter, Person, Series)


def tidy(book: Book) -> Book:
    """The book with all its metadata texts in one line and without characters that XML forbids."""
    chapters = tuple(
        replace(_strings(chapter), authors=tuple(map(_strings, chapter.authors))) for chapter in book.chapters
    )
    return replace(
        _strings(book),
        chapters=chapters,
        creators=tuple(person for person in map(_strings, book.creators) if person.name),
        subjects=tuple(dict.fromkeys(filter(None, map(plain, book.subjects)))),
        series=_strings(book.series) if book.series and plain(book.series.name) else None,
        cover=replace(book.cover, alt=plain(book.cover.alt)),
    )


def _strings(record: Plain) -> Plain:
    values = {item.name: getattr(record, item.name) for item in fields(record) if item.name != "body"}
    clean: dict[str, Any] = {name: plain(text) for name, text in values.items() if isinstance(text, str)}
    return replace(record, **clean)


def plain(text: str) -> str:
    """A text in one line, without characters that XML forbids."""
    return " ".join(allowed(text).split())
