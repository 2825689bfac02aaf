"""Things that Kindle refuses or shows wrongly (Kindle Publishing Guidelines; Send to Kindle)."""

from __future__ import annotations

import io
from collections.abc import Iterator

from lxml import etree

from publish.epub.namespaces import DC
from publish.text.patterns import late

__all__ = ["package", "picture", "size_of", "style"]

LARGEST = 5 << 20
"""Size limit of one picture in bytes."""
COVER = (625, 1000)
"""Minimum width and height of a cover in pixels."""

_KINDS = frozenset({"image/jpeg", "image/png", "image/gif", "image/svg+xml"})
_MODERN = late(r"(?:^|[\s;{])--[\w-]+\s*:|\bvar\(\s*--")
_LANGUAGE = late(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
"""The usual form of a tag (BCP 47, 2.1); readers do not know grandfathered and private ones."""


def picture(kind: str, data: bytes, *, is_cover: bool) -> Iterator[str]:
    """Problems of a picture with this media type."""
    if kind not in _KINDS:
        yield f"is {kind}: Kindle and older readers show only JPEG, PNG, GIF and SVG"
    if len(data) > LARGEST:
        yield f"has {len(data) >> 20} MB: Kindle's limit for a picture is 5 MB"
    size = size_of(data) if is_cover and kind in {"image/jpeg", "image/png"} else None
    if size and (size[0] < COVER[0] or size[1] < COVER[1]):
        yield f"is a cover of {size[0]} × {size[1]} pixels: Kindle needs at least {COVER[0]} × {COVER[1]}"


def style(css: str) -> Iterator[str]:
    """Problems of a style sheet."""
    if "--" in css and _MODERN.search(css):  # to look for two signs is fast
        yield "uses variables (--name), which Kindle refuses"


def package(tree: etree._Element) -> Iterator[str]:
    """Problems of a package document."""
    tags = [(element.text or "").strip() for element in tree.iterfind(f".//{{{DC}}}language")]
    for tag in tags:
        if not _LANGUAGE.fullmatch(tag):
            yield f"has the language {tag!r}: Kindle needs a tag such as `en` or `zh-Hant`"
    if not tags:
        yield "declares no language: Kindle refuses the book"


def size_of(data: bytes) -> tuple[int, int] | None:
    """Width and height of a picture in pixels; None when it does not open."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as opened:  # reads only the header: nothing is decoded
            return opened.size
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
