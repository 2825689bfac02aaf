"""Classes that say how a script is set, for style sheets of engines that know no selectors by language or attribute."""

from __future__ import annotations

from lxml import etree

from publish.epub.names import XML, xhtml
from publish.language import direction, has_italics

__all__ = ["mark"]

_TURNED = frozenset(
    map(xhtml, ("blockquote", "div", "section", "p", "ul", "ol", "dl", "li", "table", "figure", "aside"))
)
"""Blocks whose sides the style sheet gives: lists indent and words stand on the other one."""


def mark(root: etree._Element, language: str) -> None:
    """Mark a document in a language, and the parts that are in another.

    `rtl` and `ltr` tell which way a block runs; `upright` is a text whose script has no italics, and `slanting` one inside
    it that has. What is left out is as everywhere around, and outside all left to right and with italics.
    """
    body = root.find(xhtml("body"))
    if body is None:
        return
    slants = has_italics(language)
    names = [*(["rtl"] if direction(language) == "rtl" else []), *([] if slants else ["upright"])]
    _add(body, names)
    waiting = [(child, slants) for child in body]
    while waiting:
        element, around = waiting.pop()
        if not isinstance(element.tag, str):
            continue
        own = around
        if tag := element.get("lang"):
            element.set(f"{{{XML}}}lang", tag)  # what readers of before EPUB 3 know
            own = has_italics(tag)
            if own != around:
                _add(element, ["slanting" if own else "upright"])
        if (way := element.get("dir")) in ("ltr", "rtl") and element.tag in _TURNED:
            _add(element, [str(way)])
        waiting += [(child, own) for child in element]


def _add(element: etree._Element, names: list[str]) -> None:
    if names:
        element.set("class", " ".join([*element.get("class", "").split(), *names]))
