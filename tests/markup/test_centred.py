"""Blocks whose words the author put in the middle or at the right, by a class, an attribute or a style."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from markup_samples import PLAIN

from publish.markup.convert import convert
from publish.model import Options, Site


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Words.\n{: .text-center}", 1),
        ('<p align="center">Words.</p>', 1),
        ('<p style="color: red; text-align: center;">Words.</p>', 1),
        ('<h2 align="Center">Words</h2>', 1),
        ('<h2 style="text-align: center">Words</h2>', 1),
        ('<div style="text-align:center"><p>Words.</p></div>', 1),
        ('<p class="has-text-align-center">Words.</p>', 1),
        ('<p align="center" style="text-align: left">Words.</p>', 0),
        ('<p align="right">Words.</p>', 0),
    ],
)
def test_centred_blocks(text: str, count: int) -> None:
    body = convert(replace(PLAIN, text=text), Site(), Options()).body
    assert len(re.findall(r'class="(?:[^"]* )?center"', body)) == count
    assert not re.search(r"\b(align|style)=", body)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Words.\n{: .text-right}", 1),
        ("Words.\n{: .text-end}", 1),
        ("## Words\n{: .text-right}", 1),
        ('<p align="right">Words.</p>', 1),
        ('<p style="text-align:right">Words.</p>', 1),
        ('<div class="has-text-align-right"><p>Words.</p></div>', 1),
        ('<p class="text-right" style="text-align:center">Words.</p>', 0),
        ("Words.\n{: .text-left}", 0),
        ("| a |\n|--:|\n| b |", 0),
    ],
)
def test_blocks_at_the_right(text: str, count: int) -> None:
    body = convert(replace(PLAIN, text=text), Site(), Options()).body
    assert len(re.findall(r'class="(?:[^"]* )?at-right"', body)) == count
    assert not re.search(r"\b(align|style)=", body)
