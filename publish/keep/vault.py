"""The image vault: every picture that was ever fetched, kept under the hash of its bytes, for builds without a network.

    vault/manifest.jsonl      one line for each picture: address, hash, type, bytes, pixels, when and from where
    vault/5f/5f2c….jpg        the bytes as they were fetched

Plain files that can be committed and shared. Git merges two manifests by itself; `publish images import` copies what
another vault has.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path

from publish.errors import OutputError
from publish.frozen import frozen
from publish.keep.files import is_file, is_folder, is_there, read_regular, remove_orphans, write_atomically

__all__ = ["THUMBNAILS", "VAULT", "Entry", "Vault", "VaultError", "vault_of"]

VAULT = "vault:"
"""Prefix for addresses among the files that a book was made from."""

MANIFEST = "manifest.jsonl"
TURN = 60.0
"""Seconds to wait until another command has written: it does so for a moment, unless somebody stopped it."""
THUMBNAILS = "thumbnails"
"""Folder of the thumbnails for the worksheet of descriptions."""
_ENDINGS = {
    "JPEG": "jpg", "MPO": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp", "AVIF": "avif", "BMP": "bmp", "TIFF": "tif",
}  # fmt: skip
_FOR_GIT = {
    ".gitattributes": f"{MANIFEST} merge=union\n",
    ".gitignore": f".lock\n.*.publish-part\n{THUMBNAILS}/\n",
}


class VaultError(Exception):
    """The vault does not have a picture in the state that its manifest says."""


@frozen
class Entry:
    """One line of the manifest."""

    address: str
    """The picture's address in posts."""
    sha256: str
    type: str
    """Picture format, detected from the bytes: `JPEG`, `PNG`, …"""
    bytes: int
    fetched: str
    """When it was fetched, in UTC (ISO 8601)."""
    source: str
    """The address of the bytes after redirects."""
    width: int = 0
    """Size in pixels; 0 when unknown."""
    height: int = 0


