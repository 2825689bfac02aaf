"""Books as PDF: typeset by WeasyPrint, tagged by us, accessible (PDF/UA-1) and archival (PDF/A-2a) at once."""

from __future__ import annotations

from dataclasses import dataclass

from publish.model import Book, PageBreak
from publish.project.style import Style

__all__ = ["Pages", "lay_out", "write"]


@dataclass(frozen=True, slots=True)
class Pages:
    """A PDF file, and what is known of its pages."""

    data: bytes
    count: int
    breaks: tuple[PageBreak, ...]
    """Where the pages begin that hold some of a chapter."""


def write(book: Book, style: Style, page: str = "a5") -> bytes:
    """The book as one PDF file; the same book gives the same bytes. Chapters of a volume are laid out alone and bound.

    `page` names a preset in the style's `pages` folder. Raises RenderError when a character has no font or the engine
    fails, StyleError when the style lacks a file.
    """
    return lay_out(book, style, page).data


def lay_out(book: Book, style: Style, page: str = "a5") -> Pages:
    """The same file, with what is known of its pages."""
    from publish.pdf import engine, glyphs, source, volume

    if len(book.chapters) > 1:
        bound = volume.write(book, style, page)
        return Pages(bound.data, bound.pages, bound.breaks)
    shown = glyphs.printed(book)
    preset = source.preset(style, page)
    return Pages(*engine.render(source.document(shown, style, preset), book, style, preset))
