"""Records: what each output was made from, so that unchanged outputs are not made again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path

from publish.fonts import FONTS
from publish.fresh.fingerprint import Parts, fonts_key, output_key
from publish.frozen import frozen
from publish.keep import listing, worksheet
from publish.keep.files import file_digest, is_there
from publish.keep.listing import LISTING
from publish.keep.store import RECORDS, Store, parse
from publish.keep.vault import VAULT, Vault, vault_of
from publish.keep.worksheet import DESCRIPTION, digest_of
from publish.model import Notice

__all__ = [
    "Pictures",
    "Record",
    "are_fresh",
    "changed",
    "check",
    "files_of",
    "is_ours",
    "is_volume",
    "keep",
    "post_of",
    "settled",
]


@frozen
class Record:
    """What one output was made from, and the notices of making it."""

    parts: Parts
    """The fingerprints of its inputs."""
    files: tuple[tuple[str, str], ...] = ()
    """What the post names, each with its SHA-256 (empty where there was nothing): a file's path; `vault:` and an
    address; `description:` and an address; `posts-below:` and a site's folder; or `fonts:`.
    """
    notices: tuple[Notice, ...] = ()
    pages: int = 0
    """Number of pages of a PDF."""
    post: str = ""
    """The post of a single book, an absolute path; empty for anything else."""
    size: int = 0
    """Size of the output in bytes; `keep` sets it, and the time."""
    time: int = 0
    """Modification time of the output, in nanoseconds."""


@frozen
class Pictures:
    """The current state of pictures."""

    vault: Vault
    descriptions: Mapping[str, str]
    """Descriptions from the worksheet, by address."""

    @classmethod
    def of_project(cls, project: Path) -> Pictures:
        """What the vault and the worksheet of a project say."""
        vault = vault_of(project)
        return cls(vault, worksheet.read(vault.folder / worksheet.WORKSHEET))

    def digest(self, name: str) -> str:
        """The current digest of a file or picture that a post names."""
        if name.startswith(DESCRIPTION):
            return digest_of(self.descriptions.get(name.removeprefix(DESCRIPTION), ""))
        if name.startswith(VAULT):
            entry = self.vault.find(name.removeprefix(VAULT))
            return entry.sha256 if entry else ""
        if name.startswith(LISTING):
            return listing.digest_of(Path(name.removeprefix(LISTING)))
        return fonts_key() if name == FONTS else file_digest(Path(name))


def check(store: Store, pictures: Pictures, output: Path, parts: Parts) -> Record | str:
    """The record of an output that is fresh; else why it must be made, in words."""
    record = _record(store, output)
    if record is None:
        return "new" if not is_there(output) else "publish did not make it, or has lost the record"
    if record.parts != parts:
        return _difference(record.parts, parts)
    if not _is_untouched(output, record):
        return "somebody changed its file" if is_there(output) else "its file is gone"
    changed = (file for file, digest in record.files if pictures.digest(file) != digest)
    return next((f"{_display_name(file)} changed" for file in changed), record)


def changed(store: Store, output: Path, parts: Parts) -> frozenset[str] | None:
    """Which inputs of an output are not those that it was made from; None when that is not known."""
    record = _record(store, output)
    return frozenset(name for name, _ in record.parts.items() ^ parts.items()) if record else None


def _difference(old: Parts, new: Parts) -> str:
    """Which inputs changed; the first three when there are many."""
    found = [f"{name} changed" for name in new if name in old and old[name] != new[name]]
    found += [f"{name} is new" for name in new if name not in old]
    found += [f"{name} is gone" for name in old if name not in new]
    more = f" and {len(found) - 3} more" if len(found) > 3 else ""
    return ", ".join(found[:3]) + more


def _display_name(file: str) -> str:
    if file.startswith(DESCRIPTION):
        return f"the description of {file.removeprefix(DESCRIPTION)}"
    if file.startswith(LISTING):
        return "the list of the site's posts"
    return "a font" if file == FONTS else file.removeprefix(VAULT)


def are_fresh(files: Iterable[tuple[str, str]], pictures: Pictures) -> bool:
    """Whether all files that a post names, and its pictures on the web, are unchanged."""
    return all(pictures.digest(file) == digest for file, digest in files)


def settled(parts: Parts, changed: Iterable[str]) -> Parts:
    """The fingerprints without those of inputs that changed while the book was made: it must be made again."""
    return {**parts, **dict.fromkeys(changed, "")}


def keep(store: Store, output: Path, record: Record) -> None:
    """Remember what an output was made from."""
    try:
        status = output.stat()
        size, time = status.st_size, status.st_mtime_ns
    except OSError:
        size = time = 0
    data = json.dumps(asdict(replace(record, size=size, time=time)))
    store.put(RECORDS, output_key(output), data.encode())


def files_of(store: Store, output: Path) -> tuple[str, ...]:
    """Paths of the files that an output was made from, besides its post; none when there is no record."""
    record = _record(store, output)
    names = (name for name, _ in record.files) if record else ()
    return tuple(name for name in names if not name.startswith((DESCRIPTION, VAULT, LISTING, FONTS)))


def is_ours(store: Store, output: Path) -> bool:
    """Whether we made this file, and nobody has changed it since."""
    record = _record(store, output)
    return record is not None and _is_untouched(output, record)


def is_volume(store: Store, output: Path) -> bool:
    """Whether we made this book from many posts, and nobody has changed it since."""
    record = _record(store, output)
    return record is not None and not record.post and _is_untouched(output, record)


def post_of(store: Store, output: Path) -> Path | None:
    """The post of a single book that we made, and nobody has changed since; None for any other file."""
    record = _record(store, output)
    return Path(record.post) if record and record.post and _is_untouched(output, record) else None


def _record(store: Store, output: Path) -> Record | None:
    data = store.get(RECORDS, output_key(output))
    return _parse(data) if data else None


def _is_untouched(output: Path, record: Record) -> bool:
    try:
        status = output.stat()
    except OSError:
        return False
    return (status.st_size, status.st_mtime_ns) == (record.size, record.time)


def _parse(data: bytes) -> Record | None:
    try:
        raw = parse(data)
        files = tuple((str(path), str(digest)) for path, digest in raw["files"])
        notices = tuple(Notice(**notice) for notice in raw["notices"])
        return Record(
            dict(raw["parts"]), files, notices, raw["pages"], str(raw["post"]), raw["size"], raw["time"]
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None  # written by another version
