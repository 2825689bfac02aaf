"""The stand-in: a simple panel in the place of a missing picture."""

from __future__ import annotations

import hashlib
import io
from urllib.parse import urlsplit

from lxml import etree
from PIL import Image as Pillow
from PIL import ImageDraw

from publish.frozen import frozen
from publish.language import label
from publish.model import Image

__all__ = ["Missing", "replace"]

MAX_CODE = 300
"""Longest address in characters whose QR code is small enough for a telephone to read."""
MAX_TEXT = 120
"""Characters of an address that are printed; the link and the QR code have all of it."""
ICON, SMALL = 64, 300
"""Up to these widths in pixels, a picture is part of a line, and does not fill the page."""
_BLOCKS = ("p", "li", "td", "th", "dd", "dt", "figcaption", "h2", "h3", "h4", "h5", "h6")

_HOLDERS = (
    "a",
    "em",
    "strong",
    "i",
    "b",
    "u",
    "cite",
    "dfn",
    "del",
    "ins",
    "s",
    "sub",
    "sup",
    "code",
    "mark",
    "q",
    "small",
)
"""Elements in which a stand-in's text would become part of their text."""


@frozen
class Missing:
    """What is known about a missing picture."""

    description: str = ""
    address: str = ""
    """The address as it is printed: a web address, or the path in the post; empty when it is of no use."""
    link: str = ""
    """The web address for the link and the QR code, or empty."""
    width: int = 0
    """Size in pixels, 0 when unknown."""


def replace(image: etree._Element, missing: Missing, language: str) -> Image | None:
    """Replace an `img` by a stand-in with a title, the picture's description if there is one, and its address.

    It is as large as the picture would be: `span.stand-in` is a panel across the page; with `stand-in-small` it is as
    wide as its text; with `stand-in-inline`, when the picture was inside text, it is a bracket in the line. It
    contains `span.stand-in-title`, `span.stand-in-text`, `img.stand-in-code` (a QR code of the address; not in a
    line) and `a.stand-in-address`, or a `span` when the address is not on the web. A screen reader says only the host of
    an address, and no path of a file: it would spell them.

    Inside a link, emphasis and similar elements, the panel has no text of its own, which would become part of theirs,
    and no link: its texts are in `data-title` and `data-address` for the style sheet, and in the alternative text.
    Without a QR code it has `img.stand-in-sign`, to be seen and followed. Returns the picture in the panel.
    """
    size = _size(image, missing.width)
    inline = size == "stand-in-inline"
    code = _code(missing.link) if missing.link and len(missing.link) <= MAX_CODE and not inline else None
    panel = etree.Element("span", {"class": f"stand-in {size}".strip()})
    title = label("image-missing", language)
    if next(image.iterancestors(*_HOLDERS), None) is not None:
        code = code or _sign()
        _fill_linked(panel, title, missing, code)
    elif inline:
        _fill_line(panel, title, missing)
    else:
        _fill_panel(panel, title, missing, code)
    panel.tail = image.tail
    parent = image.getparent()
    assert parent is not None  # an img is never the root
    parent.replace(image, panel)
    return code


def _size(image: etree._Element, width: int) -> str:
    """The class for a stand-in of the picture's size; empty when it fills the page."""
    said = image.get("width", "")
    width = int(said) if said.isdecimal() and len(said) < 5 else width
    in_cell = next(image.iterancestors("td", "th"), None) is not None
    if in_cell or _stands_amid_words(image) or 0 < width <= ICON:
        return "stand-in-inline"
    return "stand-in-small" if 0 < width <= SMALL else ""


def _stands_amid_words(image: etree._Element) -> bool:
    """Whether there is text before and after a picture in its block: then it was part of a line."""
    before = after = ""
    block = next(image.iterancestors(*_BLOCKS), None)
    for event, element in etree.iterwalk(block, ("start", "end")) if block is not None else ():
        if event == "start" and element is image:
            before, after = after, ""
        after += (element.text if event == "start" else element.tail if element is not block else "") or ""
    return bool(before.strip() and after.strip())


def _fill_panel(panel: etree._Element, title: str, missing: Missing, code: Image | None) -> None:
    _part(panel, "span", "stand-in-title", title)
    if missing.description:
        _part(panel, "span", "stand-in-text", " ".join(missing.description.split()))
    if code is not None:
        _add_picture(panel, code, "", "stand-in-code")
    _add_address(panel, missing)


def _fill_line(panel: etree._Element, title: str, missing: Missing) -> None:
    panel.text = "["
    _part(panel, "span", "stand-in-title", title)
    if missing.description:
        panel[-1].tail = ": "
        _part(panel, "span", "stand-in-text", " ".join(missing.description.split()), apart="")
    _add_address(panel, missing)
    panel[-1].tail = "]"


def _add_address(panel: etree._Element, missing: Missing) -> None:
    text = missing.address if len(missing.address) <= MAX_TEXT else f"{missing.address[:MAX_TEXT]}…"
    if missing.link:
        link = _part(panel, "a", "stand-in-address", text)
        link.set("href", missing.link)
        link.set("aria-label", urlsplit(missing.link).hostname or text)
    elif missing.address:
        _part(panel, "span", "stand-in-address", text).set("aria-hidden", "true")


def _fill_linked(panel: etree._Element, title: str, missing: Missing, picture: Image) -> None:
    words = ": ".join(part for part in (title, missing.description) if part)
    panel.set("data-title", words)
    panel.set("data-address", missing.address[:MAX_CODE])
    _add_picture(panel, picture, words, "stand-in-code" if picture.address else "stand-in-code stand-in-sign")


def _add_picture(panel: etree._Element, picture: Image, alt: str, name: str) -> None:
    part = _part(panel, "img", name, "")
    size = (("width", picture.width), ("height", picture.height))
    for key, value in (("src", picture.name), ("alt", alt), *size):
        part.set(key, str(value))


def _sign() -> Image:
    """A small empty frame with a line through it: a missing picture."""
    frame = Pillow.new("L", (64, 48), 255)
    pen = ImageDraw.Draw(frame)
    pen.rectangle((3, 3, 60, 44), outline=90, width=3)
    pen.line((4, 43, 59, 4), fill=90, width=3)
    file = io.BytesIO()
    frame.save(file, "PNG")
    return _image(file.getvalue(), "")


def _code(address: str) -> Image:
    """A small QR code of an address, for readers of paper or of a device without links."""
    file = io.BytesIO()
    import segno  # most books have no stand-in

    segno.make(address, error="l", micro=False).save(file, kind="png", scale=4, border=4)
    return _image(file.getvalue(), address)


def _image(data: bytes, address: str) -> Image:
    with Pillow.open(io.BytesIO(data)) as picture:
        width, height = picture.size
    return Image(f"{hashlib.sha256(data).hexdigest()[:20]}.png", "image/png", data, width, height, address)


def _part(parent: etree._Element, tag: str, name: str, text: str, *, apart: str = " ") -> etree._Element:
    if len(parent) and apart:
        parent[-1].tail = apart  # so that words stay apart without CSS
    part = etree.SubElement(parent, tag, {"class": name})
    part.text = text or None
    return part
