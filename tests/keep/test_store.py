"""The store: entries are complete or missing, and its size is limited."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from publish.cli import main
from publish.keep.store import Store


def test_a_spoiled_entry_counts_as_none(tmp_path: Path) -> None:
    store = Store(tmp_path / ".publish")
    store.put("parts", "one", b"pages")
    assert store.get("parts", "one") == b"pages"
    path = store.folder / "parts" / "one"
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert store.get("parts", "one") is None


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    store = Store(tmp_path / ".publish")
    for number, key in enumerate(("old", "older", "used", "new")):
        store.put("images", key, bytes(1000))
        long_ago = time.time() - 86_400 * (10 - number)
        os.utime(store.folder / "images" / key, (long_ago, long_ago))
    os.utime(store.folder / "images" / "older", (1, 1))
    assert store.get("images", "used")
    (store.folder / "images" / ".999999999-x.publish-part").write_bytes(b"left by a process that is gone")
    store.trim(2500)
    assert sorted(path.name for path in (store.folder / "images").iterdir()) == ["new", "used"]
    store.trim(0)  # it was trimmed just now
    assert store.get("images", "new")
    store.trim(0, every=0)
    assert store.get("images", "new") is None


def test_a_build_keeps_to_the_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text("---\ntitle: A\ndate: 2026-01-01\n---\nWords.\n")
    (tmp_path / "publish.toml").write_text("limits.store_bytes = 1\n")
    assert main(["html", "a.md", "-q"]) == 0
    kept = [path for path in (tmp_path / ".publish").rglob("*") if path.is_file()]
    assert {path.name for path in kept} <= {".gitignore", "trimmed"}
    assert main(["html", "a.md", "-q"]) == 0


def test_what_says_that_a_file_is_finished_goes_last(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    for number in range(4):
        store.put("records", f"record{number}", bytes(100))  # older than every cover
    for number in range(4):
        store.put("covers", f"cover{number}", bytes(1000))
    store.trim(1000)
    assert [store.has("records", f"record{number}") for number in range(4)] == [True] * 4
    assert not any(store.has("covers", f"cover{number}") for number in range(4))


def test_an_archive_larger_than_its_store_is_not_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "posts").mkdir()
    for number in range(6):
        words = "---\ntitle: A\n---\n" + f"Words {number}. " * 2000
        (tmp_path / f"posts/2026-03-0{number + 1}-post.md").write_text(words)
    (tmp_path / "publish.toml").write_text("[limits]\nstore_bytes = 10_000\n")
    assert main(["html", "--offline"]) == 0
    capfd.readouterr()
    assert main(["html", "--offline"]) == 0
    assert "6 unchanged" in capfd.readouterr().out
