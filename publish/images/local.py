"""Pictures kept beside a post or in its site: the only door to the file system for what a post names."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from publish.images.errors import ImageError
from publish.keep.files import located, read_regular
from publish.model import Post, Site

__all__ = ["Roots", "file_of", "key_of", "read", "resolve", "roots_of", "whole"]


@dataclass(frozen=True, slots=True)
class Roots:
    """The folders that a post's pictures may lie in."""

    post: Path
    """The post's own folder: relative addresses start here."""
    others: tuple[Path, ...] = ()
    """The site's folder, and one that the settings name: absolute addresses start here."""
    prefixes: tuple[str, ...] = ()
    """What may stand before an absolute address: the site's baseurl, its whole address."""


def roots_of(post: Post, site: Site, assets: str = "") -> Roots:
    """Where the pictures of this post may lie; `assets` is a folder that the settings name, or empty."""
    prefixes = tuple(p for p in (f"{site.url}{site.baseurl}", site.url, site.baseurl) if p)
    others = (site.root, Path(assets) if assets else None)
    return Roots(post.path.parent, tuple(filter(None, others)), prefixes)


def resolve(address: str, roots: Roots) -> tuple[Path, ...] | None:
    """The files that an address may name, likeliest first, or None for an address elsewhere on the web.

    A relative address starts at the post, else at the other roots, as Jekyll's themes read front matter. Decoded once,
    links followed, and inside the roots afterwards; ImageError for any other place.
    """
    place = _inside_site(address, roots)
    try:
        parts = urlsplit(place)
    except ValueError as error:
        raise ImageError("not an address") from error
    if parts.scheme or parts.netloc or place.startswith(("//", "\\\\")):
        if parts.scheme in {"http", "https"} or (not parts.scheme and parts.netloc):
            return None
        raise ImageError(f"addresses that begin with `{parts.scheme or '//'}` are not read")
    name = unquote(parts.path).replace("\\", "/")  # as Windows has it, and browsers read it
    if "\0" in name or not name.strip("/"):
        raise ImageError("no file name")
    bases = roots.others if name.startswith("/") else (roots.post, *roots.others)
    places = _inside([base / name.lstrip("/") for base in bases], roots)
    if not places:
        if not roots.others and name.startswith("/"):
            raise ImageError(
                "an address from the site's root, but there is no `_config.yml` above the post, nor images.assets"
            )
        raise ImageError("outside the post's folder and the site")
    return places


def _inside(paths: Iterable[Path], roots: Roots) -> tuple[Path, ...]:
    """Those paths that lie in the roots once links are followed, each once."""
    allowed = [root.resolve() for root in (roots.post, *roots.others)]
    real = (located(Path(os.path.normpath(path))) for path in paths)
    return tuple(dict.fromkeys(path for path in real if any(map(path.is_relative_to, allowed))))


def whole(address: str) -> str:
    """An address on the web with its scheme; `//host/path` lacks it."""
    return f"https:{address}" if address.startswith("//") else address


def file_of(address: str, roots: Roots) -> Path | None:
    """The file that an address names, there or not; None for an address on the web or one that must not be read."""
    try:
        places = resolve(address, roots)
    except ImageError:
        return None
    return next((place for place in places if os.path.lexists(place)), places[0]) if places else None


def key_of(address: str, roots: Roots, project: Path) -> str:
    """What a picture is called in the project's worksheet: its path in the project, or its address on the web."""
    path = file_of(address, roots)
    if path is None:
        return whole(address)
    base = project.resolve()
    return path.relative_to(base).as_posix() if path.is_relative_to(base) else path.as_posix()


def _inside_site(address: str, roots: Roots) -> str:
    for prefix in roots.prefixes:
        if address.startswith(f"{prefix}/"):
            return address.removeprefix(prefix)
    return address


def read(path: Path, max_bytes: int) -> bytes:
    """The bytes of a regular file. ImageError when there is none, or it is larger than allowed."""
    try:
        data = read_regular(path, max_bytes)
    except FileNotFoundError as error:
        raise ImageError("no such file") from error
    except OSError as error:
        known = {errno.EINVAL: str(error.strerror), errno.ELOOP: "a link that leads in a circle"}
        raise ImageError(known.get(error.errno or 0, "cannot be read")) from error
    if len(data) > max_bytes:
        raise ImageError(f"larger than {max_bytes:,} bytes (limit image_bytes)")
    return data
