"""Drawings and formulas that stand in a post as markup, SVG and MathML: found as a whole, however deep they nest.

A drawing of any program has groups within groups, deeper than words ever nest. No book takes it as it stands, so that what
it holds is never parsed: its length, which the post's size bounds, is all that it may cost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["EMPTY", "NAMES", "ends", "opening_tags", "without"]

NAMES = frozenset({"svg", "math"})
EMPTY = "<{0}></{0}>"
"""What stands for a drawing until it is removed, with a notice."""
_TAG = re.compile(
    r"<(?P<slash>/?)(?P<name>[A-Za-z][^\s/<>]*)"
    r"""(?P<rest>(?:=\s*+"[^"]*+"|=\s*+'[^']*+'|[^<>])*+)(?P<end>>?)|<!--"""
)
"""Tags, those in quoted attributes not counted, and where comments begin. Possessive, hence linear."""
_OPENING = re.compile(
    r"(?:\s*+<(?:svg|math|g|a|defs|symbol|marker|mask|pattern|clipPath|switch|mrow|mstyle|semantics)\b[^<>]*+>)++",
    re.IGNORECASE,
)


def ends(text: str) -> Mapping[int, int]:
    """Where each drawing begins and, behind its end tag, ends; those that are never closed are left out. Linear."""
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
            while True:  # a formula in a drawing that ends is over too
                other, start = unclosed.pop()
                counts[other] -= 1
                if other == name:
                    break
            found[start] = tag.end()
    return found


def opening_tags(text: str, start: int) -> int:
    """Where the tags end with which a drawing begins that is never closed: what follows is kept."""
    found = _OPENING.match(text, start)
    return found.end() if found else start


def without(html: str) -> str:
    """The HTML with an empty element for each drawing."""
    parts, place = [], 0
    for start, end in sorted(ends(html).items()):
        if start >= place:
            name = html[start + 1 : start + 5].lower()
            parts += [html[place:start], EMPTY.format("math" if name == "math" else "svg")]
            place = end
    return "".join(parts) + html[place:]
