"""The page is self-contained, without scripts, and has the same text and design as the books."""

from __future__ import annotations

import ctypes
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw
import pytest
from lxml import html as parser
from pdf_samples import CHINESE, HEADINGS, NOTES, SPECIMEN, book, chapter
from PIL import Image as Pillow
from writing import as_html

from publish import html
from publish.cli import main
from publish.errors import RenderError
from publish.model import Book
from publish.project import style

JOURNAL = style.load("journal")


def parse(text: str) -> Any:
    return parser.fromstring(text)


def write(made: Book) -> str:
    return as_html(made, JOURNAL).decode()


def test_a_page_fetches_nothing_and_runs_nothing() -> None:
    text = write(book(chapter(SPECIMEN, headings=HEADINGS)))
    tree = parse(text)
    assert tree.xpath("//script|//link[@rel='stylesheet']|//iframe") == []
    assert all(image.get("src").startswith("data:image/") for image in tree.iter("img"))
    assert not re.search(r"url\((?!data:)|@import", text)
    assert "default-src 'none'" in text


def test_its_policy_allows_the_pictures_and_the_font_that_it_brings() -> None:
    text = write(book(chapter(SPECIMEN, headings=HEADINGS)))
    policy = parse(text).xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    assert "url(data:font/" in text
    assert "src='data:image" in text or 'src="data:image' in text
    assert {"img-src data:", "font-src data:"} <= {part.strip() for part in policy.split(";")}


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<script>alert(1)</script>", "holds a script element"),
        ("<iframe srcdoc='x'></iframe>", "holds a iframe element"),
        ("<p onclick='x()'>x</p>", "runs a script"),
        ("<img src='https://a.example/x.png'>", "loads https://a.example"),
        ("<img src='data:image/svg+xml,x'>", "loads data:image/svg"),
        ("<link rel='stylesheet' href='x.css'>", r"loads x\.css"),
        ("<meta http-equiv='Refresh' content='0;x'>", "leads to another page"),
        ("<a href=' java\nscript:x()'>x</a>", "unsafe address: javascript:"),
        ("<a href='file:///etc/passwd'>x</a>", "unsafe address"),
    ],
)
def test_a_page_that_acts_is_not_written(markup: str, words: str) -> None:
    page = f"<!DOCTYPE html><html><head></head><body><a href='https://a.example'>a</a>{markup}</body></html>"
    with pytest.raises(RenderError, match=words) as caught:
        html.verify(page.encode(), "posts/a.md")
    assert str(caught.value).startswith("posts/a.md: error: not written, because the page ")


def test_titles_languages_and_notes() -> None:
    tree = parse(write(book(chapter(NOTES))))
    assert tree.get("lang") == "en"
    assert tree.findtext(".//title") == "A Title"
    assert [back.get("href") for back in tree.xpath("//a[@class='back']")] == ["#fnref-1", "#fnref-2"]
    assert tree.xpath("string(//p[@class='byline'])") == "Mara Ellison and Tomas Reyes"
    chinese = parse(write(book(chapter(CHINESE, language="zh-Hant", title="離線的書架"))))
    assert chinese.xpath("string(//time)") == "2026年3月14日"


def test_every_id_is_there_once_in_a_volume() -> None:
    tree = parse(write(book(chapter(SPECIMEN, id="one"), chapter(SPECIMEN, id="two"))))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert all(target[1:] in ids for target in tree.xpath("//a/@href[starts-with(., '#')]"))


def test_metadata_is_text() -> None:
    text = write(book(chapter(title="<script>x</script>"), description='"><script>'))
    assert "<script" not in text


def test_no_pdf_engine_is_loaded() -> None:
    code = "import publish.html, sys; print('weasyprint' in sys.modules, 'pypdfium2' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


@pytest.mark.parametrize(("language", "way"), [("ar", "rtl"), ("he", "rtl"), ("ja", None)])
def test_a_page_runs_as_its_language_does_and_speaks_it(language: str, way: str | None) -> None:
    made = replace(book(chapter("<p>a</p>", language=language)), language=language, date=None)
    tree = parse(write(made))
    assert tree.get("dir") == way
    assert tree.xpath("//article/@dir") == ([way] if way else [])
    assert tree.xpath("//p[@class='made-with']/@lang") == []
    assert "Made with" not in tree.xpath("//p[@class='made-with']")[0].text_content()


def test_labels_that_no_table_has_are_english_and_say_so() -> None:
    made = replace(book(chapter("<p>a</p>", language="sw")), language="sw")
    assert parse(write(made)).xpath("//p[@class='made-with']/@lang") == ["en"]


@pytest.mark.parametrize("hue", [(200, 40, 30), (30, 60, 200), (30, 140, 60)])
def test_a_post_has_one_accent_whatever_the_format(hue: tuple[int, int, int], tmp_path: Path) -> None:
    Pillow.new("RGB", (900, 600), hue).save(tmp_path / "hero.png")
    post = tmp_path / "2026-03-14-a.md"
    post.write_text(
        "---\ntitle: A Title\nimage: hero.png\n---\n\n## A Heading\n\n[A link](https://a.example)\n"
    )
    assert main(["html", str(post), "-o", str(tmp_path / "out"), "-q"]) == 0
    page = (tmp_path / "out" / "2026-03-14-a.html").read_text()
    (said,) = re.findall(r"--book-accent: (#[0-9a-f]{6})", page)
    assert main(["pdf", str(post), "-o", str(tmp_path / "out"), "-q"]) == 0
    document = pypdfium2.PdfDocument(tmp_path / "out" / "2026-03-14-a.pdf")
    colours = set()
    for number in range(1, len(document)):
        for each in document[number].get_objects():
            red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
            pypdfium2.raw.FPDFPageObj_GetFillColor(each.raw, red, green, blue, alpha)
            colours.add(f"#{red.value:02x}{green.value:02x}{blue.value:02x}")
    assert said in colours
