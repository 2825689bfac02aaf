"""Which files of a shelf get smaller copies, and the sizes before and after."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from publish.frozen import frozen
from publish.images.profiles import PROFILES as SCREENS
from publish.images.profiles import Profile
from publish.model import Notice
from publish.shelf.lighter.errors import UnfitError
from publish.shelf.scanning import digest
from publish.shelf.works import Item, Work

__all__ = ["PROFILES", "Change", "lighten"]

PROFILES: dict[str, Profile | None] = {"light": None, "eink": SCREENS["eink"], "phone": SCREENS["phone"]}
"""Profiles by the names for `--profile`; None leaves pictures out."""


@frozen
class Change:
    """The result for one file."""

    before: Item
    after: Item | None
    """The file to hand out: the copy, or the original if no smaller one was possible; None when it is left out."""


def lighten(
    works: Sequence[Work], profile: Profile | None, folder: Path, each: Callable[[], None] = lambda: None
) -> tuple[list[Work], list[Change], list[Notice]]:
    """Make copies in a folder of ours; `each` is called after every file.

    A page of a PDF cannot close the gap of a removed picture. So without pictures, a book's PDF is left out if there
    is an EPUB; if there is none, its pictures are made for e-ink. A copy that is not smaller is not handed out. A
    file that cannot be copied gets a notice.
    """
    chosen = [(work, item) for work in works for item in work.items]

    def one(number: int, work: Work, item: Item) -> tuple[Change, str]:
        try:
            if profile is None and item.kind != "epub" and any(other.kind == "epub" for other in work.items):
                return Change(item, None), ""
            if item.kind == "html":
                return Change(item, item), ""
            return Change(item, _copy(item, profile, folder / f"{number}.{item.kind}")), ""
        except UnfitError as error:
            return Change(item, item), str(error)
        finally:
            each()

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda task: one(task[0], *task[1]), enumerate(chosen)))
    changes = [change for change, _ in results]
    notices = [
        Notice("copy-whole", f"{why}: handed out unchanged", str(change.before.path))
        for change, why in results
        if why
    ]
    left = {id(change.before): change.after for change in changes}
    return [_with_files(work, [left[id(item)] for item in work.items]) for work in works], changes, notices


def _with_files(work: Work, items: Sequence[Item | None]) -> Work:
    """The work with the remaining files; its number of pages is a PDF's."""
    kept = tuple(item for item in items if item is not None)
    pages = work.facts.pages if any(item.kind == "pdf" for item in kept) else 0
    return replace(work, items=kept, facts=replace(work.facts, pages=pages))


def _copy(item: Item, profile: Profile | None, target: Path) -> Item:
    """A smaller copy, or the item itself. Raises UnfitError."""
    from publish.shelf.lighter.epubs import lighten_epub
    from publish.shelf.lighter.pdfs import lighten_pdf

    if item.kind == "epub":
        lighten_epub(item.path, profile, target)
    else:
        lighten_pdf(item.path, profile or SCREENS["eink"], target)
    size, sha256 = digest(target)
    if size >= item.size:
        target.unlink()
        return item
    return replace(item, path=target, size=size, sha256=sha256)
