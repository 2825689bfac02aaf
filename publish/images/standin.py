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


def replace(image: etree._Element, description: str, language: str) -> Image | None:
    """Put a stand-in where this `img` is: what is missing, its description if it has one, and its address.

    Markup: `span.stand-in` with `span.stand-in-title`, `span.stand-in-text`, and for an address on the web
    `img.stand-in-code` (a QR code, which is returned) and `a.stand-in-address` (a span inside a link, which may not
    hold another).
    """
    address = image.get("src", "")
    panel = etree.Element("span", {"class": "stand-in"})
    code = None
    _part(panel, "span", "stand-in-title", label("image-missing", language))
    if description:
        _part(panel, "span", "stand-in-text", " ".join(description.split()))
    if address.startswith(("http://", "https://")) and len(address) <= MAX_SHOWN:
        code = _code(address)
        _part(panel, "img", "stand-in-code", "")
        panel[-1].attrib.update(
            {"src": code.name, "alt": "", "width": str(code.width), "height": str(code.height)}
        )
        linked = next(image.iterancestors("a"), None) is not None
        part = _part(panel, "span" if linked else "a", "stand-in-address", address)
        if not linked:
            part.set("href", address)
    panel.tail = image.tail
    parent = image.getparent()
    assert parent is not None  # an img is never the root
    parent.replace(image, panel)
    return code


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
