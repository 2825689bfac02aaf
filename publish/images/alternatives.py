"""Alternative texts of pictures: whose words count, and which say something. A cover's is made in `covers/compose`."""

from __future__ import annotations

import re
from urllib.parse import unquote

from lxml import etree

from publish.keep.worksheet import DECORATIVE
from publish.markup.pictures import DECORATION
from publish.text.patterns import late

__all__ = ["caption_words", "describe", "described", "is_description", "is_name"]

_EMPTY_WORDS = late(
    r"(?:(?:alt(?:ernative)?(?: text)?|image|img|picture|pic|photo(?:graph)?|figure|fig|screen ?shot|graphic|chart|table|"
    r"diagram|illustration|banner|cover|hero|thumb(?:nail)?|logo|icon|untitled|placeholder|dsc|圖片?|图片?|照片|圖表|图表|截圖|截图)"
    r"[\s._#-]*(?:no\.?)?[\s._-]*\d*[\s._-]*)+(?:(?:x{0,3}[sl]|small|medium|large|full|final|original|copy|new|\d+x\d*|@\dx)[\s._()-]*\d*[\s._-]*)*",
    re.IGNORECASE,
)
_FILE_NAME = late(r"[^\s/]+\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|svg)", re.IGNORECASE)
_SNAPSHOT = late(
    r"(?:screen ?shot|whatsapp image|bildschirmfoto|capture d.écran|captura de (?:pantalla|ecrã|tela)|schermata|"
    r"截屏|屏幕快照|屏幕截图|螢幕截圖|截圖)(?:[\s\d.,:_()\u202f-]|from|at|um|à|às|alle|上午|下午|[ap]\.?m\.?)*",
    re.IGNORECASE,
)
"""What systems call pictures of the screen, and phones those they send: a kind, a day and a time."""
_JOINED = late(r"[\w.()@-]*[A-Za-z0-9]_[A-Za-z0-9][\w.()@-]*", re.ASCII)
"""One word joined by underscores, as programs name files."""
_MADE = late(
    r"(?:dsc[fn]?|img|pxl|mvi|gopr|sam|p)[\s_-]?\d{3,}.{0,12}|(?=\S*\d)[0-9a-f-]{16,}", re.IGNORECASE
)
"""What cameras and hosts call a file."""
_NUMBERED = late(r"(?:fig(?:ure)?|table|chart|diagram|illustration|圖表?|图表?)[\s.]*\d+\.?", re.IGNORECASE)
_CODE = late(r"[\d\W_]+|(?=\S*\d)[\w-]{5,}")
"""No letters at all, or one word with digits, as a camera or a host makes it."""
_NOT_WORDS = (_EMPTY_WORDS, _FILE_NAME, _SNAPSHOT, _JOINED, _CODE)


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

    `image01`, `Image_xl`, file names, camera numbers and empty strings do not (WCAG 2.2, 1.1.1; failure F30).
    """
    words = " ".join(alt.split())
    if not words or any(each.fullmatch(words) for each in _NOT_WORDS):
        return False
    # `Pier` for `pier.jpg` is a word that somebody wrote.
    return words not in _names(address) and not words.startswith(("http:", "https:"))


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


def is_name(title: str, address: str) -> bool:
    """Whether a title is only a file's name, such as `Image_xl`. `Figure 2`, `2024` and `Venice` of venice.jpg are words."""
    words = " ".join(title.split())
    if any(each.fullmatch(words) for each in (_FILE_NAME, _SNAPSHOT, _JOINED, _MADE)):
        return True
    if _EMPTY_WORDS.fullmatch(words):
        return not _NUMBERED.fullmatch(words)
    return words.casefold() in {name.casefold() for name in _names(address)} and bool(
        re.search(r"[\d_-]|^.$", words)
    )


def _names(address: str) -> set[str]:
    """The name of a picture's file, with and without its ending."""
    name = unquote(re.split(r"[?#]", address)[0]).rsplit("/", maxsplit=1)[-1]
    return {name, name.rsplit(".", maxsplit=1)[0]}
