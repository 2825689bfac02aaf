"""Which posts become which files, and which are held back. Of a post no more is read than what it says of that."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from unicodedata import category, normalize

from publish.books.chapters import ChapterJob
from publish.books.find import ENDINGS, find_posts
from publish.books.jobs import BookJob
from publish.books.sift import Held, sift, terms_of
from publish.errors import UsageError
from publish.keep.files import located
from publish.keep.outputs import refuse_other_ending
from publish.model import Format, Notice, Options
from publish.project import style as styles

if TYPE_CHECKING:
    from publish.covers.turns import Turn

__all__ = ["KINDS", "Plan", "Withheld", "make_plan", "safe_name"]

KINDS: Mapping[Format, str] = {"pdf": "PDFs", "epub": "EPUBs", "html": "HTML pages"}
"""What files of a format are called, many of them."""

MAX_NAME = 80
"""Bytes of a file name without its ending: short enough for every file system and carrier."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')


@dataclass(frozen=True, slots=True)
class Withheld:
    """A post that is held back."""

    post: Held
    output: Path
    """The file that it would become."""
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The jobs of one command, in the order of their names."""

    jobs: tuple[BookJob, ...]
    held: tuple[Withheld, ...] = ()


def make_plan(
    posts: Sequence[str],
    output: str,
    format: Format,  # noqa: A002  # the field's own word
    options: Options,
    now: datetime | None = None,
) -> Plan:
    """Find the posts that files, folders and globs name, and give each that may be handed out its output file.

    `output` is a folder, or, for one post, a file name with the format's ending. `now` is the moment that days to come
    are measured from, with a zone; the clock's when not given. Raises UsageError for posts that aren't there, two posts
    that would make one file, and an output that is one of the posts or has the ending of another kind of file.
    """
    target = Path(output)
    refuse_other_ending(target, KINDS[format], f".{format}")
    terms = terms_of(options, now)
    sifted = sift(find_posts(posts), terms)
    single = target.suffix.lower() == f".{format}"
    if single and len(sifted.posts) > 1:
        raise UsageError(f"{output} is one file, but there are {len(sifted.posts)} posts: give a folder")

    def place(inside: PurePosixPath) -> Path:
        folders = (safe_name(part) for part in inside.parts[:-1])
        return target if single else target.joinpath(*folders, f"{safe_name(inside.name)}.{format}")

    turns = _turns(sifted.configs, options)
    jobs = [
        BookJob(
            label=str(each.found.path),
            output=place(each.found.inside),
            format=format,
            options=options,
            chapters=(ChapterJob(each.found.path, str(each.found.path), each.config, options),),
            turn=turns.get(each.found.path.parent.resolve() / each.found.path.name, (0, 0)),
            notices=each.notices,
            terms=terms if each.found.top else None,
        )
        for each in sifted.posts
    ]
    _refuse_collisions(jobs)
    made = {job.output for job in jobs}
    held = (Withheld(each, place(each.found.inside)) for each in sifted.held)
    return Plan(tuple(jobs), tuple(_with_old_file(each) for each in held if each.output not in made))


def _with_old_file(held: Withheld) -> Withheld:
    """With a word on a file that was made of it before: nobody but its owner may remove that."""
    if not held.output.is_file():
        return held
    message = (
        f"made from {held.post.label} before that was held back: delete it before you hand this folder on"
    )
    return replace(held, notices=(Notice("held-back-file", message, str(held.output)),))


def _turns(configs: Mapping[Path, Path | None], options: Options) -> Mapping[Path, Turn]:
    """The cover's turn of every post in these folders, whichever of them are asked for, and in their sites' others."""
    from publish import covers
    from publish.covers.turns import turns_of

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
        turns |= turns_of(posts, variety)
    return turns


def safe_name(name: str) -> str:
    """A file name that every file system takes: NFC, at most 80 bytes, no control, bidi or reserved characters."""
    kept = "".join(c for c in normalize("NFC", name) if category(c) not in {"Cc", "Cf", "Cs", "Co"})
    kept = _UNSAFE.sub("-", kept).strip(" .-") or "post"
    while len(kept.encode()) > MAX_NAME:
        kept = kept[:-1]
    kept = kept.rstrip(" .-")
    return f"{kept}-" if _RESERVED.fullmatch(kept) else kept


def _refuse_collisions(jobs: Sequence[BookJob]) -> None:
    posts = {located(job.path): job for job in jobs}
    taken: dict[str, BookJob] = {}
    for job in jobs:
        # Two names that differ in case only are one file on most sticks.
        key = normalize("NFC", str(job.output)).casefold()
        other = taken.setdefault(key, job)
        if other is not job:
            raise UsageError(f"{other.label} and {job.label} would both make {job.output}: rename one")
        if located(job.output) in posts:
            raise UsageError(f"{job.output} is a post: give another output")
        if job.output.is_dir():
            raise UsageError(f"{job.output} is a folder: move it away")
