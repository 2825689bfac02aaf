"""The address of a missing picture in a book: a valid link or plain text, which no screen reader spells."""

from __future__ import annotations

import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fonts_at_hand import command, fontconfig
from lxml import etree
from processes import within
from pypdfium2 import PdfDocument

from publish.cli import main

PICTURES = {  # what the author wrote → the host of its link, None for plain text, and what is printed
    "![x]([https://a.example/b.jpg](https://c.example/d.jpg))": (
        None,
        "[https://a.example/b.jpg](https://c.example/d.jpg)",
    ),
    "![x](https://[a.example/b.jpg)": (None, "https://[a.example/b.jpg"),
    '<img alt="x" src="https://exa mple.org/a.png">': (None, "https://exa mple.org/a.png"),
    "<img class=a src='https://a.example:99999/a.png' alt='x > y'>": (None, "https://a.example:99999/a.png"),
    "![x](http://a..example/b%zz.jpg)": (None, "http://a..example/b%zz.jpg"),
    "![x](https://a.example/b%zz.jpg)": ("a.example", "https://a.example/b%zz.jpg"),
    "![x](//a.example/ü.jpg)": ("a.example", "https://a.example/ü.jpg"),
    "![x](gone/b.jpg)": (None, "gone/b.jpg"),
    "![x](circle.png)": (None, "circle.png"),
    "![x](folder/b.png)": (None, "folder/b.png"),
}


def body_of(kind: str, folder: Path) -> etree._Element:
    parser = etree.HTMLParser()
    if kind == "html":
        return etree.fromstring((folder / "out/a.html").read_bytes(), parser)
    with zipfile.ZipFile(folder / "out/a.epub") as book:
        pages = [book.read(name) for name in book.namelist() if name.endswith(".xhtml")]
    return etree.fromstring(next(page for page in pages if b"stand-in" in page), parser)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "circle.png").symlink_to("other.png")
    (tmp_path / "other.png").symlink_to("circle.png")
    (tmp_path / "folder").symlink_to("folder")
    return tmp_path


@pytest.mark.parametrize("kind", ["epub", "html"])
@pytest.mark.parametrize("written", PICTURES)
def test_it_is_a_link_that_works_or_plain_text(
    written: str, kind: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    host, printed = PICTURES[written]
    Path("a.md").write_text(f"---\ntitle: A\nlang: en\n---\nWords.\n\n{written}\n\nMore.\n", "utf-8")
    assert main([kind, "a.md", "-o", "out", "--offline"]) == 0
    assert "a.md:7: warning: image " in capsys.readouterr().err
    (place,) = body_of(kind, folder).iterfind(".//*[@class='stand-in-address']")
    assert "".join(map(str, place.itertext())) == printed
    if host is None:
        assert (place.tag, place.get("aria-hidden")) == ("span", "true")
    else:
        assert (place.tag, place.get("aria-label")) == ("a", host)
        assert urlsplit(place.get("href", "")).hostname == host


def test_a_post_with_pictures_in_circles_has_a_pdf(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.md").write_text(
        "---\ntitle: A\nlang: en\nimage: circle.png\n---\n![x](circle.png) ![y](folder/b.png)\n", "utf-8"
    )
    assert main(["pdf", "a.md", "-o", "out", "--offline"]) == 0
    assert "a symbolic link in a circle; a stand-in takes its place" in capsys.readouterr().err
    assert main(["images", "list", "a.md"]) == 1
    assert folder.joinpath("out/a.pdf").is_file()


@pytest.mark.parametrize("piece", ['<img "', "<img '\"", "<img a='\" ", "<img  ", "<img src=https://["])
def test_no_addresses_take_long(piece: str, folder: Path) -> None:
    Path("a.md").write_text(f"---\ntitle: A\n---\n{piece * (60_000 // len(piece))}\n", "utf-8")
    with within(20):
        main(["html", "a.md", "-o", "out", "--offline"])
    assert folder.is_dir()


def test_the_words_of_one_within_a_link_are_printed_like_all_others(tmp_path: Path) -> None:
    text = "---\ntitle: A\nlang: en\n---\nX\n\n[![Up \U0001f680](\U0001f680.png)](https://a.example/)\n"
    (tmp_path / "a.md").write_text(text, "utf-8")
    status, said = command("pdf", "a.md", cwd=tmp_path, env=fontconfig(tmp_path, "\U0001f680"))
    assert status == 0, said
    page = PdfDocument(tmp_path / "build/a.pdf")[1].get_textpage().get_text_bounded()
    assert "Up [rocket]" in page
    (tmp_path / "a.md").write_text(text.replace("\U0001f680", "\U00012345"), "utf-8")
    status, said = command("pdf", "a.md", cwd=tmp_path, env=fontconfig(tmp_path, "\U00012345"))
    assert status == 1
    assert any(
        "a.md:7: error: no font on this machine has \U00012345 (U+12345); install" in each for each in said
    )
