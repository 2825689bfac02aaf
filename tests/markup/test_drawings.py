"""SVG and MathML as markup in a post: at any nesting depth, the rest of the post is complete."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from contextlib import suppress

import pytest
from processes import computing

from publish.errors import ContentError
from publish.model import Chapter

PICTURE = re.compile(r'<img src="data:image/svg\+xml;base64,([^"]*)" alt=""[^>]*/>')
FORMULA = "MathML (<math>) is not allowed in a book and was removed"


def nest(tag: str, depth: int, inside: str = "<circle r='3'/>") -> str:
    return f"<{tag}>" * depth + inside + f"</{tag}>" * depth


def lines(depth: int) -> str:
    """As programs write it, with blank lines between."""
    return "\n\n".join(["<g>"] * depth + ["<path d='M0 0'/>"] + ["</g>"] * depth)


DRAWINGS = {
    "shallow": f"<svg viewBox='0 0 9 9'>{nest('g', 3)}</svg>",
    "deep": f"<svg viewBox='0 0 9 9'><title>A boat</title>{nest('g', 70)}</svg>",
    "very deep": f"<svg>{nest('g', 30_000)}</svg>",
    "capitals": f"<SVG>{nest('g', 300)}</Svg >",
    "over lines": f'<svg viewBox="0 0 9 9"\n  class="a">\n{lines(300)}\n</svg>',
    "drawing in drawing": f"<svg><g>{nest('svg', 200, nest('g', 100))}</g></svg>",
    "words in it": f"<svg>{nest('text', 100, 'drawn')}</svg>",
    "page in it": f"<svg><foreignObject>{nest('div', 300)}</foreignObject></svg>",
    "comment in it": f"<svg><!-- </svg> -->{nest('g', 300)}</svg>",
    "attribute in it": f'<svg><g data-x="</svg>">{nest("g", 300)}</g></svg>',
    "formula": f"<math>{nest('mrow', 300, '<mi>x</mi>')}</math>",
    "formula in drawing": f"<svg><math>{nest('mrow', 300)}</svg>",
}


@pytest.mark.parametrize("name", DRAWINGS)
@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "Words {} within.",
        "- Item\n\n  {}\n",
        "> {}\n",
        "<div><p>{}</p></div>",
        "{{::nomarkdown}}{}{{:/}}",
    ],
    ids=["block", "line", "list", "quote", "html", "raw"],
)
def test_a_drawing_costs_itself_alone(chapter: Callable[..., Chapter], name: str, around: str) -> None:
    drawing = DRAWINGS[name]
    if name == "over lines" and not around.startswith(("{}", "<div>")):
        pytest.skip("a blank line ends these")
    made = chapter(f"Before.\n\n{around.format(drawing)}\n\nAfter *all*.")
    assert "<p>Before.</p>" in made.body
    assert "<p>After <em>all</em>.</p>" in made.body
    assert "drawn" not in made.body
    assert [notice.message for notice in made.notices] == ([FORMULA] if name == "formula" else [])
    pictures = [base64.b64decode(found).decode() for found in PICTURE.findall(made.body)]
    assert pictures == ([] if name == "formula" else [drawing])
    if around.startswith("Words"):
        assert "<p>Words  within.</p>" in PICTURE.sub("", made.body)


@pytest.mark.parametrize("depth", [1, 300, 30_000])
def test_one_that_is_never_closed_takes_no_words_with_it(chapter: Callable[..., Chapter], depth: int) -> None:
    for text in (
        f"<svg>{'<g>' * depth}\n\nAfter.",
        f"Words <svg>{'<g>' * depth} kept.\n\nAfter.",
        f"<svg>\n{'<g>' * depth}\nkept\n\nAfter.",
    ):
        body = chapter(f"Before.\n\n{text}").body
        assert "After." in body
        assert ("kept" in body) is ("kept" in text)


def test_what_stands_alone_is_a_paragraph(chapter: Callable[..., Chapter]) -> None:
    for text in ("<svg><g/></svg>", "> <svg><g/></svg>", "<object data='a.svg'></object>"):
        body = chapter(f"Before.\n\n{text}\n\nAfter.").body
        assert re.search(r'<p><img src="[^"]*" alt=""/></p>', body), body


def test_a_drawing_takes_its_size_and_its_role_along(chapter: Callable[..., Chapter]) -> None:
    body = chapter(
        "A <svg width='1em' height=9 style='max-width:50%' aria-hidden=\"true\"><g/></svg> b."
    ).body
    assert PICTURE.search(body)
    assert 'style="width: 1em; max-width: 50%"' in body
    assert 'height="9"' in body
    assert 'role="presentation"' in body


def test_icons_that_stand_together_are_lent(chapter: Callable[..., Chapter]) -> None:
    icons = "<svg style='display:none'><symbol id='a'><g/></symbol></svg>"
    body = chapter(
        f"{icons}\n\nA <svg><use href='#a'/></svg> and <svg><use xlink:href='#b'/></svg> too."
    ).body
    pictures = [base64.b64decode(found).decode() for found in PICTURE.findall(body)]
    assert pictures == [
        f"<svg><use href='#a'/><defs>{icons}</defs></svg>",
        "<svg><use xlink:href='#b'/></svg>",
    ]


def test_code_that_shows_one_is_shown(body: Callable[..., str]) -> None:
    code = f"<svg>{nest('g', 300)}</svg>"
    shown = code.replace("<", "&lt;").replace(">", "&gt;")
    assert shown in body(f"`{code}`")
    assert shown in body(f"    {code}\n")
    assert body("An `<svg>` and words.\n\n<svg><g></g></svg>\n\nMore words.").count("words") == 2


@pytest.mark.parametrize(
    "text",
    [
        f"<svg></svg>{nest('div', 300)}",
        f"<svg/>{nest('div', 300)}",
        f"{nest('div', 300, '<svg></svg>')}",
        f"<!-- <svg> -->{nest('div', 300)}<!-- </svg> -->",
        f"<p title='<svg>'>x</p>{nest('div', 300)}<p title='</svg>'>x</p>",
        f"{nest('svg-x', 300)}",
    ],
)
def test_a_nest_cannot_hide_behind_one(chapter: Callable[..., Chapter], text: str) -> None:
    with pytest.raises(ContentError, match="deep"):
        chapter(text)


@pytest.mark.parametrize(
    "text",
    ["<svg>", "<svg><p>", "<!--", "</svg>", "<svg a='", '<math b="', "<svg><!--", "<svg>\n\n", "a <svg> b"],
)
def test_a_crowd_takes_little_time(chapter: Callable[..., Chapter], text: str) -> None:
    with computing(60), suppress(ContentError):
        chapter(text * (300_000 // len(text)))
