"""The Markdown step: Markdown in, HTML as Jekyll makes it out, failures with the post's name."""

from __future__ import annotations

from publish.errors import ContentError
from publish.markup.kramdown import render
from publish.model import Post

__all__ = ["to_html"]


def to_html(text: str, post: Post) -> str:
    """HTML of a post's Markdown. Raises ContentError when it nests too deeply."""
    try:
        return render(text)
    except ContentError as error:
        raise ContentError(error.message, path=post.label) from error
