"""HTML pages beside the books: a shelf holds none, says so, and its checksums promise nothing about them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from publish.cli import main

POST = "---\ntitle: Title {n}\nauthor: Ann Lee\ndate: 2025-08-1{n}\n---\n\nSome *text* here.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "posts").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "1 HTML page is not handed out: p0.html\n"),
        (4, "4 HTML pages are not handed out: p0.html, p1.html, p2.html, …\n"),
    ],
)
def test_they_are_named_and_left_out_of_everything(
    folder: Path, capsys: pytest.CaptureFixture[str], count: int, said: str
) -> None:
    for number in range(count):
        (folder / "posts" / f"p{number}.md").write_text(POST.format(n=number))
    assert main(["html", "-q"]) == main(["epub", "posts/p0.md", "-q"]) == 0
    (folder / "build" / "notes.txt").write_text("kept")
    for words in (
        ["shelf"],
        ["shelf", "--strict"],
        ["shelf", "--zip"],
    ):  # the second finds what the first made
        assert main(words) == 0
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
