"""Books as PDF: typeset by WeasyPrint, tagged by us, accessible (PDF/UA-1) and archival (PDF/A-2a) at once."""

from __future__ import annotations

from publish.model import Book, PageBreak
from publish.style import Style

__all__ = ["write", "write_with_breaks"]


def write(book: Book, style: Style, page: str = "a5") -> bytes:
    """The book as one PDF file; the same book gives the same bytes. Chapters of a volume are laid out alone and bound.

    `page` names a preset in the style's `pages` folder. Raises RenderError when a character has no font or the engine
    fails, StyleError when the style lacks a file.
    """
    return write_with_breaks(book, style, page)[0]


def write_with_breaks(book: Book, style: Style, page: str = "a5") -> tuple[bytes, tuple[PageBreak, ...]]:
    """The same file, and where its pages begin."""
    from publish.pdf import engine, glyphs, source, volume

    if len(book.chapters) > 1:
        bound = volume.write(book, style, page)
        return bound.data, bound.breaks
    glyphs.require(book)
    preset = source.preset(style, page)
    return engine.render(source.document(book, style, preset), book, style, preset)
