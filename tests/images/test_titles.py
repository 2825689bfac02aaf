"""A picture's title is shown below it in every format, once."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image as Pillow

from publish.cli import main


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
