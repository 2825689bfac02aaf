"""Titles on covers are broken between words."""

from __future__ import annotations

from itertools import pairwise

import pytest

from publish.covers import lines
from publish.weasy.ruler import break_places


@pytest.mark.parametrize(
    ("title", "language", "parts"),
    [
        ("네트워크 없는 사람을 위한 책장", "ko", ["네트워크 ", "없는 ", "사람을 ", "위한 ", "책장"]),
        (
            "電波の届かない場所で読むインターネットの本",
            "ja",
            ["電波の", "届かない", "場所で", "読む", "インターネットの", "本"],
        ),
        ("データセンターと東京", "ja", ["データセンターと", "東京"]),
        ("Rubyで学ぶプログラミング", "ja", ["Rubyで", "学ぶ", "プログラミング"]),
        ("国立国会図書館", "ja", ["国立国会", "図書館"]),
    ],
)
def test_titles_are_broken_between_words(title: str, language: str, parts: list[str]) -> None:
    places = (0, *break_places(title, language), len(title))
    found = [title[first:last] for first, last in pairwise(places)]
    assert found == parts


@pytest.mark.parametrize(
    ("title", "language", "wanted"),
    [
        ("在没有信号的地方读书", "zh-Hans", ["在没有", "信号的", "地方读书"]),
        ("在沒有信號的山上讀一本很長的書", "zh-Hant", ["在沒有信號的", "山上讀一本", "很長的書"]),
        ("香港保衛戰1941年12月", "zh-Hant-HK", ["香港保衛戰", "1941年12月"]),
        ("图书馆", "zh-Hans", ["图书馆"]),  # no line with one character alone
        ("信号塔", "zh-Hans", ["信号塔"]),
        ("電波の届かない図書館で、長い手紙を読む", "ja", ["電波の届かない", "図書館で、長い", "手紙を読む"]),
        (
            "Offline Reading Workshop 2026年3月14日 Hong Kong",
            "en",
            ["Offline Reading", "Workshop", "2026年3月14日", "Hong Kong"],
        ),
        (
            "A Field Guide to Small Files: Tables, Notes, Code and a Little Mathematics",
            "en",
            ["A Field Guide", "to Small Files:", "Tables, Notes,", "Code and a Little", "Mathematics"],
        ),
    ],
)
def test_lines_of_titles_end_where_the_sense_does(title: str, language: str, wanted: list[str]) -> None:
    fitted = lines.fit(
        title,
        language,
        lambda text: sum(1.0 if ord(each) > 0x2E80 else 0.25 if each == " " else 0.5 for each in text),
        break_places,
        width=86,
        heights=(98,),
        largest=44,
        smallest=0.5,
        enough=12,
        leading=1.24 if ord(title[0]) > 0x2E80 else 0.99,
    )
    assert fitted is not None
    assert list(fitted.lines) == wanted


def test_no_character_of_a_chinese_title_is_alone_on_a_line() -> None:
    words = "离线的书架互联网档案馆黄昏我们为什么还需要图书馆没有信号地方读者"
    for length in range(3, 24):
        for start in range(0, len(words) - length, 3):
            fitted = lines.fit(
                words[start : start + length], "zh", lambda text: float(len(text)), break_places,
                width=86, heights=(98,), largest=44, smallest=0.5, enough=12, leading=1.24,
            )  # fmt: skip
            assert fitted is not None
            assert min(map(len, fitted.lines)) > 1, fitted.lines
