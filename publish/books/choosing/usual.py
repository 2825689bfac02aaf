"""Where posts are looked for when the user names none."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from publish.errors import PublishError, UsageError
from publish.fresh.sites import site_of
from publish.keep.files import is_file, is_folder, is_there
from publish.model import Site
from publish.project import site as sites
from publish.project.site import CONFIG_NAMES

__all__ = ["default_posts"]

_POSTS = ("_posts", "_drafts")
"""Jekyll's folders of posts, at the top and in folders of categories."""
_NO_CATEGORIES = ("node_modules", "vendor")
"""Folders of programs."""


def default_posts(folder: Path) -> tuple[str, ...]:
    """What POSTS are when none are named, relative to a folder.

    In a Jekyll site these are the folders of its posts and drafts, and of the collections that have pages of their own. A
    site without such folders, and a site of Hugo or Zola, is searched as a whole. Elsewhere it is posts/; raises UsageError
    where that is not there either.
    """
    config = sites.jekyll_config(folder)
    found = tuple(_of_jekyll(config)) if config else ()
    if found:
        return found
    if is_there(folder / "posts"):
        return ("posts",)
    if any(is_file(folder / name) for name in CONFIG_NAMES):
        return (".",)
    raise UsageError("no posts named, and no folder posts/ here: name files or folders; `.` is this folder")


def _of_jekyll(config: Path) -> Iterator[str]:
    try:
        site = site_of(config)
    except PublishError:  # each of its posts says what is wrong with it
        site = Site(root=config.parent)
    top = config.parent / site.collections_dir
    for path in _folders_of_posts(top):
        yield path.relative_to(config.parent).as_posix()
    for name in sites.collections_with_pages(site):
        if name != "posts" and is_folder(top / f"_{name}"):
            yield (top / f"_{name}").relative_to(config.parent).as_posix()


def _folders_of_posts(top: Path) -> Iterator[Path]:
    """`_posts` and `_drafts` below a folder, those at the top first; not in folders that Jekyll skips."""
    for place, folders, _ in os.walk(top):
        yield from (Path(place) / name for name in _POSTS if name in folders)
        folders[:] = sorted(
            name for name in folders if not name.startswith(("_", ".", "#")) and name not in _NO_CATEGORIES
        )
