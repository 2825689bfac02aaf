"""The worksheet of picture descriptions: writes it with thumbnails, and imports another vault's."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from publish.cli import hints, reporting
from publish.errors import UsageError
from publish.images.alternatives import is_description
from publish.images.thumbnails import thumbnail
from publish.keep import worksheet
from publish.keep.files import write_atomically
from publish.keep.vault import Vault, vault_of
from publish.model import Limits
from publish.text.messages import counted

if TYPE_CHECKING:
    from publish.cli.named import Found
    from publish.images.gather import Reference

__all__ = ["import_descriptions", "write_worksheet"]

COLUMNS = ("post", "line", "thumbnail", "caption", "address", "alt", "description")

_NAMED = 10
"""Most pictures without a description that are named; the worksheet has all."""


def write_worksheet(found: Found) -> None:
    """Write the worksheet: one row for each picture; descriptions that editors wrote stay. Raises OutputError."""
    vault = vault_of(found.project.folder)
    vault.prepare()
    path = vault.folder / worksheet.WORKSHEET
    written = dict(worksheet.read(path))
    pictures: dict[str, tuple[str, Reference]] = {}
    for label, picture in found.pictures:
        # A cover names itself. A picture in several posts is described once: take the first post that has words for it.
        known = pictures.get(picture.address)
        if not picture.hero and (
            known is None or (not _has_description(known[1]) and _has_description(picture))
        ):
            pictures[picture.address] = (label, picture)
    thumbnails = _thumbnails(vault, pictures, found.project.options.limits)
    rows: list[tuple[object, ...]] = [COLUMNS]
    by_authors = by_editors = 0
    bare: list[str] = []
    for address, (label, picture) in pictures.items():
        words = written.pop(address, "")
        by_editors += bool(words)
        by_authors += not words and _has_description(picture)
        if not words and not _has_description(picture):
            place = label if picture.line is None else f"{label}:{picture.line}"
            bare.append(f"{place}: {address} has no description")
        rows.append((label, picture.line, thumbnails[address], picture.caption, address, picture.alt, words))
    # Rows of posts that were not named this time.
    rows.extend(("", "", "", "", address, "", words) for address, words in written.items())
    write_atomically(path, worksheet.table(rows))
    shown = os.path.relpath(path)
    counts = f"{by_authors} described in posts, {by_editors} in the worksheet"
    text = f"{counted(len(pictures), 'picture')}, {len(bare)} without a description ({counts})"
    if covers := {each.address for _, each in found.pictures} - pictures.keys():
        text += f"; {len(covers)} more on covers, which say their titles"
    reporting.line(f"wrote {shown}: {text}", to=sys.stdout)
    for told in bare[:_NAMED]:
        reporting.line(told, to=sys.stdout)
    if len(bare) > _NAMED:
        reporting.line(f"{len(bare) - _NAMED} more without a description: see {shown}", to=sys.stdout)


def import_descriptions(theirs: Vault, ours: Vault) -> None:
    """Import the descriptions of another vault's worksheet. Where both vaults have one, ours stays."""
    here, there = (worksheet.read(vault.folder / worksheet.WORKSHEET) for vault in (ours, theirs))
    new = {address: words for address, words in there.items() if address not in here}
    if not new:
        told = "its descriptions are here already" if there else "it describes no picture"
        reporting.line(told, to=sys.stdout)
        return
    ours.prepare()
    rows = [COLUMNS, *(("", "", "", "", *pair) for pair in _with_alt({**here, **new}))]
    write_atomically(ours.folder / worksheet.WORKSHEET, worksheet.table(rows))
    place = next((name for name in ("posts", ".") if _has_posts(name)), "")
    more = f": {hints.command('images', 'alt', place)} updates the worksheet" if place else ""
    reporting.line(f"{counted(len(new), 'description')} imported{more}", to=sys.stdout)


def _has_posts(folder: str) -> bool:
    from publish.books.choosing.find import find_posts

    try:
        return bool(find_posts((folder,)))
    except UsageError:
        return False


def _with_alt(written: Mapping[str, str]) -> Iterable[tuple[str, str, str]]:
    return ((address, "", words) for address, words in written.items())


def _has_description(picture: Reference) -> bool:
    return is_description(picture.alt, picture.address)


def _thumbnails(
    vault: Vault, pictures: Mapping[str, tuple[str, Reference]], limits: Limits
) -> dict[str, str]:
    """The path of each picture's thumbnail, relative to the worksheet; empty where we do not have the picture."""

    def one(address: str) -> str:
        name = thumbnail(pictures[address][1], vault, limits)
        step()
        return name

    with reporting.progress(len(pictures), "thumbnails") as step, ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(pictures, pool.map(one, pictures), strict=True))
