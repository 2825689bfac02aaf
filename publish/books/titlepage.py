"""The words of a volume's title page, as its cover and colophon have them."""

from __future__ import annotations

from publish.books.byline import book_byline
from publish.frozen import frozen
from publish.language import join_names, label
from publish.model import Book

__all__ = ["TitlePage", "editors", "title_page"]


@frozen
class TitlePage:
    """Each is empty where it is not known, or where another line says it."""

    title: str
    series: str
    """The periodical and its number."""
    description: str
    byline: str
    editors: str
    publisher: str
    date: str
    """The date in words."""


def title_page(book: Book) -> TitlePage:
    """The title page of a volume."""
    cover = book.cover
    return TitlePage(
        book.title,
        f"{cover.site} {_issue(book)}".strip(),
        book.description,
        book_byline(book),
        editors(book),
        book.publisher if book.publisher != cover.site else "",
        cover.date,
    )


def _issue(book: Book) -> str:
    """The number: with words where it stands alone, as on the cover."""
    number = book.cover.number
    if book.cover.site or not number.isdecimal():
        return number
    return label("issue", book.language).format(number=number)


def editors(book: Book) -> str:
    """The editors in words, or the empty string."""
    return join_names([each.name for each in book.creators if each.role == "edt"], book.language)
