"""The image vault: every remote picture once fetched is kept, under its content's hash, for builds without a network.

    vault/manifest.jsonl      a line a picture: address, hash, type, bytes, when and from where
    vault/5f/5f2c….jpg        the bytes as they came

Plain files that can be committed and shared; two vaults are merged by putting their folders together.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock

from publish.files import write_atomically

__all__ = ["VAULT", "Entry", "Vault", "VaultError", "vault_of"]

VAULT = "vault:"
"""Marks an address among the files that a book was made from."""

MANIFEST = "manifest.jsonl"
_ENDINGS = {
    "JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp", "AVIF": "avif", "BMP": "bmp", "TIFF": "tif",
}  # fmt: skip


class VaultError(Exception):
    """A picture that the manifest names is not there as it was kept."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the manifest."""

    address: str
    """What posts call the picture."""
    sha256: str
    type: str
    """Kind of picture, found in its bytes: `JPEG`, `PNG`, …"""
    bytes: int
    fetched: str
    """When, in UTC (ISO 8601)."""
    source: str
    """Where the bytes came from after redirects."""


@dataclass
class Vault:
    """The pictures kept in one folder. Several processes may use it at once."""

    folder: Path
    _entries: dict[str, Entry] = field(default_factory=dict)
    _seen: tuple[int, int] = (0, 0)
    """Size and time of the manifest when it was last read."""

    def find(self, address: str) -> Entry | None:
        """What the manifest says of an address; None when the picture was never fetched."""
        return self._manifest().get(address)

    def entries(self) -> tuple[Entry, ...]:
        """The whole manifest, by address."""
        return tuple(entry for _, entry in sorted(self._manifest().items()))

    def read(self, entry: Entry) -> bytes:
        """A picture's bytes, checked against their hash. VaultError when they are gone or changed."""
        try:
            data = self.path(entry).read_bytes()
        except OSError as error:
            raise VaultError(
                "its file is gone from the vault: fetch it again with `publish images fetch`"
            ) from error
        if hashlib.sha256(data).hexdigest() != entry.sha256:
            raise VaultError("its file in the vault was changed: fetch it again with `publish images fetch`")
        return data

    def is_sound(self, entry: Entry) -> bool:
        """Whether a picture's bytes are there and unchanged."""
        try:
            self.read(entry)
        except VaultError:
            return False
        return True

    def keep(self, address: str, data: bytes, kind: str, source: str) -> Entry:
        """Keep a picture that was fetched and found to be one. OutputError when the vault cannot be written."""
        digest = hashlib.sha256(data).hexdigest()
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        entry = Entry(address, digest, kind, len(data), now, source)
        path = self.path(entry)
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            write_atomically(path, data)
        line = json.dumps(asdict(entry), ensure_ascii=False) + "\n"
        with self._lock(), (self.folder / MANIFEST).open("ab") as file:
            file.write(line.encode())
        self._entries[address] = entry
        return entry

    def tidy(self) -> None:
        """Write the manifest anew, sorted, one line an address: versions of it then merge line by line."""
        if not (self.folder / MANIFEST).is_file():
            return
        with self._lock():
            self._seen = (0, 0)
            lines = [json.dumps(asdict(entry), ensure_ascii=False) for entry in self.entries()]
            write_atomically(self.folder / MANIFEST, "".join(f"{line}\n" for line in lines).encode())

    def path(self, entry: Entry) -> Path:
        """The file of a picture."""
        return self.folder / entry.sha256[:2] / f"{entry.sha256}.{_ENDINGS.get(entry.type, 'bin')}"

    def _lock(self) -> FileLock:
        self.folder.mkdir(parents=True, exist_ok=True)
        return FileLock(self.folder / ".lock")

    def _manifest(self) -> dict[str, Entry]:
        """The manifest as it is on disk now; read again only when it has changed."""
        try:
            status = (self.folder / MANIFEST).stat()
        except OSError:
            return {}
        seen = (status.st_size, status.st_mtime_ns)
        if seen != self._seen:
            self._entries = dict(_parse((self.folder / MANIFEST).read_bytes().splitlines()))
            self._seen = seen
        return self._entries


def vault_of(project: Path) -> Vault:
    """The vault of the project in a folder."""
    return Vault(project / "vault")


def _parse(lines: Iterable[bytes]) -> Iterable[tuple[str, Entry]]:
    """Later lines win. A line that a crash cut short, or that somebody spoiled, is one picture to fetch again."""
    for line in lines:
        try:
            entry = Entry(**json.loads(line))
        except (ValueError, TypeError):
            continue
        if isinstance(entry.sha256, str) and len(entry.sha256) == 64 and entry.sha256.isalnum():
            yield entry.address, entry
