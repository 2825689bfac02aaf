"""The Markdown step: from Markdown to HTML as Jekyll makes it; errors name the post."""

from __future__ import annotations

from publish.errors import ContentError
from publish.markup import notefaults
from publish.markup.kramdown import KramdownOptions, commonmark, options_of, rendered
from publish.markup.notices import Notices
from publish.model import Post, Site

__all__ = ["to_html"]


def to_html(text: str, post: Post, site: Site, notices: Notices | None = None) -> str:
    """HTML of a post's Markdown, with the options of its site. Raises ContentError when it nests too deeply.

    With `notices`, the text is the whole post: what is wrong with its notes is told there.
    """
    try:
        html, notes = rendered(text, _options(post, site))
    except ContentError as error:
        raise ContentError(error.message, path=post.label) from error
    if notices is not None:
        notefaults.tell(notes, notices)
    return html


def _options(post: Post, site: Site) -> KramdownOptions:
    if post.dialect == "jekyll":
        return options_of(site.data)
    said = site.data.get("typographer")
    return commonmark(smart=said if isinstance(said, bool) else post.dialect == "hugo")
