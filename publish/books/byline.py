"""A byline and a date in words, in the language of their text."""

from __future__ import annotations

from publish.language import format_date, join_names
from publish.model import Book, Chapter

__all__ = ["book_byline", "byline", "day"]


def byline(chapter: Chapter) -> str:
    """The authors in words, joined as the chapter's language does it, or the empty string."""
    return join_names([person.name for person in chapter.authors], chapter.language, others=chapter.others)


def book_byline(book: Book) -> str:
    """The authors of the whole book in words, without its editors, or the empty string."""
    names = [person.name for person in book.creators if person.role != "edt"]
    others = len(book.chapters) == 1 and book.chapters[0].others
    return join_names(names, book.language, others=others)


def day(chapter: Chapter) -> str:
    """The date in words, in the chapter's language, or the empty string."""
    return format_date(chapter.date, chapter.language) if chapter.date else ""
