"""A paragraph completely in backticks that reads as prose is a pull quote, however it is stressed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from markup_samples import PLAIN

from publish.markup.convert import convert
from publish.model import Options, Site

WORDS = "The country can do some things well, but not at a particularly impressive scale"


@pytest.mark.parametrize("sign", ["", "_", "__", "___", "*", "**", "***"])
def test_a_pull_quote(sign: str) -> None:
    body = convert(replace(PLAIN, text=f"Text.\n\n{sign}`{WORDS}`{sign}"), Site(), Options()).body
    assert body.count('class="pullquote"') == 1
    assert WORDS in body


@pytest.mark.parametrize(
    "text", [f"**Note:** `{WORDS}`", f"__`{WORDS}` and more__", "__`x = call(1)`__", f"- `{WORDS}`"]
)
def test_no_pull_quote(text: str) -> None:
    assert "pullquote" not in convert(replace(PLAIN, text=text), Site(), Options()).body
