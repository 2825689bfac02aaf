"""A picture's title is shown below it in every format, once."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image as Pillow

from publish.cli import main
from publish.images.alternatives import is_name


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
    Pillow.new("RGB", (300, 100), "teal").save(tmp_path / "a.png")
    monkeypatch.chdir(tmp_path)
    Path("post.md").write_text(
        f"---\ntitle: T\nauthor: A\nlang: en\ndate: 2026-03-04\n---\nBefore.\n\n{body}\n\nAfter.\n"
    )
    for kind in ("epub", "html", "pdf"):
        assert main([kind, "post.md", "--quiet", "-o", "out"]) == 0
    with zipfile.ZipFile("out/post.epub") as book:
        chapter = book.read("EPUB/chapter-1.xhtml").decode()
    for markup in (chapter, Path("out/post.html").read_text()):
        assert markup.count(">Dawn at the pier") == times
    with pypdfium2.PdfDocument("out/post.pdf") as document:
        words = " ".join(page.get_textpage().get_text_range() for page in document)
    assert words.count("Dawn at the pier") == times


@pytest.mark.parametrize(
    "title", ["Image_xl", "IMG_2034", "pier-large.jpg", "a", "screenshot 2", "photo-final"]
)
def test_a_files_name_is_no_title(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, title: str) -> None:
    Pillow.new("RGB", (300, 100), "teal").save(tmp_path / "a.png")
    monkeypatch.chdir(tmp_path)
    Path("post.md").write_text(
        f'---\ntitle: T\nauthor: A\nlang: en\ndate: 2026-03-04\n---\nBefore.\n\n![A pier](a.png "{title}")\n\nAfter.\n'
    )
    for kind in ("epub", "html", "pdf"):
        assert main([kind, "post.md", "--quiet", "-o", "out"]) == 0
    with zipfile.ZipFile("out/post.epub") as book:
        chapter = book.read("EPUB/chapter-1.xhtml").decode()
    for markup in (chapter, Path("out/post.html").read_text()):
        assert f">{title}" not in markup
        assert "<figcaption" not in markup
    with pypdfium2.PdfDocument("out/post.pdf") as document:
        lines = [line for page in document for line in page.get_textpage().get_text_range().splitlines()]
    assert title not in lines


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
