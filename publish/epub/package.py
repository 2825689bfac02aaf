"""Packing: EbookLib writes the container, into an archive with reproducible bytes."""

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
    """A file of ours. EbookLib's own document classes would parse it and write it again."""

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
    """EbookLib's writer with our archive, and with corrections to the package document."""

    def write(self) -> None:
        """Write all files. `mimetype` comes first (OCF 3.3, 4.2.2)."""
        with _Archive(self.file_name, "w") as self.out:
            self.out.writestr("mimetype", "application/epub+zip")
            self._write_container()
            self._write_opf()
            self._write_items()

    def _write_opf_file(self, root: etree._Element) -> None:
        """Add the package's language; remove a declaration of a reserved prefix."""
        root.set(f"{{{XML}}}lang", self.book.language)
        root.attrib.pop("prefix", "")  # `rendition` needs no declaration (EPUB 3.3, D.1.4)
        if self.book.prefixes:
            root.set("prefix", " ".join(self.book.prefixes))
        super()._write_opf_file(root)


class _Archive(zipfile.ZipFile):
    """A ZIP file with fixed dates, system and permissions; `mimetype` and pictures are stored, everything else is
    compressed.
    """

    def writestr(self, name: str, data: str | bytes, *_: object, **__: object) -> None:  # type: ignore[override]  # only the two uses in EbookLib
        """Add a file; this class decides how it is packed."""
        fixed = zipfile.ZipInfo(name)  # with the oldest date in ZIP: 1980-01-01
        fixed.create_system = 3
        fixed.external_attr = 0o100644 << 16
        stored = name in _STORED or name.endswith(_PACKED_ALREADY)
        fixed.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        super().writestr(fixed, data, compresslevel=9)
