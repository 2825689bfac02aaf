"""Files of a package that are not documents: style sheets, fonts, the cover, pictures."""

from __future__ import annotations

from collections.abc import Sequence

from ebooklib import epub

from publish.epub import fonts
from publish.epub.documents import Document, sheets
from publish.epub.namespaces import COVER_ID, IMAGES, MATHEMATICS
from publish.epub.package import item
from publish.fonts import formulas
from publish.model import Book
from publish.project.style import Style

__all__ = ["add", "css"]

_FACE = f"{fonts.FONTS}mathematics.ttf"
_MATHEMATICS = f"""@font-face {{
  font-family: "STIX Two Math";
  src: url({_FACE});
}}

math {{
  font-family: "STIX Two Math", math, serif;
}}
"""
_APPLE = "http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/"


def css(book: Book, style: Style) -> str:
    """All style sheets of the book's documents, joined."""
    return "".join(style.text(f"epub/{name}") for name in _sheets(book, style))


def add(
    package: epub.EpubBook, book: Book, style: Style, cover_picture: bytes, documents: Sequence[Document]
) -> None:
    """Add what these documents need to the package."""
    text = "".join(each.content.decode() for each in documents)
    for name in _sheets(book, style):
        sheet = style.text(f"epub/{name}").encode()
        package.add_item(item(name.removesuffix(".css"), name, "text/css", sheet))
    faces = fonts.wanted(style)
    for count, (name, media_type, data) in enumerate(fonts.embedded(faces, text), start=1):
        package.add_item(item(f"font-{count}", name, media_type, data))
    if faces:  # otherwise Apple Books uses its own fonts
        package.add_prefix("ibooks", _APPLE)
        package.add_metadata("OPF", "meta", "true", {"property": "ibooks:specified-fonts"})
    if characters := frozenset().union(*(each.formula_characters for each in documents)):
        package.add_item(item("mathematics", MATHEMATICS, "text/css", _MATHEMATICS.encode()))
        package.add_item(item("font-mathematics", _FACE, fonts.OPENTYPE, formulas.cut(characters)))
    package.add_item(item(COVER_ID, f"{IMAGES}cover.jpg", "image/jpeg", cover_picture, ["cover-image"]))
    for count, image in enumerate(book.images, start=1):
        package.add_item(item(f"image-{count}", IMAGES + image.name, image.media_type, image.data))


def _sheets(book: Book, style: Style) -> list[str]:
    tags = (book.language, *(each.language for each in book.chapters))
    return list(dict.fromkeys(name for tag in tags for name in sheets(style, tag)))
