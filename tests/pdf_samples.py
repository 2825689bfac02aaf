"""Books for the PDF, page and cover tests, and functions that read a PDF's structure."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import pikepdf
import pypdfium2
from markup_samples import PLAIN
from writing import as_pdf

from publish import covers
from publish.markup.convert import convert
from publish.model import Book, Chapter, Heading, Image, Options, Person, Site
from publish.project import style

DAY = datetime(2026, 3, 14, 8, 30, tzinfo=UTC)


def picture(name: str = "ab12.png", colour: tuple[int, int, int] = (40, 80, 120)) -> Image:
    from PIL import Image as Pillow

    out = io.BytesIO()
    Pillow.new("RGB", (300, 200), colour).save(out, "PNG")
    return Image(name, "image/png", out.getvalue(), 300, 200, "images/pier.png")


PICTURE = picture()


def chapter(body: str = "<p>Words.</p>", **values: Any) -> Chapter:
    given: dict[str, Any] = {
        "id": "post",
        "stem": "post",
        "label": "posts/post.md",
        "title": "A Title",
        "authors": (Person("Mara Ellison", "Ellison, Mara"), Person("Tomas Reyes", "Reyes, Tomas")),
        "date": DAY,
    }
    return Chapter(**({"language": "en", "body": body} | given | values))


def written(text: str, **values: Any) -> Chapter:
    """The chapter that some Markdown makes."""
    post = replace(PLAIN, text=text, **values)
    return convert(post, Site(), Options())


def book(*chapters: Chapter, **values: Any) -> Book:
    chapters = chapters or (chapter(),)
    first = chapters[0]
    names = tuple(person.name for person in first.authors)
    given: dict[str, Any] = {
        "identifier": "urn:uuid:2d5a4e64-19c5-5a8e-8b6a-6f3b3f4b2a10",
        "title": first.title,
        "language": first.language,
        "chapters": chapters,
        "cover": covers.compose(
            title=first.title, language=first.language, authors=names, date=DAY, site="Harbour"
        ),
        "modified": DAY,
        "creators": first.authors,
        "date": DAY,
        "description": "What a page is for",
        "subjects": ("paper", "sea"),
        "publisher": "Harbour",
        "rights": "CC BY-SA 4.0",
        "source": "https://example.org/post",
        "images": (PICTURE,) if any("ab12.png" in each.body for each in chapters) else (),
    }
    return Book(**(given | values))


NOTES = (
    '<p>One<a class="noteref" id="fnref-1" href="#fn-1">1</a> and two<a class="noteref" id="fnref-2" href="#fn-2">2</a>'
    ' and one again<a class="noteref" id="fnref-1-2" href="#fn-1">1</a>.</p><section class="footnotes"><ol>'
    '<li class="footnote" id="fn-1"><p>First note.</p><p>Its second paragraph.</p></li>'
    '<li class="footnote" id="fn-2"><p>Second note with a table.</p><table><tbody><tr><td>cell</td></tr></tbody></table></li>'
    "</ol></section>"
)
SPECIMEN = (
    '<p class="standfirst"><em>What stands first.</em></p><h2 id="lists">Lists</h2><p>Some <strong>strong</strong>, '
    'some <em>stressed</em> and some <code>code</code>, an <abbr title="Portable Document Format">PDF</abbr>, '
    '<a href="https://example.org/a">a link</a> and <span lang="zh-Hant">香港</span>.</p>'
    "<ul><li>one<ul><li>inner</li></ul></li><li><p>loose</p></li></ul><ol><li>first</li></ol>"
    "<dl><dt>stem</dt><dd>what a book is named after</dd><dd>and more</dd></dl>"
    '<h2 id="tables">Tables</h2><table><thead><tr><th>Format</th><th>Size</th></tr></thead><tbody>'
    '<tr><th scope="row">PDF</th><td colspan="1">640 KB</td></tr></tbody></table>'
    '<h3 id="pictures">Pictures</h3><figure><img src="ab12.png" alt="A grey pier"/><figcaption>▲ The pier</figcaption>'
    '</figure><p><img src="ab12.png" alt=""/></p><blockquote class="pullquote"><p>A pocket.</p></blockquote>'
    '<pre class="highlight"><code><span class="k">def</span> f():\n    <span class="s">"""a\nb"""</span>\n</code></pre>'
    '<p>As <math xmlns="http://www.w3.org/1998/Math/MathML" alttext="\\frac{s}{t}"><mfrac><mi>s</mi><mi>t</mi></mfrac>'
    "</math> says.</p><hr/>"
    '<p class="author-note"><strong>Mara Ellison</strong> edits.</p>'
) + NOTES
HEADINGS = (Heading(2, "lists", "Lists"), Heading(2, "tables", "Tables"), Heading(3, "pictures", "Pictures"))
CHINESE = (
    '<p>離線的書架不是一個比喻。每個月最後一個星期五，阿晴會把新一期雜誌放進膠箱，用<span class="gap">的</span>是 PDF，'
    "想要的人拿手機來，自己抄。沒有人登記，也沒有人問你是誰。<em>真的</em>。</p>" * 4
)


class Made:
    """A finished PDF, opened."""

    def __init__(self, made: Book, page: str = "a5") -> None:
        self.data = as_pdf(made, style.load("journal"), page)

    @classmethod
    def of(cls, data: bytes) -> Made:
        """A file that was made elsewhere."""
        made = cls.__new__(cls)
        made.data = data
        return made

    @cached_property
    def file(self) -> pikepdf.Pdf:
        return pikepdf.open(io.BytesIO(self.data))

    def text(self) -> str:
        document = pypdfium2.PdfDocument(self.data)
        return "\n".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "\n")

    def page_text(self, number: int) -> str:
        return str(pypdfium2.PdfDocument(self.data)[number].get_textpage().get_text_range())

    def lowest(self, words: str) -> float:
        """How far above the foot of its page a text stands, in points."""
        for page in pypdfium2.PdfDocument(self.data):
            text = page.get_textpage()
            at = text.get_text_range().find(words)
            if at >= 0:
                return float(text.get_charbox(at)[1])
        raise AssertionError(f"no {words}")

    def spoken(self) -> str:
        """The text in the order of the structure tree, as a screen reader meets it."""
        return "".join(self.said_by(kid, self.marked) for kid in self.file.Root.StructTreeRoot.K)

    @cached_property
    def marked(self) -> dict[Any, dict[int, str]]:
        """Page → MCID → the text between its marks."""
        return {page.objgen: _marked_text(page) for page in self.file.pages}

    @staticmethod
    def said_by(element: Any, marked: Mapping[Any, Mapping[int, str]]) -> str:
        """The text of one structure element and all below it."""
        said: list[str] = []

        def walk(element: Any, home: Any) -> None:
            home = element.get("/Pg", home)
            kids: Any = element.get("/K", [])
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                    walk(kid, home)
                elif isinstance(kid, pikepdf.Dictionary) and "/MCID" in kid:
                    said.append(marked[kid.Pg.objgen].get(int(kid.MCID), ""))
                elif not isinstance(kid, pikepdf.Dictionary):
                    said.append(marked[home.objgen].get(int(kid), ""))

        walk(element, None)
        return "".join(said)

    def beyond(self, left: float = 17, right: float = 17) -> str:
        """What stands outside of the type area on the pages after the cover; margins in millimetres."""
        found: list[str] = []
        for page in list(pypdfium2.PdfDocument(self.data))[1:]:
            text, width = page.get_textpage(), page.get_width()
            for number, character in enumerate(text.get_text_range()):
                if not character.isspace():
                    start, _, end, _ = text.get_charbox(number)
                    inside = left * 72 / 25.4 - 3 <= start and end <= width - right * 72 / 25.4 + 3
                    found.extend([] if inside else [character])
        return "".join(found)

    def bookmarks(self) -> list[str]:
        """Titles of all bookmarks, in order."""
        return [item.get_title() for item in pypdfium2.PdfDocument(self.data).get_toc()]

    def pictures(self) -> int:
        """How many image streams the file holds."""
        return sum(
            1
            for item in self.file.objects
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
        )

    def elements(self) -> list[tuple[str, Any]]:
        """Every structure element in order: (role, dictionary)."""
        found: list[tuple[str, Any]] = []

        def walk(element: Any) -> None:
            if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
                return
            found.append((str(element.S)[1:], element))
            kids: Any = element.get("/K", [])
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                walk(kid)

        for kid in self.file.Root.StructTreeRoot.K:
            walk(kid)
        return found

    def roles(self) -> list[str]:
        return [role for role, _ in self.elements()]

    def of_role(self, name: str) -> list[Any]:
        return [element for role, element in self.elements() if role == name]


def _unicode_of(font: Any) -> dict[int, str]:
    """Glyph → text, from a font's ToUnicode map."""
    pairs = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]*)>", font.ToUnicode.read_bytes())
    return {int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in pairs}


