"""The table of what smaller copies save counts each kind that is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.cli import main

POST = "---\ntitle: {}\nauthor: Ann Lee\ndate: 2025-08-14\n---\n\nText.\n"


@pytest.mark.parametrize(
    ("formats", "said"),
    [
        (("epub", "html"), "4 files, 2 web pages of them left out"),
        (("epub", "pdf"), "4 files, 2 PDFs of them left out"),
        (("epub", "pdf", "html"), "6 files, 2 PDFs and 2 web pages of them left out"),
    ],
)
def test_what_is_left_out_is_called_by_its_name(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    formats: tuple[str, ...],
    said: str,
) -> None:
    (tmp_path / "posts").mkdir()
    for name in ("a", "b"):
        (tmp_path / "posts" / f"{name}.md").write_text(POST.format(name))
    monkeypatch.chdir(tmp_path)
    for name in formats:
        assert main([name, "-q"]) == 0
    assert main(["shelf", "--profile", "light"]) == 0
    assert said in capsys.readouterr().out


def test_a_file_is_no_shelf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.epub").write_bytes(b"PK")
    assert main(["serve", "a.epub"]) == 2
    assert capsys.readouterr().err == "a.epub: error: is a file, not a shelf: name a folder of books\n"
