"""The finished tree as XHTML text."""

from __future__ import annotations

from html import escape

from lxml import etree

from publish.markup.tree import VOID, Element

__all__ = ["to_xhtml"]


def to_xhtml(root: Element) -> str:
    """The content of `body` as well-formed XML; elements that may have content are never written as `<p/>`.

    An XML parser (EPUB) and an HTML parser (the page in a browser) read the same tree from it.
    """
    for element in root.iter():
        if not len(element) and not element.text and element.tag not in VOID:
            element.text = ""
    # The body itself may start with text: HTML allows it, and a post may do so.
    return escape(root.text or "", quote=False) + "".join(
        etree.tostring(child, encoding="unicode") for child in root
    )
