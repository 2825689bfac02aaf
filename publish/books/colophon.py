"""The words around a chapter's text that are not in the post: byline, date, running head, colophon."""

from __future__ import annotations

import re
from dataclasses import dataclass

from publish import __version__
from publish.language import format_date, join_names, label
from publish.model import Book, Chapter

__all__ = [
    "Colophon",
    "Line",
    "Text",
    "book_byline",
    "byline",
    "colophon",
    "day",
    "running_head",
    "web_address",
]

_CAPITAL = re.compile(r"(?<=[A-Z])[A-Z]")
_BROAD = re.compile(r"(?<=[WwMm@])[WwMm@]")
"""Letters that are wider than others, where one alone does not make a text wide."""
_RUNNING_HEAD = 52
"""Characters of a title that a running head can hold; a Han character counts as two."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the colophon."""

    label: str
    text: str
    address: str = ""
    """Where the text links to, or empty."""
    moment: str = ""
    """The date that the text tells, as ISO 8601 has it, or empty."""


@dataclass(frozen=True, slots=True)
class Text:
    """Where one text of a volume comes from."""

    title: str
    byline: str
    language: str
    address: str
    """On the web, or empty."""
    digest: str
    """SHA-256 of the post's file, in groups of eight digits."""


@dataclass(frozen=True, slots=True)
class Colophon:
    """What a book says of itself on its last page. Every format prints the same."""

    title: str
    byline: str
    lines: tuple[Line, ...]
    """Date, publisher, series, editor, source, licence: those that are known."""
    texts: tuple[Text, ...]
    """What a volume was bound from; empty for a single post."""
    made_with: str
    """How the book was made, one sentence."""


def byline(chapter: Chapter) -> str:
    """The authors in words, as the chapter's language joins them, or the empty string."""
    return join_names([person.name for person in chapter.authors], chapter.language, others=chapter.others)


def book_byline(book: Book) -> str:
    """The authors of the whole book in words, without its editors, or the empty string."""
    names = [person.name for person in book.creators if person.role != "edt"]
    others = len(book.chapters) == 1 and book.chapters[0].others
    return join_names(names, book.language, others=others)


def day(chapter: Chapter) -> str:
    """The date in words, in the chapter's language, or the empty string."""
    return format_date(chapter.date, chapter.language) if chapter.date else ""


def running_head(title: str, most: int = _RUNNING_HEAD) -> str:
    """The title, cut at a word and with an ellipsis where it is too long for the head of a page.

    `most` counts characters; a Han character counts as two.
    """
    main = title.split(": ", maxsplit=1)[0] if _width(title) > most else title
    if _width(main) <= most:
        return main
    spaced = " " in main.strip()
    parts = main.split() if spaced else list(main)
    joiner = " " if spaced else ""
    while len(parts) > 1 and _width(joiner.join(parts)) >= most:
        parts.pop()
    words = joiner.join(parts)
    while _width(words) > most:
        words = words[:-1]
    return words.rstrip(" ,;:、，") + "…"


def _width(text: str) -> float:
    capitals = 0.4 * len(_CAPITAL.findall(text)) + 0.5 * len(_BROAD.findall(text))
    return sum(2 if ord(character) >= 0x2E80 else 1 for character in text) + capitals


def colophon(book: Book) -> Colophon:
    """What a book says of itself: title, makers, dates, source, licence, how it was made."""
    tag = book.language
    editors = [person.name for person in book.creators if person.role == "edt"]
    lines = [
        _published(book),
        Line(label("publisher", tag), book.publisher),
        Line(
            label("series", tag), f"{book.series.name} {book.series.position}".strip() if book.series else ""
        ),
        Line(label("editor", tag), join_names(editors, tag)),
        Line(label("source", tag), book.source, web_address(book.source)),
        Line(label("licence", tag), book.rights),
    ]
    return Colophon(
        title=book.title,
        byline=book_byline(book),
        lines=tuple(line for line in lines if line.text),
        texts=tuple(map(_text, book.chapters)) if len(book.chapters) > 1 else (),
        made_with=label("made-with", tag).format(version=__version__),
    )


def _published(book: Book) -> Line:
    name = label("published", book.language)
    if book.date is None:
        return Line(name, "")
    return Line(name, format_date(book.date, book.language), moment=book.date.date().isoformat())


def _text(chapter: Chapter) -> Text:
    digest = " ".join(chapter.digest[start : start + 8] for start in range(0, len(chapter.digest), 8))
    return Text(chapter.title, byline(chapter), chapter.language, web_address(chapter.address), digest)


def web_address(address: str) -> str:
    """The address where it is one on the web, else the empty string."""
    return address if address.startswith(("http://", "https://")) else ""
