"""Our own check of a finished EPUB, besides EPUBCheck: scripts, remote resources, names, sizes, claims, limits of
Kindle, Kobo and Apple Books.

The EPUB may come from anybody, so it is treated as hostile: nothing is unpacked to disk, no entity is resolved, and
files that are too large are reported, not read.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from posixpath import join, normpath
from urllib.parse import unquote

from lxml import etree

from publish.epub import devices, kindle
from publish.epub.body import parser
from publish.epub.claims import check_claims
from publish.epub.namespaces import OPF, XHTML
from publish.errors import RenderError, reason_of
from publish.model import Notice
from publish.text.patterns import late

__all__ = ["GRAVE", "lint", "verify"]

GRAVE = frozenset(
    {
        "epub-active",
        "epub-bomb",
        "epub-broken",
        "epub-mimetype",
        "epub-missing",
        "epub-name",
        "epub-no-package",
        "epub-remote",
        "epub-twice",
        "epub-xml",
    }
)
"""Codes of problems that make a book unreadable or unsafe."""

MAX_ENTRY = 64 << 20
"""Largest file inside that we read; readers do not open larger ones."""
MAX_TOTAL = 1 << 30
"""Limit for all files inside, in bytes: that of Kobo and Apple."""
MAX_FILES = 20_000
LARGE_DOCUMENT = 300_000
"""Size of a document in bytes above which old readers fail."""
MAIL = 50 << 20
"""Size limit of Send to Kindle by mail, in bytes."""

_ACTIVE = frozenset(
    f"{{{XHTML}}}{name}" for name in ("script", "iframe", "object", "embed", "form", "applet", "base")
)
_LOADS = ("src", "poster", "data", "srcset", "{http://www.w3.org/1999/xlink}href")
_REMOTE = late(r"\s*(?:https?:)?//", re.IGNORECASE)
_SCHEME = late(r"[\s\x00-\x20]*([A-Za-z][A-Za-z0-9+.-]*)\s*:")
_SCRIPTS = frozenset({"javascript", "vbscript", "data"})
_CSS_REMOTE = late(r"(?:url\(\s*+['\"]?|@import\s+['\"])\s*(?:https?:)?//", re.IGNORECASE)
_NESTED = re.compile(rb"<!ENTITY[^>]*[&%](?!#)[\w:]")
_SAFE_NAME = late(r"[A-Za-z0-9._/-]+")


@dataclass
class _Look:
    """Collects the findings in one file."""

    label: str
    grave: bool = False
    """Whether only what makes a book unreadable or unsafe is looked for, and not what some devices refuse."""
    notices: list[Notice] = field(default_factory=list)

    def add(self, code: str, message: str, name: str = "", line: int | None = None) -> None:
        self.notices.append(Notice(code, message, f"{self.label}/{name}" if name else self.label, line))

    def add_all(self, problems: Iterable[tuple[str, str]], name: str) -> None:
        """Add problems of a file that are not grave, each with its code."""
        if self.grave:
            return
        for code, message in problems:
            self.add(code, message, name)


def lint(data: bytes, label: str) -> tuple[Notice, ...]:
    """Problems of an EPUB in plain words; `label` is the file as the user typed it."""
    return _examined(data, _Look(label))


def _examined(data: bytes, look: _Look) -> tuple[Notice, ...]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _container(archive, look)
            if bomb := _bomb(archive):
                look.add("epub-bomb", bomb)
                return tuple(look.notices)
            files = dict(_read(archive))
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
    ) as error:
        look.add("epub-broken", f"not a readable EPUB: {reason_of(error)}")
        return tuple(look.notices)
    if len(data) > MAIL:
        look.add(
            "epub-large", f"has {len(data) >> 20} MB: the limit of Send to Kindle by mail is {MAIL >> 20} MB"
        )
    for name in filter(lambda name: _nests_entities(files[name]), files):
        look.add(
            "epub-bomb", "declares entities that contain other entities: readers refuse it, or hang", name
        )
    trees = {name: tree for name, data in files.items() if (tree := _parse(name, data, look)) is not None}
    for name, tree in trees.items():
        _document(name, tree, look)
        look.add_all(devices.document(name, tree, files), name)
    for name, style in files.items():
        if name.endswith(".css"):
            _style(name, style.decode("utf-8", "replace"), look)
    package = next((name for name, tree in trees.items() if tree.tag == f"{{{OPF}}}package"), None)
    if package is None:
        look.add("epub-no-package", "has no package document")
    else:
        _package(package, trees[package], files, look)
        claims = check_claims(trees[package], _texts(trees))
        look.add_all((("epub-claim", message) for message in claims), package)
    return tuple(look.notices)


def verify(data: bytes, label: str) -> bytes:
    """The same bytes, if they are safe for readers; `label` is the post. Raises RenderError."""
    for notice in _examined(data, _Look("", grave=True)):
        if notice.code in GRAVE:
            raise RenderError(
                f"not written, because of its file {notice.path[1:]}: it {notice.message}; please report it",
                path=label,
            )
    return data


def _container(archive: zipfile.ZipFile, look: _Look) -> None:
    entries = archive.infolist()
    first = entries[0] if entries else None
    if (
        first is None
        or first.filename != "mimetype"
        or first.compress_type != zipfile.ZIP_STORED
        or first.extra
    ):
        look.add(
            "epub-mimetype",
            "does not start with an uncompressed file `mimetype`: old readers will not recognise it",
        )
    for name, count in _counts(entry.filename for entry in entries).items():
        if count > 1:
            look.add("epub-twice", "is in the archive twice", name)
        if not _SAFE_NAME.fullmatch(name) or ".." in name.split("/"):
            look.add(
                "epub-name", "has a name that some readers cannot open: use ASCII letters and digits", name
            )


def _bomb(archive: zipfile.ZipFile) -> str:
    """Why an archive must not be unpacked; empty when it may be."""
    entries = archive.infolist()
    if len(entries) > MAX_FILES:
        return f"has {len(entries):,} files: too many for any reader"
    largest = max(entries, key=lambda entry: entry.file_size, default=None)
    if largest is not None and largest.file_size > MAX_ENTRY:
        return f"unpacks to a file of {largest.file_size >> 20:,} MB: too large for any reader"
    total = sum(entry.file_size for entry in entries)
    return f"unpacks to {total >> 20:,} MB: too large for any reader" if total > MAX_TOTAL else ""


def _nests_entities(data: bytes) -> bool:
    """Whether a document declares entities in terms of others: a few kilobytes can then expand to gigabytes."""
    if b"ENTITY" not in data and b"E\0N\0T\0I\0T\0Y" not in data:
        return False
    return bool(_NESTED.search(data.replace(b"\0", b"")))


def _counts(names: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return counts


def _read(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    for entry in archive.infolist():
        if not entry.is_dir():
            with archive.open(entry) as file:
                yield entry.filename, file.read(MAX_ENTRY)


def _parse(name: str, data: bytes, look: _Look) -> etree._Element | None:
    if not name.endswith((".xhtml", ".html", ".htm", ".opf", ".ncx", ".svg", ".xml")):
        return None
    if name.endswith(("html", "htm")) and len(data) > LARGE_DOCUMENT:
        look.add(
            "epub-large",
            f"has {len(data) // 1000} KB: old readers fail with more than {LARGE_DOCUMENT // 1000} KB",
            name,
        )
    try:
        return etree.fromstring(data, parser())
    except etree.XMLSyntaxError as error:
        look.add("epub-xml", f"is not well-formed XML: {error.msg}", name, error.lineno)
        return None


def _document(name: str, tree: etree._Element, look: _Look) -> None:
    """Check a document for active and remote content."""
    for element in tree.iter(etree.Element):
        kind = etree.QName(element).localname
        if element.tag in _ACTIVE or (kind == "script" and not name.endswith(".opf")):
            look.add(
                "epub-active", f"has a {kind} element: readers may refuse it or run it", name, _line(element)
            )
        for attribute, value in element.attrib.items():
            if str(attribute).startswith("on"):
                look.add("epub-active", f"runs a script: {attribute!s}", name, _line(element))
            for code, message in _address(name, str(attribute), str(value)):
                look.add(code, message, name, _line(element))
        if (
            kind == "link"
            and element.tag.startswith(f"{{{XHTML}}}")
            and _REMOTE.match(element.get("href", ""))
        ):
            look.add(
                "epub-remote", f"needs the network: {element.get('href', '')[:80]}", name, _line(element)
            )


def _address(name: str, attribute: str, value: str) -> Iterator[tuple[str, str]]:
    """Problems of an address in a document: (code, message)."""
    loads = attribute in _LOADS
    if not loads and attribute != "href":
        return
    scheme = found[1].lower() if (found := _SCHEME.match(value)) else ""
    if scheme in _SCRIPTS:
        yield "epub-active", f"has a script as an address: {value[:40]}"
    elif scheme == "file":
        yield "epub-active", f"tries to read a file on the reader's device: {value[:80]}"
    elif loads and _REMOTE.match(value):
        yield "epub-remote", f"needs the network: {value[:80]}"
    elif not scheme and not _REMOTE.match(value):
        path = unquote(value.partition("#")[0])
        if path.startswith("/") or normpath(join(name.rpartition("/")[0], path)).startswith(".."):
            yield "epub-active", f"links to a file outside the book: {value[:80]}"


def _style(name: str, css: str, look: _Look) -> None:
    if _CSS_REMOTE.search(css):
        look.add("epub-remote", "needs the network for a style sheet, font or picture", name)
    for message in kindle.style(css):
        look.add("epub-kindle", message, name)
    look.add_all(devices.style(css), name)


def _package(name: str, tree: etree._Element, files: dict[str, bytes], look: _Look) -> None:
    folder = name.rpartition("/")[0]
    covers = 0
    for item in tree.iterfind(f".//{{{OPF}}}item"):
        href, kind = item.get("href", ""), item.get("media-type", "")
        path = normpath(join(folder, href))
        covers += "cover-image" in (item.get("properties") or "").split()
        if _REMOTE.match(href):
            look.add("epub-remote", f"needs the network: {href[:80]}", name, _line(item))
        elif path not in files:
            look.add("epub-missing", f"lists {href}, which is missing", name, _line(item))
        elif kind.startswith("image/"):
            is_cover = "cover-image" in (item.get("properties") or "").split()
            problems = kindle.picture(kind, files[path], is_cover=is_cover)
            look.add_all((("epub-kindle", message) for message in problems), path)
            look.add_all(devices.picture(kind, files[path]), path)
        elif kind.startswith(("audio/", "video/")):
            look.add("epub-kindle", f"is {kind}: e-readers cannot play it", path)
    for message in kindle.package(tree):
        look.add("epub-kindle", message, name)
    if covers != 1:
        look.add(
            "epub-cover", "declares no cover picture" if not covers else "declares more than one cover", name
        )


def _line(element: etree._Element) -> int | None:
    line: object = element.sourceline
    return line if isinstance(line, int) else None


def _texts(trees: dict[str, etree._Element]) -> list[etree._Element]:
    return [tree for tree in trees.values() if tree.tag == f"{{{XHTML}}}html"]
