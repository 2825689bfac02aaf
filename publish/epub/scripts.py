"""Classes for scripts, for style sheets in engines without selectors for languages or attributes."""

from __future__ import annotations

from lxml import etree

from publish.epub.namespaces import XML, xhtml
from publish.language import direction, has_italics, is_eastern, language_of
from publish.markup import upright
from publish.markup.elements import EMPHASIS

__all__ = ["mark"]

_SIDED = frozenset(
    map(xhtml, ("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dd", "caption", "th", "td", "aside"))
)
"""Elements whose text or indent stands at one side: from right to left it stands at the other."""
_SIDED_BY_CLASS = frozenset(map(xhtml, ("p", "div", "figure", "span")))
"""Elements of which that is so if they have a class."""
_EMPHASIS = tuple(map(xhtml, EMPHASIS))
_INLINE = frozenset(map(xhtml, ("span", "a", "b", "strong", "q", "bdi", "small")))


def mark(root: etree._Element, language: str) -> None:
    """Mark a document in a language, and its parts in other languages.

    `rtl` is a text from right to left, said again of each part of it that has sides; `upright` is a text whose script
    has no italics, and `slanting` one inside it whose script has them. Without a class, a part is like the text around
    it; the outermost default has italics.
    """
    body = root.find(xhtml("body"))
    if body is None:
        return
    way = direction(language)
    names = [*(["rtl"] if way == "rtl" else []), *([] if has_italics(language) else ["upright"])]
    _add(body, names)
    upright.mark(body, language)
    waiting = [(child, language, way) for child in body]
    while waiting:
        element, around, way = waiting.pop()
        own = element.get("lang") or around
        if element.get("lang"):
            element.set(f"{{{XML}}}lang", own)  # for readers older than EPUB 3
        elif element.tag in _EMPHASIS and is_eastern(
            around
        ):  # Latin words in Chinese may have no `lang`; they still get no emphasis marks
            own = language_of("".join(map(str, element.itertext())), around)
        if own != around and has_italics(own) != has_italics(around) and _needs_class(element):
            _add(element, ["slanting" if has_italics(own) else "upright"])
        if (said := element.get("dir")) in ("ltr", "rtl"):
            way = str(said)
        if way == "rtl" and (
            element.tag in _SIDED or (element.tag in _SIDED_BY_CLASS and element.get("class"))
        ):
            _add(element, ["rtl"])
        waiting += [(child, own, way) for child in element if isinstance(child.tag, str)]


def _needs_class(element: etree._Element) -> bool:
    """Whether a class is needed: a name in a line of text without emphasis needs none."""
    if element.tag not in _INLINE or next(element.iter(*_EMPHASIS), None) is not None:
        return True
    return any(map(upright.is_slanted, (element, *element.iterancestors())))


def _add(element: etree._Element, names: list[str]) -> None:
    if names:
        element.set("class", " ".join([*element.get("class", "").split(), *names]))
