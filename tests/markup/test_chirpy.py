"""Captions in emphasis; colour schemes and names of files as Chirpy has them; diagrams that a theme draws."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from processes import computing

from publish.markup import captions
from publish.markup.tree import make
from publish.model import Chapter, Options, Site

Body = Callable[..., str]
PICTURE = '<img src="{}" alt="{}"/>'


def flat(html: str) -> str:
    return html.replace(">\n", ">").replace("\n<", "<")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "![A boat](/b.png)\n_The **best** boat_",
            f"<figure>{PICTURE.format('/b.png', 'A boat')}<figcaption>The <strong>best</strong> boat</figcaption></figure>",
        ),
        (
            "![A](/b.png)\n![B](/c.png)\n*Both*",
            f"<figure>{PICTURE.format('/b.png', 'A')}{PICTURE.format('/c.png', 'B')}<figcaption>Both</figcaption></figure>",
        ),
        (
            "[![A](/b.png)](https://x.example/)\n_Cap_",
            f'<figure><a href="https://x.example/">{PICTURE.format("/b.png", "A")}</a><figcaption>Cap</figcaption></figure>',
        ),
        ("![A](/b.png)\n_Cap_ and more", f"<p>{PICTURE.format('/b.png', 'A')}<em>Cap</em> and more</p>"),
        ("Words ![A](/b.png)\n_Cap_", f"<p>Words {PICTURE.format('/b.png', 'A')}<em>Cap</em></p>"),
        ("_Only words_", "<p><em>Only words</em></p>"),
    ],
)  # fmt: skip
def test_a_caption_under_a_picture(body: Body, text: str, expected: str) -> None:
    assert flat(body(text)) == expected


def test_a_caption_under_thousands_of_pictures_takes_little_time() -> None:
    root = make("body")
    root.append(paragraph := make("p"))
    paragraph.extend(make("img", src="a.png") for _ in range(30_000))
    paragraph.append(make("em", "All of them"))
    with computing(5):
        captions.emphasised(root)
    assert (paragraph.tag, paragraph[-1].tag) == ("figure", "figcaption")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("![Day](/d.png){: .light }\n![Night](/n.png){: .dark }", ["/d.png"]),
        ("![Night](/n.png){: .dark }![Day](/d.png){: .light }", ["/d.png"]),
        ("![Night](/n.png){: .dark }", ["/n.png"]),
        ("![Day](/d.png#gh-light-mode-only)![Night](/n.png#gh-dark-mode-only)", ["/d.png"]),
        ("![Day](/d.png)![Night](/n.png)", ["/d.png", "/n.png"]),
    ],
)
def test_one_picture_of_two_colour_schemes(body: Body, text: str, kept: list[str]) -> None:
    made = body(text)
    assert [part.partition('"')[0] for part in made.split('src="')[1:]] == kept


@pytest.mark.parametrize(
    "text", ['~~~ yaml\na: 1\n~~~\n{: file="_config.yml" }', '    a: 1\n{: file="_config.yml"}']
)
def test_the_name_of_a_file_stands_over_its_code(body: Body, text: str) -> None:
    made = body(text)
    assert made.startswith('<figure class="highlight"><figcaption><code>_config.yml</code></figcaption><pre')
    assert "file=" not in made


@pytest.mark.parametrize(
    ("site", "meta", "drawn"),
    [
        ({}, {"mermaid": True}, True),
        ({}, {"mermaid": {"enabled": True, "zoomable": True}}, True),
        ({}, {"mermaid": {"enabled": False}}, False),
        ({"mermaid": {"version": "9.1.3"}}, {}, True),
        ({"mermaid": True}, {"mermaid": False}, False),
        ({"plugins": ["jekyll-spaceship"]}, {}, True),
        ({}, {}, False),
    ],
)
def test_a_diagram_is_named_where_the_theme_draws_it(
    chapter: Callable[..., Chapter], site: dict[str, object], meta: dict[str, object], drawn: bool
) -> None:
    made = chapter("```mermaid\ngraph TD\n```", Site(data=site), Options(), meta=meta)
    assert ("<figcaption>A diagram, as its source in Mermaid</figcaption>" in made.body) == drawn
    assert [notice.code for notice in made.notices] == ["diagram-source"] * drawn
    assert ">graph TD\n</code>" in made.body
    assert all('diagrams = "draw" in publish.toml the program mmdc' in each.message for each in made.notices)
