"""The Markdown step: from Markdown to HTML as Jekyll makes it; errors name the post."""

from __future__ import annotations

from publish.errors import ContentError
from publish.markup.kramdown import options_of, render
from publish.model import Post, Site

__all__ = ["to_html"]


def to_html(text: str, post: Post, site: Site) -> str:
    """HTML of a post's Markdown, with the options of its site. Raises ContentError when it nests too deeply."""
    try:
        return render(text, options_of(site.data))
    except ContentError as error:
        raise ContentError(error.message, path=post.label) from error
