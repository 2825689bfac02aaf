"""Endless words get break opportunities, and their text does not change."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from publish.pdf import longwords


@pytest.mark.parametrize(
    "html",
    [
        "<p>" + "x" * 5_000 + "</p>",
        "<p>" + "<strong>**</strong>" * 700 + "y</p>",
        "<p>a <b>" + "x" * 2_500 + "</b>" + "z" * 900 + " c<i>d</i></p>",
        "<p>" + "<b><i>ab</i>c</b>" * 300 + "</p><p>d</p>",
        "<pre>" + "x" * 3_000 + "\n" + "y" * 900 + "</pre>",
    ],
    ids=lambda html: html[:12],
)
def test_every_run_has_an_end(html: str) -> None:
    root = etree.fromstring(f"<body>{html}</body>")
    words = "".join(map(str, root.itertext()))
    longwords.part(root)
    assert "".join(map(str, root.itertext())) == words
    parts = re.split(r"<wbr\s*/>|</?(?:p|pre|body)>|\s", etree.tostring(root, encoding="unicode"))
    assert len(parts) > 6
    for run in parts:
        assert len(re.sub("<[^>]*>", "", run)) <= longwords.MOST
        assert run.count("<") <= 2 * longwords.MOST / 10


@pytest.mark.parametrize("html", ["<p>" + "word " * 2_000 + "</p>", "<p>" + "漢字" * 2_000 + "</p>"])
def test_text_that_can_be_broken_stays_as_it_is(html: str) -> None:
    root = etree.fromstring(f"<body>{html}</body>")
    longwords.part(root)
    assert root.find(".//wbr") is None
