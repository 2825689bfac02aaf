"""The Makefile as a user sees it: several formats at once, and options for the right step."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import processes
import pytest

ROOT = Path(__file__).parents[1]
Make = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """`make` in a folder with the project's Makefile and one sound post, where all is set up."""
    if shutil.which("make") is None:
        pytest.skip("no make here")
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in ("constraints.txt", "pyproject.toml", "posts/a.md", ".venv/.ready"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "posts" / "a.md").write_text("---\ntitle: A\ndate: 2026-01-01\n---\nWords.\n")

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return processes.make(*words, f"PUBLISH={sys.executable} -m publish", cwd=tmp_path)

    return run


def built(folder: Path) -> set[str]:
    return {path.relative_to(folder / "build").as_posix() for path in (folder / "build").rglob("*.*")}


BOOKS = {"a.pdf", "a.epub"}


@pytest.mark.parametrize(
    "words", [["pdf", "epub"], ["epub", "pdf"], ["-k", "pdf", "epub"], ["-j2", "epub", "pdf"]]
)
def test_a_post_that_fails_in_one_format_costs_no_other(make: Make, tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "posts" / "template.md").write_text("---\ntitle: T\ndate: 0000-00-00\n---\nx\n")
    done = make(*words)
    assert (done.returncode, built(tmp_path)) == (2, BOOKS)
    assert done.stderr.count("template.md:3: error: date: ") == 2
    (tmp_path / "posts" / "template.md").unlink()
    done = make(*words)
    assert (done.returncode, "Nothing to be done" in done.stdout) == (0, False)


def test_the_epub_names_the_pages_of_the_pdf_in_whatever_order_they_are_asked_for(
    make: Make, tmp_path: Path
) -> None:
    assert make("epub", "pdf").returncode == 0
    with zipfile.ZipFile(tmp_path / "build" / "a.epub") as book:
        assert "page-list" in book.read("EPUB/nav.xhtml").decode()


def test_a_hand_out_is_made_of_what_there_is(make: Make, tmp_path: Path) -> None:
    (tmp_path / "posts" / "b.md").write_text("---\ntitle: B\ndate: 0000-00-00\n---\nx\n")
    assert (
        make("shelf", "html", "volume", "epub", "ARGS=--offline --format epub").returncode == 2
    )  # html has no --format
    assert not (tmp_path / "build").exists()
    assert make("shelf", "epub", "ARGS=--offline").returncode == 2
    assert {"a.epub", "index.html"} <= built(tmp_path)
    assert make("shelf", "ARGS=--no-such").returncode == 2


def test_a_glob_is_not_taken_for_names(make: Make, tmp_path: Path) -> None:
    (tmp_path / "posts" / "b.md").write_text("---\ntitle: B\ndraft: true\n---\nx\n")
    done = make("epub", "POSTS=posts/*.md")
    assert (done.returncode, built(tmp_path)) == (0, {"a.epub"})
    assert "1 draft (--drafts)" in done.stderr


def test_a_zine_takes_options_of_both_steps(make: Make, tmp_path: Path) -> None:
    words = (
        "--paper letter --signature 4 --flip long --offline --style large --title 'Two Words' --month 2026-01"
    )
    done = make("zine", f"ARGS={words}")
    assert done.returncode == 0, done.stderr
    assert built(tmp_path) == {"zine/pages.pdf", "zine/zine.pdf"}
    with pikepdf.open(tmp_path / "build/zine/zine.pdf") as sheets:
        assert [float(side) for side in sheets.pages[0].mediabox[2:]] == pytest.approx([792, 612], abs=0.1)
        assert str(sheets.docinfo["/Title"]) == "Two Words"
    assert make("zine", "ARGS=--page letter", "MONTH=2026-01").returncode == 0
    with pikepdf.open(tmp_path / "build/zine/pages.pdf") as pages:
        assert float(pages.pages[0].trimbox[2]) == pytest.approx(612, abs=0.5)


@pytest.mark.parametrize(
    "words",
    [
        "--paper a9",
        "--signature 30",
        "--signature x",
        "--creep 9",
        "--flip up",
        f"--source https://example.org/{'x' * 3000}",
        "--page a0",
        "--style none",
        "--format epub",
        "--month 2026-13",
        "--no-such",
    ],
)
def test_a_zine_refuses_what_is_wrong_before_the_long_step(make: Make, tmp_path: Path, words: str) -> None:
    done = make("zine", f"ARGS={words}")
    assert done.returncode == 2
    assert "made " not in done.stdout
    assert not (tmp_path / "build").exists()
