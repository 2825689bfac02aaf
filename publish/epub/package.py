"""Packing: EbookLib lays out the container, then it is zipped again so that the same book gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime

from ebooklib import epub
from lxml import etree

from publish.epub.body import parser
from publish.epub.names import OPF, XML
from publish.errors import RenderError

__all__ = ["Part", "item", "pack"]

_STORED = frozenset({"mimetype"})
_PACKED_ALREADY = (".jpg", ".jpeg", ".png")
_OPTIONS = {"compresslevel": 0, "epub3_landmark": False, "epub3_pages": False, "raise_exceptions": True}


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
    raw = io.BytesIO()
    try:
        epub.write_epub(raw, book, _OPTIONS | {"mtime": modified.astimezone(UTC)})
    except (OSError, ValueError, TypeError, epub.EpubException) as error:
        raise RenderError(f"EbookLib could not pack the book: {error}") from error
    return _zip_again(raw, book)


def _zip_again(raw: io.BytesIO, book: epub.EpubBook) -> bytes:
    """Fixed dates, system and rights; `mimetype` first and stored; pictures stored, the rest deflated well."""
    packed = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w") as target:
        for entry in sorted(source.infolist(), key=lambda each: each.filename != "mimetype"):
            data = source.read(entry)
            if entry.filename.endswith(".opf"):
                data = _polish(data, book)
            fixed = zipfile.ZipInfo(entry.filename)  # its date is the oldest that zip knows: 1980-01-01
            fixed.create_system = 3
            fixed.external_attr = 0o100644 << 16
            stored = entry.filename in _STORED or entry.filename.endswith(_PACKED_ALREADY)
            fixed.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            target.writestr(fixed, data, compresslevel=9)
    return packed.getvalue()


def _polish(opf: bytes, book: epub.EpubBook) -> bytes:
    """What EbookLib leaves out of the package document: its language; and what it adds in vain: a reserved prefix."""
    root = etree.fromstring(opf, parser())
    root.set(f"{{{XML}}}lang", book.language)
    root.attrib.pop("prefix", "")  # its `rendition` needs no declaration (EPUB 3.3, D.1.4)
    if book.prefixes:
        root.set("prefix", " ".join(book.prefixes))
    assert root.tag == f"{{{OPF}}}package"
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
