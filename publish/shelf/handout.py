"""A shelf as files, ready for a folder or an archive: the books, and everything that we add."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from publish.errors import OutputError, PublishError
from publish.frozen import frozen
from publish.keep.files import is_there, remove_orphans, write_atomically, write_through
from publish.model import Notice
from publish.project.style import Style
from publish.shelf import atom, opdsjson, signing
from publish.shelf.checksums import PUBLIC_KEY, SIGNATURE, SUMS, write_sums
from publish.shelf.feeds import FOLDER, feeds
from publish.shelf.page import COVERS, Frame, write_page
from publish.shelf.pairing import group
from publish.shelf.scanning import INDEX, Found, digest, files_below
from publish.shelf.works import Item, Work
from publish.text.messages import counted

if TYPE_CHECKING:
    from minisign import SecretKey

    from publish.workers.pool import Pool

__all__ = ["Handout", "covers_of", "make_handout", "place"]

_OWN = frozenset({INDEX, SUMS, SIGNATURE, PUBLIC_KEY, atom.ROOT, opdsjson.ROOT})


@frozen
class Handout:
    """All files that a reader gets."""

    works: tuple[Work, ...]
    made: Mapping[str, bytes]
    """Files that we add: path relative to the folder, and bytes."""
    notices: tuple[Notice, ...] = field(default=())

    @property
    def items(self) -> tuple[Item, ...]:
        """The books; they are not changed."""
        return tuple(item for work in self.works for item in work.items)

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(item.size for item in self.items) + sum(map(len, self.made.values()))


def make_handout(
    works: Sequence[Work],
    frame: Frame,
    style: Style,
    covers: Mapping[str, bytes],
    *,
    key: SecretKey | None = None,
    others: Mapping[str, str] | None = None,
) -> Handout:
    """The shelf of some works. `others` are further files in the folder, with their SHA-256.

    Raises StyleError when the style has no shelf.
    """
    groups = group(works, frame.collections)
    used = {work.key: covers[work.key] for work in works if work.key in covers}
    made: dict[str, bytes] = {INDEX: write_page(frame, groups, used, style)}
    catalogue = feeds(frame, groups)
    made.update(atom.write_atom(frame, catalogue, used))
    made.update(opdsjson.write_json(frame, catalogue, used))
    made.update((f"{COVERS}/{name}.jpg", data) for name, data in used.items())
    if key is not None:
        made[PUBLIC_KEY] = signing.public_file(key)
    sums = dict(others or {})
    sums.update((item.name, item.sha256) for work in works for item in work.items)
    sums.update((name, hashlib.sha256(data).hexdigest()) for name, data in made.items())
    made[SUMS] = write_sums(sums)
    if key is not None:
        made[SIGNATURE] = signing.sign(made[SUMS], key, f"{frame.title}: {counted(len(sums), 'file')}")
    return Handout(tuple(works), made)


def covers_of(works: Sequence[Work], style: Style) -> tuple[dict[str, bytes], tuple[Notice, ...]]:
    """A thumbnail of every work, by key: the EPUB's cover, else the PDF's first page, else one drawn from the title."""
    from publish.workers.pool import Pool

    covers: dict[str, bytes] = {}
    notices: list[Notice] = []
    with Pool(Path(), ("publish.shelf.pdfs",), here=True) as pool:
        for work in works:
            data = work.facts.cover or _first_page(work, pool)
            if not data:
                try:
                    data = _drawn(work, style)
                except PublishError as error:
                    message = f"has no cover, and publish cannot draw one: {error.message}"
                    notices.append(Notice("cover-none", message, str(work.items[0].path)))
            if data:
                covers[work.key] = data
    return covers, tuple(notices)


def _first_page(work: Work, pool: Pool) -> bytes:
    from publish.shelf.pdfs import FirstPage, draw_first_page

    pages = (
        FirstPage(item.path, is_sheet=bool(item.facts.sheets_of)) for item in work.items if item.kind == "pdf"
    )
    return next((data for page in pages if (data := draw_first_page(page, pool))), b"")


def _drawn(work: Work, style: Style) -> bytes:
    from publish import covers
    from publish.shelf.thumbnails import thumbnail

    facts = work.facts
    cover = covers.compose(
        title=facts.title,
        language=facts.language,
        authors=facts.creators,
        site=facts.publisher,
        seed=work.iri,
    )
    return thumbnail(covers.picture(cover, style, 560, 840))


def other_files(folder: Path, scanned: Found) -> dict[str, str]:
    """Files in a folder that are neither books of the shelf, nor HTML pages, nor our own, with their SHA-256.

    Raises OutputError.
    """
    books = {*(item.name for item in scanned.items), *scanned.pages}
    found: dict[str, str] = {}
    for name in files_below(folder):
        if name in books or name in _OWN or name.startswith((f"{COVERS}/", f"{FOLDER}/")):
            continue
        try:
            found[name] = digest(folder / name)[1]
        except OSError as error:
            raise OutputError(f"cannot be read: {error.strerror}", path=str(folder / name)) from error
    return found


def place(handout: Handout, folder: Path) -> None:
    """Put a shelf in a folder: the books first, the checksums last, so that an interrupted copy can be noticed.
    Raises OutputError.
    """
    for item in handout.items:
        target = folder / item.name
        if not (is_there(target) and target.samefile(item.path)):
            _copy(item.path, target)
    last = (SUMS, SIGNATURE)
    for name in (
        *(name for name in handout.made if name not in last),
        *(n for n in last if n in handout.made),
    ):
        path = folder / name
        if not _holds(path, handout.made[name]):
            write_atomically(path, handout.made[name])
    _tidy(handout, folder)


def _holds(path: Path, data: bytes) -> bool:
    with contextlib.suppress(OSError):
        return path.stat().st_size == len(data) and path.read_bytes() == data
    return False


def _copy(source: Path, target: Path) -> None:
    """Copy a book so that a reader sees all of it or nothing."""
    with source.open("rb") as book:
        write_through(target, lambda file: shutil.copyfileobj(book, file, 1 << 20))


def _tidy(handout: Handout, folder: Path) -> None:
    """Remove covers and feeds of removed books, and a signature of an older list."""
    for name in files_below(folder):
        ours = name.startswith((f"{COVERS}/", f"{FOLDER}/")) or name in {SIGNATURE, PUBLIC_KEY}
        if ours and name not in handout.made:
            (folder / name).unlink(missing_ok=True)
    for place_ in {(folder / name).parent for name in handout.made} | {folder}:
        remove_orphans(place_)
