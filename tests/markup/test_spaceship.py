"""Tables whose cells reach over columns and rows, where the site's plugin reads them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from publish.model import Site

Body = Callable[..., str]
SITE = Site(data={"plugins": ["jekyll-feed", "jekyll-spaceship"]})
WIDE = "| a | b | c |\n|---|---|---|\n| wide || x |\n| all |||\n"


def cells(html: str) -> list[list[str]]:
    """Each row's cells, with their spans."""
    rows = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    return [
        [
            f"{words.strip()}{spans}"
            for spans, words in re.findall(r"<t[dh]([^>]*)>(.*?)</t[dh]>", row, re.DOTALL)
        ]
        for row in rows
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (WIDE, [["a", "b", "c"], ['wide colspan="2"', "x"], ['all colspan="3"']]),
        ("| a | b |\n|---|---|\n| tall | 1 |\n| ^^ | 2 |\n| ^^ | 3 |\n",
            [["a", "b"], ['tall rowspan="3"', "1"], ["2"], ["3"]]),
        ("| a | b | c |\n|---|---|---|\n| both || 1 |\n| ^^ || 2 |\n",
            [["a", "b", "c"], ['both colspan="2" rowspan="2"', "1"], ["2"]]),
        ("| h || c |\n|---|---|---|\n| 1 | 2 | 3 |\n", [['h colspan="2"', "c"], ["1", "2", "3"]]),
        ("| a | b |\n|---|---|\n| ^^ | 1 |\n", [["a", "b"], ["^^", "1"]]),
        ("| a | b |\n|---|---|\n| `x || y` | 1 |\n", [["a", "b"], ["<code>x || y</code>", "1"]]),
        ("| a | b |\n|---|---|\n|  | 1 |\n", [["a", "b"], ["", "1"]]),
    ],
)  # fmt: skip
def test_cells_that_reach_further(body: Body, text: str, expected: list[list[str]]) -> None:
    assert cells(body(text, site=SITE)) == expected


@pytest.mark.parametrize(
    "site", [Site(), Site(data={"plugins": ["jekyll-feed"]}), Site(data={"plugins": "x"})]
)
def test_a_site_without_the_plugin(body: Body, site: Site) -> None:
    assert cells(body(WIDE, site=site))[1] == ["wide", "", "x"]


@pytest.mark.parametrize(
    "text",
    ["Either a || b or c.", "```\n| a || b | c |\n```", "    | a || b | c |", "Code `a || b` and `c|d|e`."],
)
def test_what_is_no_table(body: Body, text: str) -> None:
    assert body(text, site=SITE) == body(text)
