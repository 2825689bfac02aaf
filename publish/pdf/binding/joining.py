"""Joins the pages of parts, with their links, destinations, structure and pictures, in one file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from copy import copy
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

__all__ = ["Joiner", "Part"]


class Part:
    """An opened part, and the data recorded at its layout."""

    def __init__(self, file: pikepdf.Pdf, note: dict[str, Any]) -> None:
        self.file = file
        self.numbered = frozenset(note["numbered"])
        """Pages with a page number, as indexes in the part."""
        self.blank = frozenset(note["blank"])
        self.names: list[str] = note["names"]
        """The name that the style gives each page (`page`), empty for blank ones."""
        self.starts = [(int(page), int(element), int(offset)) for page, element, offset in note["starts"]]
        """Where pages start in the text, see `pagebreaks.Start`."""
        self.fonts: dict[str, Any] = note["fonts"]

    @property
    def glyphs(self) -> dict[str, dict[str, str]]:
        """Font → character → its glyph as four hexadecimal digits."""
        return {
            name: {words: f"{int(glyph):04x}" for glyph, words in facts["text"].items()}
            for name, facts in self.fonts.items()
        }


class Joiner:
    """A file that grows part by part. It starts as the first part, and keeps its metadata."""

    def __init__(self, first: Part) -> None:
        self.file = first.file
        root = self.file.Root
        self.pages: list[Any] = [page.obj for page in self.file.pages]
        """All pages in order. pikepdf's own list counts all pages whenever one is added."""
        self._document = root.StructTreeRoot.K[0]
        self._kids: list[Any] = list(self._document.K)
        self._parents = [self._bounded(root.StructTreeRoot.ParentTree)]
        self._slot = int(root.StructTreeRoot.ParentTreeNextKey)
        self.destinations: dict[str, Any] = {}
        self._keep_destinations(_destinations(root))
        self._colours = self.file.pages[0].Resources.ColorSpace
        self._pictures: dict[tuple[str, str], Any] = {}
        self._keep_pictures(self.file.pages[0].Resources)

    def append(self, part: Part) -> tuple[list[Any], list[Any]]:
        """Add a part's pages. Returns its pages and top-level bookmarks as objects of this file."""
        pages = [self.file.copy_foreign(page.obj) for page in part.file.pages]
        self.pages += pages
        self._share(pages[0].Resources)
        self._add_structure(part.file.Root.StructTreeRoot, pages)
        if (names := _destinations(part.file.Root)) is not None:
            self._keep_destinations(self.file.copy_foreign(part.file.make_indirect(names)))
        return pages, [self.file.copy_foreign(item) for item in _taken(part.file.Root)]

    def add_blank(self, like: int | None) -> None:
        """Add an empty page: a copy of one of the first part's, by its index, with the crop marks that it may have; or one of
        their size.
        """
        size = self.pages[0].MediaBox
        plain = Dictionary(Type=Name.Page, MediaBox=size, Resources=Dictionary(), Tabs=Name.S)
        page = self.file.make_indirect(plain if like is None else copy(self.pages[like]))
        if "/StructParents" in page:
            del page["/StructParents"]
        self.pages.append(page)

    def own_bookmarks(self) -> list[Any]:
        """The bookmarks of the first part."""
        return _taken(self.file.Root)

    def link(self, pages: Sequence[Any], resolve: Callable[[str], str]) -> None:
        """Make links point into the file where `resolve` knows a place for their address."""
        for page in pages:
            for annotation in page.get("/Annots", []):
                action = annotation.get("/A")
                if action is None or action.get("/S") != Name.URI:
                    continue
                if target := resolve(str(action.URI)):
                    del annotation["/A"]
                    annotation.Dest = String(target)

    def finish(self) -> None:
        """Write the trees with everything that was joined. The tree of pages is flat (ISO 32000-1, 7.7.3.2)."""
        tree = self.file.Root.Pages
        for page in self.pages:
            page.Parent = tree
        tree.Kids, tree.Count = Array(self.pages), len(self.pages)
        structure = self.file.Root.StructTreeRoot
        self._document.K = Array(self._kids)
        structure.ParentTree = self.file.make_indirect(Dictionary(Kids=Array(self._parents)))
        structure.ParentTreeNextKey = self._slot
        rows = Array()
        for name in sorted(self.destinations, key=lambda name: name.encode("utf-16-be")):
            rows.append(String(name))
            rows.append(self.destinations[name])
        if len(rows):
            self.file.Root.Names = Dictionary(Dests=Dictionary(Names=rows))

    def _share(self, resources: Any) -> None:
        """Use colour spaces and pictures that the file has already."""
        for name in list(self._colours.keys()):
            resources.ColorSpace[name] = self._colours[name]
        self._keep_pictures(resources)

    def _keep_pictures(self, resources: Any) -> None:
        pictures = resources.get("/XObject", {})
        for name in list(pictures.keys()):
            picture = pictures[name]
            if picture.get("/Subtype") != Name.Image or "/SMask" in picture:
                continue
            key = (name, hashlib.sha256(picture.read_raw_bytes()).hexdigest())
            pictures[name] = self._pictures.setdefault(key, picture)

    def _add_structure(self, structure: Any, pages: list[Any]) -> None:
        """Put the elements of a part under this file's Document, with new keys in the parent tree."""
        for kid in structure.K[0].K:
            del kid["/P"]
            element = self.file.copy_foreign(kid)
            element.P = self._document
            self._kids.append(element)
        tree = self.file.copy_foreign(structure.ParentTree)
        for place in range(0, len(tree.Nums), 2):
            tree.Nums[place] = int(tree.Nums[place]) + self._slot
        self._parents.append(self._bounded(tree))
        for page in pages:
            page.StructParents = int(page.StructParents) + self._slot
            for annotation in page.get("/Annots", []):
                if "/StructParent" in annotation:
                    annotation.StructParent = int(annotation.StructParent) + self._slot
        self._slot += int(structure.ParentTreeNextKey)

    def _bounded(self, tree: Any) -> Any:
        """A leaf of a number tree, with the limits that it needs below a root (ISO 32000-1, 7.9.7)."""
        tree.Limits = Array([tree.Nums[0], tree.Nums[len(tree.Nums) - 2]])
        return tree

    def _keep_destinations(self, names: Any) -> None:
        for place in range(0, 0 if names is None else len(names), 2):
            self.destinations.setdefault(str(names[place]), names[place + 1])


def _taken(root: Any) -> list[Any]:
    """The top-level bookmarks, taken out of their chain."""
    found: list[Any] = []
    item = root.Outlines.First if "/Outlines" in root else None
    while item is not None:
        following = item.get("/Next")
        for name in ("/Parent", "/Prev", "/Next"):
            if name in item:
                del item[name]
        found.append(item)
        item = following
    return found


def _destinations(root: Any) -> Any:
    return root.Names.Dests.Names if "/Names" in root and "/Dests" in root.Names else None
