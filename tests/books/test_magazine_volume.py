"""A whole month of the magazine for which this toolkit was made, bound: valid, complete, with all its words.

The posts lie beside the project, in `shared/posts/magazine`; without them there is nothing to bind.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from lxml import etree, html
from pdf_samples import Made

from publish.cli import main

ROOT = Path(__file__).resolve().parents[2]
SHARED = next(
    (folder / "shared" for folder in ROOT.parents if (folder / "shared/posts/magazine").is_dir()), None
)
pytestmark = pytest.mark.skipif(SHARED is None, reason="shared/posts/magazine is not beside the project")
XHTML = "{http://www.w3.org/1999/xhtml}"
UNSEEN = re.compile(r"[\s\u00ad\u200a\u200b\u202f\u2060\ufeff▲]+")
"""White space, and what type setting adds or leaves out."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("magazine")
    (made / "posts").symlink_to(SHARED / "posts/magazine")  # type: ignore[operator]  # else it is skipped
    (made / "publish.toml").write_text("")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(made)
        assert main(["volume", "--month", "2022-09", "--offline", "--quiet"]) == 0
    return made / "build"


def titles() -> dict[str, str]:
    """File stem of each post of the month → its title."""
    assert SHARED is not None
    posts = sorted((SHARED / "posts/magazine").rglob("2022-09-*.md"))
    found = {
        post.stem: re.search(r"^title\s*:\s*(.*)$", post.read_text("utf-8"), re.MULTILINE) for post in posts
    }
    return {stem: title[1].strip().strip('"') for stem, title in found.items() if title}


def squeezed(text: str) -> str:
    return UNSEEN.sub("", text)


def chapters(path: Path) -> dict[str, str]:
    """Title → text of each chapter of an EPUB, without its header and the panels for missing pictures."""
    texts: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    with zipfile.ZipFile(path) as book:
        for name in sorted(name for name in book.namelist() if "/chapter-" in name):
            number = re.findall(r"\d+", name.rpartition("/")[2])[0]
            root = etree.fromstring(book.read(name))
            for header in list(root.iter(f"{XHTML}header")):
                names[number] = "".join(
                    str(words) for title in header.iter(f"{XHTML}h1") for words in title.itertext()
                )
                header.clear()
            for panel in list(root.iter(f"{XHTML}span")):
                if "stand-in" in panel.get("class", "").split():
                    tail = panel.tail
                    panel.clear()
                    panel.tail = tail
            body = root.find(f"{XHTML}body")
            assert body is not None
            texts.setdefault(number, []).append(squeezed("".join(map(str, body.itertext()))))
    return {squeezed(names[number]): "".join(parts) for number, parts in texts.items()}


def test_it_is_valid(folder: Path, epubcheck: Callable[..., Any], verapdf: Callable[..., Any]) -> None:
    epub, pdf = folder / "2022-09.epub", folder / "2022-09.pdf"
    assert [str(message) for message in epubcheck([epub])[epub] if message.severity != "USAGE"] == []
    assert verapdf([pdf])[pdf] == {"ua1": [], "2a": []}


def test_it_holds_every_word_that_jekyll_shows(folder: Path) -> None:
    assert SHARED is not None
    ours = chapters(folder / "2022-09.epub")
    assert len(ours) == len(titles())
    for stem, title in titles().items():
        theirs = html.document_fromstring((SHARED / f"reference/magazine/{stem}.html").read_text("utf-8"))
        assert ours[squeezed(title)] == squeezed("".join(map(str, theirs.itertext()))), stem


def test_the_pdf_says_what_the_epub_says(folder: Path) -> None:
    said = squeezed(Made.of((folder / "2022-09.pdf").read_bytes()).spoken())
    for title in chapters(folder / "2022-09.epub"):
        assert title in said


def test_bookmarks_are_one_a_chapter_with_sections_above(folder: Path) -> None:
    with pikepdf.open(folder / "2022-09.pdf") as file, file.open_outline() as outline:
        sections = [item for item in outline.root if item.title in {"Columns", "Hkers"}]
        below = [squeezed(child.title) for item in sections for child in item.children]
        tops = [item.title for item in outline.root]
    assert tops == ["Contents", "Columns", "Hkers", "Colophon"]
    assert sorted(below) == sorted(map(squeezed, titles().values()))
