"""From a request's path to an open file: a regular file inside the folder, not reached through a symbolic link."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import IO
from urllib.parse import unquote_to_bytes, urlsplit

__all__ = ["media_type", "open_inside", "segments"]

_TYPES = {
    "html": "text/html; charset=utf-8",
    "xhtml": "application/xhtml+xml",
    "txt": "text/plain; charset=utf-8",
    "md": "text/plain; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "xml": "application/xml",
    "json": "application/json",
    "epub": "application/epub+zip",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "svg": "image/svg+xml",
    "minisig": "text/plain; charset=utf-8",
    "pub": "text/plain; charset=utf-8",
}
_ATOM = "application/atom+xml;profile=opds-catalog;kind="


def segments(target: str) -> tuple[str, ...] | None:
    """The names in a request's path, from folder to file, decoded once; None for paths that a shelf cannot have.

    `/` means `index.html`. Names that go up, are hidden, or contain a slash, backslash or NUL are refused in any
    spelling.
    """
    try:
        path = (
            urlsplit(target).path
            if "://" in target.partition("?")[0]
            else target.partition("?")[0].partition("#")[0]
        )
    except ValueError:
        return None
    if not path.startswith("/"):
        return None
    raw = [unquote_to_bytes(part) for part in path[1:].split("/")]
    if any(not part or part.startswith(b".") or any(c in part for c in b"/\\\0") for part in raw[:-1]):
        return None
    last = raw[-1]
    if last.startswith(b".") or any(c in last for c in b"/\\\0") or (not last and len(raw) > 1):
        return None
    return tuple(os.fsdecode(part) for part in raw) if last else ("index.html",)


def open_inside(folder: Path, names: Sequence[str]) -> IO[bytes] | None:
    """Open a file below a folder step by step, so that no symbolic link is followed; None when there is none."""
    place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for name in names[:-1]:
            inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=place)
            os.close(place)
            place = inner
        file = os.open(names[-1], os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=place)
    except (OSError, ValueError):
        return None
    finally:
        os.close(place)
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        return None
    return os.fdopen(file, "rb")


def media_type(names: Sequence[str]) -> str:
    """The media type of a file of the shelf; for catalogues the one that OPDS defines."""
    path = "/".join(names)
    if path == "opds.xml":
        return f"{_ATOM}navigation"
    if path.startswith("shelf/opds/") and path.endswith(".xml"):
        return f"{_ATOM}acquisition"
    if path == "opds.json" or (path.startswith("shelf/opds/") and path.endswith(".json")):
        return "application/opds-publication+json" if "/books/" in path else "application/opds+json"
    if names[-1] == "SHA256SUMS":
        return _TYPES["txt"]
    return _TYPES.get(names[-1].rpartition(".")[2].lower(), "application/octet-stream")
