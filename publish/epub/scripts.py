"""Classes for scripts, for style sheets in engines without selectors for languages or attributes."""

from __future__ import annotations

from lxml import etree

from publish.epub.namespaces import XML, xhtml
from publish.language import direction, has_italics, is_eastern, language_of
from publish.markup import upright
from publish.markup.elements import EMPHASIS

__all__ = ["mark"]

_TURNED = frozenset(
    map(xhtml, ("blockquote", "div", "section", "p", "ul", "ol", "dl", "li", "table", "figure", "aside"))
)
"""Blocks with an indent at one side: for other directions it must be at the other side."""
_EMPHASIS = tuple(map(xhtml, EMPHASIS))
_INLINE = frozenset(map(xhtml, ("span", "a", "b", "strong", "q", "bdi", "small")))


def mark(root: etree._Element, language: str) -> None:
    """Mark a document in a language, and its parts in other languages.

    `rtl` and `ltr` are the direction of a block; `upright` is a text whose script has no italics, and `slanting` one
    inside it whose script has them. Without a class, a part is like the text around it; the outermost default is left
    to right, with italics.
    """
    body = root.find(xhtml("body"))
    if body is None:
        return
    names = [
        *(["rtl"] if direction(language) == "rtl" else []),
        *([] if has_italics(language) else ["upright"]),
    ]
    _add(body, names)
    upright.mark(body, language)
    waiting = [(child, language) for child in body]
    while waiting:
        element, around = waiting.pop()
        own = element.get("lang") or around
        if element.get("lang"):
            element.set(f"{{{XML}}}lang", own)  # for readers older than EPUB 3
        elif element.tag in _EMPHASIS and is_eastern(
            around
        ):  # Latin words in Chinese may have no `lang`; they still get no emphasis marks
            own = language_of("".join(map(str, element.itertext())), around)
        if own != around and has_italics(own) != has_italics(around) and _needs_class(element):
            _add(element, ["slanting" if has_italics(own) else "upright"])
        if (way := element.get("dir")) in ("ltr", "rtl") and element.tag in _TURNED:
            _add(element, [str(way)])
        waiting += [(child, own) for child in element if isinstance(child.tag, str)]


def _needs_class(element: etree._Element) -> bool:
    """Whether a class is needed: a name in a line of text without emphasis needs none."""
    if element.tag not in _INLINE or next(element.iter(*_EMPHASIS), None) is not None:
        return True
    return any(map(upright.is_slanted, (element, *element.iterancestors())))


def _add(element: etree._Element, names: list[str]) -> None:
    if names:
        element.set("class", " ".join([*element.get("class", "").split(), *names]))
