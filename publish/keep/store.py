"""The store: results kept between builds in `.publish/`, so that nothing is made twice. Deleting it is always safe."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publish.errors import OutputError
from publish.keep.files import read_regular, remove_orphans, write_atomically

__all__ = ["Store", "parse"]

FOLDER = ".publish"
_HASH = 32
_MARK = "trimmed"
"""A file whose time says when the store was last trimmed."""
_HOUR = 3600.0


def parse(data: bytes | None) -> Any:
    """What was kept as JSON; None for nothing, and for what is no JSON or nests beyond sense."""
    try:
        return json.loads(data) if data else None
    except (ValueError, RecursionError):
        return None


@dataclass(frozen=True, slots=True)
class Store:
    """Entries by kind and key. What cannot be read, or is not what was written, counts as not there."""

    folder: Path

    @classmethod
    def of_project(cls, project: Path) -> Store:
        """The store of the project in this folder."""
        return cls(project.resolve() / FOLDER)

    def get(self, kind: str, key: str) -> bytes | None:
        """What was kept under a key (letters and digits only), checked against its own hash; None when there is nothing."""
        path = self.folder / kind / key
        try:
            entry = read_regular(path, path.stat().st_size)
            if time.time() - path.stat().st_mtime > _HOUR:
                os.utime(path)  # `trim` takes the time of an entry for that of its last use
        except OSError:
            return None
        digest, data = entry[:_HASH], entry[_HASH:]
        return data if hashlib.sha256(data).digest() == digest else None

    def has(self, kind: str, key: str) -> bool:
        """Whether something is kept under a key; `get` may yet find it spoiled."""
        return (self.folder / kind / key).is_file()

    def put(self, kind: str, key: str, data: bytes) -> None:
        """Keep data under a key. A store that cannot be written costs time later, never a book now."""
        with contextlib.suppress(OutputError):
            self._prepare()
            write_atomically(self.folder / kind / key, hashlib.sha256(data).digest() + data, sync=False)

    def trim(self, most: int, *, every: float = _HOUR) -> None:
        """Remove entries that were not used for longest until all take up at most `most` bytes.

        Looks at most once in `every` seconds. Builds that run at the same time make again what they miss.
        """
        mark = self.folder / _MARK
        with contextlib.suppress(OSError):
            if not self.folder.is_dir() or (mark.exists() and time.time() - mark.stat().st_mtime < every):
                return
            mark.touch()
            entries: list[tuple[float, int, Path]] = []
            for kind in [path for path in self.folder.iterdir() if path.is_dir()]:
                remove_orphans(kind)
                for path in kind.iterdir():
                    if not path.name.startswith("."):  # others are being written
                        entries.append((path.stat().st_mtime, path.stat().st_size, path))
            total = sum(size for _, size, _ in entries)
            for _, size, path in sorted(entries):
                if total <= most:
                    break
                path.unlink(missing_ok=True)
                total -= size

    def size(self) -> int:
        """Bytes that all entries take up; 0 where there is no store."""
        total = 0
        for path in self.folder.rglob("*"):
            with contextlib.suppress(OSError):  # another build may remove it meanwhile
                total += path.stat().st_size if path.is_file() else 0
        return total

    def sweep(self) -> None:
        """Remove what processes that were ended left half-written."""
        with contextlib.suppress(OSError):
            for kind in self.folder.iterdir():
                remove_orphans(kind)

    def _prepare(self) -> None:
        if not self.folder.is_dir():
            with contextlib.suppress(OSError):
                self.folder.mkdir(mode=0o700, parents=True)
                # Version control leaves the store alone without being told.
                (self.folder / ".gitignore").write_text("*\n", "utf-8")
