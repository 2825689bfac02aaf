"""The stand-in: an honest, quiet panel where a picture could not be had."""

from __future__ import annotations

import hashlib
import io

import segno
from lxml import etree
from PIL import Image as Pillow

from publish.language import label
from publish.model import Image

__all__ = ["replace"]

MAX_SHOWN = 300
"""Characters of an address that are printed; a longer one helps nobody."""

SIGN = "[…]"
"""Stands for the picture inside a link where no style sheet draws the panel."""


def replace(image: etree._Element, description: str, language: str) -> Image | None:
    """Put a stand-in where this `img` is: what is missing, its description if it has one, and its address.

    Markup: `span.stand-in` with `span.stand-in-title`, `span.stand-in-text`, and for an address on the web
    `img.stand-in-code` (a QR code, which is returned) and `a.stand-in-address`. Inside a link the panel holds no words,
    which would become the link's, nor a link of its own: they are in `data-title` and `data-address` for the style
    sheet, and in the alternative text; without a code a sign stays to be seen and followed.
    """
    address = _shown(image.get("src", ""))
    code = _code(address) if address else None
    title = label("image-missing", language)
    if next(image.iterancestors("a"), None) is None:
        panel = _panel(title, " ".join(description.split()), address, code)
    else:
        panel = _linked_panel(title, description, address, code)
    panel.tail = image.tail
    parent = image.getparent()
    assert parent is not None  # an img is never the root
    parent.replace(image, panel)
    return code


def _shown(address: str) -> str:
    """The address where it is one on the web that helps a reader, else empty."""
    return address if address.startswith(("http://", "https://")) and len(address) <= MAX_SHOWN else ""


def _panel(title: str, description: str, address: str, code: Image | None) -> etree._Element:
    panel = etree.Element("span", {"class": "stand-in"})
    _part(panel, "span", "stand-in-title", title)
    if description:
        _part(panel, "span", "stand-in-text", description)
    if code is not None:
        _add_code(panel, code, "")
        _part(panel, "a", "stand-in-address", address).set("href", address)
    return panel


def _linked_panel(title: str, description: str, address: str, code: Image | None) -> etree._Element:
    words = ": ".join(part for part in (title, description) if part)
    panel = etree.Element("span", {"class": "stand-in", "data-title": words, "data-address": address})
    if code is not None:
        _add_code(panel, code, words)
    else:
        panel.set("role", "img")
        panel.set("aria-label", words)
        panel.text = SIGN
    return panel


def _add_code(panel: etree._Element, code: Image, alt: str) -> None:
    part = _part(panel, "img", "stand-in-code", "")
    for key, value in (("src", code.name), ("alt", alt), ("width", code.width), ("height", code.height)):
        part.set(key, str(value))


def _code(address: str) -> Image:
    """A small QR code of an address, for a reader who holds paper or a device without a link to tap."""
    file = io.BytesIO()
    segno.make(address, error="l", micro=False).save(file, kind="png", scale=4, border=4)
    data = file.getvalue()
    with Pillow.open(io.BytesIO(data)) as picture:
        width, height = picture.size
    return Image(f"{hashlib.sha256(data).hexdigest()[:20]}.png", "image/png", data, width, height, address)


def _part(parent: etree._Element, tag: str, name: str, text: str) -> etree._Element:
    if len(parent):
        parent[-1].tail = " "  # so that words stay apart without CSS
    part = etree.SubElement(parent, tag, {"class": name})
    part.text = text or None
    return part
