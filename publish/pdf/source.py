"""The one HTML document that a PDF is set from: cover, contents, chapters, colophon."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from publish import covers, matter
from publish.errors import StyleError
from publish.language import is_chinese, label
from publish.model import Book, Chapter
from publish.pdf import body
from publish.style import Style

__all__ = ["Preset", "document", "preset"]

_SIZE = re.compile(r"\bsize:\s*([\d.]+)mm\s+([\d.]+)mm")
_BLEED = re.compile(r"\bbleed:\s*([\d.]+)mm")
_RIGHT_TO_LEFT = {"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}
"""Languages (ISO 639) that are written from right to left."""
_LONG = 20_000
"""Characters of a chapter, about eight A5 pages, from which it gets a contents page; a Han character counts as two."""
_MANY_HEADINGS = 6
_OWN_LIST = ' id="markdown-toc"'
"""What kramdown calls the list of contents that an author asks for."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A page size with its type area: one file in the style's `pages` folder."""

    name: str
    css: str
    width: float
    """Millimetres."""
    height: float
    """Millimetres."""
    bleed: float = 0.0
    """Millimetres by which the cover runs over each edge, for paper that is cut after printing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the contents page."""

    target: str
    """Id of the heading."""
    text: str
    note: str = ""
    """The authors, where the line is a chapter."""
    level: int = 1
    language: str = ""


def preset(style: Style, name: str) -> Preset:
    """The page preset of that name. StyleError when the style has none, or it gives no size in millimetres."""
    known = style.listing("pages", ".css")
    if name not in known:
        raise StyleError(f"no page {name!r}: use one of {', '.join(known)}", path=str(style.folder))
    css = style.text(f"pages/{name}.css")
    found = _SIZE.search(css)
    if found is None:
        raise StyleError(f"pages/{name}.css must give the page's size as `size: WIDTHmm HEIGHTmm`")
    bleed = _BLEED.search(css)
    return Preset(name, css, float(found[1]), float(found[2]), float(bleed[1]) if bleed else 0.0)


def document(book: Book, style: Style, page: Preset) -> str:
    """The HTML text that WeasyPrint sets."""
    several = len(book.chapters) > 1
    values: Mapping[str, object] = {
        "book": book,
        "preset": page,
        "accent": covers.accent(book.cover),
        "cover": covers.page(
            book.cover, style, width=page.width + 2 * page.bleed, height=page.height + 2 * page.bleed
        ),
        "contents": contents(book),
        "chapters": [_chapter(chapter, several) for chapter in book.chapters],
        "several": several,
        "colophon": matter.colophon(book),
        "words": {key: label(key, book.language) for key in ("contents", "colophon", "cover")},
    }
    return style.render("book.html", values)


def _chapter(chapter: Chapter, several: bool) -> Mapping[str, object]:
    prefix = f"{chapter.id}-" if several else ""
    return {
        "id": f"{prefix}title",
        "title": chapter.title,
        "head": matter.running_head(chapter.title),
        "language": chapter.language,
        "direction": "rtl" if chapter.language.split("-")[0] in _RIGHT_TO_LEFT else "ltr",
        "byline": matter.byline(chapter),
        "date": matter.day(chapter),
        "datetime": chapter.date.date().isoformat() if chapter.date else "",
        "body": body.prepare(chapter, prefix),
    }


def contents(book: Book) -> tuple[Entry, ...]:
    """What the contents page lists; nothing for a short book of one chapter, or one with a list of its own."""
    if len(book.chapters) > 1:
        return tuple(
            Entry(f"{chapter.id}-title", chapter.title, matter.byline(chapter), 1, chapter.language)
            for chapter in book.chapters
        )
    entries: list[Entry] = []
    for chapter in book.chapters:
        if _OWN_LIST in chapter.body:
            continue
        headings = [heading for heading in chapter.headings if heading.level <= 3]
        if len(headings) < 2 or (len(headings) < _MANY_HEADINGS and _length(chapter) < _LONG):
            continue
        if len(headings) > 40:
            headings = [heading for heading in headings if heading.level == 2]
        entries += [Entry(h.id, h.text, "", h.level - 1, chapter.language) for h in headings]
    return tuple(entries)


def _length(chapter: Chapter) -> int:
    return len(chapter.body) * (2 if is_chinese(chapter.language) else 1)
