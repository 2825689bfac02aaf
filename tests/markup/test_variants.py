"""Selectors of variants and voicing marks stay with their character: apart from it, no font shows what the author wrote."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from publish.cli import main

VARIANTS = ["\u845b\U000e0100", "\u8fbb\U000e0101", "\u2ea9\ufe00", "\u304b\u3099\u304d\u3099"]


@pytest.mark.parametrize("kind", ["epub", "html"])
@pytest.mark.parametrize("characters", VARIANTS)
def test_they_are_in_one_run(
    characters: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text(
        f"---\ntitle: A\nlang: en\n---\nThe town of {characters}城 and {characters}, far **{characters}**.\n",
        "utf-8",
    )
    assert main([kind, "a.md", "-o", "out"]) == 0
    if kind == "html":
        page = Path("out/a.html").read_text("utf-8")
    else:
        with zipfile.ZipFile("out/a.epub") as book:
            page = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))
    assert page.count(characters) == 3
    assert f"{characters}城</span>" in page
