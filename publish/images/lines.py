"""Where a picture stands in a post's file."""

from __future__ import annotations

import re
from contextlib import suppress

from publish.images import datauris
from publish.images.errors import ImageError
from publish.markup import drawings
from publish.model import Post

__all__ = ["line_of", "lines_without_address"]

_SHOWN = 60
"""Start of an inline drawing, in characters, by which its line in the post's file is found."""
_CODE = re.compile(
    r"^([`~]{3,})[^\n]*\n.*?^\1[`~]*[ \t]*$|(?<!`)(`++)(?!`)[^\n]*?(?<!`)\2(?!`)", re.MULTILINE | re.DOTALL
)
_NO_ADDRESS = re.compile(
    r"""!\[[^\]\n]{0,1000}\]\(\s*(?:<\s*>)?\s*(?:["'][^"'\n]{0,1000}["']\s*)?\)"""
    r"""|<img(?=\s|/?>)(?![^>]{0,2000}?\s(?:data-[\w-]+|src|srcset)\s*=\s*(?:["']\s*[^"'\s]|[^"'\s>]))[^>]{0,2000}>""",
    re.IGNORECASE,
)
"""A picture of Markdown or HTML without an address."""


def line_of(post: Post, address: str) -> int | None:
    """The line of an address in the post's file, first where it stands alone; None when it is not there."""
    wanted = [address]
    if address.startswith(drawings.ADDRESS):  # as the author wrote it, or made of a drawing in the text
        with suppress(ImageError):
            first = datauris.bytes_of(address).decode("utf-8", "replace").partition("\n")[0]
            wanted += [first, first[:_SHOWN]]
    at = next((place for each in wanted if each and (place := _place(post.text, each)) >= 0), -1)
    return None if at < 0 else post.first_line + post.text.count("\n", 0, at)


def _place(text: str, wanted: str) -> int:
    """Where a text stands that is no part of a longer address, else where it stands at all; -1 for nowhere."""
    first = place = text.find(wanted)
    while place >= 0:
        before, after = text[place - 1 : place], text[place + len(wanted) : place + len(wanted) + 1]
        if not any(each.isalnum() or each in "/.%_-" for each in (before, after) if each):
            return place
        place = text.find(wanted, place + 1)
    return first


def lines_without_address(post: Post) -> tuple[int, ...]:
    """The lines of pictures that have no address, in order. Those in code are examples and do not count."""
    text = _CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), post.text)
    return tuple(post.first_line + text.count("\n", 0, found.start()) for found in _NO_ADDRESS.finditer(text))
