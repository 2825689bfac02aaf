"""Where a post stands on the web: Jekyll's permalinks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from publish.model import Post, Site
from publish.text.patterns import late

__all__ = ["address_of", "slugify"]

_STYLES = {
    "date": "/:categories/:year/:month/:day/:title.html",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title.html",
    "weekdate": "/:categories/:year/W:week/:short_day/:title.html",
    "none": "/:categories/:title.html",
}
_COLLECTION = "/:collection/:path"
_DATED = late(r"\d{2,4}-\d{1,2}-\d{1,2}-")
_KEY = late(r":([a-z_]+)")


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
    template = permalink or (
        _page(post.path, site) if is_page(post.path, site) else _setting(site, post.collection)
    )
    values = _values(post, slug)
    filled = _KEY.sub(lambda found: values.get(found.group(1), found.group(0)), template)
    place = re.sub(r"/{2,}", "/", f"/{filled}")
    return f"{site.url}{site.baseurl}{quote(place, safe='/%:@!$&()*+,;=~')}"


def is_page(path: Path, site: Site) -> bool:
    """Whether Jekyll makes a page of a file: it lies in no collection, and its name has no date as posts' names have."""
    if site.root is None or not path.is_relative_to(site.root) or _DATED.match(path.stem):
        return False
    kept = {"_posts", "_drafts", *(f"_{name}" for name in site.collections)}
    return kept.isdisjoint(path.relative_to(site.root).parts[:-1])


def _page(path: Path, site: Site) -> str:
    """A page's address: its path, with the ending of the site's style."""
    folder = path.relative_to(site.root or path).parent.as_posix().removeprefix(".")
    name = "" if path.stem == "index" else path.stem
    ending = _ending(_STYLES.get(site.permalink, site.permalink)) if name else ""
    return f"/{folder}/{name}{ending}".replace(":", "%3A").replace("%3Aoutput_ext", ":output_ext")


def _ending(style: str) -> str:
    """What a style ends in, collections and pages end in too."""
    return next((end for end in ("/", ".html", ":output_ext") if style.endswith(end)), "")


def _setting(site: Site, collection: str) -> str:
    own = site.collections.get(collection, {}).get("permalink")
    if own:
        return str(own)
    style = _STYLES.get(site.permalink, site.permalink)
    if collection == "posts":
        return style
    return f"{_COLLECTION}{_ending(style)}"


def _values(post: Post, slug: str) -> Mapping[str, str]:
    values = {
        "collection": post.collection,
        "path": _inside(post.path, post.collection),
        "name": slugify(post.stem),
        "title": re.sub(r"[^\w._~!$&'()+,;=@]+", "-", slug).strip("-"),
        "slug": slugify(slug),
        "categories": "/".join(dict.fromkeys(category.lower() for category in post.categories)),
        "slugified_categories": "/".join(dict.fromkeys(slugify(category) for category in post.categories)),
        "output_ext": ".html",
    }
    date = post.date
    if date is not None:
        for key, pattern in (
            ("year", "%Y"), ("short_year", "%y"), ("month", "%m"), ("day", "%d"), ("hour", "%H"),
            ("minute", "%M"), ("second", "%S"), ("y_day", "%j"), ("week", "%V"), ("short_day", "%a"),
            ("short_month", "%b"), ("long_month", "%B"), ("long_day", "%A"), ("w_year", "%G"), ("w_day", "%u"),
        ):  # fmt: skip  # a table reads better
            values[key] = date.strftime(pattern)
        values["i_month"], values["i_day"] = str(date.month), str(date.day)
    return values


def _inside(path: Path, collection: str) -> str:
    """The post's path inside its collection's folder, without its ending."""
    parts = path.with_suffix("").parts
    marks = [index for index, part in enumerate(parts) if part == f"_{collection}"]
    return "/".join(parts[marks[-1] + 1 :]) if marks else path.stem
