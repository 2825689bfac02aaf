"""Whether the files that decide many books at once stayed as they were while books were made from them.

A post and its pictures are read once, and what is kept names the very bytes. A site's settings, its includes and data and
a style's files are read again and again, so their fingerprint may be older than what a book was made from. Nothing may be
kept under such a fingerprint: it would show old words for ever.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from publish.errors import StyleError
from publish.keep.once import once
from publish.model import Options
from publish.project import style as styles

__all__ = ["changed", "look_at_looks", "look_at_site", "site_changed"]

_Stamps = tuple[tuple[str, int, int, int, int], ...]
"""Of each file its path, number, size, and times of its last save and change, in nanoseconds."""


def changed(config: Path | None, options: Options) -> frozenset[str]:
    """Which of them changed since they were first looked at, as `fingerprint` calls them."""
    found = {"the site's settings"} if site_changed(config) else set()
    then = look_at_looks(options.style, options.logo)
    found |= {"the style"} if then != _looks(options.style, options.logo) else set()
    return frozenset(found)


def site_changed(config: Path | None) -> bool:
    """Whether a site's settings, includes, layouts or data changed since they were first looked at."""
    return look_at_site(config) != _site(config)


@once
def look_at_site(config: Path | None) -> _Stamps:
    """Remember how a site's files are now: to be called before they are read or their fingerprint is taken."""
    return _site(config)


@once
def look_at_looks(style: str, logo: str) -> _Stamps:
    """The same for a style's files and the logo."""
    return _looks(style, logo)


def _site(config: Path | None) -> _Stamps:
    if config is None:
        return ()
    return _stamps([config], [config.parent / name for name in ("_includes", "_layouts", "_data")])


def _looks(style: str, logo: str) -> _Stamps:
    try:
        folders = styles.load(style).folders
    except StyleError:  # it is gone
        return ()
    return _stamps([Path(logo)] if logo else [], folders)


def _stamps(files: Iterable[Path], folders: Iterable[Path]) -> _Stamps:
    found = []
    for path in (*map(str, files), *(path for folder in folders for path in _below(str(folder)))):
        try:
            status = os.stat(path)  # noqa: PTH116  # a Path for each of a thousand data files costs more than the question
        except OSError:
            continue  # its absence is noticed too
        found.append((path, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns))
    return tuple(sorted(found))


def _below(folder: str) -> Iterator[str]:
    for place, _, names in os.walk(folder):
        yield from (os.path.join(place, name) for name in names)  # noqa: PTH118  # as above
