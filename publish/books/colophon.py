"""The colophon: the imprint on a book's last page, the same in every format. Its words: `language/labels`."""

from __future__ import annotations

from publish import __version__
from publish.books.byline import book_byline, byline
from publish.books.titlepage import editors
from publish.frozen import frozen
from publish.language import format_date, label
from publish.model import Book, Chapter

__all__ = ["Colophon", "Line", "Text", "colophon", "web_address"]


@frozen
class Line:
    """One line of the colophon."""

    label: str
    text: str
    address: str = ""
    """Target of a link on the text, or empty."""
    moment: str = ""
    """The date in the text in ISO 8601, or empty."""


@frozen
class Text:
    """Where one text of a volume comes from."""

    title: str
    byline: str
    language: str
    address: str
    """On the web, or empty."""
    digest: str
    """SHA-256 of the post's file, in groups of eight digits."""


@frozen
class Colophon:
    """The imprint on a book's last page. Every format prints the same."""

    title: str
    byline: str
    lines: tuple[Line, ...]
    """Date, publisher, series, editor, source, licence: as far as they are known."""
    texts: tuple[Text, ...]
    """The texts of a volume; empty for a single post."""
    made_with: str
    """How the book was made, in one sentence."""


def colophon(book: Book, *, covered: bool = True) -> Colophon:
    """The colophon: title, makers, dates, source, licence, how the book was made. What the post says of the cover's
    picture stands nowhere else; not `covered`: the format has no cover.
    """
    tag = book.language
    lines = [
        _published(book),
        Line(label("publisher", tag), book.publisher),
        Line(
            label("series", tag), f"{book.series.name} {book.series.position}".strip() if book.series else ""
        ),
        Line(label("editor", tag), editors(book)),
        Line(label("cover", tag), book.cover.caption if covered else ""),
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
    """The address if it is a web address, else the empty string."""
    return address if address.startswith(("http://", "https://")) else ""
