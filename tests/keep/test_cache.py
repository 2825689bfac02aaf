"""The user's cache: only folders in which nobody else can have written."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from publish.errors import OutputError
from publish.keep.cache import cache_folder, compiled, made_once


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with a home and a temporary folder; the current folder is a blog."""
    for name in ("home", "temporary", "blog"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.chdir(tmp_path / "blog")
    return tmp_path / "home"


def in_temporary(home: Path) -> Path:
    (found,) = (home.parent / "temporary").iterdir()
    return found


def test_it_is_in_the_home_folder(home: Path) -> None:
    assert cache_folder("fonts") == home / ".cache/publish/fonts"


def test_a_variable_names_another(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "other"))
    assert cache_folder("fonts") == home / "other/publish/fonts"


def test_a_relative_name_is_not_used(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be a folder of the blog, and code in it would be run."""
    monkeypatch.setenv("XDG_CACHE_HOME", "cache")
    assert cache_folder("compiled") == home / ".cache/publish/compiled"
    assert list(Path.cwd().iterdir()) == []


def test_without_a_home_it_is_in_the_temporary_folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "home")
    assert cache_folder("fonts") == in_temporary(home)
    assert list(Path.cwd().iterdir()) == []


def test_a_link_in_the_temporary_folder_is_not_followed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "home")
    folder = cache_folder("compiled")
    folder.rmdir()
    folder.symlink_to(Path.cwd(), target_is_directory=True)
    assert compiled() is None
    with pytest.raises(OutputError, match="XDG_CACHE_HOME"):
        cache_folder("compiled")


def test_code_is_not_kept_where_others_can_write(home: Path) -> None:
    folder = cache_folder("compiled")
    assert compiled() is not None
    folder.chmod(0o777)
    assert compiled() is None


def test_what_is_made_once_is_there_afterwards(home: Path) -> None:
    assert made_once("numbers", ("a", 1), lambda: [1, 2]) == [1, 2]
    assert made_once("numbers", ("a", 1), lambda: [3]) == [1, 2]
    assert made_once("numbers", ("a", 2), lambda: [3]) == [3]


def test_what_is_spoiled_is_made_again(home: Path) -> None:
    made_once("numbers", "a", lambda: 1)
    (kept,) = (home / ".cache/publish/compiled/numbers").iterdir()
    kept.write_bytes(kept.read_bytes()[:-1])
    assert made_once("numbers", "a", lambda: 2) == 2


def test_where_nothing_can_be_kept_it_is_made_each_time(home: Path) -> None:
    (home / ".cache/publish").mkdir(parents=True)
    (home / ".cache/publish/compiled").mkdir(mode=0o777)
    (home / ".cache/publish/compiled").chmod(0o777)
    assert made_once("numbers", "a", lambda: 1) == 1
    assert made_once("numbers", "a", lambda: 2) == 2


def test_another_release_of_ours_makes_it_anew(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert made_once("numbers", "a", lambda: 1) == 1
    monkeypatch.setattr("publish.keep.cache.__version__", "another")
    assert made_once("numbers", "a", lambda: 2) == 2


def test_what_cannot_be_kept_is_made_each_time(home: Path) -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    unkept: list[object] = [lambda: 1, deep]
    for each in unkept:
        assert made_once("things", "a", partial(list, [each])) == [each]
    assert made_once("things", "a", lambda: 2) == 2
