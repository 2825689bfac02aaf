"""Where a picture stands in a post's file."""

from __future__ import annotations

from contextlib import suppress
from html import escape
from urllib.parse import quote, unquote

from publish.images import datauris
from publish.images.errors import ImageError
from publish.markup import drawings
from publish.model import Post

__all__ = ["line_of"]

_SHOWN = 60
"""Start of an inline drawing, in characters, by which its line in the post's file is found."""
_SAFE = "!#$%&'()*+,/:;=?@[]~"
"""Signs of an address that nobody encodes."""
_TRIES = 1_000
"""Most places of a text that are looked at."""
_ENDS = 9
"""Most ends of an address that are looked for in front matter."""


def line_of(post: Post, address: str) -> int | None:
    """The line of an address in the post's file, first where it stands alone; None when it is not there.

    Authors write some signs as references (`&amp;`) or encoded (`%20`), and templates put folders before a file's name.
    Front matter, too, is looked at: themes put their own folders before the names that stand there.
    """
    wanted = [address, escape(address), quote(address, safe=_SAFE), unquote(address)]
    if address.startswith(drawings.ADDRESS):  # as the author wrote it, or made of a drawing in the text
        with suppress(ImageError):
            first = datauris.bytes_of(address).decode("utf-8", "replace").partition("\n")[0]
            wanted += [first, first[:_SHOWN]]
    at = next((place for each in wanted if each and (place := _place(post.text, each)) >= 0), -1)
    if at < 0 and (line := _line_in_head(post.head, address)):
        return line
    if at < 0:
        at = _place_of_end(post.text, address)
    return None if at < 0 else post.first_line + post.text.count("\n", 0, at)


def _line_in_head(head: str, address: str) -> int | None:
    """The line of front matter with an address, or else with its end, from a `/` on."""
    at = _place_of_end(head, address)
    return None if at < 0 else 1 + head.count("\n", 0, at)


def _place_of_end(text: str, address: str) -> int:
    """Where an address stands alone, or else its end, from a `/` on; -1 for nowhere."""
    wanted = "" if datauris.is_picture(address) else address
    for _ in range(_ENDS):
        if wanted and (at := _place(text, wanted, alone=True)) >= 0:
            return at
        wanted = wanted.partition("/")[2]
    return -1


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
