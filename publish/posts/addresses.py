"""Where a post stands on the web: Jekyll's permalinks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from publish.model import Post, Site

__all__ = ["address_of", "slugify"]

_STYLES = {
    "date": "/:categories/:year/:month/:day/:title.html",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title.html",
    "weekdate": "/:categories/:year/W:week/:short_day/:title.html",
    "none": "/:categories/:title.html",
}
_COLLECTION = "/:collection/:path"
_KEY = re.compile(r":([a-z_]+)")


def slugify(text: str) -> str:
    """Lower case, with a hyphen for every run of characters that are not letters or digits (Jekyll's default slug)."""
    return re.sub(r"[\W_]+", "-", text.lower()).strip("-")


def address_of(post: Post, site: Site, permalink: str, slug: str) -> str:
    """The absolute address of a post; empty when the site's address is not known.

    `permalink` is the template in the post itself; else the collection's or the site's counts, a style's name or a
    template.
    """
    if not site.url:
        return ""
    template = permalink or _setting(site, post.collection)
    values = _values(post, slug)
    filled = _KEY.sub(lambda found: values.get(found.group(1), found.group(0)), template)
    place = re.sub(r"/{2,}", "/", f"/{filled}")
    return f"{site.url}{site.baseurl}{quote(place, safe='/%:@!$&()*+,;=~')}"


def _setting(site: Site, collection: str) -> str:
    own = site.collections.get(collection, {}).get("permalink")
    if own:
        return str(own)
    style = _STYLES.get(site.permalink, site.permalink)
    if collection == "posts":
        return style
    ending = next((end for end in ("/", ".html", ":output_ext") if style.endswith(end)), "")
    return f"{_COLLECTION}{ending}"  # what a style ends in, collections end in too


def _values(post: Post, slug: str) -> Mapping[str, str]:
    values = {
        "collection": post.collection,
        "path": _inside(post.path, post.collection),
        "name": slugify(post.stem),
        "title": re.sub(r"[^\w._~!$&'()+,;=@]+", "-", slug).strip("-"),
        "slug": slugify(slug),
        "categories": "/".join(category.lower() for category in post.categories),
        "slugified_categories": "/".join(slugify(category) for category in post.categories),
        "output_ext": ".html",
    }
    date = post.date
    if date is not None:
        for key, pattern in (
            ("year", "%Y"), ("short_year", "%y"), ("month", "%m"), ("day", "%d"), ("hour", "%H"),
            ("minute", "%M"), ("second", "%S"), ("y_day", "%j"), ("week", "%V"), ("short_day", "%a"),
        ):  # fmt: skip  # a table reads better
            values[key] = date.strftime(pattern)
        values["i_month"], values["i_day"] = str(date.month), str(date.day)
    return values


def _inside(path: Path, collection: str) -> str:
    """The post's path inside its collection's folder, without its ending."""
    parts = path.with_suffix("").parts
    marks = [index for index, part in enumerate(parts) if part == f"_{collection}"]
    return "/".join(parts[marks[-1] + 1 :]) if marks else path.stem
