"""Metadata and cover of an EPUB. It may come from anybody, so it is treated as hostile."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from posixpath import join, normpath
from urllib.parse import unquote

from lxml import etree

from publish.errors import reason_of
from publish.language import normalise
from publish.shelf.plaintext import described, parse_moment, plain, short_date
from publish.shelf.thumbnails import thumbnail
from publish.shelf.works import Facts

__all__ = ["MAX_TEXT", "UnreadableError", "find_cover", "parse_xml", "read_entry", "read_epub"]

MAX_TEXT = 16 << 20
"""Most bytes of a package document."""
MAX_COVER = 40 << 20
"""Most bytes of a cover."""
_NAMES = {
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_OPF = f"{{{_NAMES['opf']}}}"


class UnreadableError(Exception):
    """A file is not the book that its name promises; the message says why, in plain words."""


def read_epub(path: Path) -> Facts:
    """Metadata and cover (EPUB 3.3, 5; OPF 2.0). Raises UnreadableError."""
    try:
        with zipfile.ZipFile(path) as archive:
            container = parse_xml(read_entry(archive, "META-INF/container.xml", MAX_TEXT))
            name = next((e.get("full-path", "") for e in container.iterfind(".//c:rootfile", _NAMES)), "")
            package = parse_xml(read_entry(archive, name, MAX_TEXT))
            return replace(_facts(package), cover=_cover(archive, package, name))
    except KeyError as error:
        raise UnreadableError(f"not a readable EPUB: {error.args[0]}") from error
    except etree.XMLSyntaxError as error:
        raise UnreadableError(f"not a readable EPUB: its package document is not XML: {error.msg}") from error
    except (
        zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError,
    ) as error:  # fmt: skip
        raise UnreadableError(f"not a readable EPUB: {reason_of(error)}") from error


def read_entry(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """One file in an EPUB. Raises KeyError when there is none, ValueError when it is larger than `limit` bytes."""
    with archive.open(name) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise ValueError(f"{name} is larger than {limit >> 20} MB")
    return data


def parse_xml(data: bytes) -> etree._Element:
    """Parse untrusted XML: no entities, nothing loaded. Raises lxml's XMLSyntaxError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(data, parser)


def _facts(package: etree._Element) -> Facts:
    texts = _Metadata(package)
    unique = package.get("unique-identifier", "")
    identifiers = list(package.iterfind(".//dc:identifier", _NAMES))
    named = [e for e in identifiers if e.get("id") == unique] or identifiers
    creators = list(texts.creators())
    series, position = texts.series()
    return Facts(
        identifier=plain(named[0].text if named else "", 200),
        title=plain(texts.first("title"), 400),
        creators=tuple(name for name, _ in creators),
        sort_name=creators[0][1] if creators else "",
        language=normalise(texts.first("language")),
        languages=tuple(
            dict.fromkeys(filter(None, (normalise(e.text or "") for e in texts.all("language")[:20])))
        ),
        date=short_date(texts.first("date")),
        modified=parse_moment(texts.meta("dcterms:modified")),
        description=described(texts.first("description")),
        publisher=plain(texts.first("publisher"), 200),
        rights=plain(texts.first("rights"), 400),
        source=plain(texts.first("source"), 1_000),
        subjects=tuple(filter(None, (plain(e.text, 100) for e in texts.all("subject")[:20]))),
        series=plain(series, 200),
        position=plain(position, 20),
    )


class _Metadata:
    """The metadata of a package document."""

    def __init__(self, package: etree._Element) -> None:
        self.root = package

    def all(self, name: str) -> list[etree._Element]:
        return list(self.root.iterfind(f".//dc:{name}", _NAMES))

    def first(self, name: str) -> str:
        return next(("".join(map(str, e.itertext())) for e in self.all(name)), "")

    def meta(self, name: str, about: str = "") -> str:
        """The value of an EPUB 3 property."""
        for e in self.root.iterfind(f".//{_OPF}meta"):
            if e.get("property") == name and e.get("refines", "").lstrip("#") == about:
                return e.text or ""
        return ""

    def named(self, name: str) -> str:
        """The value of an EPUB 2 `meta`."""
        found = (e for e in self.root.iterfind(f".//{_OPF}meta") if e.get("name") == name)
        return next((e.get("content", "") for e in found), "")

    def creators(self) -> Iterator[tuple[str, str]]:
        """Names of authors with their sort keys; where there is none, of other makers, then of the authors of a volume's
        texts.
        """
        issuer = self.first(
            "publisher"
        ).strip()  # our books without an author name it as creator, without a role
        everyone = [
            (e, role) for e, role in self._roles("creator") if role or (e.text or "").strip() != issuer
        ]
        authors = [e for e, role in everyone if role in {"", "aut"}]
        authors = authors or [e for e, role in everyone if role != "isb"]
        authors = authors or [e for e, role in self._roles("contributor") if role == "aut"]
        for e in authors[:50]:
            name = plain(e.text, 200)
            if name:
                key = e.get(f"{_OPF}file-as") or self.meta("file-as", e.get("id") or " ")
                yield name, plain(key, 200) or name

    def _roles(self, name: str) -> list[tuple[etree._Element, str]]:
        return [(e, e.get(f"{_OPF}role") or self.meta("role", e.get("id") or " ")) for e in self.all(name)]

    def series(self) -> tuple[str, str]:
        for e in self.root.iterfind(f".//{_OPF}meta"):
            if e.get("property") == "belongs-to-collection" and e.text:
                return e.text, self.meta("group-position", e.get("id") or " ")
        return self.named("calibre:series"), self.named("calibre:series_index")


def find_cover(package: etree._Element) -> etree._Element | None:
    """The manifest's entry of the cover picture: EPUB 3's, else the one in EPUB 2's `meta`."""
    items = list(package.iterfind(f".//{_OPF}item"))
    old = _Metadata(package).named("cover")
    item = next((e for e in items if "cover-image" in (e.get("properties") or "").split()), None)
    return item if item is not None else next((e for e in items if old and e.get("id") == old), None)


def _cover(archive: zipfile.ZipFile, package: etree._Element, name: str) -> bytes:
    """The cover's thumbnail; empty when there is no cover that we can draw."""
    item = find_cover(package)
    if item is None:
        return b""
    place = normpath(join(name.rpartition("/")[0], unquote(item.get("href", ""))))
    try:
        return thumbnail(read_entry(archive, place, MAX_COVER))
    except (KeyError, ValueError, OSError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error):
        return b""
