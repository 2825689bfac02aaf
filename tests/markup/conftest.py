"""Posts made by hand, so that each test shows all that it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from lxml import etree
from markup_samples import PLAIN

from publish.markup import convert
from publish.model import Chapter, Options, Site

Convert = Callable[..., Chapter]


@pytest.fixture
def chapter() -> Convert:
    """Convert text with any fields of a Post changed; the body is checked to be well-formed."""

    def make(
        text: str, site: Site | None = None, options: Options | None = None, **fields: object
    ) -> Chapter:
        post = replace(PLAIN, text=text, **fields)  # type: ignore[arg-type]
        made = convert(post, site or Site(), options or Options())
        etree.fromstring(f'<body xmlns="http://www.w3.org/1999/xhtml">{made.body}</body>')
        return made

    return make


@pytest.fixture
def body(chapter: Convert) -> Callable[..., str]:
    """Only the converted body, without white space around it."""
    return lambda *arguments, **fields: chapter(*arguments, **fields).body.strip()
