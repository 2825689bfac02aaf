"""Chapters into documents: take the notes out, split long text, connect notes and links, fill in the template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from urllib.parse import urlsplit

from lxml import etree

from publish.books.byline import byline, day
from publish.books.colophon import web_address
from publish.epub import code, links, mathematics, narrow, notes, pictures
from publish.epub.accessibility import Found, look, name_pictures
from publish.epub.body import ids, parse
from publish.epub.documents import Document, inner, render
from publish.epub.namespaces import xhtml
from publish.epub.pages import Numbered, put_markers
from publish.epub.split import LIMIT, split
from publish.frozen import frozen
from publish.markup import codelines
from publish.model import Book, Chapter
from publish.project.style import Style

__all__ = ["Laid", "documents", "lay", "places"]


@frozen
class Laid:
    """A chapter divided into its documents."""

    chapter: Chapter
    found: Found
    parts: Mapping[str, list[etree._Element]]
    """Name of each document → its elements, in order."""
    targets: Mapping[str, str] = field(default_factory=dict)
    """Element id → name of its document; for a note in several documents, the first."""

    @property
    def first(self) -> str:
        """Name of the first document."""
        return next(iter(self.parts))


def lay(
    chapter: Chapter,
    number: int,
    images: frozenset[str],
    breaks: Sequence[Numbered] = (),
    classes: frozenset[str] = frozenset(),
    *,
    pictured: bool = False,
) -> Laid:
    """Divide one chapter (`number` is counted from 1) into documents, with markers for the PDF's pages.

    `classes` are those with rules in the style sheets. With `pictured`, formulas are drawn.
    """
    body = parse(chapter, images)
    found = look(body)
    name_pictures(body, chapter.language)
    put_markers(body, breaks)  # first, because it counts elements
    code.flatten(body, classes)
    if pictured:
        found = mathematics.draw(body, found)
    narrow.fit(body)
    codelines.hang(body, xhtml(""))
    pictures.settle(body)
    own_notes = notes.take(body)
    blocks = list(body)
    if len(chapter.body) * 4 > LIMIT and len(chapter.body.encode()) > LIMIT:
        pieces = split(blocks, lambda block: _weight(block, own_notes))
    else:
        pieces = [blocks]
    parts: dict[str, list[etree._Element]] = {}
    targets: dict[str, str] = {}
    placed: set[str] = set()
    for index, piece in enumerate(pieces, start=1):
        name = f"chapter-{number}.xhtml" if index == 1 else f"chapter-{number}-{index}.xhtml"
        wanted = notes.called(piece, own_notes)
        placed.update(wanted)
        if index == len(pieces):  # notes without calls are still part of the text
            wanted += [note for note in own_notes if note not in placed]
        notes.place(piece, own_notes, wanted, chapter.language)
        parts[name] = piece
        targets = dict.fromkeys(ids(piece), name) | targets
    return Laid(chapter, found, parts, targets)


def _weight(block: etree._Element, own_notes: notes.Notes) -> int:
    """Bytes that a block adds to its document, with its notes."""
    elements = [block, *(own_notes[name] for name in notes.called([block], own_notes))]
    return sum(len(etree.tostring(element, encoding="utf-8")) for element in elements)


def places(laid: Sequence[Laid]) -> links.Places:
    """The documents of all elements, for links between chapters."""
    return links.Places(
        targets={each.chapter.id: each.targets for each in laid},
        addresses={
            each.chapter.address.rstrip("/"): each.chapter.id for each in laid if each.chapter.address
        },
        first={each.chapter.id: each.first for each in laid},
    )


def documents(each: Laid, book: Book, style: Style, where: links.Places) -> list[Document]:
    """The finished documents of one chapter."""
    chapter = each.chapter
    made: list[Document] = []
    source = _source(chapter) if len(book.chapters) > 1 else ""
    for index, (name, elements) in enumerate(each.parts.items(), start=1):
        links.rewrite(elements, chapter.id, name, where)
        values = {
            "title": chapter.title,
            "part": index,
            "parts": len(each.parts),
            "byline": byline(chapter),
            "date": day(chapter),
            "date_iso": "" if chapter.date is None else chapter.date.date().isoformat(),
            "section": chapter.section,
            "book_language": book.language,
            "source": source,
            "host": urlsplit(source).netloc,
            "body": inner(elements),
        }
        uid = name.removesuffix(".xhtml")
        made.append(render(style, uid, chapter.language, "chapter.xhtml", values))
    return made


def _source(chapter: Chapter) -> str:
    """The web address of a volume's chapter, or the empty string."""
    return links.outside(web_address(chapter.address)) or ""
