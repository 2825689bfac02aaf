"""The stand-in: an honest, quiet panel where a picture could not be had."""

from __future__ import annotations

import hashlib
import io

import segno
from lxml import etree
from PIL import Image as Pillow
from PIL import ImageDraw

from publish.language import label
from publish.model import Image

__all__ = ["replace"]

MAX_SHOWN = 300
"""Characters of an address that are printed; a longer one helps nobody."""


def replace(image: etree._Element, description: str, language: str) -> Image | None:
    """Put a stand-in where this `img` is: what is missing, its description if it has one, and its address.

    Markup: `span.stand-in` with `span.stand-in-title`, `span.stand-in-text`, and for an address on the web
    `img.stand-in-code` (a QR code) and `a.stand-in-address`. Inside a link the panel holds no words, which would become
    the link's, nor a link of its own: they are in `data-title` and `data-address` for the style sheet, and in the alternative text; without a code `img.stand-in-sign` stays to be seen and followed. Returns the
    picture that the panel holds.
    """
    address = _shown(image.get("src", ""))
    code = _code(address) if address else None
    title = label("image-missing", language)
    if next(image.iterancestors("a"), None) is None:
        panel = _panel(title, " ".join(description.split()), address, code)
    else:
        code = code or _sign()
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
        _add_picture(panel, code, "", "stand-in-code")
        _part(panel, "a", "stand-in-address", address).set("href", address)
    return panel


def _linked_panel(title: str, description: str, address: str, picture: Image) -> etree._Element:
    words = ": ".join(part for part in (title, description) if part)
    panel = etree.Element("span", {"class": "stand-in", "data-title": words, "data-address": address})
    _add_picture(panel, picture, words, "stand-in-code" if address else "stand-in-code stand-in-sign")
    return panel


def _add_picture(panel: etree._Element, picture: Image, alt: str, name: str) -> None:
    part = _part(panel, "img", name, "")
    size = (("width", picture.width), ("height", picture.height))
    for key, value in (("src", picture.name), ("alt", alt), *size):
        part.set(key, str(value))


def _sign() -> Image:
    """A small empty frame, struck through: the picture that is not there."""
    frame = Pillow.new("L", (64, 48), 255)
    pen = ImageDraw.Draw(frame)
    pen.rectangle((3, 3, 60, 44), outline=90, width=3)
    pen.line((4, 43, 59, 4), fill=90, width=3)
    file = io.BytesIO()
    frame.save(file, "PNG")
    return _image(file.getvalue(), "")


def _code(address: str) -> Image:
    """A small QR code of an address, for a reader who holds paper or a device without a link to tap."""
    file = io.BytesIO()
    segno.make(address, error="l", micro=False).save(file, kind="png", scale=4, border=4)
    return _image(file.getvalue(), address)


def _image(data: bytes, address: str) -> Image:
    with Pillow.open(io.BytesIO(data)) as picture:
        width, height = picture.size
    return Image(f"{hashlib.sha256(data).hexdigest()[:20]}.png", "image/png", data, width, height, address)


def _part(parent: etree._Element, tag: str, name: str, text: str) -> etree._Element:
    if len(parent):
        parent[-1].tail = " "  # so that words stay apart without CSS
    part = etree.SubElement(parent, tag, {"class": name})
    part.text = text or None
    return part
