"""Tables whose cells reach over columns and rows, where the site's plugin reads them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from publish.model import Chapter, Site

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


def aligned(words: str, side: str) -> str:
    return f'{words} class="align-{side}"'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("| a | b |\n|---|---|\n| x | y \\\n| z |  |\n| p | q |\n", [["a", "b"], ["x<br/>z", "y"], ["p", "q"]]),
        ("| a | b |\n|---|---|\n| x | y  \\\n| z | w \\\n| u | v\n", [["a", "b"], ["x<br/>z<br/>u", "y<br/>w<br/>v"]]),
        ("| a | b |\n|---|---|\n| `x|y` | 1 \\\n| `\\` | 2 |\n",
            [["a", "b"], ["<code>x|y</code><br/><code>\\</code>", "1<br/>2"]]),
        ("| a | b |\n|---|---|\n| x || \\\n| z ||\n", [["a", "b"], ['x<br/>z colspan="2"']]),
        ("| a | b |\n|---|---|\n| : x : | y : |\n", [["a", "b"], [aligned("x", "center"), aligned("y", "right")]]),
        ("| a | b |\n|---|---|\n| : x | *y* : |\n", [["a", "b"], [aligned("x", "left"), aligned("<em>y</em>", "right")]]),
        ("| a | b |\n|---|---|\n| : x : | 1 \\\n| z | 2 |\n", [["a", "b"], [aligned("x<br/>z", "center"), "1<br/>2"]]),
        ("| a | b |\n|---|---|\n| Note: | :cat: |\n", [["a", "b"], ["Note:", "🐱"]]),
        ("| a | b |\n|---|---|\n| tall | 1 |\n| ^^ more | 2 |\n", [["a", "b"], ['tall<br/>more rowspan="2"', "1"], ["2"]]),
        ("|--|--|\n| x | y |\n", [["x", "y"]]),
    ],
)  # fmt: skip
def test_lines_and_alignment_of_cells(body: Body, text: str, expected: list[list[str]]) -> None:
    assert cells(body(text, site=SITE)) == expected


def test_diagrams_between_lines_of_their_own(chapter: Callable[..., Chapter]) -> None:
    made = chapter("@startuml\nBob -> Alice : hello\n@enduml\n\n@startmermaid\npie\n@endmermaid\n", site=SITE)
    assert re.findall(r'<code class="language-(\w+)">([^<]+)', made.body) == [
        ("plantuml", "Bob -&gt; Alice : hello\n"),
        ("mermaid", "pie\n"),
    ]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://www.youtube.com/watch?v=abcdEFGH123?width=800&height=500", "https://www.youtube.com/watch?v=abcdEFGH123"),
        ("//a.example/b/small.mp4?width=400", "//a.example/b/small.mp4"),
        ("/films/a.webm", "/films/a.webm"),
        ("https://a.example/song.mp3", "https://a.example/song.mp3"),
        ("https://open.spotify.com/track/4Dg5moVCTq", "https://open.spotify.com/track/4Dg5moVCTq"),
    ],
)  # fmt: skip
def test_players_that_are_written_as_pictures(
    chapter: Callable[..., Chapter], address: str, expected: str
) -> None:
    made = chapter(f"![A film]({address})\n", site=Site(url="https://s.example", data=SITE.data)).body
    assert "<img" not in made
    assert made.count("embed") == 1
    assert expected.lstrip("/") in made


def test_a_number_that_begins_no_list(body: Body) -> None:
    assert body("\\3. Three\n", site=SITE).strip() == "<p>3. Three</p>"
