"""Phrases of Chinese and Japanese titles, and the markup that keeps them on one line of a screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.language.phrases import phrases, ties
from publish.project.style import load


@pytest.mark.parametrize(
    ("title", "language", "wanted"),
    [
        ("在没有信号的地方读书", "zh-Hans", ["在没有", "信号的", "地方读书"]),
        ("離線的書架", "zh-Hant", ["離線的", "書架"]),
        ("香港保衛戰1941年12月", "zh-Hant-HK", ["香港", "保衛戰1941年12月"]),
        (
            "電波の届かない図書館で、長い手紙を読む",
            "ja",
            ["電波の", "届かない", "図書館で、", "長い", "手紙を", "読む"],
        ),
        ("A Field Guide", "en", ["A Field Guide"]),
        ("네트워크 없는 사람", "ko", ["네트워크 없는 사람"]),
        ("", "zh", [""]),
    ],
)
def test_phrases(title: str, language: str, wanted: list[str]) -> None:
    assert list(phrases(title, language)) == wanted


def test_ties_are_closest_inside_words() -> None:
    found = ties("没有信号的地方", "zh-Hans")
    assert found[1] == found[3] == 1  # 没有, 信号
    assert 0 < found[4] < 1  # no line begins with 的
    assert 2 not in found
    assert 5 not in found


@pytest.mark.parametrize(("date", "month", "day"), [("2023年2月14日", 5, 7), ("二零二三年二月十四日", 5, 7)])
def test_no_line_ends_within_a_date(date: str, month: int, day: int) -> None:
    assert {month, day} <= set(ties(date, "zh-Hant"))
    english = ties(f"On {date}", "en")
    assert {month + 3, day + 3} <= set(english)
    assert set(english.values()) == {1}
    assert ties("On 14 March 2023, at 10", "en") == {}


@pytest.mark.parametrize("template", ["epub/titlepage.xhtml", "epub/chapter.xhtml", "page.html"])
def test_templates_for_screens_mark_phrases(template: str) -> None:
    assert "phrased(" in load("journal").text(template)


@pytest.mark.parametrize(
    ("title", "language", "wanted"),
    [
        ("離線的書架", "zh-Hant", '<span class="phrase">離線的</span><span class="phrase">書架</span>'),
        ("VS Code 插件", "zh-Hans", "VS Code 插件"),
        ("A < B", "en", "A &lt; B"),
    ],
)
def test_markup_of_phrases(title: str, language: str, wanted: str, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("{{ phrased(title, language) }}")
    assert load(str(tmp_path)).render("page.html", {"title": title, "language": language}) == wanted
