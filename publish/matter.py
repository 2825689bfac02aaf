"""The words around a chapter's text that are not in the post: byline, date, running head, colophon."""

from __future__ import annotations

from dataclasses import dataclass

from publish import __version__
from publish.language import format_date, join_names, label
from publish.model import Book, Chapter

__all__ = ["Line", "byline", "colophon", "day", "running_head"]

_RUNNING_HEAD = 52
"""Characters of a title that a running head can hold; a Han character counts as two."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the colophon."""

    label: str
    text: str
    address: str = ""
    """Where the text links to, or empty."""


def byline(chapter: Chapter) -> str:
    """The authors in words, as the chapter's language joins them, or the empty string."""
    return join_names([person.name for person in chapter.authors], chapter.language, others=chapter.others)


def day(chapter: Chapter) -> str:
    """The date in words, in the chapter's language, or the empty string."""
    return format_date(chapter.date, chapter.language) if chapter.date else ""


def running_head(title: str) -> str:
    """The title, cut at a word and with an ellipsis where it is too long for the head of a page."""
    main = title.split(": ", maxsplit=1)[0] if _width(title) > _RUNNING_HEAD else title
    if _width(main) <= _RUNNING_HEAD:
        return main
    spaced = " " in main.strip()
    parts = main.split() if spaced else list(main)
    joiner = " " if spaced else ""
    while len(parts) > 1 and _width(joiner.join(parts)) >= _RUNNING_HEAD:
        parts.pop()
    return joiner.join(parts)[:_RUNNING_HEAD].rstrip(" ,;:、，") + "…"


def _width(text: str) -> int:
    return sum(2 if ord(character) >= 0x2E80 else 1 for character in text)


def colophon(book: Book) -> tuple[Line, ...]:
    """What a book says of itself on its last page: title, makers, dates, source, licence, how it was made."""
    tag = book.language
    series = f"{book.series.name} {book.series.position}".strip() if book.series else ""
    lines = [Line(label("publisher", tag), series or book.publisher)]
    if book.date:
        lines.append(Line(label("published", tag), format_date(book.date, tag)))
    address = book.source if book.source.startswith(("http://", "https://")) else ""
    lines.append(Line(label("source", tag), book.source, address))
    lines.append(Line(label("licence", tag), book.rights))
    made = label("made-with", tag).format(version=__version__)
    return (*(line for line in lines if line.text), Line("", made))
