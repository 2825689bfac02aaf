"""A style of one's own with a misprint: a warning, once, with file and line, and the book is made all the same."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from publish.cli import main
from publish.project.style import builtin_folder

POST = "---\ntitle: Title {n}\nauthor: Ann Lee\ndate: 2025-08-14\n---\n\nText.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "posts").mkdir()
    (tmp_path / "mine").mkdir()
    (tmp_path / "posts" / "a.md").write_text(POST.format(n=1))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("css", "line", "said"),
    [
        ("h1 { font-style: italic }\nh2 { colr: red }\n", 2, "`colr: red`: no property that the PDF engine"),
        ("h2 {\n  margn: 1em;\n}\n", 2, "ignored; did you mean"),
        ("h1 { color: red\nh2 { color: blue }\n", 1, "a { is not closed: add a }"),
        ("/* { */\nh1 { content: '{' }\n\nh2 { color: red", 4, "a { is not closed: add a }"),
        ("h1 { color: red } }\nh2 { color: blue }\n", 1, "a } that closes nothing: delete it"),
        ("\nh2 { color: nosuch }\n", 2, "`color: nosuch`: no value of that property"),
        ("\n\n@pag { margin: 1em }\n", 3, "`@pag`: no such rule"),
        ("h1 { color: red }\nh2:nosuch { color: blue }\n", 2, "`h2:nosuch`: no selector"),
    ],
)
def test_a_misprint_is_told_once_with_its_line(
    folder: Path, capsys: pytest.CaptureFixture[str], css: str, line: int, said: str
) -> None:
    (folder / "posts" / "b.md").write_text(POST.format(n=2))
    (folder / "mine" / "theme.css").write_text(css)
    assert main(["pdf", "--style", "./mine"]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("made ")
    (warning,) = told.err.splitlines()
    assert warning.startswith(f"mine/theme.css:{line}: warning: ")
    assert said in warning


def test_strict_counts_it_and_a_volume_tells_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "mine" / "theme.css").write_text("h2 { colr: red }\n")
    assert main(["pdf", "--style", "./mine", "--strict"]) == 1
    capsys.readouterr()
    (folder / "posts" / "b.md").write_text(POST.format(n=2))
    assert main(["volume", "--format", "pdf", "--style", "./mine"]) == 0
    assert "mine/theme.css:1: warning: `colr: red`" in capsys.readouterr().err


@pytest.mark.parametrize("style", ["journal", "dark", "large", "./mine"])
def test_sound_styles_are_left_in_peace(folder: Path, capsys: pytest.CaptureFixture[str], style: str) -> None:
    css = ':root { --accent: #00504a; --own: "{" }\n@page { @bottom-right { content: none } }\nh2 { cursor: pointer }\n'
    (folder / "mine" / "theme.css").write_text(css)
    assert main(["pdf", "--style", style]) == 0
    assert capsys.readouterr().err == ""


def test_a_copied_style_gives_no_warning(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copytree(builtin_folder() / "journal", folder / "copied")
    for kind in ("pdf", "epub", "html"):
        assert main([kind, "--style", "./copied", "--strict"]) == 0
        assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("sheet", "css", "told"),
    [
        ("text.css", "em { text-emphasis: filled sesame }", 0),
        ("text.css", "em { text-emphasis-color: red }", 0),
        ("text.css", "em { text-emfasis: filled dot }", 1),
        ("theme.css", "em { text-emphasis: filled dot }", 1),  # a sheet of PDFs alone
    ],
)
def test_what_only_web_pages_use_is_no_fault_in_the_shared_sheet(
    folder: Path, capsys: pytest.CaptureFixture[str], sheet: str, css: str, told: int
) -> None:
    (folder / "mine" / sheet).write_text(css)
    assert main(["pdf", "--style", "./mine"]) == 0
    assert len(capsys.readouterr().err.splitlines()) == told
