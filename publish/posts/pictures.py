"""The lead picture in a post's front matter, with the keys of each theme, and the folder of its other pictures."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping

from publish.model import Site
from publish.project.themes import theme_of, themes, value_at
from publish.text.patterns import late
from publish.text.webaddress import placed_picture

__all__ = ["address_of", "folder_of", "lead"]

_KEYS = (
    "image", "cover", "header.image", "header.overlay_image", "cover-img", "bigimg", "article_header.image",
    "article_header.background_image", "featured_image", "featured-image", "featuredimage", "feature_image",
    "featureimage", "feature-img",
    "header-img", "header_image", "hero_image", "banner", "background", "thumbnail-img", "thumbnail", "header.teaser",
    "images", "img", "teaser", "share-img", "header.og_image", "og_image",
)  # fmt: skip
"""In order: keys of pictures that a theme shows above the post, then keys of pictures for lists and other sites. Those that
a known theme names in its file go before them.
"""
_PARTS = ("path", "url", "src", "feature", "image", "filename")
_PICTURE = late(r"[^\n]*[./][^\n]*")
_DESCRIBED = (
    "image_caption", "image.alt", "header.image_description", "image_alt", "image_description", "image.caption",
    "header.caption", "cover.alt", "cover.caption", "featuredimagecaption",
)  # fmt: skip
_CAPTIONS = ("image_caption", "image.caption", "header.caption", "cover.caption", "featuredimagecaption")
MAX_CAPTION = 1_000
"""Most characters of a picture's caption."""
_MARKS = late(r"!?\[([^\]]*)\]\([^)]*\)|[*`]")


def lead(values: Mapping[str, object], site: Site) -> tuple[str, str, str]:
    """The address of a post's lead picture, what it shows, and its caption; all empty when there is none.

    `cover: name` without a dot or slash names a cover template, not a picture.
    """
    theme = theme_of(site)
    described, captioned = _first(values, _DESCRIBED), _first(values, _CAPTIONS)
    for key in (*(theme.pictures if theme else ()), *_KEYS):
        for address, caption in _addresses(value_at(values, key)):
            if key == "image" or _PICTURE.fullmatch(address):
                return address, _readable(described or caption), _readable(captioned or caption)
    return "", "", ""


def _readable(words: str) -> str:
    return _MARKS.sub(lambda found: found[1] or "", words[:MAX_CAPTION])


def _first(values: Mapping[str, object], keys: Iterable[str]) -> str:
    """The first of these keys that has a text."""
    return next(filter(None, (_text(value_at(values, key)) for key in keys)), "")


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
    theme = theme_of(site)
    if theme and theme.bare_pictures and picture and "/" not in picture:
        return f"{theme.bare_pictures}{picture}"
    return placed_picture(picture, folder_of(values, site))


def _plain(folder: str) -> str:
    """A folder from the site's root, as browsers read it: no doubled slash, and no `..` above the root."""
    return folder.strip("/") if ":" in folder or not folder else posixpath.normpath(f"/{folder}").strip("/")


def folder_of(values: Mapping[str, object], site: Site) -> str:
    """What the site's theme puts before the address of each picture of a post, with a slash at the end; empty for
    nothing. Where the theme is not known, the keys of all count.
    """
    own = theme_of(site)
    for theme in (own,) if own else themes():
        inside = _plain(_first(values, theme.picture_folders))
        host = _first(site.data, theme.picture_hosts).rstrip("/") if inside or own else ""
        if inside or host:
            return "/".join((host, inside, "") if inside else (host, ""))
    return ""
