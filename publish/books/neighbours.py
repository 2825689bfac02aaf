"""Links from one post's file to another's, `[next](next.md)`: in a volume they lead to the other's chapter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from urllib.parse import unquote, urljoin

from publish.keep.files import located
from publish.text.patterns import late

__all__ = ["CHAPTER_SCHEME", "Links", "join", "links_of", "target"]

CHAPTER_SCHEME = "chapter:"
"""Prefix of the address of a chapter in the same book, `chapter:ID` or `chapter:ID#PLACE`, until a writer knows where
it is."""
Links = tuple[tuple[str, str], ...]
"""Addresses as they are written in a post, and on the web, without `#PLACE`, and the ids of the chapters to which they
lead.
"""

_FILE = late(r"(?<![\w./%~@+-])[\w./%~@+-]+\.(?:md|markdown)\b", re.IGNORECASE)
_ENDING = re.compile(rb"\.(?:md|markdown)", re.IGNORECASE)
"""Most posts name no file. To see that is a hundred times as fast as to look for the names."""


def links_of(data: bytes, path: Path, chapters: Mapping[Path, tuple[str, str]], root: Path | None) -> Links:
    """The other posts that a post's text names by their files, and their addresses on the web. `chapters` are ids and
    addresses by the posts' located paths, `root` is the site's folder.
    """
    if not _ENDING.search(data):
        return ()
    named = dict.fromkeys(found[0] for found in _FILE.finditer(data.decode("utf-8", "replace")))
    return tuple(dict.fromkeys(_known(named, path, chapters, root)))


def _known(
    named: Mapping[str, None], path: Path, chapters: Mapping[Path, tuple[str, str]], root: Path | None
) -> Iterator[tuple[str, str]]:
    names = {other.name for other in chapters}
    for written in named:
        place = unquote(written)
        folders = (root,) if place.startswith("/") else (path.parent, root)
        if "\0" not in place and Path(place).name in names:
            places = (located(folder / place.lstrip("/")) for folder in folders if folder is not None)
            chapter, address = next((chapters[each] for each in places if each in chapters), ("", ""))
            yield from ((each, chapter) for each in (written, address) if chapter and each)


def join(body: str, address: str, links: Links) -> str:
    """A chapter's body with these links leading to chapters. `address` is the post's own on the web, or empty."""
    from lxml import etree  # planning a volume needs none of it

    from publish.markup.tree import has_class

    known = {unquote(urljoin(base, name)): chapter for name, chapter in links for base in ("", address)}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(f"<body>{body}</body>", parser)
    for link in root.iter("a"):
        place, mark, fragment = str(link.get("data-address") or link.get("href", "")).partition("#")
        chapter = known.get(unquote(place), "") or known.get(unquote(place.partition("?")[0]), "")
        if chapter:
            link.set("href", f"{CHAPTER_SCHEME}{chapter}{mark}{fragment}")
            link.attrib.pop("data-address", "")
            if has_class(link, "unresolved"):
                del link.attrib["class"]
    parts = (etree.tostring(child, encoding="unicode") for child in root)
    return escape(root.text or "", quote=False) + "".join(parts)


def target(address: str) -> tuple[str, str]:
    """The id of the chapter to which an address leads, and the place in it; empty for other addresses."""
    if not address.startswith(CHAPTER_SCHEME):
        return "", ""
    chapter, _, place = address.removeprefix(CHAPTER_SCHEME).partition("#")
    return chapter, place
