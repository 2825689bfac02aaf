"""Contents: nested entries for the navigation document, and the NCX for readers from before 2011."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from lxml import etree

from publish.books.bare import bare
from publish.books.makers import makers
from publish.epub.namespaces import NCX, XML
from publish.frozen import frozen
from publish.model import Book, Heading
from publish.text.characters import without_hints

__all__ = ["Entry", "ncx", "nest"]

DEEPEST = 3
"""Heading level of the deepest entry: with the chapter's title three levels, as many as reading apps show."""
NCX_DEPTH = 2
"""Levels of the NCX: Kindle's maximum."""


@frozen
class Entry:
    """One line of the contents."""

    title: str
    href: str
    children: tuple[Entry, ...] = ()
    language: str = ""
    """BCP 47 tag of the title, if known; empty: the book's."""


def nest(headings: Iterable[Heading], places: Mapping[str, str], language: str = "") -> tuple[Entry, ...]:
    """Entries for the headings of a chapter in a language; `places` gives the document of each id."""
    wanted = [h for h in headings if h.level <= DEEPEST and h.id in places and h.text.strip()]
    return _level(wanted, places, language)


def _level(headings: list[Heading], places: Mapping[str, str], language: str) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    index = 0
    while index < len(headings):
        head = headings[index]
        end = index + 1
        while end < len(headings) and headings[end].level > head.level:
            end += 1
        below = _level(headings[index + 1 : end], places, language)
        entries.append(Entry(" ".join(head.text.split()), f"{places[head.id]}#{head.id}", below, language))
        index = end
    return tuple(entries)


def ncx(book: Book, entries: tuple[Entry, ...]) -> bytes:
    """The NCX document (DAISY Z39.86-2005, as OPF 2.0.1 uses it)."""
    book = bare(book)
    root = etree.Element(f"{{{NCX}}}ncx", nsmap={None: NCX})  # type: ignore[dict-item]  # None is the default namespace
    root.attrib.update({"version": "2005-1", f"{{{XML}}}lang": book.language})
    head = _add(root, "head")
    depth = 1 + any(entry.children for entry in entries)
    pages = {"dtb:totalPageCount": "0", "dtb:maxPageNumber": "0"}
    for name, content in ({"dtb:uid": book.identifier, "dtb:depth": str(depth)} | pages).items():
        _add(head, "meta", {"name": name, "content": content})
    _add(_add(root, "docTitle"), "text").text = book.title
    for person in makers(book)[0]:
        _add(_add(root, "docAuthor"), "text").text = person.name
    _points(_add(root, "navMap"), entries, 1, {}, count(1))
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _points(
    parent: etree._Element,
    entries: tuple[Entry, ...],
    depth: int,
    places: dict[str, int],
    numbers: Iterator[int],
) -> None:
    """`places` numbers the targets in order. Entries with the same target, as a section and its first chapter, get
    the same number.
    """
    for entry in entries:
        order = places.setdefault(entry.href, len(places) + 1)
        point = _add(parent, "navPoint", {"id": f"point-{next(numbers)}", "playOrder": str(order)})
        _add(_add(point, "navLabel"), "text").text = without_hints(entry.title)
        _add(point, "content", {"src": entry.href})
        if depth < NCX_DEPTH:
            _points(point, entry.children, depth + 1, places, numbers)


def _add(parent: etree._Element, name: str, attributes: dict[str, str] | None = None) -> etree._Element:
    return etree.SubElement(parent, f"{{{NCX}}}{name}", attributes or {})
