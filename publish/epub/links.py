"""Corrects links inside the book; links to nothing lose their address but keep their text."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from publish.books.neighbours import target
from publish.epub.namespaces import MATHML, epub, xhtml
from publish.frozen import frozen
from publish.text.webaddress import valid

__all__ = ["Places", "outside", "rewrite"]

_REFERENCE = f"{{{MATHML}}}mrow"
"""Links from inside formulas to equations."""
_UNREGISTERED = frozenset(["geo", "magnet", "sms"])
"""Schemes that EPUBCheck warns about (HTM-025), and that readers do not know."""


@frozen
class Places:
    """The places of elements in the book."""

    targets: Mapping[str, Mapping[str, str]]
    """Chapter id → element id → name of its document."""
    addresses: Mapping[str, str]
    """Web address of a chapter, without a slash at the end → chapter id."""
    first: Mapping[str, str]
    """Chapter id → name of its first document."""


def rewrite(elements: list[etree._Element], chapter: str, document: str, places: Places) -> None:
    """Correct all links of one document of a chapter."""
    for element in elements:
        for link in element.iter(xhtml("a"), _REFERENCE):
            href = link.get("href")
            if href is None or "unresolved" in link.get("class", "").split():  # those are connected already
                continue
            target = _target(href.strip(), chapter, document, places)
            if target is None:
                for name in ("href", "role", epub("type")):
                    link.attrib.pop(name, "")
            else:
                link.set("href", target)


def _target(href: str, chapter: str, document: str, places: Places) -> str | None:
    """A link's address for the package, or None when it leads nowhere."""
    if href.startswith("#"):
        return _inside(chapter, href[1:], document, places)
    other: str | None
    other, fragment = target(href)
    if not other:
        address, _, fragment = href.partition("#")
        other = places.addresses.get(address.rstrip("/"))
    if other is not None:
        return _inside(other, fragment, document, places) or places.first[other]
    return outside(href)


def _inside(chapter: str, fragment: str, document: str, places: Places) -> str | None:
    name = places.targets[chapter].get(fragment)
    if name is None:
        return None
    return f"#{fragment}" if name == document else f"{name}#{fragment}"


def outside(href: str) -> str | None:
    """An address outside the book as a valid URL; None for one that no reader should follow."""
    address = valid(href)
    return None if address is None or address.partition(":")[0] in _UNREGISTERED else address
