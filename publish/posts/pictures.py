"""The lead picture in a post's front matter, with the keys of each theme, and the folder of its other pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from publish.model import Site
from publish.posts import marked
from publish.text.webaddress import placed

__all__ = ["address_of", "folder_of", "lead"]

_KEYS = (
    "image", "cover", "header.image", "header.overlay_image", "cover-img", "bigimg", "article_header.image",
    "article_header.background_image", "featured_image", "featured-image", "featuredimage", "feature_image",
    "featureimage", "feature-img",
    "header-img", "header_image", "hero_image", "banner", "background", "thumbnail-img", "thumbnail", "header.teaser",
    "images", "img", "teaser", "share-img", "header.og_image", "og_image",
)  # fmt: skip
"""In order: keys of pictures that a theme shows above the post, then keys of pictures for lists and other sites. From
Minimal Mistakes, Beautiful Jekyll, TeXt, al-folio, Hydejack, Type, Clean Blog and Chirpy.
"""
_PARTS = ("path", "url", "src", "feature", "image", "filename")
_PICTURE = re.compile(r"[^\n]*[./][^\n]*")
_DESCRIBED = (
    "image_caption", "image.alt", "header.image_description", "image_alt", "image_description", "image.caption",
    "header.caption", "cover.alt", "cover.caption", "featuredimagecaption",
)  # fmt: skip
MAX_CAPTION = 1_000
"""Most characters of a picture's caption."""
_MARKS = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|[*`]")


def lead(values: Mapping[str, object]) -> tuple[str, str]:
    """The address of a post's lead picture, and its caption; both empty when there is none.

    `cover: name` without a dot or slash names a cover template, not a picture.
    """
    said = next(filter(None, (_text(_at(values, key)) for key in _DESCRIBED)), "")
    for key in _KEYS:
        for address, caption in _addresses(_at(values, key)):
            if key == "image" or _PICTURE.fullmatch(address):
                words = (said or caption)[:MAX_CAPTION]
                return address, _MARKS.sub(lambda found: found[1] or "", words)
    return "", ""


def _at(values: Mapping[str, object], key: str) -> object:
    found: object = values
    for part in key.split("."):
        found = found.get(part) if isinstance(found, dict | Mapping) else None
    return found


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _addresses(value: object) -> Iterator[tuple[str, str]]:
    """Addresses and captions in a text, a mapping with a `path`, a list of these, or a list of pairs `address:
    caption`.
    """
    if isinstance(value, str) and value.strip().lower() not in {"", "false", "true", "none", "no", "yes"}:
        yield value.strip(), ""
    elif isinstance(value, dict):
        named = [_text(value[part]) for part in _PARTS if _text(value.get(part))]
        if named:
            yield named[0], ""
        elif len(value) == 1:
            yield from ((str(address).strip(), _text(caption)) for address, caption in value.items())
    elif isinstance(value, list):
        for item in value:
            if not isinstance(item, list):
                yield from _addresses(item)


def address_of(picture: str, values: Mapping[str, object], site: Site) -> str:
    """The address of a lead picture in its site: in the folder where the site's theme looks for it."""
    if picture and "/" not in picture and marked.academic(site):
        return f"/images/{picture}"
    return placed(picture, folder_of(values, site))


def folder_of(values: Mapping[str, object], site: Site) -> str:
    """What Chirpy puts before the address of each picture of a post, with a slash at the end; empty for nothing.

    This is `media_subpath` (`img_path` before version 6) after the site's `cdn` (`img_cdn`).
    """
    inside = _text(values.get("media_subpath")) or _text(values.get("img_path"))
    theme = f"{site.data.get('theme') or ''} {site.data.get('remote_theme') or ''}".lower()
    known = inside or "chirpy" in theme
    host = _text(site.data.get("cdn")) or _text(site.data.get("img_cdn")) if known else ""
    if not inside and not host:
        return ""
    return (
        "/".join(filter(None, (host.rstrip("/"), inside.strip("/")))) + "/"
        if host
        else f"/{inside.strip('/')}/"
    )
