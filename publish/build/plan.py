"""Which posts become which files. Looks at names only: nothing is read here."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from unicodedata import category, normalize

from publish import site as sites
from publish import style as styles
from publish.errors import UsageError
from publish.model import Format, Options

if TYPE_CHECKING:
    from publish.build.neighbours import Turn

__all__ = ["ENDINGS", "Job", "Plan", "find_posts", "make_plan", "safe_name"]

ENDINGS = (".md", ".markdown", ".mdown", ".mkd", ".mkdn")
MAX_NAME = 80
"""Bytes of a file name without its ending: short enough for every file system and carrier."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')


@dataclass(frozen=True, slots=True)
class Job:
    """One post to be made into one file. Crosses processes."""

    path: Path
    """The post, as found."""
    label: str
    """The post as the user would type it."""
    config: Path | None
    """The `_config.yml` above it."""
    output: Path
    """The file to write."""
    format: Format
    options: Options
    turn: tuple[int, int] = (0, 0)
    """Whose turn it is among cover templates and palettes."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The jobs of one command, in the order of their names."""

    jobs: tuple[Job, ...]


def make_plan(posts: Sequence[str], output: str, format: Format, options: Options) -> Plan:  # noqa: A002  # the field's own word
    """Find the posts that files, folders and globs name, and give each its output file.

    `output` is a folder, or, for one post, a file name with the format's ending. Raises UsageError for posts that
    aren't there, two posts that would make one file, and an output that is one of the posts.
    """
    found = find_posts(posts)
    target = Path(output)
    single = target.suffix.lower() == f".{format}"
    if single and len(found) > 1:
        raise UsageError(f"{output} is one file, but there are {len(found)} posts: give a folder")
    configs: dict[Path, Path | None] = {}
    for folder in {path.parent for path, _ in found}:
        configs[folder] = sites.find(folder.resolve())
    turns = _turns(configs, options)
    jobs = []
    for path, inside in found:
        place = target if single else target / inside.with_name(f"{safe_name(inside.name)}.{format}")
        turn = turns.get(path.parent.resolve() / path.name, (0, 0))
        jobs.append(Job(path, str(path), configs[path.parent], place, format, options, turn))
    _refuse_collisions(jobs)
    return Plan(tuple(jobs))


def _turns(configs: Mapping[Path, Path | None], options: Options) -> Mapping[Path, Turn]:
    """The cover's turn of every post in these folders, whichever of them are asked for, and in their sites' others."""
    from publish import covers
    from publish.build import neighbours

    families: dict[Path, set[Path]] = {}
    for folder, config in configs.items():
        place = folder.resolve()
        home = config.parent.resolve() if config else place
        families.setdefault(
            home, {path for path in home.glob("_*") if path.is_dir()} if config else set()
        ).add(place)
    variety = covers.variety(styles.load(options.style))
    turns: dict[Path, Turn] = {}
    for folders in families.values():
        posts = (path for folder in folders for path in folder.iterdir() if path.suffix.lower() in ENDINGS)
        turns |= neighbours.turns_of(posts, variety)
    return turns


def find_posts(names: Sequence[str]) -> list[tuple[Path, PurePosixPath]]:
    """Each post that files, folders and globs name, once, with its place below the folder that was named.

    Raises UsageError when there are none.
    """
    found = list(_find(names))
    if not found:
        raise UsageError(f"no posts in {', '.join(names)}: give Markdown files or folders that hold some")
    return found


def _find(names: Iterable[str]) -> Iterator[tuple[Path, PurePosixPath]]:
    """Each post once, with its place (folders and stem) below the folder that was named."""
    seen: set[Path] = set()
    for name in names:
        for path, inside in _expand(name):
            key = path.resolve()
            if key not in seen:
                seen.add(key)
                yield path, inside


def _expand(name: str) -> Iterator[tuple[Path, PurePosixPath]]:
    path = Path(name)
    if path.is_dir():
        yield from ((post, _inside(post, path)) for post in sorted(_walk(path)))
    elif os.path.lexists(path):
        yield path, PurePosixPath(path.stem)
    elif glob.has_magic(name):
        for match in sorted(glob.glob(name, recursive=True)):  # noqa: PTH207  # the pattern may be absolute
            post = Path(match)
            if post.suffix.lower() in ENDINGS and post.is_file():
                yield post, PurePosixPath(post.stem)
    else:
        raise UsageError("no such file or folder", path=name)


def _walk(folder: Path) -> Iterator[Path]:
    """Markdown files below a folder, hidden ones left out; links to folders are not followed (they may go round)."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in files:
            if name.lower().endswith(ENDINGS) and not name.startswith("."):
                yield Path(place) / name


def _inside(post: Path, folder: Path) -> PurePosixPath:
    below = post.relative_to(folder)
    return PurePosixPath(*(safe_name(part) for part in below.parts[:-1]), post.stem)


def safe_name(name: str) -> str:
    """A file name that every file system takes: NFC, at most 80 bytes, no control, bidi or reserved characters."""
    kept = "".join(c for c in normalize("NFC", name) if category(c) not in {"Cc", "Cf", "Cs", "Co"})
    kept = _UNSAFE.sub("-", kept).strip(" .-") or "post"
    while len(kept.encode()) > MAX_NAME:
        kept = kept[:-1]
    kept = kept.rstrip(" .-")
    return f"{kept}-" if _RESERVED.fullmatch(kept) else kept


def _refuse_collisions(jobs: Sequence[Job]) -> None:
    posts = {job.path.resolve(): job for job in jobs}
    taken: dict[str, Job] = {}
    for job in jobs:
        # Two names that differ in case only are one file on most sticks.
        key = normalize("NFC", str(job.output)).casefold()
        other = taken.setdefault(key, job)
        if other is not job:
            raise UsageError(f"{other.label} and {job.label} would both make {job.output}: rename one")
        if job.output.resolve() in posts:
            raise UsageError(f"{job.output} is a post: give another output")
        if job.output.is_dir():
            raise UsageError(f"{job.output} is a folder: move it away")
