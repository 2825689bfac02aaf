"""Text direction of parts: code and formulas always from left to right, a quotation like its language, a paragraph or a
heading in another script like its letters.
"""

from __future__ import annotations

import unicodedata

from publish.language import direction, is_right_to_left
from publish.markup.tree import Element, names, text_of

__all__ = ["settle"]

_LEFT_TO_RIGHT = frozenset({"pre", "code", "kbd", "samp", "math"})
_BLOCKS = names("p blockquote h1 h2 h3 h4 h5 h6 figcaption caption ul ol dl dt dd th td")
"""Elements whose letters decide."""
_KINDS = {"L": "ltr", "R": "rtl", "AL": "rtl"}
"""Directions of letters (Unicode Standard Annex 9)."""
_MOSTLY = 0.5
"""Part of the letters of a text from right to left that run so."""


def settle(root: Element, language: str) -> None:
    """Set `dir` where the direction differs from the text around; an author's own `dir` stays."""
    waiting = [(child, direction(language)) for child in root]
    while waiting:
        element, around = waiting.pop()
        own = _wanted_direction(element) or around
        if own != around and not element.get("dir"):
            element.set("dir", own)
        if not element.tag.endswith("}math"):  # whose many parts all run as it does
            waiting += [(child, own) for child in element if isinstance(child.tag, str)]


def _wanted_direction(element: Element) -> str:
    """The direction that an element needs, or the empty string."""
    if said := element.get("dir"):
        return "" if said == "auto" else said
    if element.tag in _LEFT_TO_RIGHT or element.tag.endswith("}math"):
        return "ltr"
    if tag := element.get("lang"):
        return direction(tag) if _is_sure(element, tag) else ""
    return _by_letters(element) if element.tag in _BLOCKS else ""


def _by_letters(element: Element) -> str:
    """`rtl` for a text whose first letter runs from right to left, and most others too; else the empty string."""
    text = text_of(element)
    if text.isascii():
        return ""
    kinds = (kind for each in text if (kind := _KINDS.get(unicodedata.bidirectional(each))))
    if next(kinds, "") != "rtl":
        return ""
    rest = list(kinds)
    return "rtl" if 1 + rest.count("rtl") > _MOSTLY * (1 + len(rest)) else ""


def _is_sure(element: Element, tag: str) -> bool:
    """Whether a language decides the direction: short names inside other text follow their own letters."""
    return is_right_to_left(tag) or element.tag not in {
        "span",
        "i",
        "em",
        "b",
        "strong",
        "a",
        "cite",
        "q",
        "bdi",
    }
