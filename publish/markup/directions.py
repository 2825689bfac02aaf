"""Text direction of parts: code and formulas always from left to right, a quotation like its language."""

from __future__ import annotations

from publish.language import direction, is_right_to_left
from publish.markup.tree import Element

__all__ = ["settle"]

_LEFT_TO_RIGHT = frozenset({"pre", "code", "kbd", "samp", "math"})


def settle(root: Element, language: str) -> None:
    """Set `dir` where the direction differs from the text around; an author's own `dir` stays."""
    waiting = [(child, direction(language)) for child in root]
    while waiting:
        element, around = waiting.pop()
        own = _wanted_direction(element) or around
        if own != around and not element.get("dir"):
            element.set("dir", own)
        waiting += [(child, own) for child in element if isinstance(child.tag, str)]


def _wanted_direction(element: Element) -> str:
    """The direction that an element needs, or the empty string."""
    if said := element.get("dir"):
        return "" if said == "auto" else said
    if element.tag in _LEFT_TO_RIGHT or element.tag.endswith("}math"):
        return "ltr"
    return direction(tag) if (tag := element.get("lang")) and _is_sure(element, tag) else ""


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
