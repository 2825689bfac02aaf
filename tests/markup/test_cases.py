"""One case per rule: `cases/NAME.md` is a post, `cases/NAME.xhtml` its result.

After a change that is meant: `pytest tests/markup/test_cases.py --renew`, then read the difference.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from publish import posts
from publish.markup.convert import convert
from publish.model import Chapter, Options, Site

CASES = sorted((Path(__file__).parent / "cases").glob("*.md"))


def shown(chapter: Chapter) -> str:
    """The body, with invisible characters made visible, then headings and notices."""
    body = chapter.body
    for character, name in (("\u2060", "[wj]"), ("\u200a", "[hair]"), ("\u00a0", "[nbsp]")):
        body = body.replace(character, name)
    headings = [f"{heading.level} #{heading.id} {heading.text}" for heading in chapter.headings]
    notices = [f"{notice.line}: {notice.code}: {notice.message}" for notice in chapter.notices]
    return "\n".join([body.strip(), "", "<!--", *headings, *notices, "-->", ""])


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path, renew: bool) -> None:
    chapter = convert(posts.read(path, Site()), Site(), Options())
    etree.fromstring(f"<body>{chapter.body}</body>")
    expected = path.with_suffix(".xhtml")
    if renew:
        expected.write_text(shown(chapter), "utf-8")
    assert shown(chapter) == expected.read_text("utf-8")
