"""Keys of front matter that are not read as their author thinks, and days that no calendar has."""

from __future__ import annotations

from pathlib import Path

import pytest

import publish

KINDS = ("html", "epub", "pdf")


def made(folder: Path, settings: str, name: str = "a.md", kind: str = "html") -> publish.Outcome:
    post = folder / name
    post.write_text(f"---\n{settings}\n---\n\nText.\n")
    (outcome,) = publish.build(post, kind, folder / "out", project=folder)  # type: ignore[arg-type]
    return outcome


@pytest.mark.parametrize("kind", KINDS)
def test_a_doubled_key_is_told_and_the_last_counts(tmp_path: Path, kind: str) -> None:
    outcome = made(tmp_path, "title: Pier\nlang: en\ntitle: Tide", kind=kind)
    (notice,) = outcome.notices
    assert (notice.code, notice.line) == ("key-doubled", 4)
    assert notice.message == "title: stands in line 2 too; that of line 4 counts"
    if kind == "html":
        assert "<title>Tide</title>" in outcome.output.read_text("utf-8")


def test_the_same_key_in_two_tables_is_no_double(tmp_path: Path) -> None:
    assert made(tmp_path, "title: x\na: {name: b}\nc: {name: d}").notices == ()


@pytest.mark.parametrize(
    ("key", "small"), [("Title", "title"), ("AUTHOR", "author"), ("Date", "date"), ("Tags", "tags")]
)
def test_a_key_with_capitals_is_told(tmp_path: Path, key: str, small: str) -> None:
    rest = "" if small == "title" else "title: Pier\n"
    notices = made(tmp_path, f"{rest}{key}: 2026-03-01").notices
    found = [(each.message, each.line) for each in notices if each.code == "key-capital"]
    assert found == [(f"{key}: is not read: write {small}: in small letters", 2 if not rest else 3)]


@pytest.mark.parametrize("settings", ["title: x\nTitle: y", "title: x\nMyKey: y", "title: x\nTOC: true"])
def test_other_capitals_are_the_author_s_own(tmp_path: Path, settings: str) -> None:
    assert made(tmp_path, settings).notices == ()


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("2026-02-30", "there is no 30 February 2026: rename the file"),
        ("2026-11-31", "there is no 31 November 2026: rename the file"),
        ("2026-13-01", "there is no month 2026-13: rename the file"),
    ],
)
def test_a_day_that_the_calendar_lacks_in_a_file_name(tmp_path: Path, day: str, message: str) -> None:
    error = made(tmp_path, "title: x", f"{day}-pier.md").error
    assert isinstance(error, publish.PostError)
    assert error.message == message
