"""Notes that do not come together are said with their line: readers would see `[^x]`, or miss a text."""

from __future__ import annotations

import pytest
from pdf_samples import written

MISSING = "there is no note [^{0}]: its mark stays as text; write `[^{0}]: …` on a line of its own"
UNCALLED = "nothing calls the note [^{0}], so the book leaves it out: put its mark where it belongs"


def said(text: str, **values: object) -> list[tuple[int | None, str]]:
    found = written(text, **values).notices
    return [(each.line, each.message) for each in found if each.code.startswith("note-")]


@pytest.mark.parametrize(
    "text",
    [
        "Words.[^a]\n",
        "> - *item[^a]*\n",
        "|x[^a]|\n|-|\n|y|\n",
        "## Head[^a]\n",
        "x[^1]\n\n[^1]: in a note[^a]\n",
    ],
)
def test_a_call_without_a_text(text: str) -> None:
    assert [message for _, message in said(text)] == [MISSING.format("a")]


def test_its_line_and_each_once() -> None:
    assert said("One.\n\nTwo[^a] and[^a] and[^b].\n") == [(6, MISSING.format("a")), (6, MISSING.format("b"))]


@pytest.mark.parametrize("name", ["1.1", "a+b", "note:x", "ü"])
def test_a_name_that_kramdown_does_not_read(name: str) -> None:
    ((line, message),) = said(f"Words.[^{name}]\n\n[^{name}]: Text\n")
    assert line == 4
    assert message.endswith("names of notes have only the letters a to z, digits, - and _")


@pytest.mark.parametrize("text", ["Words.\n\n[^a]: Text.\n", "> Words.\n>\n> [^a]: Text.\n"])
def test_a_text_without_a_call(text: str) -> None:
    assert [message for _, message in said(text)] == [UNCALLED.format("a")]


@pytest.mark.parametrize(
    "text",
    [
        "Words.[^a] Again.[^a]\n\n[^a]: Text.\n",
        "Words.[^a]\n\n[^a]: Text with a note.[^b]\n\n[^b]: Its text.\n",
        "`[^a]` and\n\n    [^b]\n\n```\nx[^c]\n\n[^d]: Text.\n```\n",
        "<!-- [^a] -->\n\n<!--\n[^b]: Text.\n-->\n",
        "[^ a] and [a] and ^a\n",
        "$$x[^a]$$\n",
    ],
)
def test_nothing_is_said_of_what_is_right(text: str) -> None:
    assert said(text) == []


def test_texts_of_other_sites() -> None:
    assert [each[1] for each in said("Words[^a].\n\n[^b]: Text.\n", dialect="hugo")] == [
        MISSING.format("a"),
        UNCALLED.format("b"),
    ]
