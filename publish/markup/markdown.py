"""The Markdown step: from Markdown to HTML as Jekyll makes it; errors name the post."""

from __future__ import annotations

from publish.errors import ContentError
from publish.markup.kramdown import KramdownOptions, commonmark, options_of, render
from publish.model import Post, Site

__all__ = ["to_html"]


def to_html(text: str, post: Post, site: Site) -> str:
    """HTML of a post's Markdown, with the options of its site. Raises ContentError when it nests too deeply."""
    try:
        return render(text, _options(post, site))
    except ContentError as error:
        raise ContentError(error.message, path=post.label) from error


def _options(post: Post, site: Site) -> KramdownOptions:
    if post.dialect == "jekyll":
        return options_of(site.data)
    said = site.data.get("typographer")
    return commonmark(smart=said if isinstance(said, bool) else post.dialect == "hugo")
