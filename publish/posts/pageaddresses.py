"""Where a page stands on the web that Hugo or Zola makes (gohugo.io/content-management/urls, getzola.org)."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import quote

from publish.model import Post, Site
from publish.posts import dates
from publish.text.patterns import late

__all__ = ["address_of"]

_TOKEN = late(r":([a-z]+)")
_UNSAFE = late(r"[^\w\s./-]+")


def sections_of(post: Post, site: Site) -> tuple[str, ...]:
    """The folders of a page below the folder of contents; those that an `index` makes a page of not counted."""
    content = site.root / str(site.data.get("content") or "content") if site.root else None
    path = post.path
    if content is None or not path.is_relative_to(content.resolve()):
        return ()
    parts = path.relative_to(content.resolve()).parts[:-1]
    return parts[:-1] if path.stem == "index" or path.stem.startswith("index.") else parts


def address_of(post: Post, site: Site, own: str, slug: str) -> str:
    """The absolute address of a page, or the empty string when the site's address is not known.

    `own` is the address that its front matter gives (`url`, `path`), `slug` the last part of it.
    """
    if not site.url:
        return ""
    if own:
        place = f"/{own.strip('/')}" + ("" if PurePosixPath(own).suffix else "/")
    else:
        place = _place(post, site, slug)
    place = re.sub(r"/{2,}", "/", f"/{place}")
    return f"{site.url}{site.baseurl}{quote(place, safe='/%:@!$&()*+,;=~')}"


def _place(post: Post, site: Site, slug: str) -> str:
    sections = sections_of(post, site)
    if post.path.stem == "_index":
        return _urlized("/".join(sections)) + "/"
    name = dates.from_stem(post.stem)[1] if site.maker == "zola" else post.stem
    patterns = site.data.get("permalinks")
    pattern = patterns.get(sections[0], "") if sections and isinstance(patterns, dict) else ""
    if not pattern:
        return _urlized("/".join((*sections, slug or name))) + "/"
    values = {
        "section": sections[0], "sections": "/".join(sections), "title": post.title, "slug": slug or post.title,
        "filename": name, "contentbasename": name, "slugorfilename": slug or name, "slugorcontentbasename": slug or name,
    }  # fmt: skip
    if post.date is not None:
        for key, form in (
            ("year", "%Y"),
            ("month", "%m"),
            ("day", "%d"),
            ("yearday", "%j"),
            ("monthname", "%B"),
        ):
            values[key] = post.date.strftime(form)
    return _urlized(_TOKEN.sub(lambda found: values.get(found[1], found[0]), pattern)).rstrip("/") + "/"


def _urlized(place: str) -> str:
    """Small letters, hyphens for spaces, without marks that addresses do not have."""
    return re.sub(r"\s+", "-", _UNSAFE.sub("", place).strip()).lower()
