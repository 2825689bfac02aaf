"""The page list: markers at the page breaks of the book's PDF, so that readers of both files can say "page 14".

EPUB 3.3, `page-list`; EPUB Accessibility 1.1, `pageBreakMarkers` and `pageBreakSource`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from publish.epub.namespaces import OWN, epub, xhtml
from publish.language.tokens import BREAK, JOIN
from publish.model import PageBreak

__all__ = ["Numbered", "marker_id", "put_markers"]

Numbered = tuple[int, PageBreak]
"""A page break with its position in the book's page list, counted from 1."""

_FLOW = frozenset(map(xhtml, ("body", "section", "div", "blockquote", "li", "dd", "td", "th", "aside")))
"""Elements in which a marker is allowed between blocks."""
_FOREIGN = ("{http://www.w3.org/1998/Math/MathML}", "{http://www.w3.org/2000/svg}")
"""Elements in these namespaces, and those with the role of a picture, can contain no marker; it goes before them."""


def marker_id(number: int) -> str:
    """The id of a page's marker."""
    return f"{OWN}page-{number}"


def put_markers(body: etree._Element, breaks: Iterable[Numbered]) -> None:
    """Put a marker into a chapter's body for every page that starts in it.

    If the element is missing, the marker goes to the chapter's start; if the offset is too large, after the element's
    text.
    """
    elements = list(body.iter(etree.Element))  # the body itself is number 0
    for number, each in breaks:
        marker = etree.Element(xhtml("span"), {"id": marker_id(number), "role": "doc-pagebreak"})
        marker.set("aria-label", each.label)
        marker.set(epub("type"), "pagebreak")
        target = elements[each.element] if 0 < each.element < len(elements) else None
        if target is None:
            body.insert(0, marker)
        elif target.tag == xhtml("figure") or not _inside(target, each.offset, marker):
            _before(target, marker)


def _inside(target: etree._Element, offset: int, marker: etree._Element) -> bool:
    """Put a marker before the character at `offset` in the element; False when there is none."""
    seen = 0
    for element, is_tail in _texts(target):
        text = (element.tail if is_tail else element.text) or ""
        for place, character in enumerate(text):
            if character.isspace() or character in (BREAK, JOIN):  # the PDF adds these to addresses
                continue
            if seen == offset:
                _split(element, is_tail, place, marker)
                return True
            seen += 1
    return False


def _texts(element: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """Places with text in an element, in reading order: (element, whether it is its tail)."""
    yield element, False
    for child in element:
        yield from _texts(child)
        yield child, True


def _split(element: etree._Element, is_tail: bool, place: int, marker: etree._Element) -> None:
    if not is_tail and _is_closed(element):
        while _is_closed(element):
            outer, element = element, _parent(element)
        _insert_before(outer, marker)
        return
    if is_tail:
        text, parent = element.tail or "", _parent(element)
        element.tail = text[:place]
        parent.insert(parent.index(element) + 1, marker)
    else:
        text, parent = element.text or "", element
        element.text = text[:place]
        parent.insert(0, marker)
    marker.tail = text[place:]


def _is_closed(element: etree._Element) -> bool:
    """Whether readers see no elements inside: a formula, a drawing, or a character that counts as a picture."""
    return element.tag.startswith(_FOREIGN) or element.get("role") == "img"


def _before(target: etree._Element, marker: etree._Element) -> None:
    """Put a marker before a block, or before the nearest block around it that allows one."""
    while target.getparent() is not None and _parent(target).tag not in _FLOW:
        target = _parent(target)
    _insert_before(target, marker)


def _insert_before(element: etree._Element, marker: etree._Element) -> None:
    parent = _parent(element)
    marker.tail = None
    parent.insert(parent.index(element), marker)


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    assert parent is not None  # only the body has no parent, and nothing is put before it
    return parent
