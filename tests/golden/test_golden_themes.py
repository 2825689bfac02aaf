"""A small site of each theme of Jekyll, after what its demo posts do: what a reader of its book gets.

Each folder of `_themes` is a site, and `_themes/expected` has one text for each. After a change that is meant:
`pytest tests/golden --renew`, then read the difference.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from lxml import etree, html
from PIL import Image

from publish.cli import main

HERE = Path(__file__).parent / "_themes"
THEMES = sorted(folder.name for folder in HERE.iterdir() if folder.is_dir() and folder.name != "expected")
PRINTED = ("carpentries", "chirpy", "minimal-mistakes")
"""Themes of which the PDF is looked at too: it takes the longest."""
PICTURES = {"sea": (1000, 600), "small": (20, 20), "night": (1000, 600)}
FOLDERS = ("assets/img", "images")
USUAL = ["--offline", "--jobs", "1", "-o", "build"]
LEFT = re.compile(r"\{[{%:]|[%}]\}|\]\(http|\*\*")
"""What no reader should meet: marks of Liquid, of attribute lists, of Markdown."""


@pytest.fixture
def site(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of a theme's site, with its pictures."""
    work = tmp_path / "work"
    shutil.copytree(HERE / request.param, work)
    for folder in FOLDERS:
        (work / folder).mkdir(parents=True, exist_ok=True)
        for name, size in PICTURES.items():
            Image.new("RGB", size, (90, 130, 200)).save(work / folder / f"{name}.png")
    monkeypatch.chdir(work)
    return work


@pytest.mark.parametrize("site", THEMES, indirect=True)
def test_a_theme(site: Path, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest) -> None:
    theme = request.node.callspec.params["site"]
    assert main(["epub", ".", *USUAL]) == 0
    said = capsys.readouterr()
    made = "\n".join([*told(site / "build"), *sorted(said.err.splitlines()), ""])
    expected = HERE / "expected" / f"{theme}.txt"
    if request.config.getoption("--renew"):
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(made, "utf-8")
    assert made == expected.read_text("utf-8")
    assert main(["html", ".", *USUAL]) == 0
    for book in sorted((site / "build").rglob("*.epub")):
        page = html.parse(str(book.with_suffix(".html")))
        for unread in page.xpath("//script | //style | //annotation"):
            unread.clear(keep_tail=True)
        shown = "".join(words("".join([*page.getroot().itertext(), *page.xpath("//@title")])))
        lost = [word for word in words(text_of(book)) if word not in shown]
        assert not lost
        assert not LEFT.search(without_code(book))


@pytest.mark.parametrize("site", PRINTED, indirect=True)
def test_a_theme_in_print(site: Path, request: pytest.FixtureRequest) -> None:
    assert main(["epub", ".", *USUAL]) == 0
    assert main(["pdf", ".", *USUAL]) == 0
    for book in sorted((site / "build").rglob("*.epub")):
        with pypdfium2.PdfDocument(book.with_suffix(".pdf")) as document:
            printed = " ".join(page.get_textpage().get_text_range() for page in document)
        shown = "".join(words(printed))  # lines end within words
        assert [word for word in words(text_of(book)) if word.isalpha() and word not in shown] == []


def told(build: Path) -> Iterator[str]:
    """The metadata, the cover in words, the lines of the title page and the text of each book."""
    for book in sorted(build.rglob("*.epub")):
        yield f"=== {book.stem}"
        with zipfile.ZipFile(book) as archive:
            package = archive.read("EPUB/content.opf").decode()
            yield from sorted(
                re.findall(r"<dc:(?:title|creator|description|language|subject)\b.*?>[^<]*", package)
            )
            yield from re.findall(r'alt="([^"]*)"', archive.read("EPUB/cover.xhtml").decode())
        yield from (etree.tostring(part, encoding="unicode", with_tail=False) for part in chapter(book))


def chapter(book: Path) -> Iterator[Any]:
    """The parts of a book's only chapter, formulas without their source."""
    with zipfile.ZipFile(book) as archive:
        root = etree.fromstring(archive.read("EPUB/chapter-1.xhtml"))
    etree.strip_elements(root, "{http://www.w3.org/1998/Math/MathML}annotation", with_tail=False)
    etree.cleanup_namespaces(root)
    yield from (part for part in root.iter("{*}section") if "chapter" in part.get("class", "").split())


def text_of(book: Path) -> str:
    return " ".join("".join(part.itertext()) for part in chapter(book))


def without_code(book: Path) -> str:
    """A chapter's text without its code."""
    parts = list(chapter(book))
    for part in parts:
        for code in [*part.iter("{*}code"), *part.iter("{*}math")]:
            code.clear(keep_tail=True)
    return " ".join("".join(part.itertext()) for part in parts)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)
