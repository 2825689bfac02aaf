"""Titles that stand elsewhere than in `title`."""

from __future__ import annotations

from publish.language import normalise
from publish.model import Site
from publish.posts.values import Settings, clean
from publish.text import authored

__all__ = ["from_headings", "in_language"]


def in_language(settings: Settings, site: Site) -> str:
    """The title in the post's or the site's language, where front matter has several (`titles` in TeXt); else empty."""
    wanted = normalise(settings.text("lang", "language", "locale")) or site.language or "en"
    for key in ("titles", "title"):
        value = settings.values.get(key)
        if isinstance(value, dict) and value:
            tags = {str(name).lower(): words for name, words in value.items() if isinstance(words, str)}
            places = (wanted.lower(), wanted.lower().partition("-")[0], "en", next(iter(tags), ""))
            return clean(authored.words(next((tags[place] for place in places if place in tags), "")))
    return ""


def from_headings(site: Site) -> bool:
    """Whether posts without a title have that of their first heading (jekyll-titles-from-headings)."""
    said = site.data.get("titles_from_headings")
    return isinstance(said, dict) and str(said.get("collections")).lower() == "true"
