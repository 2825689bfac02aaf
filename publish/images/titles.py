"""Titles of pictures: browsers show them at the pointer, books below the picture."""

from __future__ import annotations

from lxml import etree

from publish.images import moving
from publish.images.alternatives import is_name

__all__ = ["show"]


def show(image: etree._Element) -> None:
    """Show the title of a picture that stands alone, as its caption or below it, if nothing near it says the same. A file's
    name is no title, and goes.
    """
    title = _folded(image.get("title", ""))
    if is_name(title, image.get("src", "")):
        image.attrib.pop("title", "")
        return
    if not title or title == _folded(image.get("alt", "")):
        return
    around = next(image.iterancestors("figure", "body"), image)
    if title in _folded("".join(map(str, around.itertext()))) and around.tag == "figure":
        return
    caption = moving.caption_of(image)
    if caption is None:
        return
    if not len(caption) and not (caption.text or "").strip():
        caption.text = title
        return
    etree.SubElement(caption, "br")
    etree.SubElement(caption, "span", {"class": "caption"}).text = title


def _folded(text: str) -> str:
    return " ".join(text.split())
