"""Modules that workers load before their first job, so that no book waits for them."""

from __future__ import annotations

from collections.abc import Iterable

from publish.model import Format

__all__ = ["engines"]

_POSTS = ("publish.books.single", "publish.images.standin", "publish.images.transcode")
_TEMPLATES = ("babel.dates", "jinja2.sandbox")
_EPUB = "publish.epub"
_PAGES = "publish.press.warm"


def engines(formats: Iterable[Format], *, posts: bool = True) -> tuple[str, ...]:
    """Modules that making these formats needs. `posts` says that workers read posts; those of volumes do not, for copies of
    the command convert their chapters, and what reads posts takes as long to load as half of the PDF engine.
    """
    wanted = set(formats)
    modules = ["publish.press.work"]
    if posts:
        modules += _POSTS
    if wanted & {"epub", "pdf"}:
        modules += _TEMPLATES
    if "epub" in wanted:
        modules.append(_EPUB)
    if "pdf" in wanted:
        modules.append(_PAGES)
    return tuple(modules)
