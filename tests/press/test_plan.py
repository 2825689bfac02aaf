"""Which posts become which files."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.errors import UsageError
from publish.model import Options
from publish.press.plan import make_plan, safe_name


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (
        "posts/a.md",
        "posts/2025/b.markdown",
        "posts/.hidden.md",
        "posts/_essays/c.MD",
        "posts/notes.txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def outputs(*posts: str, output: str = "build") -> list[str]:
    return [str(job.output) for job in make_plan(posts, output, "pdf", Options()).jobs]


def test_folders_are_walked_and_kept(folder: Path) -> None:
    assert sorted(outputs("posts")) == ["build/2025/b.pdf", "build/_essays/c.pdf", "build/a.pdf"]


def test_files_and_globs_land_in_the_folder_itself(folder: Path) -> None:
    assert outputs("posts/2025/b.markdown") == ["build/b.pdf"]
    assert sorted(outputs("posts/**/*.m*")) == ["build/a.pdf", "build/b.pdf"]


def test_a_post_named_twice_is_made_once(folder: Path) -> None:
    assert outputs("posts/a.md", "posts/../posts/a.md") == ["build/a.pdf"]


def test_one_post_to_one_file(folder: Path) -> None:
    assert outputs("posts/a.md", output="x/Mine.PDF") == ["x/Mine.PDF"]


@pytest.mark.parametrize(
    ("posts", "output", "message"),
    [
        (["nothing.md"], "build", "nothing.md: error: no such file or folder"),
        (["posts"], "one.pdf", "there are 3 posts"),
        (["posts/notes"], "build", "no such file"),
    ],
)
def test_what_makes_no_sense(folder: Path, posts: list[str], output: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        make_plan(posts, output, "pdf", Options())
    assert message in str(caught.value)


def test_two_posts_that_would_make_one_file_are_both_named(folder: Path) -> None:
    (folder / "other").mkdir()
    (folder / "other" / "A.md").write_text("x")
    with pytest.raises(UsageError, match=r"posts/a\.md and other/A\.md would both make"):
        outputs("posts/a.md", "other/A.md")


def test_an_output_that_is_a_post_or_a_folder(folder: Path) -> None:
    (folder / "d.pdf").mkdir()
    with pytest.raises(UsageError, match="is a folder"):
        outputs("posts/a.md", output="d.pdf")
    (folder / "x.pdf").symlink_to("posts/a.md")
    with pytest.raises(UsageError, match="is a post"):
        outputs("posts/a.md", output="x.pdf")


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("2025-08-14-a-post", "2025-08-14-a-post"),
        ("離線的書架", "離線的書架"),
        ("..", "post"),
        (".bashrc", "bashrc"),
        ("-rf", "rf"),
        ("CON", "CON-"),
        ("a:b\x01c", "a-bc"),
        ("x\u202efdp", "xfdp"),
        ("e\u0301", "é"),
        ("長" * 60, "長" * 26),
    ],
)
def test_safe_names(stem: str, name: str) -> None:
    assert safe_name(stem) == name
    assert len(safe_name(stem).encode()) <= 80
