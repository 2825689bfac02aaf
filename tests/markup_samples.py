"""Functions and data for the tests of markup."""

from __future__ import annotations

from pathlib import Path

from publish.model import Post

PLAIN = Post(
    path=Path("/blog/_posts/2024-05-01-post.md"),
    label="_posts/2024-05-01-post.md",
    stem="2024-05-01-post",
    text="",
    first_line=4,
    title="A post",
    authors=(),
    language="en",
    head="---\ntitle: A post\n---\n",
)
