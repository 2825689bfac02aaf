"""Options that do nothing for a format: not offered there, and said where they are given all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.cli import main

POST = "---\ntitle: A Title\nauthor: Ann Lee\ndate: 2025-08-14\n---\n\nText.\n"


@pytest.mark.parametrize(
    ("command", "offered", "hidden"),
    [
        ("pdf", ["--page"], ["--math"]),
        ("epub", ["--math"], ["--page"]),
        ("html", [], ["--page", "--math"]),
        ("zine", ["--page"], ["--math"]),
        ("volume", ["--page", "--math"], []),
        ("watch", ["--page", "--math"], []),
    ],
)
def test_help_offers_what_does_something(
    capsys: pytest.CaptureFixture[str], command: str, offered: list[str], hidden: list[str]
) -> None:
    assert main([command, "--help"]) == 0
    told = capsys.readouterr().out
    assert [name for name in offered if f"{name} " not in told] == []
    assert [name for name in hidden if f"{name} " in told] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["epub", "--page", "a4"], "--page a4: does nothing here: only PDFs have pages\n"),
        (["html", "--page", "a4"], "--page a4: does nothing here: only PDFs have pages\n"),
        (
            ["html", "--math", "mathml"],
            "--math mathml: does nothing here: only EPUBs hold formulas in two ways\n",
        ),
        (["epub", "--math", "mathml"], ""),
        (["html", "--page", "a4", "-q"], ""),
    ],
)
def test_what_is_said_in_vain_is_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "a.md").write_text(POST)
    assert main([*words, "--strict"]) == 0
    assert capsys.readouterr().err == said
