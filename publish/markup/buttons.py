"""Buttons: those that lead somewhere are links with words, and stand apart from each other."""

from __future__ import annotations

import re
from html import escape, unescape

from publish.markup.tree import Element, classes, names
from publish.text.patterns import late

__all__ = ["part", "readable"]

_BUTTON = late(
    r"<button\b([^<>]{0,2000})>((?:(?!</?button\b).){0,4000}?)</button\s*>", re.DOTALL | re.IGNORECASE
)
_ANCHOR = late(r"<(/?)a\b", re.IGNORECASE)
_GOES = late(
    r"""(?:location(?:\.href)?\s*=\s*|location\.(?:assign|replace)\(\s*|window\.open\(\s*)(['"])([^'"<>\s]{1,2000})\1"""
)
"""What a click does: `location.href = "…"`, `window.open("…")`."""
_CLICK = late(r"""\bonclick\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_KINDS = names("btn button badge kg-btn")


def readable(html: str) -> str:
    """The HTML with each `button` that leads somewhere as a link: one in a link or with a link in it, or one whose
    click opens an address. Others, which only a script would answer, stay.
    """
    if "<button" not in html.lower():
        return html
    opened = [(found.start(), not found[1]) for found in _ANCHOR.finditer(html)]
    out, end, place = [], 0, 0
    inside = False
    for found in _BUTTON.finditer(html):
        while place < len(opened) and opened[place][0] < found.start():
            inside = opened[place][1]
            place += 1
        out += [html[end : found.start()], _link(found, inside=inside)]
        end = found.end()
    return "".join([*out, html[end:]])


def _link(button: re.Match[str], *, inside: bool) -> str:
    words = button[2]
    if inside or re.search(r"<a\s[^<>]*href", words, re.IGNORECASE):
        return words
    click = _CLICK.search(button[1])
    goes = _GOES.search(unescape(click[1] or click[2] or "")) if click else None
    return f'<a class="btn" href="{escape(goes[2])}">{words}</a>' if goes else button[0]


def part(root: Element) -> None:
    """Put a space between buttons that nothing else parts: on the site, their frames do."""
    for element in root.iter("a", "span"):
        before = element.getprevious()
        if before is not None and not before.tail and _is_button(element) and _is_button(before):
            before.tail = " "


def _is_button(element: Element) -> bool:
    return element.tag in {"a", "span"} and bool(_KINDS.intersection(classes(element)))
