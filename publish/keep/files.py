"""The file system: what is there, reading within bounds, and output files that are written completely or not at all."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import stat
from collections.abc import Callable
from pathlib import Path
from typing import IO

from publish.errors import OutputError
from publish.keep.once import once

__all__ = [
    "LARGE",
    "as_typed",
    "file_digest",
    "is_file",
    "is_folder",
    "is_there",
    "located",
    "read_regular",
    "real_name",
    "remove_orphans",
    "write_atomically",
    "write_through",
]

_PART = ".publish-part"
LARGE = 64 << 20
"""From this size in bytes, no book takes a file; its size and time replace its hash."""


def located(path: Path) -> Path:
    """The absolute path with links resolved, as far as they lead somewhere. Never raises for links in a circle."""
    return Path(real_name(path))


def real_name(path: Path) -> str:
    """The same as text, which takes half the time.

    Where a folder is, is looked up once per build: an archive has thousands of posts in few folders.
    """
    folder, name = os.path.split(path)
    if name in {"", ".", ".."}:
        return os.path.realpath(path)
    here = "" if os.path.isabs(folder) else os.getcwd()  # noqa: PTH109, PTH117  # no Path: the time for each counts
    place = f"{_real(folder, here)}/{name}"
    return os.path.realpath(place) if os.path.islink(place) else place  # noqa: PTH114  # as above


@once
def _real(folder: str, here: str) -> str:  # `here` is what a relative path begins at
    """A folder's absolute path with links resolved."""
    return os.path.realpath(folder).rstrip("/")


def is_file(path: Path) -> bool:
    """Whether there is a file. False for a name that no file can have, for which `Path.is_file` raises OSError."""
    return os.path.isfile(path)  # noqa: PTH113


def is_folder(path: Path) -> bool:
    """Whether there is a folder, as for `is_file`."""
    return os.path.isdir(path)  # noqa: PTH112


def is_there(path: Path) -> bool:
    """Whether there is anything, as for `is_file`."""
    return os.path.exists(path)  # noqa: PTH110


def names_in(folder: Path | str, ending: str) -> list[str]:
    """The sorted names in a folder that end so; none where no folder can be read. `Path.glob` takes several times as long."""
    try:
        return sorted(name for name in os.listdir(folder) if name.endswith(ending))  # noqa: PTH208  # no Path: see above
    except OSError:
        return []


def files_below(folder: Path) -> list[str]:
    """The sorted paths of the files in a folder and in those inside, from it. Links to folders are not followed."""
    found, inside = [], len(str(folder)) + 1
    for place, _, names in os.walk(folder):
        paths = (f"{place}/{name}" for name in names)
        found += [path[inside:] for path in paths if os.path.isfile(path)]  # noqa: PTH113  # no Path: an archive has thousands
    return sorted(found)


def as_typed(path: Path) -> Path:
    """An absolute path as a user would type it: from the current folder, where that is shorter."""
    here = Path.cwd()
    if not path.is_absolute():
        return path
    if path.is_relative_to(here):
        return path.relative_to(here)
    return Path(min(os.path.relpath(path, here), str(path), key=len))


def read_regular(path: Path, max_bytes: int) -> bytes:
    """The bytes of a regular file; of a larger one, the first `max_bytes` + 1. Raises OSError for anything else.

    Never blocks, as opening a FIFO would, and never reads a device.
    """
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "it is a folder" if stat.S_ISDIR(mode) else "not a regular file")
    with os.fdopen(descriptor, "rb") as file:
        return file.read(max_bytes + 1)


def file_digest(path: Path) -> str:
    """SHA-256 of a file, or the empty string when it cannot be read."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return ""
        if status.st_size > LARGE:
            return f"{status.st_size}-{status.st_mtime_ns}"
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def write_atomically(path: Path, data: bytes, *, sync: bool = True) -> None:
    """Write a file so that readers see the old edition or the new one, never a part. Raises OutputError.

    Without `sync`, a crash of the machine can empty the file: only for files that are checked against a hash.
    """
    write_through(path, lambda file: file.write(data), sync=sync)


def write_through(path: Path, fill: Callable[[IO[bytes]], object], *, sync: bool = True) -> None:
    """Let `fill` write a file so that readers see the old edition or the new one, never a part.

    Uses a temporary file in the same folder, fsync and rename. Raises OutputError; then the old edition stays.
    """
    if is_there(path) and not is_file(path):
        raise OutputError("cannot be written: there is a folder or device with this name", path=str(path))
    # Its name is known before it is there: a signal at any point must not leave it behind.
    temporary = path.with_name(f".{os.getpid()}-{secrets.token_hex(8)}{_PART}")
    try:
        if not is_folder(path.parent):  # checking costs less than a mkdir that fails
            path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as file:
            fill(file)
            file.flush()
            if sync:
                os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror or error}", path=str(path)) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def remove_orphans(folder: Path) -> None:
    """Remove temporary files of ended processes from a folder; those of running processes stay."""
    with contextlib.suppress(OSError):
        for name in names_in(folder, _PART):
            process = name[1:].partition("-")[0]
            if name.startswith(".") and process.isdecimal() and not _is_running(int(process)):
                (folder / name).unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
