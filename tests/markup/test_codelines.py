"""Long lines of code on a screen: what is marked, where strings are parted, and that no character changes."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from publish.markup import codelines

LONG = "a_function(with, several, arguments, and_a_default='of some length')"
PATH = "/usr/local/share/some_project/templates/journal/book.css"


def hung(code: str) -> Any:
    body = etree.fromstring(f"<body><pre><code>{code}</code></pre></body>")
    before = "".join(map(str, body.itertext()))
    codelines.hang(body)
    assert "".join(map(str, body.itertext())) == before
    return body


@pytest.mark.parametrize(
    ("code", "kinds"),
    [
        ("short\nlines\n", []),
        (f"{LONG}\n", ["line"]),
        (f"short\n{LONG}\n\n\nshort\n{LONG}", ["line", "line"]),
        (f"    {LONG}\n", ["line line-deep"]),
        (f"x\n\n        {LONG}\n", ["line line-deeper"]),
        (f"<span class='k'>def</span> {LONG}\n", ["line"]),
        (f"<span class='s'>one\n{LONG}\ntwo</span>\n", ["line"]),
        (f"<a id='x'/>{LONG}\n<b/>\n", ["line"]),
    ],
)
def test_lines_that_a_narrow_screen_cannot_hold_are_marked(code: str, kinds: list[str]) -> None:
    found = hung(code)
    assert found.xpath("//span[starts-with(@class, 'line')]/@class") == kinds
    for line in found.xpath("//span[starts-with(@class, 'line')]"):
        assert "\n" not in "".join(map(str, line.itertext())).strip("\n")
    ids = found.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_highlighting_that_runs_over_lines_is_closed_and_opened_again() -> None:
    found = hung(f"<span class='s' id='a'>one\n{LONG}\ntwo</span>")
    assert len(found.xpath("//span[@class='line']/span[@class='s']")) == 1
    assert len(found.xpath("//span[@class='s']")) == 3
    assert found.xpath("//@id") == ["a"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (PATH, ["/usr/", "local/", "share/", "some_", "project/", "templates/", "journal/", "book.", "css"]),
        (f"{'two words ' * 5}", []),
        (
            "see a_function_name(argument_one)and_more",
            ["see a_", "function_", "name(", "argument_", "one)and_", "more"],
        ),
    ],
)
def test_long_strings_may_be_parted_after_signs(text: str, parts: list[str]) -> None:
    line = hung(text)
    found = [str(each) for each in line.xpath("//span[@class='line']//text()")]
    assert (found if len(found) > 1 else []) == parts
    assert len(line.findall(".//wbr")) == max(len(parts) - 1, 0)
