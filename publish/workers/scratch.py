"""The folder of a command's temporary files. A command removes its own at its end; the next command removes those of
commands that were killed.

A folder is locked as long as its process runs, however that ends. A process's number in the name would not do: another
process may have the same one by then, also one in another container.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from multiprocessing.util import Finalize
from pathlib import Path

from publish.text.patterns import late
from publish.workers.interrupts import ENDS, blocked

__all__ = ["folder", "used"]

_PREFIX = "publish-tmp-"
"""Short: sockets are in the folder, and their paths may have 103 bytes (macOS)."""
_LAST = -101
"""After `multiprocessing` has ended workers, and removed its folder in ours, which has -100."""
_NAME = late(rf"{_PREFIX}\w{{8}}")


def folder() -> Path:
    """The folder of this process, made when it is first asked for. Raises OSError when it cannot be made."""
    made = _folder(os.getpid())
    if not made.is_dir():  # a system may remove what was not used for days
        _folder.cache_clear()
        made = _folder(os.getpid())
    return made


@contextmanager
def used() -> Iterator[None]:
    """In the block, libraries too put their temporary files into the folder. Raises OSError when it cannot be made."""
    before = tempfile.tempdir
    tempfile.tempdir = str(folder())
    try:
        yield
    finally:
        tempfile.tempdir = before


@cache
def _folder(_: int) -> Path:
    """A new folder for the process of that number."""
    with blocked(*ENDS):  # a folder that is made is also removed
        _sweep(Path(tempfile.gettempdir()))
        while True:
            made = Path(tempfile.mkdtemp(prefix=_PREFIX))
            Finalize(None, shutil.rmtree, (made, True), exitpriority=_LAST)
            with suppress(OSError):  # a file system without locks
                fcntl.flock(os.open(made, os.O_RDONLY), fcntl.LOCK_EX)
            if made.is_dir():  # nobody swept it before it was locked
                return made


def _sweep(place: Path) -> None:
    """Remove folders of ended processes of this user."""
    with suppress(OSError):
        for each in place.iterdir():
            with suppress(OSError):  # removed just now, no folder, a link, or not to be locked
                if _NAME.fullmatch(each.name):
                    _remove_if_ended(each)


def _remove_if_ended(found: Path) -> None:
    """Remove a folder of this user that no process has locked. Raises OSError for any other."""
    descriptor = os.open(found, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        status = os.fstat(descriptor)
        if status.st_uid == os.geteuid() and stat.S_IMODE(status.st_mode) == 0o700:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(found, ignore_errors=True)
    finally:
        os.close(descriptor)
