"""Who said a quotation: its last paragraph, which begins with a dash or a `cite`, or its `footer`."""

from __future__ import annotations

from dataclasses import replace

import pytest
from markup_samples import PLAIN

from publish.markup.convert import convert
from publish.model import Options, Site


def attributions(text: str) -> int:
    return convert(replace(PLAIN, text=text), Site(), Options()).body.count('class="attribution"')


@pytest.mark.parametrize(
    "last",
    ["— Agnes Thorburn", "– *The Herring Road* (1931)", "-- A friend", "--- A friend", "——白居易《夜雪》", "― 川端康成『雪国』", "*— A friend*"],
)  # fmt: skip
def test_an_attribution(last: str) -> None:
    assert attributions(f"> The network is reliable.\n>\n> {last}\n\nText.") == 1


@pytest.mark.parametrize(
    ("last", "shown"),
    [
        ("<footer>Agnes Thorburn</footer>", "Agnes Thorburn"),
        ("<footer>Agnes, in <cite>The Road</cite></footer>", "Agnes, in <cite>The Road</cite>"),
        ("<footer><p>— Agnes</p></footer>", "— Agnes"),
        ("<p><cite>Agnes Thorburn</cite></p>", "<cite>Agnes Thorburn</cite>"),
        ("<p><cite>Agnes</cite>, in a letter</p>", "<cite>Agnes</cite>, in a letter"),
    ],
)
def test_an_attribution_in_the_elements_of_html(last: str, shown: str) -> None:
    text = f"<blockquote><p>The network is reliable.</p>{last}</blockquote>"
    body = convert(replace(PLAIN, text=text), Site(), Options()).body
    assert f'<p class="attribution">{shown}</p>' in body
    assert "footer" not in body


@pytest.mark.parametrize(
    "text",
    [
        "> <footer>All of it</footer>",
        "> Words.\n>\n> <cite>The Road</cite> is a book.",
        "> — Who is there?\n>\n> — Nobody.",  # speech
        "> — Agnes Thorburn",
        "Words.\n\n— Agnes Thorburn",
        "> The network is reliable.\n>\n> It never was.",
        "> Words.\n>\n> — " + "and more words of the quotation " * 6,
    ],
)
def test_no_attribution(text: str) -> None:
    assert attributions(text) == 0
