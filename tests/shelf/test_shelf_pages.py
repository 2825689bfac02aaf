"""Web pages on a shelf: those that publish made are formats of their books; others are left out, and named."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest
from lxml import html

from publish.cli import main

POST = "---\ntitle: Title {n}\nauthor: Ann Lee\ndate: 2025-08-1{n}\n---\n\nSome *text* here.\n"
CHINESE = "---\ntitle: 離線的書架\nauthor: 林晚照\ndate: 2025-08-15\n---\n\n在沒有網絡的地方，一本雜誌怎樣走到讀者手上。\n"
FOREIGN = "<html><head><title>Saved page</title></head><body><script src='x.js'></script></body></html>"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "posts").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shown(folder: Path) -> list[html.HtmlElement]:
    """The books on the page."""
    found: list[html.HtmlElement] = html.parse(folder / "index.html").findall(".//li[@class='book']")
    return found


def kinds(book: html.HtmlElement) -> list[str]:
    return [link.get("type") or "" for link in book.findall(".//ul[@class='files']//a")]


def publications(folder: Path) -> list[dict[str, object]]:
    feed = json.loads((folder / "shelf" / "opds" / "all.json").read_text("utf-8"))
    found: list[dict[str, object]] = feed["publications"]
    return found


def test_a_page_is_a_format_of_its_book_everywhere(folder: Path) -> None:
    for number in range(2):
        (folder / "posts" / f"p{number}.md").write_text(POST.format(n=number))
    assert main(["html", "-q"]) == main(["epub", "posts/p0.md", "-q"]) == 0
    for words in (["shelf", "-q"], ["shelf", "--strict", "-q"], ["shelf", "--zip", "-q"]):
        assert main(words) == 0
    build = folder / "build"
    assert {book.find(".//h3/a").text_content(): kinds(book) for book in shown(build)} == {
        "Title 1": ["text/html"],
        "Title 0": ["application/epub+zip", "text/html"],
    }
    assert "on a telephone without a reading app" in (build / "index.html").read_text("utf-8")
    sums = (build / "SHA256SUMS").read_text()
    assert [name for name in sums.split() if name.endswith(".html")] == ["index.html", "p0.html", "p1.html"]
    with zipfile.ZipFile(folder / "build.zip") as archive:
        names = [name for name in archive.namelist() if name.endswith(".html")]
    assert names == ["build/index.html", "build/p0.html", "build/p1.html"]
    assert 'href="../../p1.html" type="text/html"' in (build / "shelf" / "opds" / "all.xml").read_text(
        "utf-8"
    )
    assert main(["shelf", "--verify", "build"]) == 0


def test_a_page_alone_tells_what_an_epub_would(folder: Path) -> None:
    (folder / "posts" / "a.md").write_text(
        "---\ntitle: 'Ropes & <Knots>'\nauthor: [Zoë Łukasz, B Lee]\ndate: 2025-08-15\ndescription: About ropes\n"
        "tags: [sea]\nrights: CC BY 4.0\n---\n\nText.\n"
    )
    assert main(["html", "-q"]) == main(["shelf", "-q"]) == 0
    (book,) = shown(folder / "build")
    assert book.find(".//h3/a").text_content() == "Ropes & <Knots>"
    assert book.findtext(".//p[@class='byline']") == "Zoë Łukasz and B Lee"
    assert book.findtext(".//p[@class='description']") == "About ropes"
    assert book.get("data-date") == "2025-08-15"
    assert book.find(".//img") is not None  # a cover drawn for it
    feed = (folder / "build" / "shelf" / "opds" / "all.xml").read_text("utf-8")
    assert "<rights>CC BY 4.0</rights>" in feed
    assert 'term="sea"' in feed


@pytest.mark.parametrize("formats", ["epub", "pdf", "html", "pdf,epub,html"])
def test_a_volume_in_two_languages_says_both_and_its_authors(folder: Path, formats: str) -> None:
    (folder / "posts" / "a.md").write_text(POST.format(n=1))
    (folder / "posts" / "b.md").write_text(POST.format(n=2))
    (folder / "posts" / "c.md").write_text(CHINESE)
    words = ["volume", "--title", "Two", "--format", formats, "-o", "build", "--offline", "-q"]
    assert main(words) == main(["shelf", "-q"]) == 0
    (book,) = shown(folder / "build")
    assert book.get("data-languages") == "en zh-Hant"
    assert "English, Chinese (Traditional)" in (book.find(".//p[@class='facts']").text_content())
    assert book.findtext(".//p[@class='byline']") == "Ann Lee and 林晚照"
    (publication,) = publications(folder / "build")
    assert publication["metadata"]["language"] == ["en", "zh-Hant"]  # type: ignore[index]
    feed = (folder / "build" / "shelf" / "opds" / "all.xml").read_text("utf-8")
    assert re.findall(r"<dc:language>(.*?)<", feed) == ["en", "zh-Hant"]
    assert (folder / "build" / "shelf" / "opds" / "language-zh-Hant.xml").is_file()


def test_authors_of_a_magazines_volume_are_told(folder: Path) -> None:
    """Its creator is the magazine; its authors are contributors."""
    (folder / "_config.yml").write_text("title: Harbour\n")
    for number in range(3):
        (folder / "posts" / f"2025-08-1{number}-p.md").write_text(
            POST.format(n=number).replace("Ann Lee", f"Author {number}")
        )
    words = ["volume", "posts", "--number", "8", "--format", "epub", "-o", "build", "--offline", "-q"]
    assert main(words) == main(["shelf", "-q"]) == 0
    (book,) = shown(folder / "build")
    assert book.findtext(".//p[@class='byline']") == "Author 0, Author 1 and Author 2"


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "1 HTML page is not handed out: p0.html\n"),
        (4, "4 HTML pages are not handed out: p0.html, p1.html, p2.html, …\n"),
    ],
)
def test_other_pages_are_named_and_left_out_of_everything(
    folder: Path, capsys: pytest.CaptureFixture[str], count: int, said: str
) -> None:
    (folder / "posts" / "book.md").write_text(POST.format(n=1))
    assert main(["epub", "-q"]) == 0
    for number in range(count):
        (folder / "build" / f"p{number}.html").write_text(FOREIGN)
    (folder / "build" / "notes.txt").write_text("kept")
    for words in (["shelf"], ["shelf", "--strict"], ["shelf", "--zip"]):
        assert main(words) == 0  # the second finds what the first made
        assert capsys.readouterr().err == said
    sums = (folder / "build" / "SHA256SUMS").read_text()
    assert [name for name in sums.split() if name.endswith(".html")] == ["index.html"]
    assert "notes.txt" in sums
    with zipfile.ZipFile(folder / "build.zip") as archive:
        assert [name for name in archive.namelist() if name.endswith(".html")] == ["build/index.html"]
    assert main(["shelf", "--verify", "build"]) == 0
    noun = "p0.html" if count == 1 else "p0.html, p1.html, p2.html, …"
    other = "1 other file" if count == 1 else f"{count} other files"
    assert f"{other} ({noun})" in capsys.readouterr().out


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00", b"<html", b"\x00" * 400, b"<meta name=generator content=publish"]
)
def test_broken_pages_harm_nothing(folder: Path, data: bytes) -> None:
    (folder / "posts" / "book.md").write_text(POST.format(n=1))
    assert main(["epub", "-q"]) == 0
    (folder / "build" / "p.html").write_bytes(data)
    assert main(["shelf", "-q"]) == 0


def test_sheets_to_fold_stand_apart_and_the_zines_pages_with_them(folder: Path) -> None:
    (folder / "posts" / "a.md").write_text(POST.format(n=1))
    assert main(["pdf", "--offline", "-q"]) == main(["booklet", "build/a.pdf", "-q"]) == 0
    assert main(["zine", "--title", "Title", "--offline", "-q"]) == main(["shelf", "-q"]) == 0
    sections = {
        section.findtext("h2"): [
            (
                book.find(".//h3/a").text_content(),
                [link.get("href") for link in book.findall(".//ul[@class='files']//a")],
            )
            for book in section.findall(".//li[@class='book']")
        ]
        for section in html.parse(folder / "build" / "index.html").findall(".//section")
    }
    assert sections == {
        "Other books": [("Title 1", ["a.pdf"])],
        "Sheets to print and fold": [
            ("Title", ["zine/zine.pdf", "zine/pages.pdf"]),
            ("Title 1", ["a-booklet.pdf"]),
        ],
    }


@pytest.mark.parametrize("title", ["Ångström, Đà Nẵng", "A\u030angstro\u0308m, Đà Nẵng"])
def test_letters_and_their_accents_are_one_character(folder: Path, title: str) -> None:
    (folder / "posts" / "a.md").write_text(f"---\ntitle: {title}\ndate: 2025-08-11\n---\n\nText.\n")
    assert main(["epub", "-q"]) == main(["shelf", "-q"]) == 0
    (book,) = shown(folder / "build")
    assert book.find(".//h3/a").text_content() == "Ångström, Đà Nẵng"


@pytest.mark.parametrize("kind", ["pdf", "epub", "html"])
def test_a_book_without_a_date_has_none_on_the_shelf(folder: Path, kind: str) -> None:
    (folder / "posts" / "a.md").write_text("---\ntitle: Undated\n---\n\nText.\n")
    assert main([kind, "--offline", "-q"]) == main(["shelf", "-q"]) == 0
    (book,) = shown(folder / "build")
    assert book.get("data-date") == ""
    assert book.find(".//time") is None
