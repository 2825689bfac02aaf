"""Posts that a volume may contain: found, but not yet read."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from publish import posts
from publish.books.choosing.find import Found, find_posts
from publish.books.choosing.published import sift, terms_of
from publish.books.choosing.spec import Spec, fault
from publish.books.choosing.usual import default_posts
from publish.errors import UsageError
from publish.frozen import frozen
from publish.keep.files import is_there
from publish.model import Notice, Options
from publish.posts.release import Reason, Terms

__all__ = ["Candidate", "Candidates", "find"]


@frozen
class Candidate:
    """A post that may become a chapter."""

    path: Path
    label: str
    config: Path | None
    options: Options
    data: bytes | None
    """The file's bytes. Everything in the volume comes from these, even if the file is saved meanwhile. None when it
    cannot be read or is too large; reading it again gives the error.
    """
    named: bool = False
    """Whether the user named this file itself."""
    reasons: tuple[Reason, ...] = ()
    """Why it is held back."""

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes."""
        return sha256(self.data).hexdigest() if self.data is not None else ""


@frozen
class Candidates:
    """All candidates, in order, and those that each section lists."""

    all: tuple[Candidate, ...]
    listed: tuple[tuple[Path, ...], ...]
    """The files that each section names."""
    terms: Terms
    foreword: Path | None = None
    held: tuple[Candidate, ...] = ()
    """Posts that are held back."""
    notices: tuple[Notice, ...] = ()
    """Warnings about posts that would be held back if the user had not named them."""

    def without(self, left: Container[Path]) -> Candidates:
        """The same without these posts."""
        return replace(self, all=tuple(each for each in self.all if each.path not in left))


def find(spec: Spec, options: Options, now: datetime | None = None) -> Candidates:
    """Every post that a spec names and that may be handed out. Raises UsageError for names of nothing.

    Posts with a date after `now` are held back; it has a time zone, and is the current time by default.
    """
    terms = terms_of(options, now)
    rows = [_found(spec, section.posts) if section.posts else [] for section in spec.sections]
    first = _foreword(spec) if spec.foreword else []
    wanted = _wanted(spec)
    meant: dict[Path, Found] = {}
    for each in (*first, *wanted, *(each for row in rows for each in row)):
        if each.path not in meant or each.top is None:
            meant[each.path] = each
    sifted = sift(meant.values(), terms)
    sound = tuple(_candidate(each.found, each.config, options) for each in sifted.posts)
    held = tuple(_candidate(each.found, each.config, options, each.reasons) for each in sifted.held)
    foreword = first[0].path if first else None
    notices = (
        notice for each in sifted.posts if each.found.path != foreword for notice in each.notices
    )  # a foreword is not a post of the site, so it is never held back
    listed = tuple(tuple(each.path for each in row) for row in rows)
    return Candidates(sound, listed, terms, foreword, held, tuple(notices))


def _wanted(spec: Spec) -> list[Found]:
    """The posts that conditions choose from. Where each section lists its own, there are no others."""
    choosing = [section for section in spec.sections if not section.posts]
    if spec.posts or not spec.sections or len(choosing) == len(spec.sections):
        return _found(spec, spec.posts)
    try:
        return _found(spec, ()) if choosing else []
    except UsageError:  # no folder of posts here: only those that other sections list
        return []


def _candidate(
    found: Found, config: Path | None, options: Options, reasons: tuple[Reason, ...] = ()
) -> Candidate:
    data = posts.bytes_of(found.path, options.limits)
    return Candidate(
        found.path, str(found.path), config, options, data, named=found.top is None, reasons=reasons
    )


def _foreword(spec: Spec) -> list[Found]:
    """The foreword's file. Raises UsageError that names the volume's file: there the name was mistyped."""
    if not is_there(spec.folder / spec.foreword):
        raise fault(spec, f"foreword: there is no file {spec.foreword}", "foreword")
    return _found(spec, (spec.foreword,))


def _found(spec: Spec, names: Sequence[str]) -> list[Found]:
    placed = tuple(str(spec.folder / name) for name in names or default_posts(spec.folder))
    try:
        return find_posts(placed)
    except UsageError as error:
        if spec.label.endswith(".toml") and error.path:
            raise fault(spec, f"{error.path}: {error.message}", "posts", "section") from error
        raise UsageError(error.message, path=error.path or spec.label) from error
