"""Pictures kept beside a post or in its site: the only door to the file system for what a post names."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from publish.images.errors import ImageError
from publish.model import Post, Site

__all__ = ["Roots", "key_of", "read", "resolve", "roots_of"]


@dataclass(frozen=True, slots=True)
class Roots:
    """The folders that a post's pictures may lie in."""

    post: Path
    """The post's own folder: relative addresses start here."""
    site: Path | None = None
    """The site's folder: absolute addresses start here."""
    prefixes: tuple[str, ...] = ()
    """What may stand before an absolute address: the site's baseurl, its whole address."""


def roots_of(post: Post, site: Site) -> Roots:
    """Where the pictures of this post may lie."""
    prefixes = tuple(p for p in (f"{site.url}{site.baseurl}", site.url, site.baseurl) if p)
    return Roots(post.path.parent, site.root, prefixes)


def resolve(address: str, roots: Roots) -> Path | None:
    """The file that an address names, or None for an address elsewhere on the web.

    Decoded once, links followed, and inside the roots afterwards; ImageError for any other place.
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
    name = unquote(parts.path)
    if "\0" in name or not name.strip("/"):
        raise ImageError("no file name")
    base = roots.site if name.startswith("/") else roots.post
    if base is None:
        raise ImageError("an address from the site's root, but there is no `_config.yml` above the post")
    path = Path(os.path.normpath(base / name.lstrip("/"))).resolve()
    allowed = [root.resolve() for root in (roots.post, roots.site) if root is not None]
    if not any(path.is_relative_to(root) for root in allowed):
        raise ImageError("outside the post's folder and the site")
    return path


def key_of(address: str, roots: Roots, project: Path) -> str:
    """What a picture is called in the project's worksheet: its path in the project, or its address on the web."""
    try:
        path = resolve(address, roots)
    except ImageError:
        return address
    if path is None:
        return address
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
        # Without O_NONBLOCK the mere opening of a FIFO would wait for ever.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        raise ImageError(
            "no such file" if isinstance(error, FileNotFoundError) else "cannot be read"
        ) from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise ImageError("not a regular file")
    with os.fdopen(descriptor, "rb") as file:
        data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise ImageError(f"larger than {max_bytes:,} bytes (limit image_bytes)")
    return data
