"""`SHA256SUMS`: what every file of a hand-out was, and whether a copy still is.

The file is what coreutils' `sha256sum` writes and checks, so that a reader's helper needs no program of ours. It is read
more strictly than they read it: a list that was changed anywhere is no list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from publish.errors import UsageError
from publish.shelf.scanning import digest, files_below
from publish.shelf.works import human_size
from publish.text.counting import counted

__all__ = ["PUBLIC_KEY", "SIGNATURE", "SUMS", "Verdict", "read_sums", "verify", "write_sums"]

SUMS = "SHA256SUMS"
SIGNATURE = f"{SUMS}.minisig"
PUBLIC_KEY = "minisign.pub"
"""File of the hand-out that holds the public key."""
_LINE = re.compile(rb"(\\?)([0-9a-f]{64})  ([^\n]+)")
_ESCAPES = {b"\\\\": b"\\", b"\\n": b"\n", b"\\r": b"\r"}
_LITTER = re.compile(r"(?:^|/)(?:Thumbs\.db|desktop\.ini|IndexerVolumeGuid|WPSettings\.dat|System Volume Information/.*|\$RECYCLE\.BIN/.*|LOST\.DIR/.*)$", re.IGNORECASE)  # fmt: skip
"""What operating systems leave on sticks."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a copy turned out to be; as text it is one line."""

    files: int = 0
    """How many files the list names."""
    size: int = 0
    """Bytes of those that are whole."""
    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    """Files whose bytes are others, cut short ones among them."""
    strange: tuple[str, ...] = ()
    """Files that the list does not name."""
    broken: str = ""
    """Why the list itself cannot be trusted, or empty."""
    signer: str = ""
    """The public key that the list is signed with, or empty."""
    trusted: bool = False
    """Whether that key is the one that was asked for, not only the one that came with the copy."""

    @property
    def whole(self) -> bool:
        """Whether everything is there as it was made; files that came later do not matter."""
        return not (self.missing or self.changed or self.broken)

    def __str__(self) -> str:
        if self.broken:
            return f"NOT WHOLE: {self.broken}"
        if not self.whole:
            count = f"{len(self.missing)} of {counted(self.files, 'file')} missing"
            faults = [f"half copied, {count}{_some(self.missing)}"] if self.missing else []
            faults += (
                [f"{len(self.changed)} changed or cut short{_some(self.changed)}"] if self.changed else []
            )
            return f"NOT WHOLE: {'; '.join(faults)}"
        parts = [f"whole: {counted(self.files, 'file')}, {human_size(self.size)}"]
        if self.signer:
            doubt = "" if self.trusted else " that came with it (--public-key says whom to trust)"
            parts.append(f"signed with the key {self.signer}{doubt}")
        if self.strange:
            parts.append(f"{len(self.strange)} more that are not of it{_some(self.strange)}")
        return "; ".join(parts)


def _some(names: tuple[str, ...]) -> str:
    return f" ({', '.join(names[:3])}{', …' if len(names) > 3 else ''})"


def write_sums(sums: Mapping[str, str]) -> bytes:
    """The list of files and their SHA-256, in order of name."""
    return b"".join(
        _line(name, sums[name])
        for name in sorted(sums, key=lambda name: name.encode("utf-8", "surrogateescape"))
    )


def _line(name: str, sha256: str) -> bytes:
    """One line as coreutils write it: a name with a line end or a backslash is escaped, and the line says so."""
    raw = name.encode("utf-8", "surrogateescape")
    escaped = raw.replace(b"\\", b"\\\\").replace(b"\n", b"\\n").replace(b"\r", b"\\r")
    return (b"\\" if escaped != raw else b"") + sha256.encode() + b"  " + escaped + b"\n"


def read_sums(data: bytes) -> dict[str, str]:
    """Name → SHA-256. Raises ValueError for a list that was not written by `write_sums`."""
    sums: dict[str, str] = {}
    if not data.endswith(b"\n"):
        raise ValueError("its last line is cut short")
    for number, line in enumerate(data[:-1].split(b"\n"), start=1):
        found = _LINE.fullmatch(line)
        if found is None:
            raise ValueError(f"line {number} is no checksum and name")
        escaped, sha256, raw = found.groups()
        if escaped:
            raw = re.sub(rb"\\[\\nr]", lambda match: _ESCAPES[match[0]], raw)
        name = raw.decode("utf-8", "surrogateescape")
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or name in sums or path.as_posix() != name:
            raise ValueError(f"line {number} names a file outside the folder, or one twice")
        sums[name] = sha256.decode()
    if write_sums(sums) != data:
        raise ValueError("its lines are not in order")
    return sums


def verify(folder: Path, public: str = "", each: Callable[[], None] = lambda: None) -> Verdict:
    """Compare a folder with its list; `each` is called after every file.

    `public` is the minisign key to trust, in base64; without it the key in the folder itself is asked, which shows
    damage but not who signed.
    """
    try:
        data = (folder / SUMS).read_bytes()
        sums = read_sums(data)
    except FileNotFoundError:
        return Verdict(
            broken=f"half copied: there is no {SUMS}, so the copy ended early, or this is no shelf"
        )
    except (OSError, ValueError) as error:
        return Verdict(broken=f"{SUMS} was changed or cut short: {error}")
    verdict = _compare(folder, sums, each)
    try:
        signature = (folder / SIGNATURE).read_bytes()
    except OSError:
        if public or PUBLIC_KEY in sums:
            return replace(verdict, missing=(*verdict.missing, SIGNATURE))
        return verdict
    return _by_whom(verdict, folder, data, signature, public)


def _by_whom(verdict: Verdict, folder: Path, data: bytes, signature: bytes, public: str) -> Verdict:
    """The verdict with what the signature says."""
    from publish.shelf.signing import check, load_public

    try:
        key = public or load_public(str(folder / PUBLIC_KEY))
    except UsageError as error:
        return replace(verdict, broken=f"it is signed, but {PUBLIC_KEY} {error.message}")
    fault = check(data, signature, key)
    if fault:
        return replace(verdict, broken=f"the signature does not hold: {fault}")
    return replace(verdict, signer=key, trusted=bool(public))


def _compare(folder: Path, sums: Mapping[str, str], each: Callable[[], None]) -> Verdict:
    missing, changed, size = [], [], 0
    for name, sha256 in sums.items():
        path = folder / name
        try:
            if path.is_symlink() or not path.is_file():
                missing.append(name)
                continue
            length, found = digest(path)
        except OSError:  # a stick that no longer reads
            changed.append(name)
        else:
            size += length
            if found != sha256:
                changed.append(name)
        finally:
            each()
    strange = tuple(
        name
        for name in files_below(folder)
        if name not in sums and name not in {SUMS, SIGNATURE} and not _LITTER.search(name)
    )
    return Verdict(len(sums), size, tuple(missing), tuple(changed), strange)
