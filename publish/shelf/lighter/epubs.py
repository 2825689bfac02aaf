"""Copies an EPUB with its pictures left out or made smaller. It may come from anybody, so it is treated as hostile."""

from __future__ import annotations

import shutil
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import join, normpath, relpath, splitext
from urllib.parse import quote, unquote

from lxml import etree

from publish.errors import reason_of
from publish.images.errors import ImageError
from publish.images.profiles import Profile
from publish.images.transcode import transcode
from publish.language import normalise
from publish.model import Limits
from publish.shelf.epubs import MAX_TEXT, find_cover, parse_xml, read_entry
from publish.shelf.lighter.documents import Words, rewrite, rewrite_css
from publish.shelf.lighter.errors import UnfitError
from publish.shelf.lighter.package import OPF, forget, is_fixed, settle

__all__ = ["lighten_epub"]

COVER = Profile(side=1_000, pixels=1_000_000, quality=60)
"""A book without pictures keeps its cover, in the smallest size for Kindle: people recognise a book by it."""
MAX_PICTURE = 40 << 20
_CONTAINER = "META-INF/container.xml"
_RASTER = frozenset(f"image/{name}" for name in ("jpeg", "jpg", "png", "gif", "webp", "avif", "bmp", "tiff"))
_ANIMATED = frozenset(f"image/{name}" for name in ("gif", "webp", "avif", "svg+xml"))
_DOCUMENT = "application/xhtml+xml"
_LOCKS = ("META-INF/signatures.xml", "META-INF/rights.xml", "META-INF/encryption.xml")
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Methods of font obfuscation, which is no obstacle for us."""


def lighten_epub(path: Path, profile: Profile | None, target: Path) -> None:
    """Write a copy with pictures for a profile, or without pictures for None. Raises UnfitError."""
    try:
        with zipfile.ZipFile(path) as archive:
            book = _Book(archive, profile)
            book.change()
            book.write(target)
    except etree.XMLSyntaxError as error:
        raise UnfitError(f"has a document that is not XML ({error.msg})") from error
    except (
        zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, KeyError,
    ) as error:  # fmt: skip
        raise UnfitError(f"publish cannot make a smaller copy ({reason_of(error)})") from error


@dataclass
class _Book:
    """One EPUB during the copy."""

    archive: zipfile.ZipFile
    profile: Profile | None
    place: str = ""
    """Name of the package document in the archive."""
    moved: dict[str, str | None] = field(default_factory=dict)
    """Name of a picture → its new name, or None when it is left out."""
    made: dict[str, bytes] = field(default_factory=dict)
    """New content of files in the archive, by their old names."""

    def change(self) -> None:
        """Change the pictures, then all documents that show one."""
        self._check()
        package = parse_xml(read_entry(self.archive, self.place, MAX_TEXT))
        items = list(package.iter(f"{OPF}item"))
        words = Words(normalise(next((e.text or "" for e in package.iter("{*}language")), "")) or "en")
        self._pictures(package, items)
        words.moves = any(self._may_move(item) for item in items)
        self._documents(items, words)
        for item in items:
            name = self._name(item)
            new = self.moved.get(name, name)
            if new is None:
                forget(package, item)
            elif new != name:
                item.set("href", quote(relpath(new, self._folder or ".")))
                item.set("media-type", "image/png" if new.endswith(".png") else "image/jpeg")
        for reference in list(package.iter(f"{OPF}reference")):  # EPUB 2's guide
            if self.moved.get(self._file(reference.get("href", "")), "") is None:
                forget(package, reference)
        if self.made or self.moved:
            settle(package, words, left_out=self.profile is None)
            self.made[self.place] = etree.tostring(package, encoding="utf-8", xml_declaration=True)

    def _check(self) -> None:
        names = self.archive.namelist()
        if len(set(names)) < len(names):
            raise UnfitError("has two files with the same name")
        roots = list(parse_xml(read_entry(self.archive, _CONTAINER, MAX_TEXT)).iter("{*}rootfile"))
        if len(roots) != 1:
            raise UnfitError("has several editions in one file")
        self.place = roots[0].get("full-path", "")
        for lock in set(_LOCKS) & set(names):
            ways = parse_xml(read_entry(self.archive, lock, MAX_TEXT)).iter("{*}EncryptionMethod")
            if "encryption" not in lock or any(way.get("Algorithm") not in _FONTS for way in ways):
                raise UnfitError("is signed or locked")

    @property
    def _folder(self) -> str:
        return self.place.rpartition("/")[0] + "/" if "/" in self.place else ""

    def _name(self, item: etree._Element) -> str:
        return self._file(item.get("href", ""))

    def _file(self, href: str) -> str:
        return normpath(join(self._folder, unquote(href.partition("#")[0])))

    def _pictures(self, package: etree._Element, items: list[etree._Element]) -> None:
        """Decide for every picture: leave it out, make it smaller, or keep it."""
        cover = find_cover(package)
        spine = {ref.get("idref") for ref in package.iter(f"{OPF}itemref")}
        drawn = [item for item in items if item.get("media-type", "").startswith("image/")]
        if self.profile is None and (is_fixed(package) or any(item.get("id") in spine for item in drawn)):
            raise UnfitError("has pages that consist of pictures")
        fallbacks = {item.get("fallback") for item in items}
        for item in drawn:
            if item.get("id") in spine | fallbacks:
                continue
            if self.profile is not None or item is cover:
                self._smaller(item, self.profile or COVER)
            else:
                self.moved[self._name(item)] = None

    def _may_move(self, item: etree._Element) -> bool:
        """Whether this picture stays and has a format that can be animated."""
        name = self._name(item)
        return item.get("media-type") in _ANIMATED and name not in self.moved and name not in self.made

    def _smaller(self, item: etree._Element, profile: Profile) -> None:
        """A smaller picture, if possible; one that we cannot draw stays."""
        name = self._name(item)
        if item.get("media-type") not in _RASTER or name not in self.archive.NameToInfo:
            return
        data = read_entry(self.archive, name, MAX_PICTURE)
        try:
            image = transcode(data, name, Limits(), profile)
        except ImageError:
            return
        if len(image.data) >= len(data):
            return
        stem, ending = splitext(name)
        same = item.get("media-type") == image.media_type
        new = stem + (ending if same else f".{image.name.rpartition('.')[2]}")
        if new != name and new in self.archive.NameToInfo:
            new = f"{stem}-{image.name}"
        self.made[name] = image.data
        if new != name:
            self.moved[name] = new

    def _documents(self, items: list[etree._Element], words: Words) -> None:
        for item in items:
            name, kind = self._name(item), item.get("media-type")
            if name not in self.archive.NameToInfo:
                continue
            if kind == "text/css":
                data = read_entry(self.archive, name, MAX_TEXT)
                changed = rewrite_css(data.decode("utf-8", "surrogateescape"), name, self.moved)
                self._put(name, data, changed.encode("utf-8", "surrogateescape"))
            elif kind == _DOCUMENT:
                data = read_entry(self.archive, name, MAX_TEXT)
                self._put(name, data, rewrite(data, name, self.moved, words, item))

    def _put(self, name: str, before: bytes, after: bytes) -> None:
        if before != after:
            self.made[name] = after

    def write(self, target: Path) -> None:
        """The new archive: `mimetype` first and unchanged (OCF 3.3, 4.3), the rest in the old order."""
        with zipfile.ZipFile(target, "w") as copy:
            for info in sorted(self.archive.infolist(), key=lambda info: info.filename != "mimetype"):
                name = self.moved.get(info.filename, info.filename)
                if name is None:
                    continue
                new = zipfile.ZipInfo(name, info.date_time)
                new.external_attr = info.external_attr
                new.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
                if info.filename in self.made:
                    copy.writestr(new, self.made[info.filename])
                    continue
                new.file_size = info.file_size
                with self.archive.open(info) as old, copy.open(new, "w") as inside:
                    shutil.copyfileobj(old, inside, 1 << 20)
