"""Which words get no hyphens, and where long ones break."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.language.tokens import BREAK, JOIN, is_token, parted, without_places


@pytest.mark.parametrize(
    "word",
    [
        "https://documentation.example.org/a",
        "documentation.example.org",
        "www.example",
        "mara@example.org",
        "@somebody",
        "#hashtag",
        "/usr/local/bin",
        "~/documents",
        "documents/letters",
        "C:\\Windows\\System",
        "implementation_file.py",
        "README.md",
        "com.example.Foo",
        "snake_case",
        "_private",
        "camelCase",
        "JavaScript",
        "utf8",
        "9f86d081884c7d65",
        "std::vector",
        "xmlns:xlink",
        "function()",
        "--configuration",
        "$variable",
        "key=value",
        "one&two",
        "Caf%C3%A9",
        "pointer->member",
    ],
)
def test_tokens(word: str) -> None:
    assert is_token(word)


@pytest.mark.parametrize(
    "word",
    [
        "responsibility",
        "well-known",
        "self-contained,",
        "end.",
        "(see",
        "it).",
        "“Quoted”",
        "don’t",
        "don't",
        "Wikipedia’s",
        "Donaudampfschifffahrtsgesellschaft",
        "LehrerInnen",
        "CAPITALS",
        "1,000,000",
        "—",
        "word(s)",
        "yes!",
        "Überraschung",
        "…and",
    ],
)
def test_words(word: str) -> None:
    assert not is_token(word)


@pytest.mark.parametrize(
    ("token", "parts"),
    [
        ("example.org/a", "example.org/a"),
        (
            "https://example.org/a/long-path?one=two&three=four",
            "https://|example.|org/|a/|long|-_path?|one=|two&|three=|four",
        ),
        (
            "/usr/local/lib/python3.11/site_packages/file.py",
            "/usr/|local/|lib/|python3.11/|site_|packages/|file.py",
        ),
        ("somebody.else@university.example", "somebody.|else@|university.|example"),
        ("window.history.replaceState()", "window.|history.|replaceState()"),
        ("docker-compose.yml", "docker-_compose.yml"),
        ("ClassNameFactoryBuilder", "Class|Name|Factory|Builder"),
        ("9f86d081884c7d659a2feaa0c55a", "9f86|d081|884c|7d65|9a2f|eaa0|c55a"),
        ("https://example.org/Caf%C3%A9", "https://|example.|org/|Caf|%C3|%A9"),
    ],
)
def test_long_tokens_break_at_their_signs(token: str, parts: str) -> None:
    assert parted(token) == parts.replace("-_", f"-{JOIN}").replace("|", BREAK)


@given(st.text(st.sampled_from("abcABC012./-_?&=:%@~#"), max_size=120))
def test_parting_changes_no_character(token: str) -> None:
    found = parted(token)
    assert without_places(found) == token
    assert not found.startswith(BREAK)
    assert not found.endswith(BREAK)
    assert max(map(len, found.split(BREAK))) <= max(24, len(token) if len(token) < 20 else 0)
