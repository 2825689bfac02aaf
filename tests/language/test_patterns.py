"""Patterns that are compiled late find what others find."""

from __future__ import annotations

import re
import sys

import pytest

from publish.text import patterns
from publish.text.characters import FORBIDDEN, PRIVATE, UNUSUAL
from publish.text.scripts import SQUARE, UPRIGHT, is_western


def test_a_late_pattern_is_compiled_at_its_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[str, int]] = []
    plain = re.compile

    def compiled(text: str, flags: int = 0) -> re.Pattern[str]:
        made.append((text, flags))
        return plain(text, flags)

    monkeypatch.setattr(re, "compile", compiled)
    found = patterns.late(r"(?P<one>a+)", re.IGNORECASE)
    assert made == []
    assert [match["one"] for match in found.finditer("Aa b a")] == ["Aa", "a"]
    assert found.sub("-", "xAy") == "x-y"
    assert found.pattern == r"(?P<one>a+)"
    assert set(made) == {(r"(?P<one>a+)", re.IGNORECASE)}


def test_unusual_characters_are_all_that_are_removed() -> None:
    every = map(chr, range(sys.maxunicode + 1))
    removed = [each for each in every if FORBIDDEN.search(each) or PRIVATE.search(each)]
    assert len(removed) > 130_000
    assert not [each for each in removed if not UNUSUAL.search(each)]


def test_a_western_text_has_no_character_of_the_other_scripts() -> None:
    others = re.compile(f"[{SQUARE}{UPRIGHT}]")
    everything = map(chr, range(sys.maxunicode + 1))
    assert not [each for each in everything if others.match(each) and is_western(each)]
    assert is_western("“Naïve” Ελλάδα, Москва — 5 € → ½\ufeff")
