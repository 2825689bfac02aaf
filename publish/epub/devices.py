"""Limits of Kobo and Apple Books, and of contents on Kindle: what they refuse or show wrongly, besides `kindle`.

Kobo's are in its public specification for EPUBs, Apple's in its asset guide, Kindle's in its publishing guidelines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from lxml import etree

from publish.epub.kindle import size_of
from publish.epub.namespaces import NCX, XHTML
from publish.text.patterns import late

__all__ = ["document", "picture", "style"]

PIXELS = 5_600_000
"""Largest picture in Apple Books."""
EMBEDDED = 10 << 20
"""Kobo's limit for the pictures of one document, in bytes."""
LEVELS = 2
"""Levels of contents that Kindle shows."""

_COMMENT = late(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_PAGE = late(r"(?:^|[},])\s*(?:html|body)\s*(?:,[^{}]{0,500})?\{[^{}]*\bbackground(?:-color)?\s*:")

Problem = tuple[str, str]
"""The code of a notice, and its message."""


def document(name: str, tree: etree._Element, files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Problems of an XML file; `files` are all files of the book."""
    if tree.tag == f"{{{NCX}}}ncx":
        if (depth := _depth(tree)) > LEVELS:
            yield "epub-kindle", f"has {depth} levels of contents: Kindle shows {LEVELS}"
        return
    shown = {
        normpath(join(dirname(name), unquote(image.get("src", "")))) for image in tree.iter(f"{{{XHTML}}}img")
    }
    if (total := sum(len(files.get(each, b"")) for each in shown)) > EMBEDDED:
        yield (
            "epub-kobo",
            f"shows {total >> 20} MB of pictures: Kobo's limit for one document is {EMBEDDED >> 20} MB",
        )


def picture(kind: str, data: bytes) -> Iterator[Problem]:
    """Problems of a picture with this media type."""
    size = size_of(data) if kind in {"image/jpeg", "image/png", "image/gif"} else None
    if size and size[0] * size[1] > PIXELS:
        yield (
            "epub-apple",
            f"has {size[0]} × {size[1]} pixels: Apple Books refuses more than {PIXELS / 1e6:g} million",
        )


def style(css: str) -> Iterator[Problem]:
    """Problems of a style sheet."""
    if _PAGE.search(_COMMENT.sub(" ", css)):
        yield "epub-kobo", "gives the page a background: Kobo and night modes cannot change it"


def _depth(element: etree._Element) -> int:
    point = f"{{{NCX}}}navPoint"
    below = max((_depth(child) for child in element if isinstance(child.tag, str)), default=0)
    return below + (element.tag == point)
