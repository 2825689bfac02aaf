"""The store: results kept between builds in `.publish/`, so that nothing is made twice. It is always safe to delete."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from pathlib import Path
from typing import Any

from publish.errors import OutputError
from publish.frozen import frozen
from publish.keep.files import read_regular, remove_orphans, write_atomically

__all__ = ["RECORDS", "Store", "parse"]

FOLDER = ".publish"
_HASH = 32
RECORDS = "records"
"""The kind of entries that say what each finished file was made from. They are small, and go last when room is needed:
without its record, a finished file would be made again.
"""
_MARK = "trimmed"
"""An empty file; its time is that of the last trim."""
_HOUR = 3600.0


def parse(data: bytes | None) -> Any:
    """An entry parsed as JSON; None when there is no entry, it is not JSON, or it nests too deeply."""
    try:
        return json.loads(data) if data else None
    except (ValueError, RecursionError):
        return None


@frozen
class Store:
    """Entries by kind and key. An entry that cannot be read, or was changed, counts as missing."""

    folder: Path

    @classmethod
    def of_project(cls, project: Path) -> Store:
        """The store of a project."""
        return cls(project.resolve() / FOLDER)

    def get(self, kind: str, key: str) -> bytes | None:
        """The entry of a key (letters and digits only), checked against its hash; None when there is none."""
        path = self.folder / kind / key
        try:
            status = path.stat()
            entry = read_regular(path, status.st_size)
            if time.time() - status.st_mtime > _HOUR:
                os.utime(path)  # `trim` reads this time as that of the last use
        except OSError:
            return None
        digest, data = entry[:_HASH], entry[_HASH:]
        return data if hashlib.sha256(data).digest() == digest else None

    def has(self, kind: str, key: str) -> bool:
        """Whether there is an entry for a key; `get` may still find it damaged."""
        return (self.folder / kind / key).is_file()

    def put(self, kind: str, key: str, data: bytes) -> None:
        """Keep data under a key. If the store cannot be written, the build goes on: the data is made again next time."""
        with contextlib.suppress(OutputError):
            self._prepare()
            write_atomically(self.folder / kind / key, hashlib.sha256(data).digest() + data, sync=False)

    def trim(self, most: int, *, every: float = _HOUR) -> None:
        """Remove the entries that were unused for longest, records last, until the rest takes at most `most` bytes.

        Does nothing when the last check was less than `every` seconds ago. Builds that run at the same time make
        missing entries again.
        """
        mark = self.folder / _MARK
        with contextlib.suppress(OSError):
            if not self.folder.is_dir() or (mark.exists() and time.time() - mark.stat().st_mtime < every):
                return
            mark.touch()
            entries: list[tuple[bool, float, int, Path]] = []
            for kind in [path for path in self.folder.iterdir() if path.is_dir()]:
                remove_orphans(kind)
                for path in kind.iterdir():
                    if not path.name.startswith("."):  # other files are still being written
                        status = path.stat()
                        entries.append((kind.name == RECORDS, status.st_mtime, status.st_size, path))
            total = sum(size for _, _, size, _ in entries)
            for _, _, size, path in sorted(entries):
                if total <= most:
                    break
                path.unlink(missing_ok=True)
                total -= size

    def size(self) -> int:
        """Bytes of all entries; 0 when there is no store."""
        total = 0
        for path in self.folder.rglob("*"):
            with contextlib.suppress(OSError):  # another build may remove it meanwhile
                total += path.stat().st_size if path.is_file() else 0
        return total

    def sweep(self) -> None:
        """Remove temporary files of ended processes."""
        with contextlib.suppress(OSError):
            for kind in self.folder.iterdir():
                remove_orphans(kind)

    def _prepare(self) -> None:
        if not self.folder.is_dir():
            with contextlib.suppress(OSError):
                self.folder.mkdir(mode=0o700, parents=True)
                # Git then ignores the store without further settings.
                (self.folder / ".gitignore").write_text("*\n", "utf-8")