@dataclass
class Vault:
    """The pictures kept in one folder. Several processes and threads may use it at the same time."""

    folder: Path
    _entries: dict[str, Entry] = field(default_factory=dict)
    _seen: tuple[int, int, int] = (0, 0, 0)
    """The manifest's inode, time and size when it was last read."""
    _inside: threading.RLock = field(default_factory=threading.RLock)
    _waiting: list[Entry] = field(default_factory=list)
    """Entries whose bytes are kept, but which are not in the manifest yet."""
    _turn: threading.Lock = field(default_factory=threading.Lock)
    """A lock for the thread that writes waiting entries, its own and those of other threads."""

    def find(self, address: str) -> Entry | None:
        """The manifest's entry for an address; None when the picture was never fetched."""
        return self._manifest().get(address)

    def entries(self) -> tuple[Entry, ...]:
        """The whole manifest, by address."""
        with self._inside:
            return tuple(entry for _, entry in sorted(self._manifest().items()))

    def read(self, entry: Entry, max_bytes: int = 1 << 30) -> bytes:
        """A picture's bytes, checked against their hash. Raises VaultError when they are missing, changed, or too
        many.
        """
        if entry.bytes > max_bytes:
            raise VaultError(f"larger than {max_bytes:,} bytes (limit image_bytes)")
        try:
            data = read_regular(self.path(entry), entry.bytes)
        except FileNotFoundError as error:
            raise VaultError("its file is missing from the vault: fetch it again") from error
        except OSError as error:
            raise VaultError(f"its file in the vault cannot be read: {error.strerror}") from error
        if hashlib.sha256(data).hexdigest() != entry.sha256:
            raise VaultError("its file in the vault was changed: fetch it again")
        return data

    def state(self, entry: Entry) -> str:
        """The state of a picture's bytes: `kept`, `missing` or `changed`."""
        if not is_there(self.path(entry)):
            return "missing"
        try:
            self.read(entry)
        except VaultError:
            return "changed"
        return "kept"

    def keep(
        self, address: str, data: bytes, kind: str, source: str, size: tuple[int, int] = (0, 0)
    ) -> Entry:
        """Keep a fetched picture that was checked. Raises OutputError when the vault cannot be written."""
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        entry = Entry(address, hashlib.sha256(data).hexdigest(), kind, len(data), now, source, *size)
        self.add(entry, data)
        return entry

    def add(self, entry: Entry, data: bytes) -> None:
        """Keep the bytes of an entry. Raises OutputError when the vault cannot be written."""
        self.prepare()
        if self.state(entry) != "kept":
            write_atomically(
                self.path(entry), data, sync=False
            )  # no fsync: after a crash, the hash shows that the file is damaged
        with self._inside:
            self._waiting.append(entry)
        with self._turn:
            self._write_waiting()

    def tidy(self) -> None:
        """Write the manifest again, sorted, one line per address, so that Git can merge versions line by line."""
        path = self.folder / MANIFEST
        if not is_file(path):
            return
        with self._inside, self._lock():
            data = "".join(f"{_line(entry)}\n" for entry in self.entries()).encode()
            if data != path.read_bytes():
                write_atomically(path, data)

    def sweep(self) -> None:
        """Remove temporary files of ended processes."""
        for folder in (self.folder, *self.folder.glob("??")):
            remove_orphans(folder)

    def path(self, entry: Entry) -> Path:
        """The file of a picture."""
        return self.folder / entry.sha256[:2] / f"{entry.sha256}.{_ENDINGS.get(entry.type, 'bin')}"

    def prepare(self) -> None:
        """Make the folder, private to its owner, and set up Git's merge. Raises OutputError when that fails."""
        if is_folder(self.folder):
            return
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"cannot be made: {error.strerror}", path=str(self.folder)) from error
        for name, text in _FOR_GIT.items():
            write_atomically(self.folder / name, text.encode())

    def _write_waiting(self) -> None:
        """Write all waiting entries with one lock and one write. A thread that waited for the lock may find nothing
        left to do.
        """
        with self._inside:
            entries, self._waiting = self._waiting, []
        if not entries:
            return
        try:
            self._append("".join(f"{_line(entry)}\n" for entry in entries).encode())
        except BaseException:
            with self._inside:
                self._waiting += entries  # each waiting thread must get the error itself
            raise
        with self._inside:
            self._entries.update((entry.address, entry) for entry in entries)

    def _append(self, line: bytes) -> None:
        try:
            with self._lock(), (self.folder / MANIFEST).open("ab+") as file:
                if file.tell():
                    file.seek(-1, os.SEEK_END)
                    # If a crash cut the last line short, start a new line.
                    line = line if file.read(1) == b"\n" else b"\n" + line
                file.write(line)
        except OSError as error:
            raise OutputError(f"cannot be written: {error.strerror}", path=str(self.folder)) from error

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """A lock against other processes. `_inside` locks out this process's other threads, without polling. Raises
        OutputError when another process keeps it.
        """
        from filelock import FileLock, Timeout

        self.prepare()
        try:
            with FileLock(self.folder / ".lock", timeout=TURN):
                yield
        except Timeout as error:
            raise OutputError(
                f"another command has been writing here for {TURN:g} s: end it, or let it go on, and run this one again",
                path=str(self.folder),
            ) from error

    def _manifest(self) -> dict[str, Entry]:
        """The manifest on disk now. If it has only grown, only the new lines are read."""
        with self._inside:
            try:
                status = (self.folder / MANIFEST).stat()
            except OSError:
                return {}
            if not stat.S_ISREG(status.st_mode):
                raise OutputError("is not a file: move or rename it", path=str(self.folder / MANIFEST))
            seen = (status.st_ino, status.st_mtime_ns, status.st_size)
            if seen != self._seen:
                same, _, size = self._seen
                start = size if same == status.st_ino and status.st_size > size else 0
                with (self.folder / MANIFEST).open("rb") as file:
                    file.seek(start)
                    new = file.read(status.st_size - start)
                found = dict(_parse(new.splitlines()))
                if not start:
                    self._entries.clear()
                self._entries.update(found)
                self._seen = seen
            return self._entries


def vault_of(project: Path) -> Vault:
    """The vault of a project."""
    return Vault(project / "vault")


def _line(entry: Entry) -> str:
    return json.dumps(asdict(entry), ensure_ascii=False)


def _parse(lines: Iterable[bytes]) -> Iterable[tuple[str, Entry]]:
    """Later lines win. A damaged line means one picture to fetch again."""
    known = {each.name for each in fields(Entry)}
    for line in lines:
        try:
            raw = json.loads(line)
            entry = Entry(**{key: value for key, value in raw.items() if key in known})
        except (ValueError, TypeError, AttributeError, RecursionError):
            continue
        if _is_sane(entry):
            yield entry.address, entry


def _is_sane(entry: Entry) -> bool:
    texts = (entry.address, entry.sha256, entry.type, entry.fetched, entry.source)
    numbers = (entry.bytes, entry.width, entry.height)
    return (
        all(isinstance(text, str) for text in texts)
        and all(type(number) is int and number >= 0 for number in numbers)
        and len(entry.sha256) == 64
        and set(entry.sha256) <= set("0123456789abcdef")
    )
