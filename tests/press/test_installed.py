"""Versions of libraries decide whether a book is made again."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

import pytest
from packaging.version import Version

from publish.fresh import fingerprint
from publish.fresh.fingerprint import engine_versions, volume_parts
from publish.keep import versions
from publish.keep.once import read_anew
from publish.model import Format, Options


@pytest.fixture(autouse=True)
def forgotten() -> None:
    versions._listed.cache_clear()


def test_they_are_what_python_says_itself() -> None:
    for name, found in engine_versions().items():
        # A folder's name may have the normal form: 4.4 for 4.004.
        assert Version(found) == Version(metadata.version(name)), name


def test_however_a_distribution_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Old.Name-2.0.dist-info").mkdir()
    (tmp_path / "egg-1.5.egg-info").mkdir()
    (tmp_path / "egg-1.5.egg-info/PKG-INFO").write_text("Metadata-Version: 2.1\nName: egg\nVersion: 1.5\n")
    other = tmp_path / "later"
    (other / "old_name-1.0.dist-info").mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [str(tmp_path / "gone"), str(tmp_path), str(other)])
    assert versions.version("old-name") == "2.0"
    assert versions.version("egg") == "1.5"
    assert versions.version("neither") == ""


@pytest.mark.parametrize("name", ["uharfbuzz", "ziamath"])
@pytest.mark.parametrize("kind", ["pdf", "epub", "html"])
def test_books_depend_on_what_cuts_the_font_of_formulas(
    kind: Format, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = volume_parts(kind, Options(), "", (), {}, b"")["an engine"]
    monkeypatch.setattr(
        fingerprint, "version", lambda each: "other" if each == name else versions.version(each)
    )
    read_anew()
    assert volume_parts(kind, Options(), "", (), {}, b"")["an engine"] != before
    monkeypatch.undo()
    read_anew()


@pytest.mark.parametrize("name", ["a.py", "project/themes/a.toml", "includes/a.html", "language/words/a.tsv"])
def test_an_edit_of_the_tool_counts_like_a_new_version(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fingerprint, "__file__", str(tmp_path / "fresh" / "fingerprint.py"))
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    digests = set()
    for words in ("a", "ab"):
        (tmp_path / name).write_text(words)
        digests.add(fingerprint._code_digest.__wrapped__())
    assert len(digests) == 2


def test_an_editors_lock_beside_the_tools_files_does_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fingerprint, "__file__", str(tmp_path / "fresh" / "fingerprint.py"))
    (tmp_path / "markup").mkdir()
    (tmp_path / "markup" / "a.py").write_text("a")
    before = fingerprint._code_digest.__wrapped__()
    (tmp_path / "markup" / ".#a.py").symlink_to("ann@host.1234")
    (tmp_path / "markup" / "__pycache__").mkdir()
    (tmp_path / "markup" / "__pycache__" / "a.py").write_text("compiled")
    assert fingerprint._code_digest.__wrapped__() == before


def test_a_file_of_the_tool_that_an_editor_replaces_now_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fingerprint, "__file__", str(tmp_path / "fresh" / "fingerprint.py"))
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text(name)
    scan = os.scandir

    @contextmanager
    def replacing(folder: str) -> Iterator[list[os.DirEntry[str]]]:
        with scan(folder) as found:
            entries = list(found)
        (tmp_path / "b.py").unlink()
        yield entries

    monkeypatch.setattr("os.scandir", replacing)
    (left,) = fingerprint._our_files(str(tmp_path), "")
    assert left[:2] == ("a.py", 4)
