"""Misprints in a style's sheets for EPUBs and pages: a warning with file and line, and the book is made all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.cli import main
from publish.project import style
from publish.project.sheetfaults import faults

POST = "---\ntitle: A Title\nauthor: Ann Lee\ndate: 2025-08-14\n---\n\nText.\n"
SHEETS = {"epub": "epub/book.css", "html": "screen.css"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "posts").mkdir()
    (tmp_path / "mine" / "epub").mkdir(parents=True)
    (tmp_path / "posts" / "a.md").write_text(POST)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("kind", ["epub", "html"])
@pytest.mark.parametrize(
    ("css", "line", "said"),
    [
        (
            "h1 { color: red }\nh2 { colr: red }\n",
            2,
            "`colr`: no such property; ignored; did you mean 'color'?",
        ),
        ("@media print {\n  p {\n    text-algin: left;\n  }\n}\n", 3, "did you mean 'text-align'?"),
        ("h1 { color: red\nh2 { color: blue }\n", 1, "a { is not closed: add a }"),
        ("/* { */\nh1 { content: '}' }\n\nh2 { color: red", 4, "a { is not closed: add a }"),
        ("h1 { color: red } }\n", 1, "a } that closes nothing: delete it"),
        (
            "\n\n@meda print { h1 { margin: 0 } }\n",
            3,
            "`@meda`: no such rule; ignored; did you mean 'media'?",
        ),
        ("h1 {\n  margin 0;\n}\n", 2, "cannot be read; ignored"),
        ("h1 {\n\n  margin: ;\n}\n", 3, "`margin`: has no value; ignored"),
        ("@font-face {\n  font-famly: A;\n  src: url(x)\n}\n", 2, "did you mean 'font-family'?"),
    ],
)
def test_a_misprint_is_told_with_its_line(
    folder: Path, capsys: pytest.CaptureFixture[str], kind: str, css: str, line: int, said: str
) -> None:
    (folder / "mine" / SHEETS[kind]).write_text(css)
    assert main([kind, "--style", "./mine", "--offline"]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("made ")
    (warning,) = [each for each in told.err.splitlines() if "warning" in each]
    assert warning.startswith(f"mine/{SHEETS[kind]}:{line}: warning: ")
    assert said in warning


def test_variables_are_told_for_epubs_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    css = ":root { --accent: #00504a }\nh2 { color: var(--accent) } /* --no: 1 */\n"
    for name in SHEETS.values():
        (folder / "mine" / name).write_text(css)
    assert main(["html", "--style", "./mine"]) == 0
    assert "warning" not in capsys.readouterr().err
    assert main(["epub", "--style", "./mine", "--strict", "--offline"]) == 1
    told = capsys.readouterr().err
    assert "mine/epub/book.css:1: warning: `--accent`: Kindle refuses a sheet with variables" in told


SOUND = (
    '@charset "utf-8";\n@supports (display: grid) { .a:not(.b) > c::before { content: "}" } }\n'
    "h1 { -webkit-hyphens: none; scroll-margin-top: 1em; accent-color: red; string-set: head content() }\n"
    "@-moz-document url() { a { color: red } }\n.a { color: red; & .b { margin: 0 } }\n"
)


def test_sound_sheets_are_left_in_peace() -> None:
    assert faults(SOUND) == ()
    folder = style.builtin_folder()
    sheets = sorted(folder.rglob("*.css"))
    assert len(sheets) > 10
    found = {
        path.name: faults(path.read_text("utf-8"), variables="epub" not in path.parts) for path in sheets
    }
    assert {name: lines for name, lines in found.items() if lines} == {}
