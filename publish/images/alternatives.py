"""Alternative texts of pictures: whose words count, and which say something. A cover's is made in `covers/compose`."""

from __future__ import annotations

import re
from urllib.parse import unquote

from lxml import etree

from publish.keep.worksheet import DECORATIVE
from publish.markup.pictures import DECORATION

__all__ = ["caption_words", "describe", "described", "is_description"]

_EMPTY_WORDS = re.compile(
    r"(?:(?:alt(?:ernative)?(?: text)?|image|img|picture|pic|photo(?:graph)?|figure|fig|screen ?shot|graphic|chart|table|"
    r"diagram|illustration|banner|cover|hero|thumb(?:nail)?|logo|icon|untitled|placeholder|dsc|圖片?|图片?|照片|圖表|图表|截圖|截图)"
    r"[\s._#-]*(?:no\.?)?[\s._-]*\d*[\s._-]*)+",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(r"[^\s/]+\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|svg)", re.IGNORECASE)
_CODE = re.compile(r"[\d\W_]+|(?=\S*\d)[\w-]{5,}")
"""No letters at all, or one word with digits, as a camera or a host makes it."""


def described(image: etree._Element, written: str) -> str:
    """What a picture (an `img`) shows: the editors' words `written`, else the author's where they say something, else empty.

    DECORATIVE where either says that it shows nothing that matters.
    """
    if not written and image.get("role") == DECORATION:
        return DECORATIVE
    alt = image.get("alt", "")
    return written or (alt if is_description(alt, image.get("src", "")) else "")


def is_description(alt: str, address: str) -> bool:
    """Whether an alternative text describes its picture.

    `image01`, file names, camera numbers and empty strings do not (WCAG 2.2, 1.1.1; failure F30).
    """
    words = " ".join(alt.split())
    if not words or _EMPTY_WORDS.fullmatch(words) or _FILE_NAME.fullmatch(words) or _CODE.fullmatch(words):
        return False
    name = unquote(re.split(r"[?#]", address)[0]).rsplit("/", maxsplit=1)[-1]
    stem = name.rsplit(".", maxsplit=1)[0]
    return words.casefold() not in {name.casefold(), stem.casefold()} and not words.startswith(
        ("http:", "https:")
    )


def caption_words(image: etree._Element) -> str:
    """A picture's caption without its mark, or empty."""
    figure = next(image.iterancestors("figure"), None)
    caption = None if figure is None else figure.find("figcaption")
    words = "" if caption is None else " ".join("".join(map(str, caption.itertext())).split())
    return words.lstrip("▲ ")


def describe(image: etree._Element, description: str) -> None:
    """Set a picture's alternative text: its description, else its caption; empty when it is decorative.

    The class `alt-caption` marks a caption in place of a description, so that no accessibility metadata counts it as
    one.
    """
    if description.casefold() == DECORATIVE:
        image.set("role", DECORATION)
        image.set("alt", "")
        return
    image.attrib.pop("role", "")
    caption = "" if description else caption_words(image)
    image.set("alt", description or caption)
    if caption:
        image.set("class", f"{image.get('class', '')} alt-caption".strip())
