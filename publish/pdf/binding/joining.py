"""Joins parts in one file: their pages, links, destinations, structure and pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from publish.pdf.binding.part import Part, filled
from publish.pdf.binding.writing import Writer, reference
from publish.text.patterns import late

__all__ = ["Joined", "Joiner"]

_KEY = late(r"/StructParents \d+ ")


class Joined:
    """A part that has its numbers in the file, and the words for its holes as far as they are known."""

    def __init__(self, part: Part, words: dict[int | str, str], left: frozenset[int]) -> None:
        self.part = part
        self.words = words
        self.left = left
        """Objects that are not written, for the file has the same already."""
        self.pages = [words[page] for page in part.pages]
        self.contents = [words[content] for content in part.contents]
        self.stamps: dict[int, Sequence[str]] = {}
        """What is drawn on a page besides its own content."""


class Joiner:
    """A file that grows part by part. The first part brings the metadata."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.parts: list[Joined] = []
        self.pages: list[str] = []
        """All pages in order, as references."""
        self.destinations: dict[str, tuple[str, str]] = {}
        """Name → how it is written, and the place."""
        self._tree = writer.reserve()
        self._keys = 0
        self._common: dict[str, str] = {}
        self._blanks: list[int] = []

    def append(self, part: Part) -> Joined:
        """Add a part's pages. What is in their holes is decided later."""
        same = {number: self._common[what] for number, what in part.common if what in self._common}
        words: dict[int | str, str] = dict(same.items())
        own = [number for number in part.objects if number not in same]
        start = self.writer.reserve(len(own))
        words.update((number, reference(start + place)) for place, number in enumerate(own))
        words.update((f"key-{key}", str(self._keys + key)) for key in range(part.keys))
        words[part.outside["tree"]] = reference(self._tree)
        if self.parts:
            words[part.outside["document"]] = self.parts[0].words[self.parts[0].part.outside["document"]]
        self._keys += part.keys
        self._common.update((what, words[number]) for number, what in part.common)
        self.parts.append(joined := Joined(part, words, frozenset(same)))
        self.pages += joined.pages
        for name, written, place in part.destinations:
            self.destinations.setdefault(name, (written, filled(place, words)))
        return joined

    def add_blank(self) -> None:
        """Add an empty page."""
        self._blanks.append(number := self.writer.reserve())
        self.pages.append(reference(number))

    def link(self, joined: Joined, resolve: Callable[[str], str]) -> None:
        """Make links point into the file where `resolve` knows a place for their address."""
        for number, (address, action) in enumerate(joined.part.links):
            name = resolve(address)
            written = self.destinations[name][0] if name in self.destinations else ""
            joined.words[f"link-{number}"] = (
                f"/Dest {written}" if written else f"/A {filled(action, joined.words)}"
            )

    def finished(self, entries: str, blank: int | None) -> bytes:
        """The file, with everything that was joined, and these entries in its catalog. `blank` is the page of the first part
        that empty pages are like, with the crop marks that it may have; None makes them of its size.
        """
        first = self.parts[0]
        writer = self.writer
        names = sorted(self.destinations, key=lambda name: name.encode("utf-16-be"))
        rows = " ".join(f"{written} {place}" for written, place in map(self.destinations.__getitem__, names))
        if rows:
            entries += f" /Names << /Dests << /Names [ {rows} ] >> >>"
        kids = [joined.words[kid] for joined in self.parts for kid in joined.part.kids]
        leaves = [joined.words[joined.part.parents] for joined in self.parts]
        parents = writer.add(f"<< /Kids [ {' '.join(leaves)} ] >>")
        first.words["catalog"] = entries
        first.words["document"] = f"/K [ {' '.join(kids)} ]"
        first.words["structure"] = f"/ParentTree {parents} /ParentTreeNextKey {self._keys}"
        for joined in self.parts:
            lines = self._written(joined)
            if joined is first:
                self._write_blanks(lines[first.part.objects.index(first.part.pages[blank or 0])], like=blank)
        # The tree of pages is flat (ISO 32000-1, 7.7.3.2).
        writer.put(
            self._tree, f"<< /Count {len(self.pages)} /Kids [ {' '.join(self.pages)} ] /Type /Pages >>"
        )
        outside = first.part.outside
        return writer.finished(first.words[outside["catalog"]], first.words[outside["info"]])

    def _written(self, joined: Joined) -> Sequence[str]:
        """Write the objects of a part."""
        part, words = joined.part, joined.words
        for place, content in enumerate(joined.contents):
            stamps = joined.stamps.get(place, ())
            words[f"contents-{place}"] = f"[ {' '.join((content, *stamps))} ]" if stamps else content
        lines = filled(part.lines, words).split("\n")
        plain = len(lines) - len(part.streams)
        first = plain - part.structure
        for place, (number, line) in enumerate(zip(part.objects, lines, strict=True)):
            if number in joined.left:
                continue
            own = int(words[number].partition(" ")[0])
            if place < plain:
                self.writer.put(own, line, late=place >= first)
            else:
                self.writer.put_stream(own, line, part.streams[place - plain])
        return lines

    def _write_blanks(self, page: str, *, like: int | None) -> None:
        if like is None:
            size = re.search(r"/MediaBox \[[^]]*\]", page)
            page = f"<< {size[0] if size else ''} /Parent {reference(self._tree)} /Resources << >> /Tabs /S /Type /Page >>"
        for number in self._blanks:
            self.writer.put(number, _KEY.sub("", page))
