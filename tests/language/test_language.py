"""Telling languages apart, and the book's own words."""

from __future__ import annotations

from datetime import date

import pytest

from publish import language


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("The quick brown fox.", "en"),
        ("中文里夹着 EPUB 和 PDF 两个词，还是中文。", "zh-Hans"),
        ("An essay on 中文 in English, with quite a few more words.", "en"),
        ("```\nfor x in range(10): print(x)\n```\n這裏只有一句說話。", "zh-Hant"),
        ("한국어 문장입니다.", "ko"),
        ("Это предложение на русском языке.", "ru"),
        ("", "en"),
    ],
)
def test_detect(text: str, tag: str) -> None:
    assert language.detect(text) == tag


def test_every_label_is_there_in_three_languages() -> None:
    assert language.label("contents", "en-GB") == "Contents"
    assert language.label("contents", "zh-Hant-HK") == "目錄"
    assert language.label("contents", "zh-Hans") == language.label("contents", "zh-CN") == "目录"
    assert language.label("contents", "fr") == "Contents"


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("en", "14 August 2025"),
        ("en-US", "August 14, 2025"),
        ("zh-Hant", "2025年8月14日"),
        ("de", "14. August 2025"),
    ],
)
def test_dates_in_words(tag: str, words: str) -> None:
    assert language.format_date(date(2025, 8, 14), tag) == words


def test_a_date_in_a_language_nobody_knows_is_still_a_date() -> None:
    assert language.format_date(date(2025, 8, 14), "xx-none") == "2025-08-14"


def test_names_in_a_row() -> None:
    assert language.join_names(["A"], "en") == "A"
    assert language.join_names(["A", "B", "C"], "en") == "A, B and C"
    assert language.join_names(["A"], "en", others=True) == "A et al."
    assert language.join_names(["甲", "乙"], "zh-Hant") == "甲、乙"


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("EN_us", "en-US"),
        ("zh-tw", "zh-Hant-TW"),
        ("ZH-hans", "zh-Hans"),
        ("?", ""),
        ("en_GB.UTF-8", "en-GB"),
    ],
)
def test_normalise(written: str, tag: str) -> None:
    assert language.normalise(written) == tag
