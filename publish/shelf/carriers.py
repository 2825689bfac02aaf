"""Archives of a shelf: one file, or parts for mail and messengers, each usable alone."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO

from publish.errors import UsageError
from publish.keep.files import write_through
from publish.model import Notice
from publish.shelf.handout import Handout
from publish.shelf.works import Item, Work, human_size
from publish.text.messages import counted
from publish.text.patterns import late

__all__ = ["parse_size", "parts", "zip_to"]

MIN_PART = 200_000
"""Minimum size in bytes of a part with a page and a book."""
_SIZE = late(r"(\d+(?:\.\d+)?)\s*([kmg]?)(i?)b?", re.IGNORECASE)
_TIME = (1980, 1, 1, 0, 0, 0)
_PLAIN = (".html", ".xml", ".json", "SHA256SUMS")
"""File types worth compressing; books and pictures are compressed already."""


def parse_size(text: str) -> int:
    """Bytes from `20MB`, `750k`, `1GiB`. Raises UsageError."""
    found = _SIZE.fullmatch(text.strip())
    if found is None:
        raise UsageError(f"{text!r} is not a size: write it as 20MB")
    number, unit, binary = found.groups()
    power = " kmg".index(unit.lower() or " ")
    size = int(float(number) * (1024 if binary else 1000) ** power)
    if size < MIN_PART and not unit:
        raise UsageError(f"{number} means {counted(int(float(number)), 'byte')}: write {number}MB")
    if size < MIN_PART:
        raise UsageError(f"{text} is too small: a part needs at least {MIN_PART // 1000} KB")
    return size


def zip_to(handout: Handout, target: Path, folder: str) -> None:
    """Write a shelf as one archive, with everything in a folder of that name. Raises OutputError.

    The same shelf gives the same bytes: entries are sorted and have no times.
    """
    write_through(target, lambda file: _fill(handout, file, folder))


def _fill(handout: Handout, file: IO[bytes], folder: str) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        for name, source in sorted(_files(handout)):
            info = zipfile.ZipInfo(f"{folder}/{name}".encode("utf-8", "replace").decode(), _TIME)
            info.external_attr = 0o100644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED if name.endswith(_PLAIN) else zipfile.ZIP_STORED
            if isinstance(source, Path):
                info.file_size = (
                    source.stat().st_size
                )  # from this, zipfile decides whether a book needs 64-bit sizes
                with source.open("rb") as book, archive.open(info, "w") as inside:
                    while piece := book.read(1 << 20):
                        inside.write(piece)
            else:
                archive.writestr(info, source)


def _files(handout: Handout) -> Iterator[tuple[str, Path | bytes]]:
    yield from ((item.name, item.path) for item in handout.items)
    yield from handout.made.items()


def zip_size(handout: Handout, folder: str) -> int:
    """Size of the archive in bytes."""
    counter = _Counter()
    small = replace(handout, works=())
    _fill(small, counter, folder)  # type: ignore[arg-type]  # zipfile only calls write, tell and flush
    books = sum(
        item.size + 2 * (len(f"{folder}/{item.name}".encode("utf-8", "replace"))) + 30 + 46
        for item in handout.items
    )
    return counter.size + books


class _Counter:
    """A file that only counts bytes."""

    def __init__(self) -> None:
        self.size = 0

    def write(self, data: bytes) -> int:
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing to flush."""


def parts(
    works: Sequence[Work], limit: int, make: Callable[[Sequence[Work]], Handout], folder: str
) -> tuple[list[tuple[Work, ...]], list[Notice]]:
    """Works in parts whose archives have at most `limit` bytes, in order.

    A work that does not fit is split by format; a file that does not fit is named in a notice.
    """
    done: list[tuple[Work, ...]] = []
    notices: list[Notice] = []
    waiting = list(works)
    while waiting:
        count = _fitting(waiting, limit, make, folder)
        if count:
            done.append(tuple(waiting[:count]))
            del waiting[:count]
            continue
        work = waiting.pop(0)
        if len(work.items) > 1:
            waiting[:0] = [replace(work, items=(item,)) for item in work.items]
        else:
            notices.append(_too_large(work.items[0], limit))
    return done, notices


def _fitting(
    works: Sequence[Work], limit: int, make: Callable[[Sequence[Work]], Handout], folder: str
) -> int:
    """How many of the first works fit in a part. The books' sizes limit the search, the archive's size decides."""
    most, size = 0, 0
    while most < len(works) and size + works[most].size <= limit:
        size += works[most].size
        most += 1
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if zip_size(make(works[:middle]), folder) <= limit:
            low = middle
        else:
            high = middle - 1
    return low


def _too_large(item: Item, limit: int) -> Notice:
    return Notice(
        "part-too-small",
        f"left out: its {human_size(item.size)} do not fit in a part of {human_size(limit)}",
        str(item.path),
    )
