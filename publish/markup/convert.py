"""The pipeline, in order: Liquid, Markdown, a safe tree, our rules on it, XHTML."""

from __future__ import annotations

from publish.errors import ContentError
from publish.markup import addresses, bounds, excerpt, footnotes, headings, identifiers, sanitise, serialise
from publish.markup.markdown import to_html
from publish.markup.notices import Notices
from publish.markup.tree import Element
from publish.model import Chapter, Options, Post, Site

__all__ = ["convert"]


def convert(post: Post, site: Site, options: Options) -> Chapter:
    """The chapter that a post makes: safe XHTML, its headings, notices about what could not be kept.

    Raises ContentError when the post asks for more than `options.limits` allows; nothing else.
    """
    notices = Notices(post)
    try:
        root = _tree(post, site, options, notices)
        _apply_rules(root, post, site, options, notices)
        body = serialise.to_xhtml(root)
    except RecursionError as error:
        raise ContentError("blocks nest too deeply: flatten the lists or quotes", path=post.label) from error
    bounds.check_size(body, options.limits, post.label)
    return Chapter(
        id=identifiers.ascii_name(post.stem, "c"),
        stem=post.stem,
        label=post.label,
        title=post.title,
        language=post.language,
        body=body,
        authors=post.authors,
        others=post.others,
        date=post.date,
        description=post.description,
        address=post.address,
        headings=headings.listing(root),
        notices=tuple(notices.found),
    )


def _tree(post: Post, site: Site, options: Options, notices: Notices) -> Element:
    text = excerpt.remove_marks(post.text, post.excerpt_separator)
    html = to_html(text, post, options.limits)
    return sanitise.to_tree(html, options.limits, notices)


def _apply_rules(root: Element, post: Post, site: Site, options: Options, notices: Notices) -> None:
    footnotes.neutralise(root)
    addresses.safe_links(root, addresses.base_of(post, site), notices)
    headings.repair(root)
    headings.name_headings(root)
    identifiers.settle(root, notices)
