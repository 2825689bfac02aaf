"""Small helpers for the chapter's tree: elements without a namespace below one `body`, walked without recursion."""

from __future__ import annotations

from collections.abc import Collection

from lxml import etree
from lxml.etree import _Element as Element

from publish.errors import RenderError
from publish.model import Chapter

__all__ = [
    "HEADINGS",
    "PHRASING",
    "VOID",
    "Element",
    "add_class",
    "append_text",
    "body_of",
    "classes",
    "drop",
    "has_class",
    "is_within",
    "make",
    "names",
    "only_child",
    "remove_class",
    "rename",
    "take",
    "text_of",
    "unwrap",
]


def names(text: str) -> frozenset[str]:
    """The words of a text as a set, for lists of element names."""
    return frozenset(text.split())


HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
VOID = names("area base br col embed hr img input link meta param source track wbr")
"""Elements that never have content (HTML, 13.1.2; `param` in HTML 4 and 5)."""
PHRASING = names(
    "a abbr b bdi bdo br cite code data del dfn em i img input ins kbd mark math q ruby rp rt rtc s samp small span "
    "strong sub sup time u var wbr"
)
"""Inline elements (HTML, 3.2.5.2.5)."""
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def body_of(chapter: Chapter) -> Element:
    """A converted chapter's `body`. Raises RenderError when it is not well-formed."""
    try:
        return etree.fromstring(f"<body>{chapter.body}</body>", _PARSER)
    except etree.XMLSyntaxError as error:
        raise RenderError(
            f"the converted text is not well-formed: {error.msg}", path=chapter.label
        ) from error


def make(tag: str, text: str = "", **attributes: str) -> Element:
    """A new element; `class_` names the class attribute."""
    element = etree.Element(tag, {name.rstrip("_"): value for name, value in attributes.items()})
    if text:
        element.text = text
    return element


def classes(element: Element) -> list[str]:
    return (element.get("class") or "").split()


def has_class(element: Element, name: str) -> bool:
    return name in classes(element)


def add_class(element: Element, *names: str) -> None:
    element.set("class", " ".join(dict.fromkeys([*classes(element), *names])))


def remove_class(element: Element, name: str) -> None:
    """Take a class away, and an attribute that is then empty."""
    kept = [each for each in classes(element) if each != name]
    element.set("class", " ".join(kept))
    if not kept:
        del element.attrib["class"]


def is_within(element: Element, tags: Collection[str]) -> bool:
    """Whether an element, or one around it, has one of these tags."""
    return element.tag in tags or any(each.tag in tags for each in element.iterancestors())


def text_of(element: Element) -> str:
    """All text inside, in order, without the element's tail."""
    return "".join(str(part) for part in element.itertext())


def append_text(element: Element, text: str) -> None:
    """Add text at the end of an element's content."""
    if not text:
        return
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def insert_text_before(element: Element, text: str) -> None:
    """Add text just before an element."""
    if not text:
        return
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        previous.tail = (previous.tail or "") + text
    elif parent is not None:
        parent.text = (parent.text or "") + text


def drop(element: Element) -> None:
    """Remove an element with its content; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    insert_text_before(element, element.tail or "")
    element.tail = None
    parent.remove(element)


def unwrap(element: Element) -> None:
    """Remove an element but keep its content."""
    insert_text_before(element, element.text or "")
    tail, element.tail = element.tail or "", None
    if len(element):
        element[-1].tail = (element[-1].tail or "") + tail
        for child in reversed(element):
            element.addnext(child)
    else:
        insert_text_before(element, tail)
    parent = element.getparent()
    assert parent is not None  # the root is never unwrapped
    parent.remove(element)


def rename(element: Element, tag: str, *names: str) -> None:
    """Give an element another tag, and classes with its old meaning."""
    element.tag = tag
    if names:
        add_class(element, *names)


def take(element: Element, name: str) -> str:
    """Remove an attribute and return its value."""
    value = element.get(name, "")
    if value or name in element.attrib:
        del element.attrib[name]
    return value


def only_child(element: Element, tag: str) -> Element | None:
    """The only child, if it has this tag and there is no other content except white space."""
    if len(element) != 1 or element[0].tag != tag or (element.text or "").strip():
        return None
    child = element[0]
    return None if (child.tail or "").strip() else child
