"""Limits on converted HTML, checked before it is parsed: a hostile page must not cost more than a normal one."""

from __future__ import annotations

import re
from collections import Counter

from publish.errors import ContentError
from publish.markup.tree import VOID, Element, names
from publish.model import Limits
from publish.text.patterns import late

__all__ = ["check_depth", "check_html", "check_size"]

_TOKEN = late(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"  # a comment
    r"|<(?P<raw>script|style|textarea|title|xmp|noembed|noframes)\b(?P<rest>.*?)(?:</(?P=raw)\b|\Z)"
    r"|<(?P<slash>/?)(?P<name>[A-Za-z][^\s/>]*)"
    r"""(?>(?:=\s*+"[^"]*+"|=\s*+'[^']*+'|[^>])*)""",  # attributes, which may contain `>` in quotes
    re.DOTALL | re.IGNORECASE,
)
"""Comments, raw text elements, tags: separated as in a browser (HTML, 13.2.5). Possessive, so the time is linear."""
_OPENING = late(r"<[A-Za-z][^\s/>]*")
_CLOSED_BY_NEXT = names("p li dt dd tr td th thead tbody tfoot option optgroup rt rp colgroup caption")
"""Elements that the next one may close, so that many open tags in a row do not nest (HTML, 13.1.2.4)."""
_FORMATTING = names("a b big code em font i nobr s small strike strong tt u")
"""Elements that a parser opens again in each following block (HTML, 13.2.4.3): their cost multiplies."""
_SLACK = 4
"""Before parsing, the depth is only estimated from tags, so the limit is multiplied by this."""


def check_html(html: str, limits: Limits, label: str) -> None:
    """Refuse HTML that nests too deeply or would grow too much in a parser. Linear time.

    An opening tag counts wherever it is, a closing tag only where a parser sees it, so that nothing can hide nesting.
    Raises ContentError.
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
        raise ContentError("too many tags without end tags: close them", path=label)


def check_depth(root: Element, limits: Limits, label: str) -> None:
    """Refuse a tree deeper than the limit; without recursion. Raises ContentError."""
    level, depth = [root], 0
    while level:
        if depth > limits.depth:
            raise _too_deep(limits, label)
        level = [child for element in level for child in element]
        depth += 1


def check_size(text: str, limits: Limits, label: str) -> None:
    """Refuse converted text above the limit. Raises ContentError."""
    if len(text) > limits.converted_bytes:
        raise ContentError(
            f"the converted post is larger than {limits.converted_bytes:,} bytes (limit converted_bytes): split the post",
            path=label,
        )


def _too_deep(limits: Limits, label: str) -> ContentError:
    return ContentError(
        f"elements nest more than {limits.depth} deep (limit depth): use fewer levels of lists or quotes",
        path=label,
    )
