"""The stand-in: an honest, quiet panel where a picture could not be had."""

from __future__ import annotations

from lxml import etree

from publish.language import label

__all__ = ["replace"]

MAX_SHOWN = 300
"""Characters of an address that are printed; a longer one helps nobody."""


def replace(image: etree._Element, language: str) -> None:
    """Put a stand-in where this `img` is: what is missing, its description if it has one, and its address.

    Markup: `span.stand-in` with `span.stand-in-title`, `span.stand-in-text` and `a.stand-in-address` (a span inside
    a link, which may not hold another).
    """
    address = image.get("src", "")
    panel = etree.Element("span", {"class": "stand-in"})
    _part(panel, "span", "stand-in-title", label("image-missing", language))
    if image.get("alt", "").strip():
        _part(panel, "span", "stand-in-text", " ".join(image.get("alt", "").split()))
    if address.startswith(("http://", "https://")) and len(address) <= MAX_SHOWN:
        linked = next(image.iterancestors("a"), None) is not None
        part = _part(panel, "span" if linked else "a", "stand-in-address", address)
        if not linked:
            part.set("href", address)
    panel.tail = image.tail
    parent = image.getparent()
    assert parent is not None  # an img is never the root
    parent.replace(image, panel)


def _part(parent: etree._Element, tag: str, name: str, text: str) -> etree._Element:
    if len(parent):
        parent[-1].tail = " "  # so that words stay apart without CSS
    part = etree.SubElement(parent, tag, {"class": name})
    part.text = text
    return part
