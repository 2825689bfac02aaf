"""Finds the files that file names, folders and globs mean. Looks at names only, except for a named file that is no post by its
name.
"""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path, PurePosixPath

from publish.errors import PublishError, UsageError
from publish.frozen import frozen
from publish.keep.files import is_file, is_folder, located, read_regular, real_name
from publish.posts.dialects import is_html, is_post, stem_of
from publish.project import site

__all__ = ["Found", "find_posts", "glob_root"]

_NO_POSTS = {
    ".epub": "an EPUB", ".pdf": "a PDF", ".html": "an HTML page", ".htm": "an HTML page", ".docx": "a Word file",
    ".odt": "a LibreOffice file", ".doc": "a Word file", ".zip": "an archive", ".jpg": "a picture", ".jpeg": "a picture",
    ".png": "a picture", ".gif": "a picture", ".webp": "a picture", ".svg": "a picture", ".mobi": "an e-book",
    ".azw3": "an e-book", ".toml": "a file of settings", ".yml": "a file of settings", ".yaml": "a file of settings",
    ".css": "a style sheet", ".csv": "a table", ".json": "a file of data",
}  # fmt: skip
"""What is named by mistake, by ending."""


@frozen
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

    Where several folders are named, the posts of a collection (`_essays`) are in a folder of its name: collections often
    have files of the same name.

    Raises UsageError when there are none.
    """
    found: dict[str, Found] = {}
    for name in names:
        for each in _expand(name, among=len(names) > 1):
            key = real_name(each.path)
            known = found.setdefault(key, each)
            if each.top is None and known.top is not None:
                found[key] = replace(known, top=None)
    if not found:
        raise UsageError(f"no posts in {', '.join(names)}: give Markdown files or folders that hold some")
    return list(found.values())


def _expand(name: str, *, among: bool = False) -> Iterator[Found]:
    path = Path(name)
    if is_folder(path):
        collection = path.name.startswith("_") and path.name not in {"_posts", "_drafts"}
        below = PurePosixPath(path.name[1:] if among and collection else "")
        for post in sorted(_walk(path)):
            yield Found(post, below / _inside(post, path), path)
    elif re.match(r"(?:https?|ftp|file):/", name, re.IGNORECASE):
        raise UsageError("is a web address: give a file", path=name)
    elif os.path.lexists(path):
        _refuse_books(path)
        yield Found(path, PurePosixPath(stem_of(path)), None)
    elif glob.has_magic(name):
        top = glob_root(name)
        for match in sorted(glob.glob(name, recursive=True)):  # noqa: PTH207  # the pattern may be absolute
            post = Path(match)
            if is_post(post) and is_file(post) and _is_meant(post):
                yield Found(post, PurePosixPath(stem_of(post)), top)
    else:
        raise UsageError(
            f"no such file or folder: give Markdown files, or folders that hold some{_near(path)}", path=name
        )


def _near(path: Path) -> str:
    """`; did you mean 'posts'?`, of what has nearly the same name in the same folder."""
    from difflib import get_close_matches  # only a wrong name needs it

    try:
        names = [each.name for each in islice(path.parent.iterdir(), 10_000) if _is_likely(each)]
    except OSError:
        return ""
    near = get_close_matches(path.name, names, 1, 0.75)
    return f"; did you mean {str(path.with_name(near[0]))!r}?" if near else ""


def _is_likely(path: Path) -> bool:
    """Whether somebody may have meant a file or folder when the name that was typed does not exist."""
    return not path.name.startswith(".") and (is_folder(path) or is_post(path))


def _inside(post: Path, top: Path) -> PurePosixPath:
    """A post's place below a folder; an `index` has its folder's."""
    folder, name = PurePosixPath(post.relative_to(top).parent), stem_of(post)
    return (folder if name == post.stem else folder.parent) / name


def _refuse_books(path: Path) -> None:
    """Raise UsageError for a file that was named and whose ending says that it is no post."""
    kind = _NO_POSTS.get(path.suffix.lower())
    if kind is not None and not _has_front_matter(path):
        raise UsageError(
            f"is {kind}, not a post: give Markdown files or folders that hold some", path=str(path)
        )


def _is_meant(post: Path) -> bool:
    """Whether a file that is a post by its name is no finished page: HTML needs front matter."""
    return not is_html(post) or _has_front_matter(post)


def _has_front_matter(path: Path) -> bool:
    """Whether a file begins as Jekyll's pages do, whatever its ending."""
    try:
        return read_regular(path, 1 << 20)[:4] in {b"---\n", b"---\r"}
    except OSError:  # reading it says why
        return True


def _refuse(error: OSError) -> None:
    if isinstance(error, FileNotFoundError):
        return  # it was removed just now
    raise UsageError(f"the folder cannot be read: {error.strerror}", path=str(error.filename)) from error


def glob_root(pattern: str) -> Path:
    """The folder that contains everything a glob can match."""
    parts = Path(pattern).parts
    plain = next(number for number, part in enumerate(parts) if glob.has_magic(part))
    return Path(*parts[:plain])


def _walk(folder: Path) -> Iterator[Path]:
    """Posts below a folder, without hidden ones, but with those of hidden folders that the site includes. Links to folders
    are not followed: they may form a loop.

    Raises UsageError for a folder that cannot be read: its posts would be missing without a word.
    """
    shown = _shown_by_the_site(folder)
    for place, folders, files in os.walk(folder, onerror=_refuse):
        folders[:] = sorted(
            name for name in folders if (not name.startswith(".") or name in shown) and name != "node_modules"
        )
        for name in files:
            if not name.startswith(".") and is_post(post := Path(place, name)) and _is_meant(post):
                yield post


def _shown_by_the_site(folder: Path) -> frozenset[str]:
    """Names that a site includes though Jekyll skips them: `include: [.notes]`."""
    try:
        said = site.load(site.find(located(folder))).data.get("include")
    except PublishError:  # the posts say it again
        return frozenset()
    return frozenset(str(name).strip("/") for name in said) if isinstance(said, list) else frozenset()
