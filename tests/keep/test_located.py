"""Where a file is: links are followed, and a folder is looked up once, however many files are in it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from publish.keep.files import located


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return Path(os.path.realpath(tmp_path))


def test_links_are_followed(here: Path) -> None:
    Path("there").mkdir()
    Path("there/post.md").touch()
    Path("folder").symlink_to("there")
    Path("there/link.md").symlink_to("post.md")
    assert located(Path("folder/post.md")) == here / "there/post.md"
    assert located(Path("folder/link.md")) == here / "there/post.md"
    assert located(Path("folder/../folder")) == here / "there"
    assert located(Path("folder/none/..")) == here / "there"
    assert located(Path()) == here
    assert located(here / "folder" / "none.md") == here / "there/none.md"
    assert located(Path("/none.md")) == Path("/none.md")


def test_a_circle_of_links_is_no_error(here: Path) -> None:
    Path("one").symlink_to("two")
    Path("two").symlink_to("one")
    assert located(Path("one")).parent == here


def test_the_same_name_in_another_folder_is_another_file(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("sub/posts").mkdir(parents=True)
    assert located(Path("posts/a.md")) == here / "posts/a.md"
    monkeypatch.chdir("sub")
    assert located(Path("posts/a.md")) == here / "sub/posts/a.md"


def test_a_folder_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    lstat = os.lstat

    def counted(path: str, **more: object) -> os.stat_result:
        asked.append(path)
        return lstat(path, **more)  # type: ignore[arg-type]  # as it was given

    monkeypatch.setattr(os, "lstat", counted)
    Path("a/b/c").mkdir(parents=True)
    located(Path("a/b/c/first.md"))
    asked.clear()
    for number in range(50):
        located(Path(f"a/b/c/{number}.md"))
    assert len(asked) == 50
