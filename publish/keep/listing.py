"""Which files a site has, by their paths: what `site.posts` or `page.next` says depends on all of them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path, PurePosixPath

from publish.keep.once import once

__all__ = ["LISTING", "MARKDOWN", "digest_of", "files_below"]

MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mkdown")
"""The endings of Markdown files: Jekyll's `markdown_ext`, and `.mdown`."""

LISTING = "posts-below:"
"""Stands for the list of a site's posts, in place of a file's path. The site's folder follows."""
MAX_FILES = 50_000
"""Most files of a site that are looked at."""
_MADE = frozenset(("node_modules", "_site", "vendor"))


def files_below(root: Path) -> tuple[PurePosixPath, ...]:
    """All files below a folder by their paths in it, without what is hidden or made by programs, in order."""
    found: list[PurePosixPath] = []
    for place, folders, names in os.walk(root):
        below = PurePosixPath(Path(place).relative_to(root).as_posix())
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _MADE)
        found += [below / name for name in sorted(names) if not name.startswith(".")]
        if len(found) > MAX_FILES:
            break
    return tuple(found)


@once
def digest_of(root: Path) -> str:
    """SHA-256 of the paths of a site's posts and pages: a new one, or one that is gone, changes it.

    HTML counts only among posts: finished books may lie in the site.
    """
    found = (place for place in files_below(root) if _is_text(place))
    names = "\n".join(place.as_posix() for place in found)
    return hashlib.sha256(names.encode("utf-8", "surrogateescape")).hexdigest()


def _is_text(place: PurePosixPath) -> bool:
    return place.suffix.lower() in MARKDOWN or "_posts" in place.parts
