"""Whole builds: each folder here has posts, and in `expected/` the output files and messages.

After a change that is meant: `pytest tests/golden --renew`, then read the difference before you commit it.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest

from publish import __version__
from publish.cli import main

HERE = Path(__file__).parent
CASES = sorted(folder for folder in HERE.iterdir() if folder.is_dir() and not folder.name.startswith("_"))
KEPT = re.compile(r"EPUB/(?:chapter-.*\.xhtml|titlepage\.xhtml|nav\.xhtml|content\.opf)")
"""What of an EPUB is held to the letter; pictures and styles are looked at elsewhere."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_build(
    case: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    renew: bool,
) -> None:
    shutil.copytree(case, tmp_path / "work", ignore=shutil.ignore_patterns("expected"))
    monkeypatch.chdir(tmp_path / "work")
    status = main(["epub", ".", "--offline", "--jobs", "1", "-o", "build"])
    said = capsys.readouterr()
    made = {"console.txt": console(status, said.out, said.err), **contents(Path("build"))}
    if renew:
        shutil.rmtree(case / "expected", ignore_errors=True)
        for name, text in made.items():
            place = case / "expected" / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, "utf-8")
    expected = case / "expected"
    kept = {
        path.relative_to(expected).as_posix(): path.read_text("utf-8")
        for path in sorted(expected.rglob("*"))
        if path.is_file()
    }
    assert sorted(made) == sorted(kept)
    for name, text in kept.items():
        assert made[name] == text, name


def console(status: int, out: str, err: str) -> str:
    """What a user sees, without the time that it took."""
    lines = [
        re.sub(r" in \d+\.\d s$", "", line) for line in (*sorted(out.splitlines()), *sorted(err.splitlines()))
    ]
    return "\n".join([*lines, f"exit status {status}", ""])


def contents(build: Path) -> dict[str, str]:
    """The documents of each book, a line an element where that keeps them readable."""
    made = {}
    for book in sorted(build.rglob("*.epub")):
        with zipfile.ZipFile(book) as archive:
            for name in archive.namelist():
                if KEPT.fullmatch(name):
                    text = (
                        archive.read(name)
                        .decode("utf-8")
                        .replace(f"publish {__version__}", "publish VERSION")
                    )
                    made[f"{book.stem}/{Path(name).name}"] = text
    return made
