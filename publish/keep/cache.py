"""The user's cache, for what all projects share: it is made once on a machine. It is always safe to delete.

Unlike a project's store, which can come with a downloaded blog, only the user has written what is in it. So it may hold
compiled code, as Python's own `__pycache__` does.
"""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from publish import __version__
from publish.errors import OutputError
from publish.keep.store import Store

__all__ = ["cache_folder", "compiled", "made_once"]

Made = TypeVar("Made")
_MOST = 64_000_000
"""Bytes of compiled code."""


def cache_folder(kind: str) -> Path:
    """`publish/KIND` in the user's cache, or in the temporary folder where that cannot be written. Raises OutputError when
    there is neither.
    """
    # Not relative ones (XDG Base Directory Specification): they would be in a blog, which can come from anywhere.
    home = _absolute(os.environ.get("XDG_CACHE_HOME", ""), os.path.expanduser("~/.cache"))  # noqa: PTH111  # no home is no error here
    user = os.getuid() if hasattr(os, "getuid") else 0
    # Not `gettempdir`: a worker has its own folder, which is removed with it.
    common = _absolute(os.environ.get("TMPDIR", ""), "/tmp")  # noqa: S108  # below, only a folder of ours is used
    shared = Path(common) / f"publish-{kind}-{user}"
    for folder in (Path(home) / "publish" / kind, shared):
        with suppress(OSError):
            if not folder.is_absolute() or (folder == shared and folder.is_symlink()):
                continue  # anybody can make a link in the temporary folder
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            state = folder.stat()
            if os.access(folder, os.W_OK) and (not hasattr(os, "getuid") or state.st_uid == user):
                return folder
    raise OutputError(
        f"cannot write {kind} files here: set XDG_CACHE_HOME to a writable folder", path=str(shared)
    )


def compiled() -> Store | None:
    """Compiled code, by the digest of what it was compiled from; None where nothing can be kept, or where others could have
    written.
    """
    with suppress(OutputError, OSError):
        folder = cache_folder("compiled")
        if not folder.stat().st_mode & 0o022:
            return Store(folder)
    return None


def made_once(kind: str, facts: object, make: Callable[[], Made]) -> Made:
    """What `make` gives, from the cache if it is there; `facts` and our release are all that it depends on."""
    store, key = compiled(), hashlib.sha256(repr((__version__, facts)).encode()).hexdigest()
    kept = store.get(kind, key) if store else None
    if kept is not None:
        with suppress(AttributeError, ImportError):  # of classes that have another name now
            found: Made = pickle.loads(kept)  # noqa: S301  # the user's own
            return found
    made = make()
    if store:
        with suppress(pickle.PicklingError, AttributeError, TypeError, RecursionError):  # not all can be kept
            store.put(kind, key, pickle.dumps(made))
            store.trim(_MOST)
    return made


def _absolute(*paths: str) -> str:
    """The first absolute path, or empty."""
    return next(filter(os.path.isabs, paths), "")
