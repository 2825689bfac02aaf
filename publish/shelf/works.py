"""The contents of a shelf: files, and works with their formats."""

from __future__ import annotations

import hashlib
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from publish.frozen import frozen
from publish.text.patterns import late

__all__ = ["MEDIA_TYPES", "Facts", "Group", "Item", "Kind", "Work", "address", "human_size"]

Kind = Literal["epub", "pdf", "html"]

MEDIA_TYPES: dict[Kind, str] = {"epub": "application/epub+zip", "pdf": "application/pdf", "html": "text/html"}
"""IANA media types, by kind of file."""

_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
"""The date when none is known: the earliest that a ZIP file can store."""
_IRI = late(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_ISBN = late(r"(?:isbn[:\s]*)?((?:97[89])?\d{9}[\dXx])")


@frozen
class Facts:
    """A file's own metadata. Missing values are empty."""

    identifier: str = ""
    title: str = ""
    creators: tuple[str, ...] = ()
    sort_name: str = ""
    """Sort key of the first creator."""
    language: str = ""
    """BCP 47 tag."""
    languages: tuple[str, ...] = ()
    """The tags of all its languages, `language` first."""
    date: str = ""
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD`."""
    modified: datetime | None = None
    """In UTC."""
    description: str = ""
    publisher: str = ""
    rights: str = ""
    source: str = ""
    subjects: tuple[str, ...] = ()
    series: str = ""
    position: str = ""
    """Number in the series, as text."""
    pages: int = 0
    """Number of pages of a PDF."""
    sheets_of: str = ""
    """For sheets to fold: the identifier of the book that they hold, or `-` where it has none."""
    cover: bytes = b""
    """The cover as a small JPEG, if the file has one as a picture."""


@frozen
class Item:
    """One file on the shelf."""

    name: str
    """Path relative to the shelf's folder, with `/`."""
    path: Path
    """The file that it is read from."""
    kind: Kind
    size: int
    """Size in bytes."""
    sha256: str
    facts: Facts

    @property
    def stem(self) -> str:
        """File name without its ending."""
        return self.name.rpartition("/")[2].rpartition(".")[0]

    @property
    def folder(self) -> str:
        """The folder relative to the shelf's, or empty."""
        return self.name.rpartition("/")[0]


@frozen
class Work:
    """One book in all its formats. Each value comes from the first file that has it, EPUBs first."""

    items: tuple[Item, ...]
    """EPUBs first, then PDFs, then web pages, then by name."""
    facts: Facts
    """Title and language are never empty."""

    @property
    def key(self) -> str:
        """Short ASCII name for ids and file names; depends only on identifier and title."""
        return hashlib.sha256(f"{self.iri}\n{self.facts.title}".encode()).hexdigest()[:16]

    @property
    def iri(self) -> str:
        """Identifier as an IRI, as Atom needs it (RFC 4287, 4.2.6)."""
        given = self.facts.identifier
        if _IRI.fullmatch(given):
            return given
        isbn = _ISBN.fullmatch(given.replace("-", "").lower())
        if isbn:
            return f"urn:isbn:{isbn[1].upper()}"
        return uuid.uuid5(uuid.NAMESPACE_URL, given or f"{self.items[0].stem}\n{self.facts.title}").urn

    @property
    def modified(self) -> datetime:
        """When it last changed, in UTC; else the day of publication."""
        if self.facts.modified is not None:
            return self.facts.modified
        year, month, day = (int(part) for part in f"{self.facts.date or '1980'}-01-01".split("-")[:3])
        return max(datetime(year, month, day, tzinfo=UTC), _EARLIEST)

    @property
    def size(self) -> int:
        """Bytes of all formats."""
        return sum(item.size for item in self.items)


@frozen
class Group:
    """Works that belong together: the volumes of a series, or a collection."""

    name: str
    """Name of the series or collection; empty for works without one."""
    works: tuple[Work, ...]
    """The newest first."""
    is_series: bool = False
    """Whether they are volumes."""
    is_posts: bool = False
    """Whether they are in no series and no collection, and are of a publisher whose volumes stand beside them."""
    is_sheets: bool = False
    """Whether they are sheets to print and fold."""


def address(name: str, start: str = "") -> str:
    """A relative reference (RFC 3986, 4.2) to a file of the shelf, from a document in the folder `start`."""
    above = "../" * len([part for part in start.split("/") if part])
    return above + quote(name.encode("utf-8", "surrogateescape"), safe="/")


def human_size(size: int) -> str:
    """Bytes in decimal units: `640 KB`, `1.2 MB`."""
    if size < 999_500:
        return f"{max(1, round(size / 1e3))} KB"
    if size < 999_500_000:
        return f"{size / 1e6:.1f} MB" if size < 99_950_000 else f"{size / 1e6:.0f} MB"
    return f"{size / 1e9:.1f} GB"
