"""Drawings and formulas in a post as SVG and MathML markup: found as a whole, at any nesting depth.

Drawings have deeply nested groups, much deeper than text. Their content is not parsed with the post: each becomes a
picture whose address contains all of it. So it has its own limits (`images/svg`), not those of the post.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from html import escape, unescape

from publish.text.patterns import late

__all__ = ["ADDRESS", "EMPTY", "NAMES", "as_pictures", "ends", "opening_tags"]

NAMES = frozenset({"svg", "math"})
EMPTY = "<{0}></{0}>"
"""Placeholder for an empty drawing or a formula, until it is removed with a notice."""
ADDRESS = "data:image/svg+xml;base64,"
"""Start of the address of a drawing's picture (RFC 2397)."""
_LENT = 1 << 20
"""Most characters that a post's drawings may copy from each other."""
_SAID = late(
    r"""\s(width|height|style|class|role|aria-hidden)\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>]+)""", re.IGNORECASE
)
_ID = late(r"""\sid\s*=\s*["']?([^\s"'<>]{1,100})""", re.IGNORECASE)
_USE = late(r"""<use\b[^<>]{0,500}?href\s*=\s*["']?#([^\s"'<>]{1,100})""", re.IGNORECASE)
_TAG = late(
    r"<(?P<slash>/?)(?P<name>[A-Za-z][^\s/<>]*)"
    r"""(?P<rest>(?>(?:=\s*+"[^"]*+"|=\s*+'[^']*+'|[^<>])*))(?P<end>>?)|<!--"""
)
"""Tags (but not inside quoted attributes) and starts of comments. Possessive, so the time is linear."""
_OPENING = late(
    r"(?>(?:\s*+<(?:svg|math|g|a|defs|symbol|marker|mask|pattern|clipPath|switch|mrow|mstyle|semantics)\b[^<>]*+>)+)",
    re.IGNORECASE,
)


def ends(text: str) -> Mapping[int, int]:
    """Start of each drawing → its end after the end tag; without unclosed drawings. Linear time."""
    found: dict[int, int] = {}
    unclosed: list[tuple[str, int]] = []
    counts = dict.fromkeys(NAMES, 0)
    last_comment = text.rfind("-->")
    place = 0
    while tag := _TAG.search(text, place):
        place = tag.end()
        if tag["name"] is None:
            place = text.find("-->", place) + 3 if place <= last_comment else place
            continue
        name = tag["name"].lower()
        if name not in NAMES or not tag["end"]:
            continue
        if not tag["slash"] and not tag["rest"].endswith("/"):
            unclosed.append((name, tag.start()))
            counts[name] += 1
        elif not tag["slash"]:
            found[tag.start()] = tag.end()
        elif counts[name]:
            while True:  # a formula inside a drawing ends with it
                other, start = unclosed.pop()
                counts[other] -= 1
                if other == name:
                    break
            found[start] = tag.end()
    return found


def opening_tags(text: str, start: int) -> int:
    """The end of the opening tags of an unclosed drawing: the text after them is kept."""
    found = _OPENING.match(text, start)
    return found.end() if found else start


def as_pictures(html: str) -> str:
    """The HTML with a picture in place of each drawing, and an empty element in place of each formula."""
    parts, place, room = [], 0, _LENT
    places = [(start, end) for start, end in sorted(ends(html).items())]
    outer: list[tuple[int, int]] = []
    for start, end in places:
        if start >= place:
            outer.append((start, end))
            place = end
    lenders = _lenders([html[start:end] for start, end in outer])
    place = 0
    for start, end in outer:
        drawing = html[start:end]
        parts.append(html[place:start])
        place = end
        if drawing[1:5].lower() == "math" or "<" not in drawing[1:].partition("</")[0]:
            parts.append(EMPTY.format("math" if drawing[1:5].lower() == "math" else "svg"))
            continue
        whole, lent = _with_lent(drawing, lenders, room)
        room -= lent
        parts.append(_picture(whole))
    return "".join(parts) + html[place:]


def _picture(drawing: str) -> str:
    """An `img` of a drawing, with the size and role from its own tag."""
    tag = _TAG.match(drawing)
    own = {found[1].lower(): found[2].strip("\"'") for found in _SAID.finditer(tag[0] if tag else "")}
    said = "".join(f' {name}="{escape(unescape(value))}"' for name, value in own.items())
    return f'<img src="{ADDRESS}{b64encode(drawing.encode()).decode()}" alt=""{said}>'


def _lenders(drawings: Sequence[str]) -> Mapping[str, str]:
    """By id, the drawing that contains what others use: icons are often kept in one invisible drawing."""
    found: dict[str, str] = {}
    if any(_USE.search(drawing) for drawing in drawings):
        for drawing in drawings:
            for name in _ID.findall(drawing):
                found.setdefault(name, drawing)
    return found


def _with_lent(drawing: str, lenders: Mapping[str, str], room: int) -> tuple[str, int]:
    """A drawing with the parts that it uses from others, in at most `room` characters; and their number."""
    own = set(_ID.findall(drawing))
    wanted = (lenders.get(name) for name in _USE.findall(drawing) if name not in own)
    lent = "".join(dict.fromkeys(filter(None, wanted)))
    end = drawing.rfind("</")
    if not lent or len(lent) > room or end < 0:
        return drawing, 0
    return f"{drawing[:end]}<defs>{lent}</defs>{drawing[end:]}", len(lent)
