"""Books written as files, without the command around it."""

from __future__ import annotations

from collections.abc import Sequence

from publish import epub, html, pdf
from publish.model import Book, Manuscript, PageBreak, PageList
from publish.project.style import Style

__all__ = ["as_epub", "as_html", "as_pdf"]


def as_pdf(book: Book, style: Style, page: str = "a5") -> bytes:
    return pdf.write(Manuscript(book, page), style).data


def as_html(book: Book, style: Style) -> bytes:
    return html.write(Manuscript(book), style).data


def as_epub(
    book: Book,
    style: Style,
    picture: bytes,
    *,
    pages: Sequence[PageBreak] = (),
    page_source: str = "",
    certifier: str = "",
    pictured: bool = False,
) -> bytes:
    manuscript = Manuscript(
        book,
        pages=PageList(page_source, tuple(pages)),
        certifier=certifier,
        pictured=pictured,
        picture=picture,
    )
    return epub.write(manuscript, style).data
