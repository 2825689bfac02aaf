"""Packing: EbookLib writes the container, into an archive that gives the same book the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime

from ebooklib import epub
from lxml import etree

from publish.epub.namespaces import XML
from publish.errors import RenderError

__all__ = ["Part", "item", "pack"]

_STORED = frozenset({"mimetype"})
_PACKED_ALREADY = (".jpg", ".jpeg", ".png")
_OPTIONS = {"epub3_landmark": False, "epub3_pages": False}


class Part(epub.EpubItem):  # type: ignore[misc]  # EbookLib has no types
    """A file of ours: EbookLib's own document classes would parse it and write it anew."""

    def __init__(
        self, uid: str, name: str, media_type: str, content: bytes, properties: Iterable[str] = ()
    ) -> None:
        super().__init__(uid=uid, file_name=name, media_type=media_type, content=content)
        self.properties = list(properties)
        """Manifest properties (EPUB 3.3, D.2)."""


def item(uid: str, name: str, media_type: str, content: bytes, properties: Iterable[str] = ()) -> Part:
    """One file of the package."""
    return Part(uid, name, media_type, content, properties)


def pack(book: epub.EpubBook, modified: datetime) -> bytes:
    """The finished file (OCF 3.3). Raises RenderError when EbookLib fails."""
    packed = io.BytesIO()
    try:
        _Writer(packed, book, _OPTIONS | {"mtime": modified.astimezone(UTC)}).write()
    except (OSError, ValueError, TypeError, epub.EpubException) as error:
        raise RenderError(f"EbookLib could not pack the book: {error}") from error
    return packed.getvalue()


class _Writer(epub.EpubWriter):  # type: ignore[misc]  # EbookLib has no types
    """EbookLib's writer, with an archive of ours and what it leaves out of the package document."""

    def write(self) -> None:
        """Write all files. `mimetype` comes first (OCF 3.3, 4.2.2)."""
        with _Archive(self.file_name, "w") as self.out:
            self.out.writestr("mimetype", "application/epub+zip")
            self._write_container()
            self._write_opf()
            self._write_items()

    def _write_opf_file(self, root: etree._Element) -> None:
        """Add the package's language; take away a prefix that is reserved already."""
        root.set(f"{{{XML}}}lang", self.book.language)
        root.attrib.pop("prefix", "")  # its `rendition` needs no declaration (EPUB 3.3, D.1.4)
        if self.book.prefixes:
            root.set("prefix", " ".join(self.book.prefixes))
        super()._write_opf_file(root)


class _Archive(zipfile.ZipFile):
    """Fixed dates, system and rights; `mimetype` and pictures stored, the rest deflated well."""

    def writestr(self, name: str, data: str | bytes, *_: object, **__: object) -> None:  # type: ignore[override]  # the two uses that EbookLib makes of it
        """Add a file. How it is packed is decided here."""
        fixed = zipfile.ZipInfo(name)  # its date is the oldest that zip knows: 1980-01-01
        fixed.create_system = 3
        fixed.external_attr = 0o100644 << 16
        stored = name in _STORED or name.endswith(_PACKED_ALREADY)
        fixed.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        super().writestr(fixed, data, compresslevel=9)
