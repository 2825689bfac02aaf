"""Titles that stand elsewhere than in `title`."""

from __future__ import annotations

from publish.model import Site
from publish.posts.values import Settings, clean
from publish.text import authored

__all__ = ["from_headings", "in_language"]


def in_language(settings: Settings) -> str:
    """The title in `titles`, a title for each language (TeXt): the post's own, else the first."""
    said = settings.values.get("titles")
    if not isinstance(said, dict):
        return ""
    own = said.get(settings.text("lang", "language", "locale"))
    words = (clean(authored.words(each)) for each in (own, *said.values()) if isinstance(each, str))
    return next(filter(None, words), "")


def from_headings(site: Site) -> bool:
    """Whether posts without a title have that of their first heading (jekyll-titles-from-headings)."""
    said = site.data.get("titles_from_headings")
    return isinstance(said, dict) and str(said.get("collections")).lower() == "true"
