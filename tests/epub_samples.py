"""Books for the EPUB writer's tests, and functions that read its output."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import etree
from writing import as_epub

from publish.check import Message
from publish.model import Book, Chapter, Cover, Heading, Image, Person, Series
from publish.project import style

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


COVER = picture(size=(800, 1200))
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


def write(made: Book, **more: Any) -> Written:
    return Written(as_epub(made, style.load("journal"), COVER, **more))


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

NOTES = (
    '<p>One<a class="noteref" id="fnref-1" href="#fn-1">1</a>, two<a class="noteref" id="fnref-2" href="#fn-2">2</a>'
    ' and one again<a class="noteref" id="fnref-1-2" href="#fn-1">1</a>.</p>'
    '<section class="footnotes"><ol>'
    '<li class="footnote" id="fn-1"><p>First <em>note</em>.</p><p>More.</p></li>'
    '<li class="footnote" id="fn-2">Second, bare.</li></ol></section>'
)

EVERYTHING = (
    '<p class="standfirst">A standfirst.</p>'
    '<h2 id="one">One</h2><p>Text with <em>stress</em>, H<sub>2</sub>O and <span lang="zh-Hant">離線</span>.</p>'
    '<figure><img src="ab12.png" alt="A pier" width="60" height="90"/><figcaption>▲ The pier</figcaption></figure>'
    '<h3 id="two">Two</h3><table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>'
    '<pre class="highlight"><code><span class="k">def</span> f(): ...</code></pre>'
    '<ul><li class="task-list-item with-box"><span class="task-box">☑</span> done</li></ul><dl><dt>a</dt><dd>b</dd></dl>'
    '<p>Let <math xmlns="http://www.w3.org/1998/Math/MathML" alttext="x^2"><semantics><msup><mi>x</mi><mn>2</mn></msup>'
    '<annotation encoding="application/x-tex">x^2</annotation></semantics></math> be.</p>'
    '<p><span class="stand-in"><span class="stand-in-title">Image not available</span> '
    '<a class="stand-in-address" href="https://example.org/a%zz.png">https://example.org/a%zz.png</a></span></p>'
    '<p class="pullquote">Said plainly.</p><hr class="note-rule"/><p class="author-note">An author.</p>'
)
HEADINGS = (Heading(2, "one", "One"), Heading(3, "two", "Two"))


TASKS = (
    '<ul><li class="task-list-item with-box"><span class="task-box">☐</span>bread</li>'
    '<li class="task-list-item with-box"><p><span class="task-box">☑</span>milk</p></li></ul>'
)
SITE_LINKS = "".join(
    f'<p><a class="unresolved" href="" data-address="{address}">{words}</a></p>'
    for address, words in (
        ("/about", "About us"),
        ("../b c?x=1&amp;y#z", "<em>B</em>"),
        ("/about", "us"),
        ("", "here"),
    )
)


def sample_books() -> dict[str, Book]:
    """Books that hold every construct, by name."""
    chinese = chapter(
        "<p>今天<em>我們</em>讀書。</p><h2 id='a'>一</h2><p>完。</p>",
        language="zh-Hant",
        title="離線的書架",
        authors=(CHINESE_AUTHOR,),
        headings=(Heading(2, "a", "一"),),
        date=DAY,
    )
    full = chapter(
        EVERYTHING + NOTES, headings=HEADINGS, authors=(AUTHOR,), date=DAY, address="https://example.org/a"
    )
    evil = 'A <b>"title"</b> & \x01 more'
    return {
        "short": book(),
        "full": book(
            full,
            creators=(AUTHOR,),
            date=DAY,
            description="All of it.",
            subjects=("paper",),
            publisher="The Quay",
            rights="CC BY 4.0",
            source="https://example.org/a",
        ),
        "chinese": book(chinese, title="離線的書架", language="zh-Hant", creators=(CHINESE_AUTHOR,)),
        "lists": book(chapter(TASKS + SITE_LINKS)),
        "arabic": book(chapter("<p>سلام</p>", language="ar", title="سلام"), language="ar", title="سلام"),
        "long": book(long_chapter()),
        "volume": book(
            full, long_chapter(40, id="b"), chinese, series=Series("The Quay", "67"), publisher="The Quay"
        ),
        "hostile": book(chapter(title=evil), title=evil, description=evil, source="x: y", rights=evil),
    }


KINDS = """---
title: Kinds of things
author: Mara Lin
series: Small files
lang: en
---

First words.[^1]

## Code

```python
def add(one, two):
    # a comment
    total = one + two

    return total  # end
```

## Tasks

- [x] bread
- [ ] milk

## Notes

Last words.[^two]

[^1]: The first note.
[^two]: The second note.
"""
KINDS_IN_ORDER = "First words. Code add(one, two): # a comment total Tasks bread milk Notes Last words. The first note. The second note."
"""What every reading system shows of it, in this order."""
KINDS_CODE = KINDS.split("```")[1].removeprefix("python\n")


def in_order(text: str, words: str) -> bool:
    """Whether words come in this order, whatever stands between them."""
    return re.search(".*?".join(map(re.escape, words.split())), text, re.DOTALL) is not None


ABOUT_FONTS = frozenset({"CSS-028", "OPF-090"})
"""EPUBCheck's notes that there is a font, and that its media type has a newer name: no faults."""


def faults(messages: Iterable[Message]) -> list[str]:
    """What EPUBCheck says of a book, but for its notes about fonts."""
    return [str(message) for message in messages if message.code not in ABOUT_FONTS]
