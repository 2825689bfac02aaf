"""The parts of a volume, each laid out separately, and the bound file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from publish import covers
from publish.model import Book, Chapter, Image
from publish.pdf import binding, finish, glyphs, source
from publish.pdf.binding import Bound, Keep, anew, digests, pagenumbers
from publish.pdf.part import lay_out
from publish.pdf.source import Around, Preset
from publish.pdf.verify import verify
from publish.project.style import Style
from publish.text.patterns import late

__all__ = ["Setting", "back", "bind", "chapter", "count", "front", "specimen", "whole"]

_SIDES = late(r"@page[^{]*:(?:left|right)\b|break-(?:before|after)\s*:\s*(?:right|recto)")


class Setting:
    """The design of one volume's pages: style, page preset, and what all parts have in common."""

    def __init__(self, style: Style, page: str, frame: Around) -> None:
        self.style = style
        self.frame = frame
        self.preset: Preset = source.preset(style, page)
        self.sheets = source.sheets(style, self.preset, several=True)

    @property
    def recto(self) -> bool:
        """Whether left and right pages differ, so that every part starts on the same side."""
        return _SIDES.search("".join(self.sheets)) is not None


def chapter(setting: Setting, made: Chapter, images: Sequence[Image]) -> bytes:
    """One chapter. Raises RenderError when a character has no font or the engine fails."""
    html = source.part(
        glyphs.printed_chapter(made, setting.frame.language), setting.frame, setting.style, setting.preset
    )
    return lay_out(
        html,
        setting.sheets,
        tuple(images),
        language=setting.frame.language,
        label=made.label,
        notes=f"{made.id}-",
    )


def front(setting: Setting, book: Book, begins: Mapping[str, int]) -> bytes:
    """Cover, title page and contents; `begins` gives the page of each chapter, by id. The file has the volume's metadata."""
    html = source.front(glyphs.printed_matter(book), setting.style, setting.preset, begins)
    sheets = (*setting.sheets, covers.css(setting.style, book.cover))
    pictures = covers.pictures(book.cover, setting.style)
    last = partial(_describe, book=book)
    return lay_out(html, sheets, pictures, language=book.language, label=book.title, last=last)


def count(part: bytes) -> int:
    """Number of pages of a part."""
    return binding.pages(part)


def back(setting: Setting, book: Book, *, exact: bool = False) -> bytes:
    """The colophon: with a sample in the place of each digest, or `exact`."""
    if not exact:
        chapters = tuple(
            replace(each, digest=digests.SAMPLE if each.digest else "") for each in book.chapters
        )
        book = replace(book, chapters=chapters)
    html = source.back(glyphs.printed_matter(book), setting.style, setting.preset)
    return lay_out(html, setting.sheets, (), language=book.language, label=book.title)


def specimen(setting: Setting) -> bytes:
    """Pages that show where page numbers go."""
    sheets = tuple(map(pagenumbers.specimen_sheet, setting.sheets))
    html = pagenumbers.specimen(setting.frame.language, f"page-{setting.preset.name} volume")
    return lay_out(html, sheets, (), language=setting.frame.language, label=setting.preset.name, stamps=True)


def bind(
    setting: Setting,
    book: Book,
    chapters: Sequence[bytes],
    *,
    front: Callable[[Mapping[str, int]], bytes],
    back: bytes,
    exact_back: Callable[[], bytes],
    specimen: bytes,
    front_pages: int = 3,
    keep: Keep = anew,
) -> Bound:
    """The bound file. Raises RenderError when it is not correct."""
    parts = binding.Parts(front, chapters, back, exact_back, specimen, setting.recto, front_pages, keep)
    bound = binding.bind(book, parts)
    verify(bound.data, bound.pages)
    return bound


def whole(book: Book, style: Style, page: str) -> Bound:
    """A volume from nothing, in one process."""
    setting = Setting(style, page, source.around(book, style))
    chapters = [chapter(setting, made, images_of(made, book.images)) for made in book.chapters]
    return bind(
        setting,
        book,
        chapters,
        front=partial(front, setting, book),
        back=back(setting, book),
        exact_back=partial(back, setting, book, exact=True),
        specimen=specimen(setting),
    )


def images_of(made: Chapter, images: Sequence[Image]) -> tuple[Image, ...]:
    """The pictures in one chapter."""
    return tuple(image for image in images if image.name in made.body)


def _describe(document: Any, pdf: Any, *, book: Book) -> None:
    finish.describe(pdf, book)
    pdf.catalog["PageMode"] = "/UseOutlines"
