"""The book's texts without hints for line breaks, for metadata."""

from __future__ import annotations

from dataclasses import replace

from publish.model import Book
from publish.text.characters import without_hints

__all__ = ["bare"]


def bare(book: Book) -> Book:
    """The book without hints for line breaks in its metadata; the chapters' texts keep theirs."""
    return replace(
        book,
        title=without_hints(book.title),
        publisher=without_hints(book.publisher),
        description=without_hints(book.description),
        rights=without_hints(book.rights),
        subjects=tuple(map(without_hints, book.subjects)),
        series=replace(book.series, name=without_hints(book.series.name)) if book.series else None,
        creators=tuple(
            replace(each, name=without_hints(each.name), file_as=without_hints(each.file_as))
            for each in book.creators
        ),
        chapters=tuple(
            replace(
                chapter,
                authors=tuple(replace(each, name=without_hints(each.name)) for each in chapter.authors),
            )
            for chapter in book.chapters
        ),
    )
