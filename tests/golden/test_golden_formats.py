"""The same three posts as EPUB, HTML and PDF, single and bound: the content of each file.

`_bound/expected` holds it. After a change that is meant: `pytest tests/golden --renew`, then read the difference.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pdf_samples import Made

from publish import __version__
from publish.cli import main

CASE = Path(__file__).parent / "_bound"
EXPECTED = CASE / "expected"
DOCUMENTS = re.compile(r"EPUB/(?:.*\.xhtml|content\.opf|toc\.ncx)")
GROUPS = frozenset(
    "Document Art Sect Div Table THead TBody TR L LI TOC BlockQuote Aside Part NonStruct Figure".split()
)
"""Roles of elements that hold others: what each holds is told below it."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all the books."""
    work = tmp_path_factory.mktemp("formats") / "work"
    shutil.copytree(CASE, work, ignore=shutil.ignore_patterns("expected"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(work)
        usual = ["--offline", "--jobs", "1", "--style", "plain", "--quiet"]
        for kind in ("pdf", "epub", "html"):
            assert main([kind, "posts", *usual, "-o", "build"]) == 0
        assert main(["volume", "harbour.toml", "--format", "pdf,epub,html", *usual, "-o", "build"]) == 0
    return work / "build"


def test_every_file_says_what_it_said(built: Path, renew: bool) -> None:
    made = {name: text.replace(f"publish {__version__}", "publish VERSION") for name, text in told(built)}
    if renew:
        shutil.rmtree(EXPECTED, ignore_errors=True)
        for name, text in made.items():
            (EXPECTED / name).parent.mkdir(parents=True, exist_ok=True)
            (EXPECTED / name).write_text(text, "utf-8")
    kept = {
        path.relative_to(EXPECTED).as_posix(): path.read_text("utf-8")
        for path in sorted(EXPECTED.rglob("*"))
        if path.is_file()
    }
    assert sorted(made) == sorted(kept)
    for name, text in kept.items():
        assert made[name] == text, name


def told(build: Path) -> Iterator[tuple[str, str]]:
    """What each file says, by the name under which it is kept."""
    for book in sorted(build.rglob("*.*")):
        if book.suffix == ".epub":
            with zipfile.ZipFile(book) as archive:
                for name in filter(DOCUMENTS.fullmatch, archive.namelist()):
                    yield f"{book.stem}/{Path(name).name}", archive.read(name).decode()
        elif book.suffix == ".html":
            page = re.sub(r"<style>.*?</style>", "<style></style>", book.read_text("utf-8"), flags=re.DOTALL)
            yield f"{book.stem}/page.html", re.sub(r"base64,[\w+/=]+", "base64,", page)
        elif book.suffix == ".pdf":
            yield f"{book.stem}/pdf.txt", "\n".join([*pages(book), *outline(book), *structure(book), ""])


def pages(book: Path) -> Iterator[str]:
    """The document's own words, and the label of each page."""
    with pikepdf.open(book) as file:
        yield f"Title: {file.docinfo.Title}"
        yield f"Author: {file.docinfo.get('/Author', '')}"
        yield f"Language: {file.Root.Lang}"
    document = pypdfium2.PdfDocument(book)
    yield f"Pages: {' '.join(document.get_page_label(number) or '-' for number in range(len(document)))}"


def outline(book: Path) -> Iterator[str]:
    """The bookmarks."""

    def rows(items: Any, depth: int) -> Iterator[str]:
        for item in items:
            yield f"{'  ' * depth}- {item.title}"
            yield from rows(item.children, depth + 1)

    with pikepdf.open(book) as file, file.open_outline() as found:
        yield "Bookmarks:"
        yield from rows(found.root, 1)


def structure(book: Path) -> Iterator[str]:
    """The text by its structure, as a screen reader meets it: independent of lines and pages."""
    made = Made.of(book.read_bytes())
    yield "Text:"
    for kid in made.file.Root.StructTreeRoot.K:
        yield from _rows(kid, made.marked, 1)


def _rows(element: Any, marked: Mapping[Any, Mapping[int, str]], depth: int) -> Iterator[str]:
    role, kids = str(element.S)[1:], element.get("/K", [])
    indent = "  " * depth
    alternative = f" ({element.Alt})" if "/Alt" in element else ""
    if role not in GROUPS or role == "Figure":
        yield f"{indent}{role}{alternative}: {_said(element, marked)}".rstrip(": ")
        return
    yield f"{indent}{role}{alternative}"
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _rows(kid, marked, depth + 1)


def _said(element: Any, marked: Mapping[Any, Mapping[int, str]]) -> str:
    return " ".join(Made.said_by(element, marked).split())