def _marked_text(page: Any) -> dict[int, str]:
    """MCID → the text between its marks, on one page."""
    fonts = {name: _unicode_of(font) for name, font in page.Resources.Font.items()}
    found: dict[int, str] = {}
    stack: list[int | None] = []
    instead: list[str | None] = []
    current: dict[int, str] = {}
    instructions: Any = pikepdf.parse_content_stream(page)
    for operands, operator in instructions:
        name = str(operator)
        if name in {"BDC", "BMC"}:
            mark = operands[1].get("/MCID") if name == "BDC" else None
            actual = operands[1].get("/ActualText") if name == "BDC" else None
            outer = stack[-1] if stack and actual is not None else None
            stack.append(outer if mark is None else int(mark))
            instead.append(None if actual is None else str(actual))
        elif name == "EMC":
            stack.pop()
            instead.pop()
        elif name == "Tf":
            current = fonts[str(operands[0])]
        elif name in {"Tj", "TJ"} and stack and stack[-1] is not None:
            strings = operands[0] if name == "TJ" else operands
            data = b"".join(bytes(part) for part in strings if isinstance(part, pikepdf.String))
            glyphs = (int.from_bytes(data[i : i + 2], "big") for i in range(0, len(data), 2))
            shown = instead[-1] or "".join(current.get(glyph, "\ufffd") for glyph in glyphs)
            found[stack[-1]] = found.get(stack[-1], "") + shown
    return found
