"""Links between the chapters of a volume: addresses on the web become places in the file."""

from __future__ import annotations

from publish.model import Book

__all__ = ["CHAPTER_SCHEME", "Links"]

CHAPTER_SCHEME = "chapter:"
"""Addresses of a volume's chapters, `chapter:ID`, until binding knows where they stand."""


class Links:
    """From addresses to names of destinations. `known` are all names in the file."""

    def __init__(self, book: Book, known: frozenset[str]) -> None:
        self._known = known
        self._chapters = {
            chapter.address.rstrip("/"): chapter.id for chapter in book.chapters if chapter.address
        }

    def contents(self, address: str) -> str:
        """Where a line of the contents page leads; empty for an address outside the file."""
        if not address.startswith(CHAPTER_SCHEME):
            return ""
        return f"{address.removeprefix(CHAPTER_SCHEME)}-title"

    def between(self, address: str, own: str) -> str:
        """Where a link in the chapter `own` leads; empty when it leads out of the file, or to where the chapter stood."""
        place, _, fragment = address.partition("#")
        chapter = self._chapters.get(place.rstrip("/"))
        if chapter is None:
            return ""
        if fragment and (name := f"{chapter}-{fragment}") in self._known:
            return name
        return "" if chapter == own else f"{chapter}-title"
