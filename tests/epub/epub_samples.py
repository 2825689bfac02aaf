"""Books for the EPUB writer's tests, and a way to look into what it writes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import etree

from publish import epub, style
from publish.model import Book, Chapter, Cover, Heading, Image, Person

NAMESPACES = {
    "x": "http://www.w3.org/1999/xhtml",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
    "epub": "http://www.idpf.org/2007/ops",
    "m": "http://www.w3.org/1998/Math/MathML",
}
DAY = datetime(2026, 3, 14, 8, 30, tzinfo=UTC)


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 90)) -> bytes:
    from PIL import Image as Pillow

    out = io.BytesIO()
    Pillow.new("RGB", size, (90, 60, 30)).save(out, kind)
    return out.getvalue()


COVER = picture()
PICTURE = Image("ab12.png", "image/png", picture("PNG"), 60, 90, "images/pier.png")


def chapter(body: str = "<p>Words.</p>", **values: Any) -> Chapter:
    given: dict[str, Any] = {"id": "post", "stem": "post", "label": "posts/post.md", "title": "A Title"}
    return Chapter(**({"language": "en", "body": body} | given | values))


def book(*chapters: Chapter, **values: Any) -> Book:
    given: dict[str, Any] = {
        "identifier": "urn:uuid:2d5a4e64-19c5-5a8e-8b6a-6f3b3f4b2a10",
        "title": "A Title",
        "language": "en",
        "chapters": chapters or (chapter(),),
        "cover": Cover("plain", "A Title", "en"),
        "modified": DAY,
        "images": (PICTURE,) if any("ab12.png" in each.body for each in chapters) else (),
    }
    return Book(**(given | values))


@dataclass(frozen=True)
class Written:
    """The bytes of an EPUB, opened."""

    data: bytes

    @cached_property
    def names(self) -> list[str]:
        return self._zip.namelist()

    @cached_property
    def _zip(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(self.data))

    @property
    def entries(self) -> list[zipfile.ZipInfo]:
        return self._zip.infolist()

    def text(self, name: str) -> str:
        return self._zip.read(f"EPUB/{name}").decode()

    def tree(self, name: str) -> etree._Element:
        return etree.fromstring(self._zip.read(f"EPUB/{name}"))

    def find(self, name: str, path: str) -> list[Any]:
        """What an XPath finds in one of the package's files."""
        found = self.tree(name).xpath(path, namespaces=NAMESPACES)
        assert isinstance(found, list)
        return found

    def meta(self, name: str) -> list[str]:
        """Values of a `meta` property in the package document."""
        return [str(text) for text in self.find("content.opf", f"//opf:meta[@property='{name}']/text()")]

    def documents(self) -> list[str]:
        """Names of a chapter's documents, in the order of the package."""
        return [name.removeprefix("EPUB/") for name in self.names if name.startswith("EPUB/chapter-")]

    def save(self, path: Path) -> Path:
        path.write_bytes(self.data)
        return path


def write(made: Book) -> Written:
    return Written(epub.write(made, style.load("journal"), COVER))


def long_chapter(sections: int = 60, **values: Any) -> Chapter:
    """About ten kilobytes a section, each with a note and links to the first and the last section."""
    parts, notes, headings = [], [], []
    for number in range(1, sections + 1):
        level = 2 if number % 3 == 1 else 3
        headings.append(Heading(level, f"part-{number}", f"Part {number}"))
        words = f"<p>{'Salt and rope and a slow tide. ' * 320}</p>"
        parts.append(
            f'<h{level} id="part-{number}">Part {number}</h{level}>'
            f'<p>See <a href="#part-1">the first</a>, <a href="#part-{sections}">the last</a> and a note'
            f'<a class="noteref" id="fnref-{number}" href="#fn-{number}">{number}</a>.</p>{words}'
        )
        notes.append(f'<li class="footnote" id="fn-{number}"><p>Note {number}.</p></li>')
    section = f'<section class="footnotes"><ol>{"".join(notes)}</ol></section>'
    return chapter("".join(parts) + section, headings=tuple(headings), **values)


AUTHOR = Person("Burcu Ozcelik", "Ozcelik, Burcu")
CHINESE_AUTHOR = Person("長平", "長平")
