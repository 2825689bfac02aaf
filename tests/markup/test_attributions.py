"""Who said a quotation: its last paragraph, which begins with a dash."""

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
    "text",
    [
        "> — Who is there?\n>\n> — Nobody.",  # speech
        "> — Agnes Thorburn",
        "Words.\n\n— Agnes Thorburn",
        "> The network is reliable.\n>\n> It never was.",
        "> Words.\n>\n> — " + "and more words of the quotation " * 6,
    ],
)
def test_no_attribution(text: str) -> None:
    assert attributions(text) == 0
