"""What the site's script reads."""

from __future__ import annotations

from publish.markup.formulas.reading import Reading
from publish.model import Options, Post, Site

__all__ = ["reading_of"]


def reading_of(post: Post, site: Site, options: Options) -> Reading:
    """How formulas are told from words in a post."""
    return Reading()
