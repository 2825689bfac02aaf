"""The standfirst: an opening paragraph that is wholly emphasised."""

from __future__ import annotations

from collections.abc import Callable

import pytest

OPENING = '<p class="standfirst"'


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("What a page is for.", False),  # 19 characters
        ("What a page is for, then.", True),
        ("一頁紙的用處是什麼呢", True),  # ten characters, as long as twenty letters
        ("一頁紙的用處，是什麼", False),
        ("離線的書架不是一個比喻。", True),
        ("海の上の本棚はどこへ", True),
        ("바다위의책장은어디로가나", True),
        ("近刊預告", False),
    ],
)
def test_it_is_as_long_in_chinese_as_half_of_it_would_be_in_english(
    body: Callable[..., str], text: str, marked: bool
) -> None:
    assert body(f"*{text}*\n\nThe text.\n").startswith(OPENING) is marked
