"""Bounds on converted HTML, checked before it is parsed: a hostile page must not cost more than a plain one."""

from __future__ import annotations

import re
from collections import Counter

from publish.errors import ContentError
from publish.markup.tree import VOID, Element, names
from publish.model import Limits

__all__ = ["check_depth", "check_html", "check_size"]

_TOKEN = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"  # a comment
    r"|<(?P<raw>script|style|textarea|title|xmp|noembed|noframes)\b(?P<rest>.*?)(?:</(?P=raw)\b|\Z)"
    r"|<(?P<slash>/?)(?P<name>[A-Za-z][^\s/>]*)"
    r"""(?:=\s*+"[^"]*+"|=\s*+'[^']*+'|[^>])*+""",  # its attributes, `>` in quotes among them
    re.DOTALL | re.IGNORECASE,
)
"""Comments, elements of raw text, tags: as a browser tells them apart (HTML, 13.2.5). Possessive, hence linear."""
_OPENING = re.compile(r"<[A-Za-z][^\s/>]*")
_CLOSED_BY_NEXT = names("p li dt dd tr td th thead tbody tfoot option optgroup rt rp colgroup caption")
"""Elements that a following one may close, so that many open tags in a row don't nest (HTML, 13.1.2.4)."""
_FORMATTING = names("a b big code em font i nobr s small strike strong tt u")
"""Elements that a parser opens again in each following block (HTML, 13.2.4.3): their cost multiplies."""
_SLACK = 4
"""Depth before parsing is a guess from tags alone, so it gets this many times the limit."""


def check_html(html: str, limits: Limits, label: str) -> None:
    """Refuse HTML that nests too deeply or would grow out of bounds when a parser mends it. Linear in its length.

    What looks like a tag to open counts wherever it stands, one to close only where a parser sees it, so that nothing
    can hide a nest. Raises ContentError.
    """
    check_size(html, limits, label)
    still_open: Counter[str] = Counter()
    depth = open_formats = growth = 0
    for found in _TOKEN.finditer(html):
        if found["raw"]:
            depth += len(_OPENING.findall(found["rest"]))
        elif found["name"]:
            tag = found["name"].lower()
            if tag in VOID:
                continue
            step = -1 if found["slash"] else 1
            if tag in _CLOSED_BY_NEXT:
                growth += open_formats
                continue
            if step < 0 and not still_open[tag]:
                continue
            still_open[tag] += step
            depth += step
            if tag in _FORMATTING:
                open_formats += step
            else:
                growth += open_formats
        if depth > limits.depth * _SLACK:
            raise _too_deep(limits, label)
    if growth * 16 > limits.converted_bytes:
        raise ContentError("tags that are never closed pile up: close them", path=label)


def check_depth(root: Element, limits: Limits, label: str) -> None:
    """Refuse a tree deeper than the limit, walking it once without recursion. Raises ContentError."""
    level, depth = [root], 0
    while level:
        if depth > limits.depth:
            raise _too_deep(limits, label)
        level = [child for element in level for child in element]
        depth += 1


def check_size(text: str, limits: Limits, label: str) -> None:
    """Refuse converted text beyond the limit. Raises ContentError."""
    if len(text) > limits.converted_bytes:
        raise ContentError(
            f"the converted post has more than {limits.converted_bytes:,} bytes (limit converted_bytes): split it",
            path=label,
        )


def _too_deep(limits: Limits, label: str) -> ContentError:
    return ContentError(
        f"elements nest deeper than {limits.depth} (limit depth): flatten the lists or quotes", path=label
    )
