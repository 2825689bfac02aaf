"""A book as one self-contained web page: styles inside, pictures as `data:` addresses, no script, nothing fetched."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from lxml import etree
from markupsafe import Markup

from publish import covers, matter
from publish.errors import RenderError
from publish.language import label
from publish.markup.addresses import give_up
from publish.model import Book, Chapter, Image
from publish.style import Style

__all__ = ["write"]

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def write(book: Book, style: Style) -> bytes:
    """The page as UTF-8. Raises StyleError when the style lacks a file, RenderError when a chapter is not well-formed."""
    pictures = {image.name: image for image in book.images}
    several = len(book.chapters) > 1
    values: Mapping[str, object] = {
        "book": book,
        "accent": covers.accent(book.cover, style),
        "sheet": Markup(style.text("text.css") + style.text("screen.css")),  # noqa: S704  # our own style sheets
        "chapters": [_chapter(chapter, pictures, several) for chapter in book.chapters],
        "several": several,
        "colophon": matter.colophon(book),
        "words": {key: label(key, book.language) for key in ("contents", "colophon")},
    }
    return style.render("page.html", values).encode()


def _chapter(chapter: Chapter, pictures: Mapping[str, Image], several: bool) -> Mapping[str, object]:
    prefix = f"{chapter.id}-" if several else ""
    return {
        "id": f"{prefix}title",
        "title": chapter.title,
        "language": chapter.language,
        "byline": matter.byline(chapter),
        "date": matter.day(chapter),
        "datetime": chapter.date.date().isoformat() if chapter.date else "",
        "body": _body(chapter, pictures, prefix),
    }


def _body(chapter: Chapter, pictures: Mapping[str, Image], prefix: str) -> Markup:
    try:
        root = etree.fromstring(f"<body>{chapter.body}</body>", _PARSER)
    except etree.XMLSyntaxError as error:
        raise RenderError(
            f"the converted text is not well-formed: {error.msg}", path=chapter.label
        ) from error
    for image in root.iter("img"):
        picture = pictures.get(image.get("src", ""))
        if picture is not None:
            image.set("src", f"data:{picture.media_type};base64,{base64.b64encode(picture.data).decode()}")
        image.set("alt", image.get("alt", ""))
    give_up(root)
    _link_back(root, chapter.language)
    if prefix:
        _prefix_ids(root, prefix)
    text = Markup.escape(root.text or "")
    parts = (etree.tostring(child, encoding="unicode", method="html") for child in root)
    return text + Markup("".join(parts))  # noqa: S704  # serialised from a tree


def _link_back(root: etree._Element, language: str) -> None:
    """Give every note a way back to where it is called."""
    calls = {
        call.get("href", "")[1:]: call.get("id", "")
        for call in reversed(root.findall(".//a[@class='noteref']"))
    }
    for note in root.iter("li"):
        call = calls.get(note.get("id", ""), "")
        if note.get("class") != "footnote" or not call:
            continue
        place = note[-1] if len(note) and note[-1].tag == "p" else note
        back = etree.SubElement(
            place, "a", {"class": "back", "href": f"#{call}", "aria-label": label("note-back", language)}
        )
        back.text = "↩\ufe0e"


def _prefix_ids(root: etree._Element, prefix: str) -> None:
    for element in root.iter(etree.Element):
        if name := element.get("id"):
            element.set("id", prefix + name)
        if (target := element.get("href", "")).startswith("#"):
            element.set("href", f"#{prefix}{target[1:]}")
