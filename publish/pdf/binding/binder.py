"""The steps of binding: open the parts, share fonts, join pages, number them, and connect all links."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from publish.frozen import frozen
from publish.language import label
from publish.model import Book, PageBreak
from publish.pdf.binding import bookmarks, digests
from publish.pdf.binding.bookmarks import Branch
from publish.pdf.binding.fonts import Keep, Shared, anew
from publish.pdf.binding.joining import Joiner, Part
from publish.pdf.binding.links import Links
from publish.pdf.binding.pagenumbers import Folios

__all__ = ["NOTE", "Bound", "Parts", "bind", "pages"]

NOTE = "/PublishNote"
"""Key in a part's catalog with data for binding. The bound file does not have it."""


@frozen
class Parts:
    """The parts of a volume, each a PDF from `part.lay_out`."""

    front: Callable[[Mapping[str, int]], bytes]
    """Makes cover, title page and contents, from the page on which each chapter starts, by id."""
    chapters: Sequence[bytes]
    """In the book's order."""
    back: bytes
    """The colophon, with samples of digests."""
    exact_back: Callable[[], bytes]
    """Makes the colophon with the digests themselves, for a style that draws samples in an unusual way."""
    specimen: bytes
    """Pages with page numbers, see `pagenumbers`."""
    recto: bool = False
    """Whether every part starts on the side of the first page: a right-hand one, or a left-hand one from right to left."""
    front_pages: int = 3
    """The number of pages that `front` probably has; a right guess saves time."""
    keep: Keep = anew
    """Keeps cut fonts for the next binding."""


@frozen
class Bound:
    """A bound volume."""

    data: bytes
    pages: int
    front_pages: int
    """Number of front matter pages."""
    breaks: tuple[PageBreak, ...]
    """Where the pages of its chapters start."""
    opened: object = None
    """Open objects of the parts: freeing them takes as long as joining them, so the caller does it later."""


def bind(book: Book, parts: Parts) -> Bound:
    """The bound file. The same parts always give the same bytes."""
    chapters = [_opened(data) for data in parts.chapters]
    front = _front(book, parts, [len(chapter.file.pages) for chapter in chapters])
    own = len(front.file.pages)
    binder = _Binder(book, front, _opened(parts.specimen), parts)
    back = _opened(parts.back)
    if not digests.stamp(back, [chapter.digest for chapter in book.chapters]):
        back = _opened(parts.exact_back())
    data = binder.bind(chapters, back)
    return Bound(data, len(binder.joiner.pages), own, tuple(binder.breaks), (binder, chapters))


def pages(part: bytes) -> int:
    """Number of pages of a part."""
    return len(_opened(part).file.pages)


def _opened(data: bytes) -> Part:
    file = pikepdf.open(io.BytesIO(data))
    return Part(file, json.loads(file.Root[NOTE].read_bytes()))


def _front(book: Book, parts: Parts, counts: Sequence[int]) -> Part:
    """Front matter whose contents page has the right numbers; these depend on its own length."""
    assumed = parts.front_pages
    while True:
        part = _opened(parts.front(_begins(book, counts, assumed, recto=parts.recto)))
        found = len(part.file.pages)
        if found == assumed:
            return part
        assumed = found


def _begins(book: Book, counts: Sequence[int], front: int, *, recto: bool) -> dict[str, int]:
    """The page on which each chapter starts; the text starts on page 1."""
    place = start = _text_start(front, recto=recto)
    found = {}
    for chapter, count in zip(book.chapters, counts, strict=True):
        place += recto and place % 2
        found[chapter.id] = place - start + 1
        place += count
    return found


def _text_start(front: int, *, recto: bool) -> int:
    """Index of the first text page after this many front matter pages."""
    return front + (recto and front % 2)


_LABELS = {"cover": "cover", "title": "title-page"}
"""Kinds of pages without a number, and the words that name them."""


