"""Classes that say how a script is set, for style sheets of engines that know no selectors by language or attribute."""

from __future__ import annotations

from lxml import etree

from publish.epub.namespaces import XML, xhtml
from publish.language import direction, has_italics, is_eastern, language_of

__all__ = ["mark"]

_TURNED = frozenset(
    map(xhtml, ("blockquote", "div", "section", "p", "ul", "ol", "dl", "li", "table", "figure", "aside"))
)
"""Blocks whose sides the style sheet gives: lists indent and words stand on the other one."""
_EMPHASIS = tuple(map(xhtml, ("em", "i", "cite", "dfn", "var")))
_INLINE = frozenset(map(xhtml, ("span", "a", "b", "strong", "q", "bdi", "small")))
_SLANTED = frozenset((*_EMPHASIS, *map(xhtml, ("h5", "h6", "address"))))
_SLANTED_CLASSES = frozenset({"standfirst", "book-description", "contents-byline"})
"""What the style sheet slants."""


def mark(root: etree._Element, language: str) -> None:
    """Mark a document in a language, and the parts that are in another.

    `rtl` and `ltr` tell which way a block runs; `upright` is a text whose script has no italics, and `slanting` one inside
    it that has. What is left out is as everywhere around, and outside all left to right and with italics.
    """
    body = root.find(xhtml("body"))
    if body is None:
        return
    names = [
        *(["rtl"] if direction(language) == "rtl" else []),
        *([] if has_italics(language) else ["upright"]),
    ]
    _add(body, names)
    waiting = [(child, language) for child in body]
    while waiting:
        element, around = waiting.pop()
        own = element.get("lang") or around
        if element.get("lang"):
            element.set(f"{{{XML}}}lang", own)  # what readers of before EPUB 3 know
        elif element.tag in _EMPHASIS and is_eastern(
            around
        ):  # a few Latin words in Chinese have no `lang`, and yet no marks
            own = language_of("".join(map(str, element.itertext())), around)
        if has_italics(own) != has_italics(around) and _tells(element):
            _add(element, ["slanting" if has_italics(own) else "upright"])
        if (way := element.get("dir")) in ("ltr", "rtl") and element.tag in _TURNED:
            _add(element, [str(way)])
        waiting += [(child, own) for child in element if isinstance(child.tag, str)]


def _tells(element: etree._Element) -> bool:
    """Whether the script of a part is seen: a name in a line of text, in which nothing is slanted, needs no class."""
    if element.tag not in _INLINE or next(element.iter(*_EMPHASIS), None) is not None:
        return True
    return any(
        outer.tag in _SLANTED or not _SLANTED_CLASSES.isdisjoint(outer.get("class", "").split())
        for outer in (element, *element.iterancestors())
    )


def _add(element: etree._Element, names: list[str]) -> None:
    if names:
        element.set("class", " ".join([*element.get("class", "").split(), *names]))
