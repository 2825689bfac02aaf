"""Posts that a volume may hold: found, not yet read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from publish import site as sites
from publish.build.plan import find_posts
from publish.errors import UsageError
from publish.model import Format, Options
from publish.volume import Spec

__all__ = ["Candidate", "Candidates", "find"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A post that may become a chapter."""

    path: Path
    label: str
    config: Path | None
    options: Options
    data: bytes | None
    """The file's bytes, or None where it cannot be read or is too large: reading it says why."""
    format: Format = "pdf"

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes."""
        return sha256(self.data).hexdigest() if self.data is not None else ""


@dataclass(frozen=True, slots=True)
class Candidates:
    """All of them, in order, and which each section lists."""

    all: tuple[Candidate, ...]
    listed: dict[str, tuple[Path, ...]]
    """Title of a section → the files that it names."""
    foreword: Path | None = None


def find(spec: Spec, options: Options) -> Candidates:
    """Every post that a spec names. Raises UsageError for names that lead nowhere."""
    listed = {section.title: tuple(_paths(spec, section.posts)) for section in spec.sections if section.posts}
    foreword = next(iter(_paths(spec, (spec.foreword,))), None) if spec.foreword else None
    wanted = list(_paths(spec, spec.posts)) if spec.posts or not listed else []
    paths = dict.fromkeys(
        [*([foreword] if foreword else []), *wanted, *(path for row in listed.values() for path in row)]
    )
    configs: dict[Path, Path | None] = {}
    found = []
    for path in paths:
        if path.parent not in configs:
            configs[path.parent] = sites.find(path.parent.resolve())
        found.append(
            Candidate(path, str(path), configs[path.parent], options, _bytes(path, options.limits.post_bytes))
        )
    return Candidates(tuple(found), listed, foreword)


def _paths(spec: Spec, names: Sequence[str]) -> list[Path]:
    placed = tuple(str(spec.folder / name) for name in names or ("posts",))
    try:
        return [path for path, _ in find_posts(placed)]
    except UsageError as error:
        raise UsageError(error.message, path=error.path or spec.label) from error


def _bytes(path: Path, limit: int) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() and path.stat().st_size <= limit else None
    except OSError:
        return None
