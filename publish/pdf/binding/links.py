"""Links between the chapters of a volume: web addresses become places in the file."""

from __future__ import annotations

from publish.books.neighbours import target
from publish.model import Book

__all__ = ["Links"]


class Links:
    """From addresses to names of destinations. `known` are all names in the file."""

    def __init__(self, book: Book, known: frozenset[str]) -> None:
        self._known = known
        self._chapters = {
            chapter.address.rstrip("/"): chapter.id for chapter in book.chapters if chapter.address
        }

    def contents(self, address: str) -> str:
        """The target of a line on the contents page; empty for an address outside the file."""
        chapter, _ = target(address)
        return f"{chapter}-title" if chapter else ""

    def between(self, address: str, own: str) -> str:
        """The target of a link in the chapter `own`; empty for one out of the file."""
        chapter, fragment = target(address)
        if chapter and not fragment:
            return f"{chapter}-title"
        if not chapter:
            place, _, fragment = address.partition("#")
            chapter = self._chapters.get(place.rstrip("/"), "")
        if not chapter:
            return ""
        if fragment and (name := f"{chapter}-{fragment}") in self._known:
            return name
        return "" if chapter == own and not target(address)[0] else f"{chapter}-title"
