"""Books that no post makes any more: their posts were deleted, renamed or held back. They are only named: only the owner
may delete them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import get_args

from publish.fresh import records
from publish.keep.files import as_typed, is_file, located
from publish.keep.store import Store
from publish.model import Format, Notice
from publish.press.outcome import Outcome
from publish.press.plan import Plan, old_file

__all__ = ["left_over", "without_post"]

_ENDINGS = frozenset(f".{kind}" for kind in get_args(Format))
_MOST = 1_000
"""Folders that are looked through: books can be put into a home, or on a stick, with many other files."""


def without_post(book: Path, store: Store) -> Notice | None:
    """The notice of a book that we made from a post that is gone; None for any other file."""
    post = records.post_of(store, book)
    return _gone(book, post) if post and not is_file(post) else None


def left_over(plans: Sequence[Plan], store: Store) -> Iterator[Outcome]:
    """An outcome with a notice for each such book in the folders of these plans. A held-back post's book of the plan's
    own format has its notice already.
    """
    named = {each.output for plan in plans for each in plan.held}
    held = {located(each.post.found.path): each.post.label for plan in plans for each in plan.held}
    for book in _others(plans):
        post = records.post_of(store, book)
        if post is None or book in named:
            continue
        if label := held.get(post):
            notice, reason = old_file(book, label), "its post is held back"
            yield Outcome(label, book, "unpublished", (notice,), reason=reason)
        elif not is_file(post):
            notices = (_gone(book, post),)
            yield Outcome(str(as_typed(post)), book, "unpublished", notices, reason="its post is gone")


def _gone(book: Path, post: Path) -> Notice:
    message = f"made from {as_typed(post)}, which is gone: delete it before you hand this folder on"
    return Notice("leftover-file", message, str(book))


def _others(plans: Iterable[Plan]) -> Iterator[Path]:
    """The books in the folders of plans that none of their posts makes, in any format; also in a folder below that none
    of them uses any more.
    """
    made = {job.output.with_suffix("") for plan in plans for job in plan.jobs}
    folders = {plan.folder for plan in plans if plan.folder}
    used = {each.parent for each in made} | {each.output.parent for plan in plans for each in plan.held}
    below = {place for place in used if any(place.is_relative_to(folder) for folder in folders)}
    for folder in sorted(below.union(*map(_inside, folders))):
        try:
            books = sorted(path for path in folder.iterdir() if path.suffix in _ENDINGS)
        except OSError:  # not there yet, or closed to us
            continue
        yield from (book for book in books if book.with_suffix("") not in made)


def _inside(folder: Path) -> Iterator[Path]:
    """A folder and those below it."""
    for place, names, _ in islice(os.walk(folder), _MOST):
        names[:] = sorted(name for name in names if not name.startswith("."))
        yield Path(place)
