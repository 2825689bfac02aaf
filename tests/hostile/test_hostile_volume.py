"""Hostile posts in a volume: unreadable ones are left out of a selection, but are an error when listed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import corpus
import pytest
from book_looks import LOOKS

CONVERTING = {"too large", "nest behind a drawing"}
"""What can be read, and fails when it is converted: that ends a volume."""
UNREADABLE = [case for case in corpus.cases() if case.fails and case.row not in CONVERTING]
ODD = [
    case
    for case in corpus.cases()
    if case.fails is False
    and case.shows
    and case.row in {"script", "words in title", "made-up tag", "address of a post", "name"}
][::4]


def bind(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "publish",
        "volume",
        *words,
        "-o",
        "build",
        "--offline",
        "--title",
        "Bound",
    ]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    """Two good posts, and a selection of hostile ones: a folder."""
    folder = tmp_path / "posts"
    folder.mkdir()
    for name, words in (("2026-01-01-first", "Gulls"), ("2026-01-03-last", "Ropes")):
        (folder / f"{name}.md").write_bytes(corpus.body(f"{words} over the quay."))
    return folder


def test_hostile_posts_that_are_chosen(posts: Path) -> None:
    for case in (*UNREADABLE, *ODD):
        (posts / f"{case.name}.md").write_bytes(case.post)
    run = bind(posts.parent, "posts")
    assert run.returncode == 0, run.stderr
    assert "Traceback" not in run.stderr
    for case in UNREADABLE:
        line = next(line for line in run.stderr.splitlines() if line.startswith(f"posts/{case.name}.md"))
        assert "warning: left out, because publish cannot read it" in line
        assert case.says in line
    shows = ["Gulls", "Ropes", "Harmless"]
    LOOKS["epub"](posts.parent / "build/Bound.epub", shows)
    LOOKS["pdf"](posts.parent / "build/Bound.pdf", shows)


def test_a_hostile_post_that_is_listed(posts: Path) -> None:
    bad = next(case for case in UNREADABLE if case.row == "Latin-1")
    (posts / "bad.md").write_bytes(bad.post)
    spec = posts.parent / "volume.toml"
    spec.write_text('[[section]]\ntitle = "Essays"\nposts = ["posts/2026-01-01-first.md", "posts/bad.md"]\n')
    run = bind(posts.parent, "volume.toml")
    assert run.returncode == 1
    said, volume = run.stderr.splitlines()
    assert re.match(r"posts/bad\.md:\d+: error: not UTF-8 ", said)
    assert "--skip-failing" in volume
    assert not list(posts.parent.glob("build/*"))


@pytest.mark.parametrize(
    "text",
    [
        "title = 5\nposts = 5",
        'posts = ["\\u0000"]',
        f'title = {"[" * 5_000}',
        'title = "T"\nmonth = "2026-99"',
        f'number = "{"9" * 300}"\nposts = ["none"]',
        'cover = "/dev/zero"\nposts = ["posts"]',
        'cover = "fifo.png"\nposts = ["posts"]',
        'cover = "/etc/passwd"\nposts = ["posts"]',
        'foreword = "/dev/zero"\nposts = ["posts"]',
        'foreword = "/etc/passwd"\nposts = ["posts/none.md"]',
        'date = 9999-99-99',
        'date = 0x' + "f" * 9_000,
        '[[section]]\ntitle = "a"\nposts = ["posts"]\nunheard = 1',
        "section = 5",
        'template = "../../x"\nposts = ["posts"]',
        "\xff",
    ],
    ids=lambda text: text[:24],
)  # fmt: skip
def test_hostile_files_of_volumes(
    posts: Path, text: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    import os

    from publish.cli import main

    monkeypatch.chdir(posts.parent)
    os.mkfifo("fifo.png")
    Path("volume.toml").write_bytes(text.encode("latin-1"))
    assert main(["volume", "volume.toml", "--format", "epub", "--offline", "-j", "1"]) in {1, 2}
    said = capfd.readouterr().err
    assert "Traceback" not in said
    assert "internal error" not in said
    assert len([line for line in said.splitlines() if "error: " in line]) == 1
    assert not list(Path("build").glob("*"))
