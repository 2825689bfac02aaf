"""Links to pages of a site whose address is not known: each links to a line of the colophon, and that line links
back.

Such a link could not open anything on a reader's device. The line shows what the author wrote, so that nothing is
lost and no link is broken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from publish.epub.chapters import Laid
from publish.epub.namespaces import OWN, xhtml
from publish.frozen import frozen

__all__ = ["SiteLink", "connect"]

_LONGEST = 60
"""Characters of a link's text in the colophon."""


@frozen
class SiteLink:
    """One address within the site, as the colophon lists it."""

    id: str
    """Id of its line."""
    address: str
    """As the author wrote it."""
    places: tuple[tuple[str, str], ...]
    """The links with this address, in order: (the link's place in the book, its text)."""


def connect(laid: Sequence[Laid], colophon: str) -> tuple[SiteLink, ...]:
    """Link every unresolved link to its line in the document `colophon`. Returns those lines in order.

    A link without an address goes to the start of its chapter, as in a browser.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    lines: dict[str, str] = {}
    for count, (chapter, document, link) in enumerate(_unresolved(laid), start=1):
        address = link.get("data-address", "").strip()
        link.attrib.pop("data-address", "")
        if not address:
            link.set("href", chapter.first)
            continue
        line = lines.setdefault(address, f"{OWN}site-link-{len(lines) + 1}")
        if link.get("id") is None:
            link.set("id", f"{OWN}from-{count}")
        link.set("href", f"{colophon}#{line}")
        found.setdefault(address, []).append((f"{document}#{link.get('id')}", _words(link)))
    return tuple(SiteLink(lines[address], address, tuple(places)) for address, places in found.items())


def _unresolved(laid: Sequence[Laid]) -> Iterator[tuple[Laid, str, etree._Element]]:
    for each in laid:
        for document, elements in each.parts.items():
            for element in elements:
                for link in element.iter(xhtml("a")):
                    if "unresolved" in link.get("class", "").split():
                        yield each, document, link


def _words(link: etree._Element) -> str:
    """The link's text, or its picture's, shortened."""
    words = " ".join("".join(map(str, link.itertext())).split())
    words = words or " ".join(image.get("alt", "") for image in link.iter(xhtml("img"))).strip() or "↩\ufe0e"
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
