"""A picture's title is shown below it in every format, once."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image as Pillow

from publish.cli import main
from publish.images.alternatives import is_name


def made_of(body: str) -> tuple[tuple[str, str], str]:
    """The markup of a post's chapter as EPUB and as web page, and the text of its PDF; `a.png` is a picture."""
    Pillow.new("RGB", (300, 100), "teal").save("a.png")
    Path("post.md").write_text(
        f"---\ntitle: T\nauthor: A\nlang: en\ndate: 2026-03-04\n---\nBefore.\n\n{body}\n\nAfter.\n"
    )
    for kind in ("epub", "html", "pdf"):
        assert main([kind, "post.md", "--quiet", "-o", "out"]) == 0
    with zipfile.ZipFile("out/post.epub") as book:
        chapter = book.read("EPUB/chapter-1.xhtml").decode()
    with pypdfium2.PdfDocument("out/post.pdf") as document:
        words = "\n".join(page.get_textpage().get_text_range() for page in document)
    return (chapter, Path("out/post.html").read_text()), words


@pytest.mark.parametrize(
    ("body", "times"),
    [
        ('![A pier](a.png "Dawn at the pier")', 1),
        ('[![A pier](a.png "Dawn at the pier")](https://a.example/)', 1),
        ('![A pier](a.png "Dawn at the pier")\n_Seen from the hill._', 1),
        ('![A pier](a.png "Dawn at the pier")\n_Dawn at the pier._', 1),
        ('![](a.png "Dawn at the pier")', 1),
        ('![Dawn at the pier](a.png "Dawn at the pier")', 0),
        ('![](a.png "Dawn at the pier"){: role="presentation" }', 1),
        ('Words ![A pier](a.png "Dawn at the pier"){: width="20" } around it.', 0),
    ],
)
def test_a_title_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, times: int) -> None:
    monkeypatch.chdir(tmp_path)
    markups, words = made_of(body)
    for markup in markups:
        assert markup.count(">Dawn at the pier") == times
    assert words.count("Dawn at the pier") == times


@pytest.mark.parametrize(
    "title", ["Image_xl", "IMG_2034", "pier-large.jpg", "a", "screenshot 2", "photo-final"]
)
def test_a_files_name_is_no_title(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, title: str) -> None:
    monkeypatch.chdir(tmp_path)
    markups, words = made_of(f'![A pier](a.png "{title}")')
    for markup in markups:
        assert f">{title}" not in markup
        assert "<figcaption" not in markup
    assert title not in words.splitlines()


@pytest.mark.parametrize(
    ("title", "is_one"),
    [
        ("Image_xl", True), ("Figure 2", False), ("2024", False), ("COVID-19", False), ("Venice", False), ("圖 2", False),
        ("DSC00012", True), ("venice-2", True), ("hero_banner_final (1)", False), ("venice.JPG", True), ("e-mail", False),
        ("d41d8cd98f00b204e9800998ecf8427e", True), ("Screenshot 2024-05-01 at 10.20.33", True), ("Large", False),
    ],
)  # fmt: skip
def test_what_is_a_files_name(title: str, is_one: bool) -> None:
    assert is_name(title, "/img/venice-2.jpg?x=1" if "-" in title else "venice.jpg") is is_one