class _Binder:
    """Builds one volume."""

    def __init__(self, book: Book, front: Part, specimen: Part, parts: Parts) -> None:
        self.book = book
        self.front = front
        self.recto = parts.recto
        self.file = front.file
        self.folios = Folios(self.file, specimen.file, specimen.glyphs)
        self.joiner = Joiner(front)
        self.shared = Shared(self.file, parts.keep)
        self.stamp_fonts = self.shared.add({name: specimen.fonts[name] for name in self.folios.fonts})
        self.stamp_states = _copied(self.file, specimen.file)
        self.start = _text_start(len(self.joiner.pages), recto=parts.recto)
        self.numbered: list[Any] = []
        self.breaks: list[PageBreak] = []

    def bind(self, chapters: Sequence[Part], back: Part) -> bytes:
        parts = [self.front, *chapters, back]
        fonts = [self.shared.add(part.fonts) for part in parts]
        self.shared.make()
        for part, shared in zip(parts, fonts, strict=True):
            _take_fonts(part, shared)
        items = [self.joiner.own_bookmarks()]
        pages = [list(self.joiner.pages)]
        self._use(fonts[0], pages[0])
        for part, shared in zip(parts[1:], fonts[1:], strict=True):
            if self.recto and len(self.joiner.pages) % 2:
                self.joiner.add_blank(min(self.front.blank, default=None))
            self._keep_breaks(part, len(pages) - 1)
            added, bookmarked = self.joiner.append(part)
            self._use(shared, added)
            self.numbered += [page for number, page in enumerate(added) if number in part.numbered]
            pages.append(added)
            items.append(bookmarked)
        self._link(pages)
        self.joiner.finish()
        bookmarks.write(self.file, self._branches(items))
        self._number()
        return self._saved()

    def _use(self, fonts: Mapping[str, Any], pages: Sequence[Any]) -> None:
        """Give the pages of one part, which share one resource dictionary, the shared fonts and the resources for
        page numbers.
        """
        resources = pages[0].Resources
        for name, font in {**fonts, **self.stamp_fonts}.items():
            resources.Font[f"/{name}"] = font.object
        for name, state in self.stamp_states.items():
            if name not in resources.ExtGState:
                resources.ExtGState[name] = state

    def _keep_breaks(self, part: Part, number: int) -> None:
        """Record where pages start in the chapter that is joined next; nothing for other parts."""
        first = len(self.joiner.pages) - self.start + 1
        for chapter in self.book.chapters[number : number + 1]:
            self.breaks += [
                PageBreak(str(first + page), chapter.id, element, offset)
                for page, element, offset in part.starts
            ]

    def _link(self, pages: Sequence[Sequence[Any]]) -> None:
        links = Links(self.book, frozenset(self.joiner.destinations))
        self.joiner.link(pages[0], links.contents)
        for chapter, held in zip(self.book.chapters, pages[1:], strict=False):
            self.joiner.link(held, partial(links.between, own=chapter.id))

    def _branches(self, items: Sequence[list[Any]]) -> list[Branch]:
        """Front matter, sections of chapters, colophon."""
        rows = list(zip(self.book.chapters, items[1:-1], strict=True))
        middle = [
            Branch(section, [item for _, held in group for item in held])
            for section, group in groupby(rows, lambda row: row[0].section)
        ]
        return [Branch("", items[0]), *middle, Branch("", items[-1])]

    def _number(self) -> None:
        """Stamp all pages that need a number, and label all pages (ISO 32000-1, 12.4.2)."""
        places = {page.objgen: place for place, page in enumerate(self.joiner.pages)}
        for page in self.numbered:
            place = places[page.objgen]
            stamp = self.folios.streams(place - self.start + 1, place % 2)
            page.Contents = Array([page.Contents, *stamp])
        rows: list[Any] = []
        for number, name in enumerate(self.front.names):
            if name == "contents":
                rows += [number, Dictionary(S=Name.r, St=1)]
                break
            key = _LABELS.get(name)
            rows += [number, Dictionary(P=String(label(key, self.book.language))) if key else Dictionary()]
        rows += [self.start, Dictionary(S=Name.D, St=1)]
        self.file.Root.PageLabels = Dictionary(Nums=Array(rows))

    def _saved(self) -> bytes:
        del self.file.Root[NOTE]
        out = io.BytesIO()
        mode = pikepdf.ObjectStreamMode.generate
        self.file.save(out, object_stream_mode=mode, deterministic_id=True)
        return out.getvalue()


def _take_fonts(part: Part, shared: Mapping[str, Any]) -> None:
    """Remove the shared fonts, before they are copied with the pages."""
    held = part.file.pages[0].Resources.Font
    for name in shared:
        del held[f"/{name}"]


def _copied(file: pikepdf.Pdf, other: pikepdf.Pdf) -> dict[str, Any]:
    """The graphics states of another file's first page."""
    states = other.pages[0].Resources.get("/ExtGState", Dictionary())
    return {name: file.copy_foreign(other.make_indirect(states[name])) for name in list(states.keys())}
