"""From bytes to the tree of a drawing: from files, compressed files, and SVG inside HTML."""

from __future__ import annotations

import re
import zlib
from html import unescape

from lxml import etree

from publish.images.errors import ImageError
from publish.text.patterns import late

__all__ = ["is_drawing", "read"]

MOST_BYTES = 8 << 20
"""Most bytes of one drawing, uncompressed."""
_MOST_ELEMENTS = 100_000
_HEAD = 16_384
"""The first tag must start within this many bytes: Illustrator puts licences and declarations before it."""
_FIRST_TAG = re.compile(
    rb"\s*+(?>(?:<\?[^>]*+>\s*+|<!--.*?-->\s*+|<!DOCTYPE\s[^>\[]*+(?:\[.*?\]\s*+)?>\s*+)*)<(?:[\w-]+:)?svg[\s/>]",
    re.DOTALL | re.IGNORECASE,
)
_GZIP = b"\x1f\x8b"
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
_NAMED = late(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,31});")
_TAG = late(r"""<[A-Za-z](?>(?:"[^"]*+"|'[^']*+'|[^<>"'])*)>?""")
_SAID = late(r"""([\w:.-]{1,60}+)\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'<>]++)""")
_UNBOUNDED = {
    "depth": "whose groups nest deeper than 256",
    "amplification": "whose entities grow without end",
    "loop": "whose entities grow without end",
}
"""Errors of libxml2, by a word in its message."""
_DECLARATION = late(r"^\s*<\?xml[^>]*\?>")


def is_drawing(data: bytes) -> bool:
    """Whether these bytes are SVG, from their content."""
    if data[:2] == _GZIP:
        try:
            data = _unpacked(data, _HEAD)
        except ImageError:
            return False
    head = data[:_HEAD]
    for mark, name in _MARKS.items():
        if head.startswith(mark):
            head = head.decode(name, "ignore").encode()
    return _FIRST_TAG.match(head) is not None


def read(data: bytes) -> etree._Element:
    """The root of a drawing. Raises ImageError when it is broken or too large. Reads nothing except these bytes."""
    if data[:2] == _GZIP:
        data = _unpacked(data, MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ImageError(f"an SVG drawing of more than {MOST_BYTES:,} bytes: simplify it, or save it as PNG")
    try:
        root = etree.fromstring(data, _parser(recover=False))
    except etree.XMLSyntaxError as error:
        for word, what in _UNBOUNDED.items():
            if word in str(error):
                raise ImageError(f"an SVG drawing {what}: simplify it, or save it as PNG") from error
        root = _mended(data)
    if root is None or _plain_name(root) != "svg":
        raise ImageError("a broken SVG drawing")
    if sum(1 for _ in root.iter()) > _MOST_ELEMENTS:
        raise ImageError(
            f"an SVG drawing of more than {_MOST_ELEMENTS:,} parts: simplify it, or save it as PNG"
        )
    return root


def _mended(data: bytes) -> etree._Element | None:
    """The tree of a drawing that is not proper XML: with HTML's entities, values without quotes, or undeclared
    prefixes.
    """
    mark = next((name for start, name in _MARKS.items() if data.startswith(start)), "utf-8")
    text = _DECLARATION.sub("", data.decode(mark, "replace"))
    text = _NAMED.sub(lambda found: unescape(found[0]), text)
    text = _TAG.sub(lambda tag: _SAID.sub(_quoted, tag[0]), text)
    try:
        return etree.fromstring(text.encode(), _parser(recover=True))
    except etree.XMLSyntaxError as error:
        raise ImageError("a broken SVG drawing") from error


def _quoted(said: re.Match[str]) -> str:
    """An attribute with its value in quotes, as XML needs it."""
    name, value = said.groups()
    bare = value.rstrip("/")
    return said[0] if value[0] in "\"'" else f'{name}="{bare}"{value[len(bare) :]}'


def _parser(*, recover: bool) -> etree.XMLParser:
    # Illustrator declares entities in its drawings; libxml2 limits how much they expand, and how deep elements nest.
    return etree.XMLParser(
        resolve_entities="internal",  # type: ignore[arg-type]  # lxml 5 and later
        no_network=True,
        load_dtd=False,
        recover=recover,
        remove_comments=True,
        remove_pis=True,
    )


def _plain_name(element: etree._Element) -> str:
    return etree.QName(element).localname.lower().rpartition(":")[2]


def _unpacked(data: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(data, most)
    except zlib.error as error:
        raise ImageError("a broken SVG drawing") from error
