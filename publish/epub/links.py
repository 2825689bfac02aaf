"""Links inside the book lead to the right document; links that lead nowhere lose their address, never their words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from publish.epub.names import epub, xhtml

__all__ = ["Places", "outside", "rewrite"]

_SCHEMES = frozenset({"http", "https", "mailto", "tel", "ftp"})
_ILLEGAL = re.compile(r"[\x00-\x20\x7f\"<>\\^`{|}]|%(?![0-9A-Fa-f]{2})")
"""What may not stand in a URL as it is (WHATWG URL, 4.3)."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where things stand in the book."""

    targets: Mapping[str, Mapping[str, str]]
    """Chapter id → element id → name of the document that holds it."""
    addresses: Mapping[str, str]
    """Address of a chapter on the web, without a slash at its end → chapter id."""
    first: Mapping[str, str]
    """Chapter id → name of its first document."""


def rewrite(elements: list[etree._Element], chapter: str, document: str, places: Places) -> None:
    """Mend every link of one document of a chapter."""
    for element in elements:
        for link in element.iter(xhtml("a")):
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
    """A link's address as the package needs it, or None when it leads nowhere."""
    if href.startswith("#"):
        return _inside(chapter, href[1:], document, places)
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
    """An address outside the book as a valid URL, or None for what no reader should follow."""
    try:
        parts = urlsplit(href)
        _ = parts.port  # raises for a port that is no number
    except ValueError:
        return None
    if parts.scheme.lower() not in _SCHEMES:
        return None
    if parts.scheme.lower() in {"http", "https", "ftp"} and not parts.hostname:
        return None
    return _ILLEGAL.sub(lambda found: f"%{ord(found[0][0]):02X}", href)
