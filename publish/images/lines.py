"""Where a picture stands in a post's file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

from publish.images import datauris
from publish.images.errors import ImageError
from publish.markup import drawings
from publish.model import Post

__all__ = ["line_of", "lines_without_address"]

_SHOWN = 60
"""Start of an inline drawing, in characters, by which its line in the post's file is found."""
_TRIES = 1_000
"""Most places of a text that are looked at."""
_ENDS = 9
"""Most ends of an address that are looked for in front matter."""
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_CODE = re.compile(r"(?<!`)(`{1,9}+)(?!`)[^\n]{0,300}?(?<!`)\1(?!`)")
_NO_ADDRESS = re.compile(
    r"""!\[[^\[\]\n]{0,1000}\]\(\s{0,9}(?:<\s{0,9}>)?\s{0,9}(?:["'][^"'\n]{0,300}["']\s{0,9})?\)"""
    r"""|<img(?=\s|/?>)(?![^<>]{0,2000}?\s(?:data-[\w-]{1,30}|src|srcset)\s{0,9}=\s{0,9}(?:["']\s{0,9}[^"'\s]|[^"'\s>]))[^<>]{0,2000}>""",
    re.IGNORECASE,
)
"""A picture of Markdown or HTML without an address. All parts are bounded: posts may be hostile."""


def line_of(post: Post, address: str) -> int | None:
    """The line of an address in the post's file, first where it stands alone; None when it is not there.

    Front matter, too, is looked at: themes put their own folders before the names that stand there.
    """
    wanted = [address]
    if address.startswith(drawings.ADDRESS):  # as the author wrote it, or made of a drawing in the text
        with suppress(ImageError):
            first = datauris.bytes_of(address).decode("utf-8", "replace").partition("\n")[0]
            wanted += [first, first[:_SHOWN]]
    at = next((place for each in wanted if each and (place := _place(post.text, each)) >= 0), -1)
    return _line_in_head(post.head, address) if at < 0 else post.first_line + post.text.count("\n", 0, at)


def _line_in_head(head: str, address: str) -> int | None:
    """The line of front matter with an address, or else with its end, from a `/` on."""
    if datauris.is_picture(address):
        return None
    wanted = address
    for _ in range(_ENDS):
        if wanted and (at := _place(head, wanted, alone=True)) >= 0:
            return 1 + head.count("\n", 0, at)
        wanted = wanted.partition("/")[2]
    return None


def _place(text: str, wanted: str, *, alone: bool = False) -> int:
    """Where a text stands that is no part of a longer address, else, unless it must stand `alone`, where it stands at
    all; -1 for nowhere.
    """
    first = place = text.find(wanted)
    for _ in range(_TRIES):
        if place < 0:
            break
        before, after = text[place - 1 : place], text[place + len(wanted) : place + len(wanted) + 1]
        if not any(each.isalnum() or each in "/.%_-" for each in (before, after) if each):
            return place
        place = text.find(wanted, place + 1)
    return -1 if alone else first


def lines_without_address(post: Post) -> tuple[int, ...]:
    """The lines of pictures that have no address, in order. Those in code are examples and do not count."""
    text = _CODE.sub(_blank, "\n".join(_without_fences(post.text.split("\n"))))
    return tuple(post.first_line + text.count("\n", 0, found.start()) for found in _NO_ADDRESS.finditer(text))


def _without_fences(lines: Iterable[str]) -> Iterator[str]:
    """The lines, empty where they are fenced code."""
    fence = ""
    for line in lines:
        mark = found[1] if (found := _FENCE.match(line)) else ""
        if fence:
            fence = "" if mark.startswith(fence) else fence
            yield ""
        else:
            fence = mark
            yield "" if mark else line


def _blank(code: re.Match[str]) -> str:
    return " " * len(code[0])
