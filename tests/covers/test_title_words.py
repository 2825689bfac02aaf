"""Titles on covers are broken between words."""

from __future__ import annotations

from itertools import pairwise

import pytest

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
