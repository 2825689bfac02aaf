"""The steps of binding: share fonts, join pages, number them, and connect all links."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from publish.frozen import frozen
from publish.language import label
from publish.model import Book, PageBreak
from publish.pdf.binding import bookmarks, digests
from publish.pdf.binding.bookmarks import Branch
from publish.pdf.binding.fonts import Keep, Shared, anew
from publish.pdf.binding.joining import Joined, Joiner
from publish.pdf.binding.links import Links
from publish.pdf.binding.pagenumbers import Folios
from publish.pdf.binding.part import Part
from publish.pdf.binding.writing import Writer, string

__all__ = ["Bound", "Parts", "bind", "pages"]


@frozen
class Parts:
    """The parts of a volume, each from `part.lay_out`."""

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


def bind(book: Book, parts: Parts) -> Bound:
    """The bound file. The same parts always give the same bytes."""
    chapters = [*map(Part.loaded, parts.chapters)]
    front = _front(book, parts, [len(chapter.pages) for chapter in chapters])
    back = digests.stamped(Part.loaded(parts.back), [chapter.digest for chapter in book.chapters])
    binder = _Binder(book, front, Part.loaded(parts.specimen), parts)
    data = binder.bind(chapters, back or Part.loaded(parts.exact_back()))
    return Bound(data, len(binder.joiner.pages), len(front.pages), tuple(binder.breaks))


def pages(part: bytes) -> int:
    """Number of pages of a part."""
    return len(Part.loaded(part).pages)


def _front(book: Book, parts: Parts, counts: Sequence[int]) -> Part:
    """Front matter whose contents page has the right numbers; these depend on its own length."""
    assumed = parts.front_pages
    while True:
        part = Part.loaded(parts.front(_begins(book, counts, assumed, recto=parts.recto)))
        found = len(part.pages)
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
        self.writer = Writer()
        self.folios = Folios(self.writer, specimen)
        self.joiner = Joiner(self.writer)
        self.shared = Shared(self.writer, parts.keep)
        self.stamp_fonts = {
            name: specimen.fonts[name] for name in sorted(self.folios.fonts & specimen.fonts.keys())
        }
        self.shared.add(self.stamp_fonts)
        self.start = _text_start(len(front.pages), recto=parts.recto)
        self.breaks: list[PageBreak] = []

    def bind(self, chapters: Sequence[Part], back: Part) -> bytes:
        parts = [self.front, *chapters, back]
        fonts = [self.shared.add({**part.fonts, **self._stamped(part.fonts)}) for part in parts]
        self.shared.make()
        for number, (part, own) in enumerate(zip(parts, fonts, strict=True)):
            if number and self.recto and len(self.joiner.pages) % 2:
                self.joiner.add_blank()
            first = len(self.joiner.pages)
            self._keep_breaks(part, number - 1)
            joined = self.joiner.append(part)
            self._use(own, joined)
            if number:
                self._number(joined, first)
        self._link()
        entries = [self._page_labels()]
        if outlines := bookmarks.write(self.writer, self._branches()):
            entries.append(f"/Outlines {outlines}")
        return self.joiner.finished(" ".join(entries), min(self.front.blank, default=None))

    def _stamped(self, own: Mapping[str, Any]) -> dict[str, Any]:
        """The fonts of page numbers for a part with these fonts. One that the part has too serves its text as well: so a
        glyph of both means what it means in the part's text. (Left and right brackets change places from right to left.)
        """
        return {name: _with_glyphs(own.get(name, font), font) for name, font in self.stamp_fonts.items()}

    def _use(self, fonts: Mapping[str, Any], joined: Joined) -> None:
        """Give the pages of one part, which share one resource dictionary, the shared fonts and the resources for
        page numbers.
        """
        own = {name for name, _ in joined.part.states}
        states = (f"{name} {state}" for name, state in self.folios.states.items() if name not in own)
        places = {name: font.at for name, font in fonts.items()} | self.folios.own
        joined.words["fonts"] = " ".join(f"/{name} {place}" for name, place in places.items())
        joined.words["states"] = " ".join(states)

    def _keep_breaks(self, part: Part, number: int) -> None:
        """Record where pages start in the chapter that is joined next; nothing for other parts."""
        first = len(self.joiner.pages) - self.start + 1
        if 0 <= number < len(self.book.chapters):
            name = self.book.chapters[number].id
            self.breaks += [
                PageBreak(str(first + page), name, element, offset) for page, element, offset in part.starts
            ]

    def _number(self, joined: Joined, first: int) -> None:
        """Stamp the pages of a part that need a number."""
        for page in joined.part.numbered:
            place = first + page
            joined.stamps[page] = self.folios.streams(place - self.start + 1, place % 2)

    def _link(self) -> None:
        front, *chapters, back = self.joiner.parts
        for chapter, joined in zip(self.book.chapters, chapters, strict=True):
            # Where a style shows no title, links to the chapter lead to its first page.
            title = f"{chapter.id}-title"
            self.joiner.destinations.setdefault(
                title, (f"({title})", f"[ {joined.pages[0]} /XYZ null null 0 ]")
            )
        links = Links(self.book, frozenset(self.joiner.destinations))
        self.joiner.link(front, links.contents)
        for chapter, joined in zip(self.book.chapters, chapters, strict=True):
            self.joiner.link(joined, partial(links.between, own=chapter.id))
        self.joiner.link(back, lambda _: "")

    def _branches(self) -> list[Branch]:
        """Front matter, sections of chapters, colophon."""
        front, *chapters, back = map(bookmarks.items, self.joiner.parts)
        rows = list(zip(self.book.chapters, chapters, strict=True))
        middle = [
            Branch(section, [item for _, held in group for item in held])
            for section, group in groupby(rows, lambda row: row[0].section)
        ]
        return [Branch("", front), *middle, Branch("", back)]

    def _page_labels(self) -> str:
        """Labels of all pages (ISO 32000-1, 12.4.2)."""
        rows: list[str] = []
        for number, name in enumerate(self.front.names):
            if name == "contents":
                rows.append(f"{number} << /S /r /St 1 >>")
                break
            key = _LABELS.get(name)
            rows.append(f"{number} << {f'/P {string(label(key, self.book.language))}' if key else ''} >>")
        rows.append(f"{self.start} << /S /D /St 1 >>")
        return f"/PageLabels << /Nums [ {' '.join(rows)} ] >>"


def _with_glyphs(font: Mapping[str, Any], other: Mapping[str, Any]) -> Mapping[str, Any]:
    """A font's data with the glyphs of another part's."""
    return {**font, **{key: {**other[key], **font[key]} for key in ("widths", "text")}}
