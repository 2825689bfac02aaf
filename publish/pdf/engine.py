"""From the HTML document to the finished file."""

from __future__ import annotations

import hashlib
from functools import partial

from publish import covers, weasy
from publish.model import Book, PageBreak
from publish.pdf import finish, source, tags
from publish.pdf.source import Preset
from publish.pdf.verify import verify
from publish.project.style import Style
from publish.weasy import pagebreaks

__all__ = ["render"]


def render(html: str, book: Book, style: Style, preset: Preset) -> tuple[bytes, int, tuple[PageBreak, ...]]:
    """The finished, tagged file; the number of its pages; and where they start, for a book with one chapter.

    Raises RenderError when WeasyPrint fails, or when the file is not correct.
    """
    cover = covers.css(style, book.cover)
    sheets = source.sheets(style, preset, several=len(book.chapters) > 1, cover=cover)
    with weasy.quiet_collector():
        pages = tags.keep_marks(
            weasy.set_pages(html, sheets, (*book.images, *covers.pictures(book.cover, style)))
        )
        identifier = hashlib.sha256(book.identifier.encode()).hexdigest()[:32].encode()
        data = weasy.write(
            pages,
            pdf_variant="pdf/a-2a",
            pdf_identifier=identifier,
            finisher=partial(finish.finish, book=book),
        )
        breaks = pagebreaks.find(pages.pages, book.chapters[0]) if len(book.chapters) == 1 else ()
        return verify(data, len(pages.pages), book.chapters[0].label), len(pages.pages), breaks
