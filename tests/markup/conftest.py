"""Posts made by hand, so that each test shows all that it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from publish.markup import convert
from publish.model import Chapter, Options, Post, Site

Convert = Callable[..., Chapter]
PLAIN = Post(
    path=Path("/blog/_posts/2024-05-01-post.md"),
    label="_posts/2024-05-01-post.md",
    stem="2024-05-01-post",
    text="",
    first_line=4,
    title="A post",
    authors=(),
    language="en",
)


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
