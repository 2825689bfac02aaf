"""`SHA256SUMS`: the checksums of all files on a shelf, to check whether a copy is complete.

The format is that of coreutils' `sha256sum`, so that nobody needs our tool to check it. We read it more strictly: a
list that was changed anywhere is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from publish.errors import UsageError
from publish.frozen import frozen
from publish.shelf.scanning import digest, files_below
from publish.shelf.works import human_size
from publish.text.messages import counted
from publish.text.patterns import late

__all__ = ["PUBLIC_KEY", "SIGNATURE", "SUMS", "Verdict", "read_sums", "verify", "write_sums"]

SUMS = "SHA256SUMS"
SIGNATURE = f"{SUMS}.minisig"
PUBLIC_KEY = "minisign.pub"
"""The file with the public key."""
_LINE = re.compile(rb"(\\?)([0-9a-f]{64})  ([^\n]+)")
_ESCAPES = {b"\\\\": b"\\", b"\\n": b"\n", b"\\r": b"\r"}
_LITTER = late(r"(?:^|/)(?:Thumbs\.db|desktop\.ini|IndexerVolumeGuid|WPSettings\.dat|System Volume Information/.*|\$RECYCLE\.BIN/.*|LOST\.DIR/.*)$", re.IGNORECASE)  # fmt: skip
"""Files that operating systems leave on USB sticks."""


@frozen
class Verdict:
    """The result of checking a copy; as text it is one line."""

    files: int = 0
    """Number of files in the list."""
    size: int = 0
    """Bytes of the files that are complete."""
    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    """Files with other bytes, also those that were cut short."""
    strange: tuple[str, ...] = ()
    """Files that are not in the list."""
    broken: str = ""
    """Why the list itself cannot be trusted, or empty."""
    signer: str = ""
    """The public key of the list's signature, or empty."""
    trusted: bool = False
    """Whether this is the key that the user gave, not only the one in the copy."""

    @property
    def whole(self) -> bool:
        """Whether all files are complete and unchanged; additional files do not matter."""
        return not (self.missing or self.changed or self.broken)

    def __str__(self) -> str:
        if self.broken:
            return f"NOT COMPLETE: {self.broken}"
        if not self.whole:
            count = f"{len(self.missing)} of {counted(self.files, 'file')} missing"
            faults = [f"the copy stopped early, {count}{_examples(self.missing)}"] if self.missing else []
            faults += (
                [f"{len(self.changed)} changed or incomplete{_examples(self.changed)}"]
                if self.changed
                else []
            )
            return f"NOT COMPLETE: {'; '.join(faults)}"
        parts = [f"complete: {counted(self.files, 'file')}, {human_size(self.size)}"]
        if self.signer:
            doubt = (
                ""
                if self.trusted
                else " from the copy itself (to know who signed, give the key with --public-key)"
            )
            parts.append(f"signed with the key {self.signer}{doubt}")
        if self.strange:
            parts.append(
                f"{len(self.strange)} other file{'' if len(self.strange) == 1 else 's'}{_examples(self.strange)}"
            )
        return "; ".join(parts)


def _examples(names: tuple[str, ...]) -> str:
    return f" ({', '.join(names[:3])}{', …' if len(names) > 3 else ''})"


def write_sums(sums: Mapping[str, str]) -> bytes:
    """The list of files and their SHA-256, sorted by name."""
    return b"".join(
        _line(name, sums[name])
        for name in sorted(sums, key=lambda name: name.encode("utf-8", "surrogateescape"))
    )


def _line(name: str, sha256: str) -> bytes:
    """A line as coreutils write it: names with a line end or a backslash are escaped, and the line is marked."""
    raw = name.encode("utf-8", "surrogateescape")
    escaped = raw.replace(b"\\", b"\\\\").replace(b"\n", b"\\n").replace(b"\r", b"\\r")
    return (b"\\" if escaped != raw else b"") + sha256.encode() + b"  " + escaped + b"\n"


def read_sums(data: bytes) -> dict[str, str]:
    """Name → SHA-256. Raises ValueError for a list that `write_sums` did not write."""
    sums: dict[str, str] = {}
    if not data.endswith(b"\n"):
        raise ValueError("its last line is incomplete")
    for number, line in enumerate(data[:-1].split(b"\n"), start=1):
        found = _LINE.fullmatch(line)
        if found is None:
            raise ValueError(f"line {number} is not a checksum with a name")
        escaped, sha256, raw = found.groups()
        if escaped:
            raw = re.sub(rb"\\[\\nr]", lambda match: _ESCAPES[match[0]], raw)
        name = raw.decode("utf-8", "surrogateescape")
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or name in sums or path.as_posix() != name:
            raise ValueError(f"line {number} names a file outside the folder, or a file twice")
        sums[name] = sha256.decode()
    if write_sums(sums) != data:
        raise ValueError("its lines are not sorted")
    return sums


def verify(folder: Path, public: str = "", each: Callable[[], None] = lambda: None) -> Verdict:
    """Compare a folder with its list; `each` is called after every file.

    `public` is the minisign key to trust, in base64. Without it the key in the folder is used, which can show damage
    but not who signed.
    """
    try:
        data = (folder / SUMS).read_bytes()
        sums = read_sums(data)
    except FileNotFoundError:
        return Verdict(broken=f"there is no {SUMS}: the copy stopped early, or this is not a shelf")
    except (OSError, ValueError) as error:
        return Verdict(broken=f"{SUMS} was changed or is incomplete: {error}")
    verdict = _compare(folder, sums, each)
    try:
        signature = (folder / SIGNATURE).read_bytes()
    except OSError:
        if public or PUBLIC_KEY in sums:
            return replace(verdict, missing=(*verdict.missing, SIGNATURE))
        return verdict
    return _by_whom(verdict, folder, data, signature, public)


def _by_whom(verdict: Verdict, folder: Path, data: bytes, signature: bytes, public: str) -> Verdict:
    """The verdict with the result of the signature."""
    from publish.shelf.signing import check, load_public, require

    require()
    try:
        key = public or load_public(str(folder / PUBLIC_KEY))
    except UsageError as error:
        return replace(verdict, broken=f"it is signed, but {PUBLIC_KEY} is {error.message}")
    fault = check(data, signature, key)
    if fault:
        return replace(verdict, broken=f"the signature is wrong: {fault}")
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
        except OSError:  # a stick with read errors
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
