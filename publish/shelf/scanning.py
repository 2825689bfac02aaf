"""Reads the books in a folder: all EPUBs and PDFs below it, and the web pages that publish made."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from publish.errors import UsageError
from publish.frozen import frozen
from publish.keep.files import is_file, is_folder
from publish.model import Notice
from publish.shelf.epubs import UnreadableError, read_epub
from publish.shelf.pdfs import facts_of
from publish.shelf.webpages import read_page
from publish.shelf.works import Facts, Item, Kind
from publish.text.patterns import late
from publish.workers.pool import Pool

__all__ = ["INDEX", "OURS", "Found", "digest", "files_below", "find_books"]

OURS = "shelf"
"""Folder of covers and feeds; everything in it is made by us."""
INDEX = "index.html"
"""The shelf's own page."""
_PAGES = (".html", ".htm", ".xhtml")
_KINDS: dict[str, Kind] = {".epub": "epub", ".pdf": "pdf", ".html": "html"}
_NO_STICK = late(r'[<>:"\\|?*\x00-\x1f]|[ .](?:/|$)')
"""Characters that FAT and exFAT, the file systems of USB sticks and cards, do not allow in names."""


@frozen
class Found:
    """The contents of a folder."""

    items: tuple[Item, ...]
    notices: tuple[Notice, ...]
    pages: tuple[str, ...] = ()
    """HTML pages that publish did not make: they may need other files, or load something."""


def find_books(folder: Path, each: Callable[[], None] = lambda: None) -> Found:
    """Read all books below a folder; `each` is called after every file.

    Files that are not readable books are left out, with a notice. Raises UsageError when there is no such folder.
    """
    if not is_folder(folder):
        raise UsageError("no such folder: make books first, or name their folder", path=str(folder))
    names = [name for name in files_below(folder) if not name.startswith(f"{OURS}/")]
    books = {
        name: kind for name in names if name != INDEX and (kind := _KINDS.get(Path(name).suffix.lower()))
    }
    items: list[Item] = []
    notices: list[Notice] = []
    with Pool(Path(), ("publish.shelf.pdfs",), here=True) as pool:  # it starts nothing when there is no PDF
        for name, kind in books.items():
            path = folder / name
            try:
                item = _read(path, name, kind, pool)
            except UnreadableError as error:
                notices.append(Notice("book-unreadable", f"left out: {error}", str(path)))
            else:
                if item is None:
                    continue
                items.append(item)
                if _NO_STICK.search(name):
                    notices.append(
                        Notice("name-stick", "its name does not work on USB sticks: rename it", str(path))
                    )
            each()
    notices += [
        Notice("book-link", "left out: it is a symbolic link", str(folder / name)) for name in _links(folder)
    ]
    ours = {item.name for item in items}
    pages = tuple(name for name in names if name.lower().endswith(_PAGES) and name not in {INDEX, *ours})
    return Found(tuple(items), tuple(notices), pages)


def files_below(folder: Path) -> list[str]:
    """Regular files below a folder, as relative paths with `/`, sorted by name; without hidden files and links."""
    return sorted(
        (
            path.relative_to(folder).as_posix()
            for path in _walk(folder)
            if is_file(path) and not path.is_symlink()
        ),
        key=os.fsencode,
    )


def _links(folder: Path) -> list[str]:
    """Books that are symbolic links: these do not work on USB sticks."""
    return sorted(
        path.relative_to(folder).as_posix()
        for path in _walk(folder)
        if path.is_symlink() and path.suffix.lower() in _KINDS
    )


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(place) / name for name in files if not name.startswith("."))


def _read(path: Path, name: str, kind: Kind, pool: Pool) -> Item | None:
    """A book; None for a web page that is none. Raises UnreadableError."""
    try:
        page = read_page(path) if kind == "html" else None
        if kind == "html" and page is None:
            return None
        size, sha256 = digest(path)
    except OSError as error:
        raise UnreadableError(f"cannot be read: {error.strerror or error}") from error
    if not size:
        raise UnreadableError("the file is empty")
    facts: Facts = page or (read_epub(path) if kind == "epub" else facts_of(path, pool))
    return Item(name, path, kind, size, sha256, facts)


def digest(path: Path) -> tuple[int, str]:
    """Size and SHA-256 of a file, read in pieces. Raises OSError."""
    total, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            total.update(piece)
            size += len(piece)
    return size, total.hexdigest()
