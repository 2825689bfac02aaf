"""A part of a volume, laid out separately and ready for binding: without page numbers, and with data about its fonts.

Chapters are laid out separately, so that each can be kept until it changes, and many can be laid out at the same
time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import astuple
from typing import Any

import pydyf
from weasyprint import Document

from publish import weasy
from publish.model import Image
from publish.pdf import finish, subsetting, tags
from publish.pdf.binding import NOTE, fold
from publish.weasy import afterlayout, pagebreaks
from publish.weasy.originals import HEAD

__all__ = ["lay_out"]


Finish = Callable[[Any, pydyf.PDF], None]
"""A callback that changes the file before it is written: WeasyPrint's finisher."""


class PartPage(tags.MarkedPage):
    """A page without its number, which records where its fonts came from."""

    def __init__(self, page: Any, originals: dict[Any, tuple[int, str]]) -> None:
        super().__init__(page)
        self.numbered = afterlayout.without_number(self.box)
        self.originals = originals
        self.document: Any = None

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Paint, then record new fonts while they are still complete."""
        super().paint(stream, scale)
        for key, font in self.document.fonts.items():
            if key not in self.originals:
                data = font.file_content
                self.originals[key] = (len(data), hashlib.sha256(data[:HEAD]).hexdigest())
                if _is_shared(font):
                    _leave_out(font)


def lay_out(
    html: str,
    sheets: tuple[str, ...],
    images: tuple[Image, ...],
    *,
    language: str,
    label: str,
    notes: str = "",
    last: Finish | None = None,
    stamps: bool = False,
) -> bytes:
    """Lay out one part. `label` is the post for errors, `notes` is the prefix of note ids, `last` is called at the
    end. For `stamps` see `fold`.

    Raises RenderError when the engine fails or a glyph is missing.
    """
    originals: dict[Any, tuple[int, str]] = {}

    def finish_part(document: Any, pdf: pydyf.PDF) -> None:
        finish.no_boxes(document, label)
        tags.build(document, pdf, language, notes)
        finish.plain_images(pdf)
        subsetting.compact(document, pdf)
        finish.plain_names(pdf)
        note = pydyf.Stream([json.dumps(_note(document, originals)).encode()], compress=True)
        pdf.add_object(note)
        pdf.catalog[NOTE[1:]] = note.reference
        if last is not None:
            last(document, pdf)

    with weasy.quiet_collector():
        pages = _part_pages(weasy.set_pages(html, sheets, images), originals)
        data = weasy.write(pages, pdf_variant="pdf/a-2a", pdf_identifier=b"0" * 32, finisher=finish_part)
        return fold(data, first=last is not None, stamps=stamps).kept()


def _part_pages(document: Document, originals: dict[Any, tuple[int, str]]) -> Document:
    made = document.copy([PartPage(page, originals) for page in document.pages])
    for page in made.pages:
        page.document = made
    return made


def _is_shared(font: Any) -> bool:
    """Whether a font can be cut again for all parts. A font with bitmap glyphs, or with axes, stays as it is in each
    part.
    """
    special = font.bitmap or font.png or font.svg or font.colr or font.used_in_forms
    return not (special or "fvar" in font.tables)


def _leave_out(font: Any) -> None:
    """Do not cut a font for this part: binding cuts it once for all parts, which saves a tenth of the time."""
    font.file_content = font.file_content[:4]  # enough to distinguish OpenType from TrueType
    font.subset = lambda *_: None


def _note(document: Any, originals: dict[Any, tuple[int, str]]) -> dict[str, Any]:
    """Data for binding: pages that need a number, blank pages, the names of pages, where pages start, and the fonts."""
    fonts: dict[str, Any] = {}
    others: dict[str, Any] = {}
    for key, font in document.fonts.items():
        if not _is_shared(font):
            others.setdefault(font.hash, {}).update(font.to_unicode)
            continue
        entry = fonts.setdefault(
            font.hash,
            {
                "original": [*originals[key], font.index],
                "name": font.name.decode(),
                "family": font.family,
                "flags": font.flags,
                "angle": font.italic_angle,
                "ascent": font.ascent,
                "descent": font.descent,
                "stems": [font.stemv, font.stemh],
                "widths": {},
                "text": {},
            },
        )
        entry["widths"].update(font.widths)
        entry["text"].update(font.to_unicode)
    return {
        "numbered": [number for number, page in enumerate(document.pages) if page.numbered],
        "starts": [astuple(each) for each in pagebreaks.starts(document.pages)],
        "blank": [number for number, page in enumerate(document.pages) if not page.marks],
        "names": [page.box.page_type.name if page.marks else "" for page in document.pages],
        "fonts": fonts,
        "others": others,
    }
