"""The store: results kept between builds in `.publish/`, so that nothing is made twice. Deleting it is always safe."""

from __future__ import annotations

import contextlib
import hashlib
from dataclasses import dataclass
from pathlib import Path

from publish.errors import OutputError
from publish.files import write_atomically

__all__ = ["Store"]

FOLDER = ".publish"
_HASH = 32


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
        try:
            entry = (self.folder / kind / key).read_bytes()
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

    def _prepare(self) -> None:
        if not self.folder.is_dir():
            with contextlib.suppress(OSError):
                self.folder.mkdir(mode=0o700, parents=True)
                # Version control leaves the store alone without being told.
                (self.folder / ".gitignore").write_text("*\n", "utf-8")
