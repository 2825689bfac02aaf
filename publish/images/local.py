"""Local pictures, beside a post or in its site. Only this module reads pictures that a post names."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

from publish.frozen import frozen
from publish.images.errors import ImageError
from publish.keep.files import located, read_regular
from publish.model import Post, Site

__all__ = [
    "NoFileError",
    "Roots",
    "bases_of",
    "file_of",
    "is_inside",
    "key_of",
    "name_of",
    "read",
    "resolve",
    "roots_in",
    "roots_of",
    "twins",
    "whole",
]


class NoFileError(ImageError):
    """There is no file at an address."""


@frozen
class Roots:
    """The folders where a post's pictures may be."""

    post: Path
    """The post's folder, for relative addresses."""
    others: tuple[Path, ...] = ()
    """Folders for absolute addresses: the site's, and the one in the settings."""
    prefixes: tuple[str, ...] = ()
    """Possible beginnings of absolute addresses: the site's baseurl and its full address."""


def roots_of(post: Post, site: Site, assets: str = "") -> Roots:
    """Where this post's pictures may be; `assets` is a folder in the settings, or empty."""
    return roots_in(post.path.parent, site, assets)


def roots_in(folder: Path, site: Site, assets: str = "") -> Roots:
    """Where pictures of the posts in a folder may be."""
    prefixes = tuple(p for p in (f"{site.url}{site.baseurl}", site.url, site.baseurl) if p)
    others = [site.root / each for each in site.folders] if site.root else []
    others += [Path(assets)] if assets else []
    return Roots(folder, tuple(others), prefixes)


def resolve(address: str, roots: Roots) -> tuple[Path, ...] | None:
    """The files that an address may mean, the likeliest first; None for an address on the web.

    A relative address is searched beside the post, then in the other roots, as Jekyll's themes do for front matter.
    It is decoded once and links are resolved; then it must be inside the roots. Raises ImageError for any other
    place.
    """
    try:
        parts = urlsplit(place := _inside_site(address, roots))
    except ValueError as error:
        raise ImageError("not an address") from error
    if parts.scheme or parts.netloc or place.startswith(("//", "\\\\")):
        if parts.scheme in {"http", "https"} or (not parts.scheme and parts.netloc):
            return None
        raise ImageError(f"publish does not read addresses that start with `{parts.scheme or '//'}`")
    name = name_of(address, roots)
    if "\0" in name or not name.strip("/"):
        raise ImageError("the address has no file name")
    names = _meanings(name, roots)
    places = _inside(
        [_existing(base / each.lstrip("/")) for each in names for base in bases_of(each, roots)], roots
    )
    if not places:
        if roots.others:
            raise ImageError("outside the post's folder and the site")
        if name.startswith("/"):
            raise ImageError(
                "the address starts at the site's root, but there is no `_config.yml` above the post; set images.assets in publish.toml"
            )
        raise ImageError(
            "outside the post's folder, and there is no `_config.yml` above the post; set images.assets in publish.toml to the "
            "folder that has both"
        )
    return places


def _meanings(name: str, roots: Roots) -> Iterator[str]:
    """A path, and what it means when the post's folder before it (`text/webaddress`) is not meant."""
    yield name
    _, mark, rest = name[1:].partition("//")
    if mark and name.startswith("/") and rest:
        yield _inside_site(f"/{rest}", roots)


def name_of(address: str, roots: Roots) -> str:
    """The path in a local address, decoded once. Raises ValueError for what is no address."""
    path = unquote(urlsplit(_inside_site(address, roots)).path)
    return path.replace("\\", "/")  # Windows writes backslashes, and browsers accept them


def bases_of(name: str, roots: Roots) -> tuple[Path, ...]:
    """The folders that a path may start from."""
    return roots.others if name.startswith("/") else (roots.post, *roots.others)


def twins(path: Path) -> tuple[Path, ...]:
    """The same path in Unicode's two forms: systems write accents as one character or as two (UAX 15)."""
    return tuple(Path(normalize(form, str(path))) for form in ("NFC", "NFD"))


def _existing(path: Path) -> Path:
    """The path, or where there is nothing the one that differs only by how accents are written."""
    if str(path).isascii() or os.path.lexists(path):
        return path
    found = Path(path.anchor)
    for part in path.parts[1:] if path.anchor else path.parts:
        forms = (part, normalize("NFC", part), normalize("NFD", part))
        found /= next((form for form in forms if os.path.lexists(found / form)), part)
    return found if os.path.lexists(found) else path


def is_inside(path: Path, roots: Roots) -> bool:
    """Whether a path is inside the roots after links are resolved."""
    return bool(_inside([path], roots))


def _inside(paths: Iterable[Path], roots: Roots) -> tuple[Path, ...]:
    """The paths that are inside the roots after links are resolved, each once."""
    allowed = [root.resolve() for root in (roots.post, *roots.others)]
    real = (located(Path(os.path.normpath(path))) for path in paths)
    return tuple(dict.fromkeys(path for path in real if any(map(path.is_relative_to, allowed))))


def whole(address: str) -> str:
    """A web address with its scheme; `//host/path` gets one."""
    return f"https:{address}" if address.startswith("//") else address


def file_of(address: str, roots: Roots) -> Path | None:
    """The file of an address, whether it exists or not; None for a web address or a file that must not be read."""
    try:
        places = resolve(address, roots)
    except ImageError:
        return None
    return next((place for place in places if os.path.lexists(place)), places[0]) if places else None


def key_of(address: str, roots: Roots, project: Path) -> str:
    """The picture's key in the project's worksheet: its path in the project, its web address, or for one within the post
    itself a digest.
    """
    if address[:5].lower() == "data:":
        return f"data:{hashlib.sha256(address.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
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
    """The bytes of a regular file. Raises ImageError when there is none, or when it is too large."""
    try:
        data = read_regular(path, max_bytes)
    except FileNotFoundError as error:
        raise NoFileError("no such file") from error
    except OSError as error:
        known = {
            errno.EINVAL: str(error.strerror),
            errno.ELOOP: "a symbolic link in a circle",
            errno.ENAMETOOLONG: "no file can have a name that long",
        }
        raise ImageError(known.get(error.errno or 0, "cannot be read")) from error
    if len(data) > max_bytes:
        raise ImageError(f"larger than {max_bytes:,} bytes (limit image_bytes)")
    return data
