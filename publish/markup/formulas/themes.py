"""How formulas are recognised when the site's files do not say: by theme, by plugin, by the post's own flag."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from publish.markup.formulas.reading import BRACKETS, DISPLAY, DOLLARS, Reading, Tags
from publish.model import Post, Site
from publish.project.themes import theme_of

__all__ = ["by_flag", "by_theme", "is_flagged", "with_dollars", "without_dollars"]

_FLAGS = frozenset(
    "math mathjax katex latex usemath usemathjax usekatex enablemath enablemathjax enablekatex hasmath".split()
)
"""Keys of front matter, or of `_config.yml`, by which themes load a script: in small letters, without `_` and `-`."""
_DISPLAY = (("$$", "$$"), *DISPLAY)
_SCRIPT = Reading(display=_DISPLAY, escapes=True)
_DOLLARS = replace(_SCRIPT, inline=(DOLLARS, *BRACKETS))


def by_theme(post: Post, site: Site) -> Reading | None:
    """How a known theme's script, or a plugin, reads a post; None for an unknown theme."""
    plugins = [str(name) for key in ("plugins", "gems") for name in _list(site.data.get(key))]
    if "jekyll-spaceship" in plugins:
        return _DOLLARS
    theme = theme_of(site)
    if theme is None or theme.formulas is None:
        return None
    script = theme.formulas
    if script.flags and not any(_is_set(post, site, flag) for flag in script.flags):
        named = site.data.get("theme") or site.data.get("remote_theme")
        return Reading() if named else None  # a site that holds a theme's files may have made its own of them
    tags = "all" if script.all_numbered and _is_set(post, site, script.all_numbered) else script.numbers
    reading = _DOLLARS if script.dollars else _SCRIPT
    return replace(reading, escapes=script.escapes, tags=cast(Tags, tags))


def by_flag(post: Post, site: Site) -> Reading:
    """How a post is read that says it has formulas: dollars only under strict conditions, because the site's rules
    are not known.

    Where there is no site at all, or one whose scripts are not read, dollars around commands of TeX are taken for what they
    look like.
    """
    if is_flagged(post, site):
        return replace(_DOLLARS, cautious=True)
    if site.root is None or site.maker != "jekyll":
        return replace(_DOLLARS, cautious=True, only_tex=True, display=DISPLAY)
    return Reading()


def is_flagged(post: Post, site: Site) -> bool:
    """Whether a post, or its whole site, says that it has formulas."""
    said = {**site.data, **post.meta}
    flags = (key for key in said if str(key).lower().replace("_", "").replace("-", "") in _FLAGS)
    return post.meta.get("layout") == "distill" or any(_is_set(post, site, flag) for flag in flags)


def with_dollars(reading: Reading) -> Reading:
    """A reading in which a single dollar starts a formula."""
    if DOLLARS in reading.inline:
        return replace(reading, cautious=False)
    display = reading.display if ("$$", "$$") in reading.display else (("$$", "$$"), *reading.display)
    return replace(reading, inline=(DOLLARS, *reading.inline), display=display, escapes=True)


def without_dollars(reading: Reading) -> Reading:
    """A reading in which a single dollar is money."""
    return replace(reading, inline=tuple(pair for pair in reading.inline if pair != DOLLARS) or BRACKETS)


def _is_set(post: Post, site: Site, flag: str) -> bool:
    value = post.meta.get(flag, site.data.get(flag))
    return bool(value) and str(value).lower() not in ("false", "no", "off", "none", "0")


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
