"""Books as PDF: laid out by WeasyPrint, tagged by us; accessible (PDF/UA-1) and archival (PDF/A-2a) at the same time."""

from __future__ import annotations

from publish.model import Manuscript, Rendered
from publish.project.style import Style

__all__ = ["write"]


def write(manuscript: Manuscript, style: Style) -> Rendered:
    """The book as one PDF file; chapters of a volume are laid out alone and bound.

    Raises RenderError when a character has no font or the engine fails, StyleError when the style lacks a file.
    """
    book = manuscript.book
    if len(book.chapters) > 1:
        from publish.pdf import volume

        bound = volume.whole(book, style, manuscript.page)
        return Rendered(bound.data, bound.pages, bound.breaks)

    from publish.pdf import engine, glyphs, source

    shown = glyphs.printed(book)
    preset = source.preset(style, manuscript.page)
    return Rendered(*engine.render(source.document(shown, style, preset), book, style, preset))
