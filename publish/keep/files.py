"""Files of ours: put in their place whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

from publish.errors import OutputError

__all__ = ["located", "read_regular", "remove_orphans", "write_atomically", "write_through"]

_PART = ".publish-part"
os.umask(_UMASK := os.umask(0o077))
"""The process's umask, which can only be read by setting it: here, while there is one thread."""


def located(path: Path) -> Path:
    """The path, absolute and with links followed; where these lead in a circle, absolute alone. Never raises for them."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # the second from Python before 3.13
        return Path(os.path.abspath(path))  # noqa: PTH100  # `absolute` leaves `..` in it


def read_regular(path: Path, max_bytes: int) -> bytes:
    """The bytes of a regular file; one more than `max_bytes` of a larger one. OSError for anything else.

    Never waits, as opening a FIFO would, and never reads a device.
    """
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a regular file")
    with os.fdopen(descriptor, "rb") as file:
        return file.read(max_bytes + 1)


def write_atomically(path: Path, data: bytes, *, sync: bool = True) -> None:
    """Write a file so that a reader finds the old edition or the new one, never a part. Raises OutputError.

    Without `sync` a crash of the machine may empty it: for what is checked against a hash when it is read.
    """
    write_through(path, lambda file: file.write(data), sync=sync)


def write_through(path: Path, fill: Callable[[IO[bytes]], object], *, sync: bool = True) -> None:
    """Let `fill` write a file so that a reader finds the old edition or the new one, never a part.

    A temporary file in the same folder, fsync, rename. Raises OutputError; the old edition then stays.
    """
    temporary: Path | None = None
    if path.exists() and not path.is_file():
        raise OutputError("cannot be written: a folder or device of that name is there", path=str(path))
    try:
        if not path.parent.is_dir():  # asking costs less than making it in vain
            path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f".{os.getpid()}-", suffix=_PART, dir=path.parent)
        temporary = Path(name)
        with os.fdopen(descriptor, "wb") as file:
            fill(file)
            file.flush()
            os.fchmod(file.fileno(), 0o666 & ~_UMASK)
            if sync:
                os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
        raise OutputError(f"cannot be written: {error.strerror or error}", path=str(path)) from error
    except BaseException:  # Ctrl-C between two lines must not leave the part file behind
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise


def remove_orphans(folder: Path) -> None:
    """Remove what processes that were ended left in a folder; parts of processes that still run are theirs."""
    with contextlib.suppress(OSError):
        for part in folder.glob(f".*-*{_PART}"):
            process = part.name[1:].partition("-")[0]
            if process.isdecimal() and not _runs(int(process)):
                part.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
