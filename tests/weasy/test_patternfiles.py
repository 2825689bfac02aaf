"""Patterns that are read when they are needed are those that pyphen reads at once."""

from __future__ import annotations

from pathlib import Path

import pyphen
import pytest

from publish.weasy.paragraphs.patternfiles import Patterns

READ_AT_ONCE = Patterns.__base__
FILES = sorted(set(pyphen.LANGUAGES.values()))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_pattern_of_a_language_has_its_numbers(path: Path) -> None:
    known, found = READ_AT_ONCE(path), Patterns(path)
    assert found.patterns.keys() == known.patterns.keys()
    assert found.maxlen == known.maxlen
    for letters, (start, values) in known.patterns.items():
        here = found.patterns.get(letters)
        assert here == (start, values)
        assert [getattr(each, "data", None) for each in here[1]] == [
            getattr(each, "data", None) for each in values
        ]


@pytest.mark.parametrize(
    ("written", "word", "shown"),
    [
        ("UTF-8\nLEFTHYPHENMIN 2\n% a comment\nhy3ph\n", "hyphen", "hy-phen"),
        ("UTF-8\r\nhy3ph\r\n1t\r\n", "hyphenator", "hy-phena-tor"),
        ("ISO8859-1\n^^e92t\n1t\n", "été", "été"),
        ("microsoft-cp1251\n\xe0\xe1" + "1\xe2\n", "\u0430\u0431\u0432\u0433", "\u0430\u0431-\u0432\u0433"),
        ("UTF-8\n.schif1fahrt/ff=f,5,2\n", "schiffahrt", "schiff-fahrt"),
        ("UTF-8\na1b\nab\n", "abab", "a-ba-b"),
        ("UTF-8\n1b\na0b\na2b.\n", "abab", "a-bab"),
    ],
)
def test_words_are_divided_as_the_file_says(tmp_path: Path, written: str, word: str, shown: str) -> None:
    file = tmp_path / "hyph_xx.dic"
    file.write_bytes(written.encode("latin-1"))
    reader = pyphen.Pyphen(lang="en_US", left=1, right=1)
    reader.hd = Patterns(file)
    assert reader.inserted(word) == shown
