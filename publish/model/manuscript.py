"""What a writer gets and gives: `write(manuscript, style)` of `publish.pdf`, `publish.epub` and `publish.html`."""

from __future__ import annotations

from dataclasses import field

from publish.frozen import frozen
from publish.model.flow import Book, PageBreak

__all__ = ["Manuscript", "PageList", "Rendered"]


@frozen
class PageList:
    """The pages of one PDF."""

    source: str = ""
    """What the EPUB calls that PDF: its file name and page preset."""
    breaks: tuple[PageBreak, ...] = ()
    """Where they begin, in order."""


@frozen
class Manuscript:
    """All that decides a file's bytes, but for the style. Crosses processes and machines. Each writer takes what its format
    has.
    """

    book: Book
    page: str = "a5"
    """PDF: a preset in the style's `pages` folder."""
    pages: PageList = field(default_factory=PageList)
    """EPUB: the pages of the PDF beside it."""
    certifier: str = ""
    """EPUB: who vouches that the book meets WCAG 2.2 at level AA; without one no conformance is claimed."""
    pictured: bool = False
    """EPUB: whether formulas are drawings instead of MathML."""
    picture: bytes | None = None
    """EPUB: its cover, a JPEG, where it was drawn before."""


@frozen
class Rendered:
    """One file. The same manuscript and style always give the same bytes."""

    data: bytes
    count: int = 0
    """Pages of a PDF."""
    breaks: tuple[PageBreak, ...] = ()
    """Where they begin."""
    picture: bytes | None = None
    """An EPUB's cover, a JPEG, when it had to be drawn."""
