"""Archives of a hand-out: one file, or parts for mail and messengers that each open on their own."""

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
from publish.text.counting import counted

__all__ = ["MIN_PART", "parse_size", "parts", "zip_size", "zip_to"]

MIN_PART = 200_000
"""Bytes below which no part holds a page and a book."""
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmg]?)(i?)b?", re.IGNORECASE)
_TIME = (1980, 1, 1, 0, 0, 0)
_PLAIN = (".html", ".xml", ".json", "SHA256SUMS")
"""What is worth compressing; books and pictures are compressed already."""


def parse_size(text: str) -> int:
    """Bytes from `20MB`, `750k`, `1GiB`. Raises UsageError."""
    found = _SIZE.fullmatch(text.strip())
    if found is None:
        raise UsageError(f"{text!r} is no size: write it as 20MB")
    number, unit, binary = found.groups()
    power = " kmg".index(unit.lower() or " ")
    size = int(float(number) * (1024 if binary else 1000) ** power)
    if size < MIN_PART and not unit:
        raise UsageError(f"{number} means {counted(int(float(number)), 'byte')}: write {number}MB")
    if size < MIN_PART:
        raise UsageError(f"{text}: a part needs {MIN_PART // 1000} KB at least")
    return size


def zip_to(handout: Handout, target: Path, folder: str) -> None:
    """Write a hand-out as one archive, in a folder of that name inside. Raises OutputError.

    The same hand-out gives the same bytes: entries are in order and carry no time of their own.
    """
    write_through(target, lambda file: _fill(handout, file, folder))


def _fill(handout: Handout, file: IO[bytes], folder: str) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        for name, source in sorted(_files(handout)):
            info = zipfile.ZipInfo(f"{folder}/{name}".encode("utf-8", "replace").decode(), _TIME)
            info.external_attr = 0o100644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED if name.endswith(_PLAIN) else zipfile.ZIP_STORED
            if isinstance(source, Path):
                info.file_size = source.stat().st_size  # tells the writer when a book needs 64-bit sizes
                with source.open("rb") as book, archive.open(info, "w") as inside:
                    while piece := book.read(1 << 20):
                        inside.write(piece)
            else:
                archive.writestr(info, source)


def _files(handout: Handout) -> Iterator[tuple[str, Path | bytes]]:
    yield from ((item.name, item.path) for item in handout.items)
    yield from handout.made.items()


def zip_size(handout: Handout, folder: str) -> int:
    """Bytes that the archive will have."""
    counter = _Counter()
    small = replace(handout, works=())
    _fill(small, counter, folder)  # type: ignore[arg-type]  # zipfile only writes, tells and flushes
    books = sum(
        item.size + 2 * (len(f"{folder}/{item.name}".encode("utf-8", "replace"))) + 30 + 46
        for item in handout.items
    )
    return counter.size + books


class _Counter:
    """A file that is only measured."""

    def __init__(self) -> None:
        self.size = 0

    def write(self, data: bytes) -> int:
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits to be written."""


def parts(
    works: Sequence[Work], limit: int, make: Callable[[Sequence[Work]], Handout], folder: str
) -> tuple[list[tuple[Work, ...]], list[Notice]]:
    """Works in parts whose archives stay within `limit` bytes, in their order.

    A work that does not fit whole is parted by formats; a file that does not fit at all is named in a notice.
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
    """How many of the first works fit in a part. The books' own sizes bound the search, the archive's size decides."""
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
        f"has {human_size(item.size)} and fits in no part of {human_size(limit)}: left out",
        str(item.path),
    )
