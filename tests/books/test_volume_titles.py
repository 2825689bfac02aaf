"""What a volume is called when nobody gave it a title: its series, and the months that its posts are of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

import publish


def title_of(folder: Path, days: Sequence[str], lang: str, **said: object) -> str:
    """The title of a volume of posts of these days."""
    (folder / "_posts").mkdir(exist_ok=True)
    (folder / "_config.yml").write_text(f"title: Notes\nlang: {lang}\ntimezone: Asia/Tokyo\n")
    for day in days:
        (folder / f"_posts/{day}-post.md").write_text(f"---\ntitle: A post\nlang: {lang}\n---\nWords.\n")
    options = publish.Options(future=True)
    (made,) = publish.bind(folder / "_posts", "html", folder / "out.html", options, project=folder, **said)  # type: ignore[arg-type]
    assert made.status == "built", made.error
    found = re.search(r"<title>(.*?)</title>", made.output.read_text("utf-8"))
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("days", "lang", "title"),
    [
        (["2026-09-01", "2026-10-02", "2026-11-30"], "en", "Notes September–November 2026"),
        (["2026-09-01", "2026-09-30"], "en", "Notes September 2026"),
        (["2025-11-01", "2026-02-01"], "en-GB", "Notes November 2025 – February 2026"),
        (["2026-09-01", "2026-11-30"], "zh-Hant", "Notes 2026年9月至11月"),
        (["2025-11-01", "2026-02-01"], "zh-Hans", "Notes 2025年11月至2026年2月"),
        (["2026-09-01", "2026-11-30"], "de", "Notes September–November 2026"),
        (["2026-09-01", "2026-11-30"], "fr", "Notes septembre – novembre 2026"),
        (["2026-09-01", "2026-11-30"], "tlh", "Notes 2026-09/2026-11"),
    ],
)
def test_it_names_the_first_month_and_the_last(
    tmp_path: Path, days: Sequence[str], lang: str, title: str
) -> None:
    assert title_of(tmp_path, days, lang) == title


def test_only_the_posts_that_were_chosen_count(tmp_path: Path) -> None:
    days = ["2026-08-09", "2026-09-01", "2026-10-02", "2026-11-30"]
    asked = {"start": date(2026, 9, 1), "end": date(2026, 10, 31)}
    assert title_of(tmp_path, days, "en", **asked) == "Notes September–October 2026"


def test_a_number_stands_for_the_months(tmp_path: Path) -> None:
    assert title_of(tmp_path, ["2026-09-01", "2026-11-30"], "en", number="8") == "Notes 8"
