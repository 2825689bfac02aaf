"""Pictures that a site sets side by side: one figure, each picture with its share of the column."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from lxml import html

Body = Callable[..., str]


def row(body: str) -> list[tuple[str, str]]:
    """The pictures of the first figure: their names and widths."""
    figure = next(html.fromstring(f"<main>{body}</main>").iter("figure"))
    return [(each.get("src", ""), each.get("style", "")) for each in figure.iter("img")]


@pytest.mark.parametrize(
    ("text", "widths"),
    [
        (
            '<div class="row"><div class="col-sm"><img src="a.png"></div><div class="col-sm"><img src="b.png"></div></div>',
            ["48%", "48%"],
        ),
        (
            '<div class="row"><div class="col-md-8"><img src="a.png"></div>\n<div class="col-4"><figure><img src="b.png"></figure></div></div>',
            ["64.7%", "31.3%"],
        ),
        ('<div style="display:flex"><img src="a.png"><img src="b.png"><img src="c.png"></div>', ["31.3%"] * 3),
        ('<div class="d-flex" markdown="1">\n![x](a.png)\n![y](b.png)\n</div>', ["48%", "48%"]),
        (
            '<div class="grid"><div class="cell cell--3"><img src="a.png"></div><div class="cell cell--9"><img src="b.png"></div></div>',
            ["23%", "73%"],
        ),
        (
            '<div class="row"><div class="col"><a href="/a"><img src="a.png"></a></div><div class="col"></div><div class="col"><img src="b.png"></div></div>',
            ["48%", "48%"],
        ),
        ('<figure class="half"><img src="a.png"><a href="/b"><img src="b.png"></a></figure>', ["48%", "48%"]),
        ('<figure class="third"><img src="a.png"><img src="b.png"><img src="c.png"></figure>', ["31.3%"] * 3),
        ('<div class="gallery">' + "".join(f'<img src="{name}.png">' for name in "abcdef") + "</div>", ["23%"] * 6),
        (
            '<div class="columns"><div class="row"><img src="a.png"><img src="b.png"></div></div>',
            ["48%", "48%"],
        ),
    ],
)  # fmt: skip
def test_pictures_side_by_side(body: Body, text: str, widths: list[str]) -> None:
    made = body(text)
    names = [f"{name}.png" for name in "abcdef"[: len(widths)]]
    assert row(made) == [(name, f"max-width: {width}") for name, width in zip(names, widths, strict=True)]
    assert not re.search(r"<div(?! class=.columns)", made)


def test_the_caption_below_a_row_is_its_own(body: Body) -> None:
    made = body(
        '<div class="row"><div class="col"><img src="a.png"></div><div class="col"><img src="b.png"></div></div>\n'
        '<div class="caption">Two <b>boats</b>.</div>\n\nWords.'
    )
    assert re.search(r"<figcaption>Two <b>boats</b>\.</figcaption></figure>\s*<p>Words\.</p>", made)


@pytest.mark.parametrize(
    "text",
    [
        '<div class="row"><div class="col"><img src="a.png"></div><div class="col"><p>Words</p></div></div>',
        '<div class="row"><div class="col"><figure><img src="a.png"><figcaption>A</figcaption></figure></div><div class="col"><img src="b.png"></div></div>',
        '<div class="row"><div class="col"><img src="a.png"></div></div>',
        '<div style="display: flex; flex-direction: column"><img src="a.png"><img src="b.png"></div>',
    ],
)
def test_columns_with_words_stand_one_after_the_other(body: Body, text: str) -> None:
    made = body(text)
    assert "max-width" not in made
    parts = re.compile(r"a\.png|b\.png|Words|<figcaption>A")
    assert parts.findall(made) == parts.findall(text)


def test_a_picture_keeps_a_smaller_size_of_its_own(body: Body) -> None:
    made = body('<div class="row"><img src="a.png" width="100%"><img src="b.png" style="width: 20%"></div>')
    assert row(made) == [("a.png", "width: 48%"), ("b.png", "width: 20%")]
