"""Pictures in blocks of their own: centred, with their title as a caption.

A browser shows a title at the pointer; e-readers do not.
"""

from __future__ import annotations

from lxml import etree

from publish.epub.namespaces import xhtml

__all__ = ["settle"]

_HOLDERS = tuple(map(xhtml, ("p", "div", "figure")))
_AROUND = frozenset(map(xhtml, ("a", "span", "picture", "em", "strong")))
"""Elements that may be between a picture and its block."""


def settle(body: etree._Element) -> None:
    """Give blocks with only pictures the class `picture`, and show the title of a single picture below it. Each picture
    has its width as a style.
    """
    for picture in body.iter(xhtml("img")):
        _keep_shape(picture)
    for block in list(body.iter(*_HOLDERS)):
        pictures = [each for each in block.iter(xhtml("img")) if _stands_in(each, block)]
        if not pictures:
            continue
        caption = block.find(xhtml("figcaption"))
        if caption is None and _words(block):
            continue
        if block.tag != xhtml("figure") and "picture" not in block.get("class", "").split():
            block.set("class", f"{block.get('class', '')} picture".strip())
        if len(pictures) == 1 and (title := _title(pictures[0], block)):
            _put(block, caption, title)


def _keep_shape(picture: etree._Element) -> None:
    """Write the width as a style, where there is none: Calibre makes fixed lengths of two attributes without a style, and
    then a picture that is wider than the page loses its shape, on a Kindle too.
    """
    style, width = picture.get("style", ""), picture.get("width", "")
    said = {part.partition(":")[0].strip() for part in style.split(";")}
    if width.isdecimal() and "width" not in said and "stand-in-code" not in picture.get("class", "").split():
        picture.set("style", f"width: {width}px; {style}".removesuffix("; "))


def _stands_in(picture: etree._Element, block: etree._Element) -> bool:
    """Whether a picture belongs directly to the block, and not to a stand-in."""
    if "stand-in-code" in picture.get("class", "").split():
        return False
    for outer in picture.iterancestors():
        if outer is block:
            return True
        if outer.tag not in _AROUND:
            return False
    return False


def _title(picture: etree._Element, block: etree._Element) -> str:
    """A picture's title, if no text near it says the same."""
    title = _folded(picture.get("title", ""))
    parent = block.getparent()
    beside = parent is not None and "figure" in parent.get("class", "").split()
    around = parent if parent is not None and beside else block  # a caption may be a paragraph beside it
    said = {_folded(picture.get("alt", "")), _folded(picture.get("src", ""))}
    return title if title and title not in said and title not in _words(around) else ""


def _put(block: etree._Element, caption: etree._Element | None, title: str) -> None:
    if block.tag == xhtml("figure") and caption is None:
        etree.SubElement(block, xhtml("figcaption")).text = title
        return
    place = block if caption is None else caption
    etree.SubElement(place, xhtml("br"))
    etree.SubElement(place, xhtml("span"), {"class": "caption"}).text = title


def _words(element: etree._Element) -> str:
    return _folded("".join(map(str, element.itertext())))


def _folded(text: str) -> str:
    return " ".join(text.split())
