"""The site around posts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Literal

from publish.frozen import frozen
from publish.model.notice import Notice

__all__ = ["Maker", "Site"]

Maker = Literal["jekyll", "hugo", "zola"]
"""Programs that make websites of posts."""


@frozen
class Site:
    """What the settings of a site say about the posts below it: Jekyll's `_config.yml`, or those of Hugo or Zola. Without
    any, all is empty.
    """

    root: Path | None = None
    """The site's folder: for Jekyll, the one that holds `_config.yml`."""
    maker: Maker = "jekyll"
    """What makes a website of it."""
    folders: tuple[str, ...] = ("",)
    """Folders below `root` that addresses from the site's root may lie in: Hugo's and Zola's `static`, …"""
    title: str = ""
    description: str = ""
    url: str = ""
    """Scheme and host, without a slash at the end: `https://example.org`."""
    baseurl: str = ""
    """Path after the host, with a slash at the start but none at the end, or empty."""
    author: str = ""
    people: Mapping[str, str] = field(default_factory=dict)  # names of authors by the keys in posts
    language: str = ""
    """BCP 47 tag from `lang`, `language` or `locale`, or empty."""
    rights: str = ""
    """Licence or copyright line from `rights` or `license`, or empty."""
    permalink: str = "date"
    """Jekyll's permalink setting for posts: a style's name or a template."""
    excerpt_separator: str = ""
    collections: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """Collection name → its settings (`output`, `permalink`)."""
    collections_dir: str = ""
    defaults: tuple[Mapping[str, object], ...] = ()
    """Jekyll's front matter defaults: `{scope: {path, type}, values: {…}}`, in order."""
    data: Mapping[str, object] = field(default_factory=dict)
    """The whole file, as Liquid's `site`."""
    digest: str = ""
    """SHA-256 of the file with the settings, for fingerprints."""
    notices: tuple[Notice, ...] = ()
    """Warnings about these settings."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the settings list, as they are written there."""
        listed = self.data.get("languages")
        return tuple(str(name) for name in listed) if isinstance(listed, list) else ()
