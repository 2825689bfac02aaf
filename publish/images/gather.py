"""Gathering: every picture that a chapter names becomes one that the book carries, or a stand-in that says what is missing."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass, field, replace
from urllib.parse import unquote_to_bytes

from lxml import etree

from publish.errors import ContentError
from publish.images import local, standin
from publish.images.errors import ImageError
from publish.images.transcode import transcode
from publish.model import Chapter, Image, Limits, Notice, Post, Site

__all__ = ["Gathered", "gather"]

_DATA_URI = "data:image/"


@dataclass(frozen=True, slots=True)
class Gathered:
    """A chapter whose pictures are at hand."""

    chapter: Chapter
    images: tuple[Image, ...] = ()
    """In order of first use, each once."""
    hero: Image | None = None
    """The picture that front matter names for the cover."""
    notices: tuple[Notice, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    """Local files asked for: (absolute path, SHA-256 of the bytes, empty when there was none), for fingerprints."""


def gather(chapter: Chapter, post: Post, site: Site, limits: Limits, *, hero: bool = True) -> Gathered:
    """Find, check and convert the pictures of one chapter, and the post's hero when asked.

    Raises ContentError for more pictures than the limit allows. Anything wrong with one picture is a notice.
    """
    desk = _Desk(post, local.roots_of(post, site), limits)
    cover = desk.picture(post.image) if hero and post.image else None
    if "<img" not in chapter.body:
        return Gathered(chapter, (), cover, tuple(desk.notices), tuple(desk.files.items()))
    body = etree.fromstring(f"<body>{chapter.body}</body>", etree.XMLParser(huge_tree=True))
    used: dict[str, Image] = {}
    for element in list(body.iter("img")):
        image = desk.picture(element.get("src", ""))
        if image is None:
            standin.replace(element, chapter.language)
        else:
            used.setdefault(image.name, image)
            element.attrib.update({"src": image.name, "width": str(image.width), "height": str(image.height)})
    markup = etree.tostring(body, encoding="unicode").removeprefix("<body>").removesuffix("</body>")
    chapter = replace(chapter, body=markup)
    return Gathered(chapter, tuple(used.values()), cover, tuple(desk.notices), tuple(desk.files.items()))


@dataclass
class _Desk:
    """One post's requests for pictures, each answered once."""

    post: Post
    roots: local.Roots
    limits: Limits
    notices: list[Notice] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Image | None] = field(default_factory=dict)

    def picture(self, address: str) -> Image | None:
        """The picture at an address, or None after a notice that says why not."""
        if address not in self.answers:
            if len(self.answers) >= self.limits.images:
                message = f"more than {self.limits.images:,} pictures (limit images)"
                raise ContentError(message, path=self.post.label)
            self.answers[address] = self._fetch(address)
        return self.answers[address]

    def _fetch(self, address: str) -> Image | None:
        try:
            return transcode(self._bytes(address), address, self.limits)
        except ImageError as error:
            shown = address if len(address) <= 100 else f"{address[:97]}…"
            message = f"image {shown}: {error}; a stand-in takes its place"
            self.notices.append(Notice("image-missing", message, self.post.label, self._line(address)))
            return None

    def _bytes(self, address: str) -> bytes:
        if address[: len(_DATA_URI)].lower() == _DATA_URI:
            return _inline(address)
        path = local.resolve(address, self.roots)
        if path is None:
            raise ImageError("remote images are not fetched yet")
        self.files[str(path)] = ""
        data = local.read(path, self.limits.image_bytes)
        self.files[str(path)] = hashlib.sha256(data).hexdigest()
        return data

    def _line(self, address: str) -> int | None:
        at = self.post.text.find(address) if address else -1
        return None if at < 0 else self.post.first_line + self.post.text.count("\n", 0, at)


def _inline(address: str) -> bytes:
    """The bytes of a `data:` address (RFC 2397)."""
    head, comma, payload = address.partition(",")
    if not comma:
        raise ImageError("a data address without data")
    raw = unquote_to_bytes(payload)
    if not head.lower().endswith(";base64"):
        return raw
    try:
        return base64.b64decode(raw, validate=False)
    except binascii.Error as error:
        raise ImageError("data that is not base64") from error
