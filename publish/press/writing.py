"""From a book to the bytes of its file: a pure step, on this machine or on another."""

from __future__ import annotations

from dataclasses import dataclass, field

from publish.fresh.pagelist import PageList
from publish.model import Book, Format, PageBreak
from publish.project.style import Style

__all__ = ["Manuscript", "Rendered", "render"]


@dataclass(frozen=True, slots=True)
class Manuscript:
    """All that decides a file's bytes, but for the style. Crosses processes and machines."""

    book: Book
    format: Format
    text: str
    """Fingerprint of what the book says."""
    page: str
    """Page preset, of a PDF."""
    certifier: str = ""
    pictured: bool = False
    """Whether an EPUB's formulas are pictures."""
    pages: PageList = field(default_factory=PageList)
    """Of the PDF beside an EPUB."""
    picture: bytes | None = None
    """An EPUB's cover, a JPEG, where it was drawn before."""
    picture_key: str = ""
    """Under which the store keeps it; made before it is drawn, for a style may be saved meanwhile."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """One file."""

    data: bytes
    count: int = 0
    """Pages of a PDF."""
    breaks: tuple[PageBreak, ...] = ()
    """Where they begin."""
    picture: bytes | None = None
    """The cover, a JPEG, when it had to be drawn."""


def render(manuscript: Manuscript, style: Style) -> Rendered:
    """Make the file. Each engine is imported only where it is used. Raises PublishError."""
    book = manuscript.book
    if manuscript.format == "pdf":
        from publish import pdf

        made = pdf.lay_out(book, style, manuscript.page)
        return Rendered(made.data, made.count, made.breaks)
    if manuscript.format == "epub":
        from publish import covers, epub

        drawn = covers.picture(book.cover, style) if manuscript.picture is None else None
        data = epub.write(
            book,
            style,
            drawn or manuscript.picture or b"",
            pages=manuscript.pages.breaks,
            page_source=manuscript.pages.source,
            certifier=manuscript.certifier,
            pictured=manuscript.pictured,
        )
        return Rendered(data, picture=drawn)
    from publish import html

    return Rendered(html.write(book, style))
