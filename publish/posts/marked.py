"""Texts of front matter that are Markdown where the site prints them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from publish.model import Site
from publish.posts.values import clean

__all__ = ["academic", "plain", "titles_are_markdown"]

_CODE = re.compile(r"(`+)(?P<words>[^`]+)\1")
_LINK = re.compile(r"!?\[(?P<words>[^\]\[]{1,500})\]\([^()\s]{0,2000}\)")
_STARS = re.compile(r"(?<!\\)(?<!\*)(\*{1,3})(?=[^\s*])(?P<words>[^*\n]*[^\s*])\1(?!\*)")
_LINES = re.compile(r"(?<![\w\\])(_{1,3})(?=[^\s_])(?P<words>[^\n_]*[^\s_])\1(?!\w)")
_FORMULA = re.compile(r"(\${1,2}[^$\n]+\${1,2}|\\\\?\(.+?\\\\?\))")
_ESCAPE = re.compile(r"\\([*_`\[\]])")
_TITLES: Mapping[str, str] = {
    "minimal-mistakes": "_includes/page__hero.html",
    "academicpages": "_includes/archive-single-talk.html",
    "so-simple": "_includes/entry-date.html",
}
"""Themes that print titles as Markdown, by what `theme` or `remote_theme` says, with a file that only they have."""


def plain(text: str) -> str:
    """The words of a line of Markdown: without the marks of emphasis, code and links. Formulas stay as they are."""
    if not any(mark in text for mark in "*_`["):
        return text
    parts = _FORMULA.split(text)
    parts[::2] = [_without(part) for part in parts[::2]]
    return "".join(parts)


def _without(text: str) -> str:
    for pattern in (_CODE, _LINK, _STARS, _LINES, _STARS):
        text = pattern.sub(lambda found: found["words"], text)
    return _ESCAPE.sub(r"\1", text)


def titles_are_markdown(site: Site) -> bool:
    """Whether the site's theme prints titles as Markdown."""
    return any(_is(site, name) for name in _TITLES)


def academic(site: Site) -> bool:
    """Whether the site's theme looks for pictures of front matter in `/images/` when only a name is given."""
    return _is(site, "academicpages")


def _is(site: Site, name: str) -> bool:
    said = clean(f"{site.data.get('theme') or ''} {site.data.get('remote_theme') or ''}").lower()
    if said:
        return name in said
    return site.maker == "jekyll" and site.root is not None and (site.root / _TITLES[name]).is_file()
