"""Animations, of which a book shows the first picture: the reader is told that there was more."""

from __future__ import annotations

from lxml import etree

from publish.language import label
from publish.markup.pictures import DECORATION

__all__ = ["caption_of", "tell"]

_AROUND = ("a", "b", "em", "i", "picture", "span", "strong")
"""Elements that may surround a picture in a paragraph of its own."""


def tell(image: etree._Element, language: str) -> None:
    """Say in the language of the text that a picture moved: in its caption, which it gets if it stands alone; else, as in a
    line or a table, in its alternative text. A decoration needs no words.
    """
    if image.get("role") == DECORATION:
        return
    words = label("image-moved", language)
    caption = caption_of(image)
    if caption is None:
        image.set("alt", ". ".join(filter(None, (image.get("alt", "").rstrip(". "), words))))
    elif words not in _text(caption):  # of a row of pictures, one is enough
        _add_note(caption, f"[{words}]")


def caption_of(image: etree._Element) -> etree._Element | None:
    """The caption of a picture that stands alone, made where there is none (then its paragraph becomes a figure); None for a picture among text."""
    place = image.getparent()
    while place is not None and place.tag in _AROUND:
        place = place.getparent()
    if place is None or place.tag not in {"figure", "p"}:
        return None
    captions = list(place.iter("figcaption"))
    if _text(place).split() != " ".join(map(_text, captions)).split():
        return None
    if captions:
        return captions[-1]
    place.tag = "figure"
    return etree.SubElement(place, "figcaption")


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _add_note(caption: etree._Element, words: str) -> None:
    note = etree.SubElement(caption, "span", {"class": "moved"})
    note.text = words
    before = note.getprevious()
    if before is not None:
        before.tail = f"{(before.tail or '').rstrip()} "
    elif caption.text:
        caption.text = f"{caption.text.rstrip()} "
