"""Finds the files that file names, folders and globs mean. Looks at names only."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from publish.errors import UsageError
from publish.keep.files import located
from publish.posts.dialects import stem_of

__all__ = ["ENDINGS", "Found", "find_posts", "glob_root"]

ENDINGS = (".md", ".markdown", ".mdown", ".mkd", ".mkdn")


@dataclass(frozen=True, slots=True)
class Found:
    """A Markdown file."""

    path: Path
    """As found."""
    inside: PurePosixPath
    """Its path (folders and stem) relative to the folder that was named."""
    top: Path | None
    """The folder that was searched, or None for a file that was named itself."""


def find_posts(names: Sequence[str]) -> list[Found]:
    """Each Markdown file that files, folders and globs name, once. One that the user also names itself counts as
    named.

    Raises UsageError when there are none.
    """
    found: dict[Path, Found] = {}
    for name in names:
        for each in _expand(name):
            key = located(each.path)
            known = found.setdefault(key, each)
            if each.top is None and known.top is not None:
                found[key] = replace(known, top=None)
    if not found:
        raise UsageError(f"no posts in {', '.join(names)}: give Markdown files or folders that hold some")
    return list(found.values())


def _expand(name: str) -> Iterator[Found]:
    path = Path(name)
    if path.is_dir():
        for post in sorted(_walk(path)):
            yield Found(post, _inside(post, path), path)
    elif os.path.lexists(path):
        yield Found(path, PurePosixPath(_name(path)), None)
    elif glob.has_magic(name):
        top = glob_root(name)
        for match in sorted(glob.glob(name, recursive=True)):  # noqa: PTH207  # the pattern may be absolute
            post = Path(match)
            if post.suffix.lower() in ENDINGS and post.is_file():
                yield Found(post, PurePosixPath(_name(post)), top)
    else:
        raise UsageError("no such file or folder: give Markdown files, or folders that hold some", path=name)


def _inside(post: Path, top: Path) -> PurePosixPath:
    """A post's place below a folder; an `index` has its folder's."""
    folder, name = PurePosixPath(post.relative_to(top).parent), _name(post)
    return (folder if name == post.stem else folder.parent) / name


def _name(post: Path) -> str:
    return stem_of(post.stem, located(post).parent.name)


def glob_root(pattern: str) -> Path:
    """The folder that contains everything a glob can match."""
    parts = Path(pattern).parts
    plain = next(number for number, part in enumerate(parts) if glob.has_magic(part))
    return Path(*parts[:plain])


def _walk(folder: Path) -> Iterator[Path]:
    """Markdown files below a folder, without hidden ones. Links to folders are not followed: they may form a loop."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "node_modules")
        for name in files:
            if name.lower().endswith(ENDINGS) and not name.startswith("."):
                yield Path(place) / name
