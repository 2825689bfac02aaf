"""Which posts become which files, and which are held back. From each post only its release settings are read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from unicodedata import category, normalize

from publish.books.chapters import ChapterJob
from publish.books.choosing.find import find_posts
from publish.books.choosing.published import Held, sift, terms_of
from publish.books.jobs import BookJob
from publish.errors import UsageError
from publish.frozen import frozen
from publish.keep.files import is_file, is_folder, located, real_name
from publish.keep.outputs import ends_in, refuse_other_ending
from publish.model import Format, Notice, Options
from publish.posts.dialects import is_post
from publish.project import style as styles
from publish.text.patterns import late

if TYPE_CHECKING:
    from publish.covers.turns import Turn

__all__ = ["KINDS", "Plan", "Withheld", "make_plan", "old_file", "safe_name"]

KINDS: Mapping[Format, str] = {"pdf": "PDFs", "epub": "EPUBs", "html": "HTML pages"}
"""What files of a format are called, many of them."""

MAX_NAME = 80
"""Longest file name without its ending, in bytes: short enough for every file system and messenger."""
_RESERVED = late(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_UNSAFE = late(r'[\x00-\x1f\x7f<>:"/\\|?*]+')


@frozen
class Withheld:
    """A post that is held back."""

    post: Held
    output: Path
    """The file that the post would become."""
    notices: tuple[Notice, ...] = ()


@frozen
class Plan:
    """The jobs of one command, in the order of their names."""

    jobs: tuple[BookJob, ...]
    held: tuple[Withheld, ...] = ()
    folder: Path | None = None
    """The folder of its files, where posts were chosen from a folder or by a glob."""


def make_plan(
    posts: Sequence[str],
    output: str,
    format: Format,  # noqa: A002  # the same name as the field's
    options: Options,
    now: datetime | None = None,
) -> Plan:
    """Find the posts that files, folders and globs name, and give an output file to each that may be published.

    `output` is a folder, or for one post a file name with the format's ending. Posts with a date after `now` are held
    back; it has a time zone, and is the current time by default. Raises UsageError when posts do not exist, when two
    posts would make the same file, and when an output is one of the posts or has the ending of another kind of file.
    """
    target = Path(output)
    refuse_other_ending(target, KINDS[format], f".{format}")
    terms = terms_of(options, now)
    sifted = sift(find_posts(posts), terms)
    single = ends_in(output, {f".{format}"})
    if single and len(sifted.posts) > 1:
        raise UsageError(f"{output} is one file, but there are {len(sifted.posts)} posts: give a folder")

    def place(inside: PurePosixPath) -> Path:
        folders = (safe_name(part) for part in inside.parts[:-1])
        return target if single else target.joinpath(*folders, f"{safe_name(inside.name)}.{format}")

    turns = _turns(sifted.configs, options)
    real = {folder: located(folder) for folder in sifted.configs}
    jobs = [
        BookJob(
            label=str(each.found.path),
            output=place(each.found.inside),
            format=format,
            options=options,
            chapters=(ChapterJob(each.found.path, str(each.found.path), each.config, options),),
            turn=turns.get(real[each.found.path.parent] / each.found.path.name, (0, 0)),
            notices=each.notices,
            terms=terms if each.found.top else None,
        )
        for each in sifted.posts
    ]
    _refuse_collisions(jobs)
    made = {job.output for job in jobs}
    walked = any(each.found.top for each in sifted.posts) or bool(sifted.held)
    held = (Withheld(each, place(each.found.inside)) for each in sifted.held)
    return Plan(
        tuple(jobs),
        tuple(_with_old_file(each) for each in held if each.output not in made),
        target if walked and not single else None,
    )


def _with_old_file(held: Withheld) -> Withheld:
    """Add a notice about a file made of the post earlier: only the owner may delete it."""
    if not is_file(held.output):
        return held
    return replace(held, notices=(old_file(held.output, held.post.label),))


def old_file(output: Path, label: str) -> Notice:
    """The notice of a book whose post is held back now."""
    message = f"made from {label}, which is held back now: delete it before you hand this folder on"
    return Notice("held-back-file", message, str(output))


def _turns(configs: Mapping[Path, Path | None], options: Options) -> Mapping[Path, Turn]:
    """The cover's turn for every post in these folders and in the other folders of their sites, also for posts not
    asked for.
    """
    from publish import covers
    from publish.covers.turns import turns_of

    families: dict[Path, set[Path]] = {}
    for folder, config in configs.items():
        place = folder.resolve()
        home = config.parent.resolve() if config else place
        families.setdefault(
            home, {path for path in home.glob("_*") if is_folder(path)} if config else set()
        ).add(place)
    variety = covers.variety(styles.load(options.style))
    turns: dict[Path, Turn] = {}
    for folders in families.values():
        posts = (path for folder in folders for path in folder.iterdir() if is_post(path))
        turns |= turns_of(posts, variety)
    return turns


def safe_name(name: str) -> str:
    """A file name that every file system accepts: NFC, at most 80 bytes, no control, bidi or reserved characters."""
    kept = "".join(c for c in normalize("NFC", name) if category(c) not in {"Cc", "Cf", "Cs", "Co"})
    kept = _UNSAFE.sub("-", kept).strip(" .-") or "post"
    while len(kept.encode()) > MAX_NAME:
        kept = kept[:-1]
    kept = kept.rstrip(" .-")
    return f"{kept}-" if _RESERVED.fullmatch(kept) else kept


def _refuse_collisions(jobs: Sequence[BookJob]) -> None:
    posts = {real_name(job.path) for job in jobs}
    taken: dict[str, BookJob] = {}
    for job in jobs:
        # On most USB sticks, names that differ only in case are the same file.
        key = normalize("NFC", str(job.output)).casefold()
        other = taken.setdefault(key, job)
        if other is not job:
            raise UsageError(f"{other.label} and {job.label} would both make {job.output}: rename one")
        if real_name(job.output) in posts:
            raise UsageError(f"{job.output} is a post: give another --output")
        if is_folder(job.output):
            raise UsageError(f"{job.output} is a folder: move or rename it")
