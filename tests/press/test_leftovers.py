"""Books whose posts are gone, or held back now, are named: nobody else tells readers that they were taken back."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from publish.cli import main

Run = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """A command in a project with three books of two posts: status, and what it warns of."""
    monkeypatch.chdir(tmp_path)

    def command(*words: str) -> tuple[int, list[str]]:
        status = main(words)
        return status, capsys.readouterr().err.splitlines()

    write("posts/a.md")
    write("posts/b.md")
    assert command("html") == (0, [])
    assert command("epub") == (0, [])
    return command


def write(name: str, more: str = "") -> None:
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_text(f"---\ntitle: About {name}\n{more}---\nWords.\n")


def gone(book: str, post: str = "posts/b.md") -> str:
    return f"{book}: warning: made from {post}, which is gone: delete it before you hand this folder on"


def test_books_of_a_deleted_post_are_named_in_every_format(run: Run) -> None:
    Path("posts/b.md").unlink()
    books = [gone("build/b.epub"), gone("build/b.html")]
    assert run("html") == (0, books)
    assert run("epub", "posts/*.md") == (0, books)
    assert run("epub", "--strict")[0] == 1
    assert run("shelf") == (0, books)
    assert run("shelf", "-q") == (0, [])
    assert run("shelf", "-q", "--strict") == (1, books)
    Path("build/b.epub").unlink()
    Path("build/b.html").unlink()
    assert run("epub", "--strict") == (0, [])


def test_books_of_a_renamed_post_are_named_until_they_are_made_again(run: Run) -> None:
    Path("posts/b.md").rename("posts/c.md")
    assert run("html") == (0, [gone("build/b.epub"), gone("build/b.html")])
    Path("posts/c.md").rename("posts/b.md")
    assert run("html", "posts/b.md") == (0, [])
    status, told = run("html")
    assert (status, told) == (0, [gone("build/c.html", "posts/c.md")])


def test_a_held_back_posts_books_are_named_in_every_format(run: Run) -> None:
    write("posts/b.md", "published: false\n")
    status, told = run("epub")
    books = [line.split(":")[0] for line in told if "posts/b.md, which is held back now: delete it" in line]
    assert (status, sorted(books)) == (0, ["build/b.epub", "build/b.html"])


def test_other_books_are_not_named(run: Run) -> None:
    Path("more").mkdir()
    write("more/c.md")
    run("html", "more")  # into the same folder
    time.sleep(0.01)
    shutil.copy("build/b.html", "build/mine.html")  # the user's own
    Path("build/b.epub").write_bytes(b"changed by somebody")
    Path("posts/b.md").unlink()
    assert run("html") == (0, [gone("build/b.html")])
    assert run("html", "posts/a.md") == (0, [])  # only this one was asked for
    assert run("html", "posts/a.md", "-o", "build/one.html") == (0, [])
    assert run("volume", "posts", "--title", "All", "--format", "html") == (0, [])


def test_a_folder_of_which_all_posts_are_held_back(run: Run) -> None:
    write("posts/deep/c.md")
    assert run("html") == (0, [])
    write("posts/deep/c.md", "published: false\n")
    told = run("epub")[1]
    assert any(
        line.startswith("build/deep/c.html: warning: made from posts/deep/c.md, which is held")
        for line in told
    )


def test_books_in_a_folder_that_no_post_uses_any_more(run: Run) -> None:
    write("posts/deep/c.md")
    assert run("html") == (0, [])
    Path("posts/deep").rename("posts/new")
    assert run("html") == (0, [gone("build/deep/c.html", "posts/deep/c.md")])
    assert run("html", "-o", ".") == (0, [gone("build/deep/c.html", "posts/deep/c.md")])
