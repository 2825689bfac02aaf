"""The last steps before a file is written: metadata, page labels, tags, and a check for missing glyphs."""

from __future__ import annotations

from typing import Any

import pydyf

from publish.books.bare import bare
from publish.errors import GlyphError
from publish.fonts import coverage
from publish.language import direction, label
from publish.model import Book
from publish.pdf import source, subsetting, tags, xmp
from publish.pdf.binding.writing import name

__all__ = ["describe", "finish", "no_boxes", "plain_images", "plain_names"]


def finish(document: Any, pdf: pydyf.PDF, *, book: Book) -> None:
    """WeasyPrint calls this before it writes."""
    no_boxes(document, book.chapters[0].label)
    tags.build(document, pdf, book.language)
    describe(pdf, book)
    _label_pages(pdf, book, document.pages)
    plain_images(pdf)
    subsetting.compact(document, pdf)
    plain_names(pdf)


def no_boxes(document: Any, place: str) -> None:
    """Raises GlyphError for a post (`place`) when a glyph is missing that no earlier check found."""
    lost = frozenset(chr(code) for font in document.fonts.values() for code in font.missing)
    if lost:
        message = f"no font prints {coverage.shown(lost)}; {coverage.remedy(lost)}"
        raise GlyphError(message, path=place, characters="".join(sorted(lost)))


def describe(pdf: pydyf.PDF, book: Book) -> None:
    """Info and XMP with the same values (PDF/A-2, 6.6.3); dates come from the book, never from the clock."""
    book = bare(book)
    pdf.info.clear()
    pdf.info.update({key: pydyf.String(value) for key, value in xmp.info(book).items() if value})
    number = int(bytes(pdf.catalog["Metadata"]).split()[0])
    pdf.objects[number].stream = [xmp.packet(book)]
    pdf.catalog["Lang"] = pydyf.String(book.language)
    if direction(book.language) == "rtl":
        pdf.catalog["ViewerPreferences"]["Direction"] = (
            "/R2L"  # ISO 32000-1, 12.2: facing pages, and their order
        )


def _is_blank(pages: Any, number: int) -> bool:
    """Whether a page is empty: the back of a printed cover."""
    return len(pages) > number and not pages[number].marks


def _label_pages(pdf: pydyf.PDF, book: Book, pages: Any) -> None:
    """The cover with its name, its back without a label, contents from i, the text from 1 (ISO 32000-1, 12.4.2)."""
    numbers = pydyf.Array([0, pydyf.Dictionary({"P": pydyf.String(label("cover", book.language))})])
    front = 1
    if _is_blank(pages, 1):
        numbers.extend([1, pydyf.Dictionary({})])
        front = 2
    title = source.opening(book)
    text = next((number for number, page in enumerate(pages) if title in page.anchors), front)
    if text > front:
        numbers.extend([front, pydyf.Dictionary({"S": "/r", "St": 1})])
    numbers.extend([text, pydyf.Dictionary({"S": "/D", "St": 1})])
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": numbers})
    pdf.catalog["PageMode"] = "/UseOutlines" if "Outlines" in pdf.catalog else "/UseNone"


def plain_names(pdf: pydyf.PDF) -> None:
    """Write special characters of fonts' names by their numbers (ISO 32000-1, 7.3.5): a family may be called `Sans (Old)`."""
    for item in pdf.objects:
        for key in ("BaseFont", "FontName"):
            if isinstance(item, pydyf.Dictionary) and key in item:
                item[key] = name(bytes(item[key])[1:].decode()).encode()


def plain_images(pdf: pydyf.PDF) -> None:
    """Remove interpolation from images: PDF/A-2 forbids it (6.2.8)."""
    for item in pdf.objects:
        extra = getattr(item, "extra", None)
        if extra and "Interpolate" in extra:
            extra["Interpolate"] = "false"
