"""Whether the files that many books share stayed unchanged while books were made from them.

A post and its pictures are read once, and results are kept under the hash of those bytes. But a site's settings,
includes and data and a style's files are read many times, so their fingerprint can be older than the content that a
book used. No result may be kept under such a fingerprint: it would show old content for ever.
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
"""For each file: path, inode, size, and times of the last save and change, in nanoseconds."""


def changed(config: Path | None, options: Options) -> frozenset[str]:
    """Which inputs changed since we first looked at them, by their names in `fingerprint`."""
    found = {"the site's settings"} if site_changed(config) else set()
    then = look_at_looks(options.style, options.logo)
    found |= {"the style"} if then != _looks(options.style, options.logo) else set()
    return frozenset(found)


def site_changed(config: Path | None) -> bool:
    """Whether a site's settings, includes, layouts or data changed since we first looked at them."""
    return look_at_site(config) != _site(config)


@once
def look_at_site(config: Path | None) -> _Stamps:
    """Remember the state of a site's files. Call this before you read them or take their fingerprint."""
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
    except StyleError:  # the style is gone
        return ()
    return _stamps([Path(logo)] if logo else [], folders)


def _stamps(files: Iterable[Path], folders: Iterable[Path]) -> _Stamps:
    found = []
    for path in (*map(str, files), *(path for folder in folders for path in _below(str(folder)))):
        try:
            status = os.stat(path)  # noqa: PTH116  # os.stat: with thousands of data files, making a Path for each costs more than the call
        except OSError:
            continue  # a missing file is a difference too
        found.append((path, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns))
    return tuple(sorted(found))


def _below(folder: str) -> Iterator[str]:
    for place, _, names in os.walk(folder):
        yield from (os.path.join(place, name) for name in names)  # noqa: PTH118  # as above
