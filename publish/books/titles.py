"""What a post is called, in words for readers, covers and contents: they set no TeX."""

from __future__ import annotations

from dataclasses import replace

from publish.markup import formulas
from publish.model import Options, Post, Site

__all__ = ["named_plainly", "plainly", "told_by_script"]


def told_by_script(post: Post) -> bool:
    """Whether it depends on the site's script how the post is called: a dollar may begin a formula."""
    return formulas.may_hold(post.title + post.description)


def plainly(post: Post, site: Site, options: Options) -> Post:
    """The post with formulas in its title and description as plain text."""
    if not told_by_script(post):
        return post
    title, description = (
        formulas.spoken(text, post, site, options) for text in (post.title, post.description)
    )
    return replace(post, title=title.strip() or post.title, description=description)


def named_plainly(site: Site, options: Options) -> Site:
    """The site with formulas in its title as plain text, as its own pages show them."""
    if site.root is None or not formulas.may_hold(site.title):
        return site
    page = Post(site.root / "index.md", "_config.yml", "index", "", 1, "", (), site.language or "en")
    return replace(site, title=formulas.spoken(site.title, page, site, options).strip() or site.title)
