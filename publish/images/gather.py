"""Gathering: every picture that a chapter names becomes one that the book carries, or a stand-in that says what is missing."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote_to_bytes

from lxml import etree

from publish.errors import ContentError
from publish.images import local, sizing, standin
from publish.images.alternatives import is_description
from publish.images.errors import ImageError
from publish.images.sources import Sources
from publish.images.standin import Missing
from publish.keep.vault import VAULT
from publish.keep.worksheet import DECORATIVE, DESCRIPTION, digest_of
from publish.markup import addresses, drawings
from publish.markup.pictures import DECORATION
from publish.model import Chapter, Image, Notice, Post, Site

__all__ = ["Gathered", "Hero", "Reference", "gather", "hero_of", "references"]

_DATA_URI = "data:image/"
_SHOWN = 60
"""Characters by which a drawing in the text is found in the post's file."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A chapter whose pictures are at hand."""

    chapter: Chapter
    images: tuple[Image, ...] = ()
    """In order of first use, each once."""
    notices: tuple[Notice, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    """What was asked for, by the chapter's templates too, for fingerprints: a file's path, `vault:` and an address, or `description:` and one, and the
    SHA-256 of what was there, empty for nothing."""


@dataclass(frozen=True, slots=True)
class Hero:
    """The picture that a post's front matter names, for a cover."""

    image: Image | None = None
    notices: tuple[Notice, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    """As for a chapter."""


def hero_of(post: Post, site: Site, sources: Sources) -> Hero:
    """Find, check and convert a post's hero. Anything wrong with it is a notice."""
    if not post.image:
        return Hero()
    desk = _desk(post, site, sources)
    image = desk.picture(post.image)
    return Hero(image, tuple(desk.notices), tuple(desk.files.items()))


def gather(
    chapter: Chapter, post: Post, site: Site, sources: Sources, *, with_hero: bool = False
) -> Gathered:
    """Find, check and convert the pictures of one chapter. `with_hero` fetches the post's hero meanwhile, for whoever asks
    for it next.

    Raises ContentError for more pictures than the limit allows. Anything wrong with one picture is a notice.
    """
    desk = _desk(post, site, sources)
    desk.files.update(chapter.files)
    body = _parse(chapter) if "<img" in chapter.body else None
    elements = [] if body is None else list(body.iter("img"))
    wanted = [element.get("src", "") for element in elements] + ([post.image] if with_hero else [])
    sources.fetch_all((local.whole(address) for address in wanted if desk.is_remote(address)), desk.until)
    if body is None:
        return Gathered(chapter, (), tuple(desk.notices), tuple(desk.files.items()))
    used: dict[str, Image] = {}
    for element in elements:
        address = element.get("src", "")
        description = desk.description(element)
        image = desk.picture(address)
        if image is None:
            image = standin.replace(element, desk.missing(address, description), chapter.language)
        else:
            _describe(element, description or image.description)
            element.set("src", image.name)
            sizing.show(element, image)
        if image is not None:
            used.setdefault(image.name, image)
    sizing.place(body)
    markup = etree.tostring(body, encoding="unicode").removeprefix("<body>").removesuffix("</body>")
    chapter = replace(chapter, body=markup)
    return Gathered(chapter, tuple(used.values()), tuple(desk.notices), tuple(desk.files.items()))


@dataclass(frozen=True, slots=True)
class Reference:
    """A picture as a post names it."""

    address: str
    """Its address on the web, or its path in the project."""
    alt: str
    """Alternative text as the post has it; `decorative` where it marks the picture as that."""
    caption: str
    """The words under it, or empty."""
    line: int | None
    remote: bool
    """Whether it lies on the web: fetched once, then read from the vault."""
    hero: bool = False
    """Whether only the cover shows it."""
    file: str = ""
    """Path of a file beside posts, absolute."""


def references(
    chapter: Chapter, post: Post, site: Site, project: Path, assets: str = ""
) -> tuple[Reference, ...]:
    """The pictures that a chapter names, and its hero, in order and each once."""
    roots = local.roots_of(post, site, assets)
    found: dict[str, Reference] = {}

    def add(address: str, alt: str, caption: str, *, hero: bool = False) -> None:
        data = address[: len(_DATA_URI)].lower() == _DATA_URI
        if address and not data and (address not in found or found[address].hero):
            remote = _is_remote(address, roots)
            key = local.key_of(address, roots, project)
            file = str(local.file_of(address, roots) or "")
            found[address] = Reference(key, alt, caption, _line_of(post, address), remote, hero, file)

    add(post.image, "", post.image_caption, hero=True)
    if "<img" in chapter.body:
        for element in _parse(chapter).iter("img"):
            alt = DECORATIVE if element.get("role") == DECORATION else element.get("alt", "")
            add(element.get("src", ""), alt, _caption_of(element))
    return tuple(found.values())


def _caption_of(image: etree._Element) -> str:
    """The words under a picture, without the mark that begins them, or empty."""
    figure = next(image.iterancestors("figure"), None)
    caption = None if figure is None else figure.find("figcaption")
    words = "" if caption is None else " ".join("".join(map(str, caption.itertext())).split())
    return words.lstrip("▲ ")


def _describe(image: etree._Element, description: str) -> None:
    """Give a picture its alternative text: its description, else its caption; none at all when it is decoration.

    A caption that stands in for a description is marked by the class `alt-caption`, so that nobody claims more.
    """
    if description.casefold() == DECORATIVE:
        image.set("role", DECORATION)
        image.set("alt", "")
        return
    image.attrib.pop("role", "")
    caption = "" if description else _caption_of(image)
    image.set("alt", description or caption)
    if caption:
        image.set("class", f"{image.get('class', '')} alt-caption".strip())


def _parse(chapter: Chapter) -> etree._Element:
    return etree.fromstring(f"<body>{chapter.body}</body>", etree.XMLParser(huge_tree=True))


def _is_remote(address: str, roots: local.Roots) -> bool:
    if not address or address[: len(_DATA_URI)].lower() == _DATA_URI:
        return False
    try:
        return local.resolve(address, roots) is None
    except ImageError:
        return False


def _link(address: str, base: str = "") -> str:
    """An address on the web as a link may have it, or empty."""
    link = addresses.resolve(address, base) or ""
    return link if link.startswith(("http://", "https://")) else ""


def _desk(post: Post, site: Site, sources: Sources) -> _Desk:
    # Half the time that the book has: what is slow to come must not cost the whole of it.
    until = time.monotonic() + sources.limits.seconds / 2
    return _Desk(post, site, local.roots_of(post, site, sources.assets), sources, until)


@dataclass
class _Desk:
    """One post's requests for pictures, each answered once."""

    post: Post
    site: Site
    roots: local.Roots
    sources: Sources
    until: float
    """When fetching has to end, on the monotonic clock."""
    notices: list[Notice] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Image | None] = field(default_factory=dict)

    def picture(self, address: str) -> Image | None:
        """The picture at an address, or None after a notice that says why not."""
        if address not in self.answers:
            if len(self.answers) >= self.sources.limits.images:
                message = f"more than {self.sources.limits.images:,} pictures (limit images)"
                raise ContentError(message, path=self.post.label)
            self.answers[address] = self._fetch(address)
        return self.answers[address]

    def _fetch(self, address: str) -> Image | None:
        try:
            return replace(self._converted(address), address=address)
        except ImageError as error:
            shown = address if len(address) <= 100 else f"{address[:97]}…"
            what = "a drawing in the text" if address.startswith(drawings.ADDRESS) else f"image {shown}"
            message = f"{what}: {error}; a stand-in takes its place"
            code = "image-missing-web" if self.is_remote(address) else "image-missing"
            self.notices.append(Notice(code, message, self.post.label, _line_of(self.post, address)))
            return None

    def _converted(self, address: str) -> Image:
        if address[: len(_DATA_URI)].lower() == _DATA_URI:
            return self._convert(_inline(address), address)
        places = local.resolve(address, self.roots)
        if places is None:
            key = f"{VAULT}{local.whole(address)}"
            self.files[key] = ""
            image, self.files[key] = self.sources.remote(local.whole(address), self.until)
            return image
        for place in places:
            self.files[str(place)] = ""
            if place == places[-1] or os.path.lexists(place):
                data = local.read(place, self.sources.limits.image_bytes)
                self.files[str(place)] = hashlib.sha256(data).hexdigest()
                break
        return self._convert(data, address)

    def _convert(self, data: bytes, address: str) -> Image:
        return self.sources.convert(hashlib.sha256(data).hexdigest(), lambda: data, address)

    def description(self, image: etree._Element) -> str:
        """What a picture shows: the editors' words, else the author's where they say something, else empty.

        DECORATIVE where either says that it shows nothing that matters.
        """
        address, alt = image.get("src", ""), image.get("alt", "")
        key = local.key_of(address, self.roots, self.sources.vault.folder.parent)
        written = self.sources.descriptions.get(key, "")
        self.files[f"{DESCRIPTION}{key}"] = digest_of(written)
        if not written and image.get("role") == DECORATION:
            return DECORATIVE
        return written or (alt if is_description(alt, address) else "")

    def missing(self, address: str, description: str) -> Missing:
        """What a stand-in can say of a missing picture."""
        description = "" if description.casefold() == DECORATIVE else description
        if self.is_remote(address):
            address = local.whole(address)
            entry = self.sources.vault.find(address)
            return Missing(description, address, _link(address), entry.width if entry else 0)
        if local.file_of(address, self.roots) is None:
            return Missing(description)
        link = _link(address, addresses.base_of(self.post, self.site))
        return Missing(description, link or address, link)

    def is_remote(self, address: str) -> bool:
        """Whether the web or the vault has to be asked for a picture."""
        return _is_remote(address, self.roots)


def _line_of(post: Post, address: str) -> int | None:
    """The line of the post's file on which an address stands."""
    if address.startswith(drawings.ADDRESS):
        address = _inline(address).decode("utf-8", "replace").splitlines()[0][:_SHOWN]
    at = post.text.find(address) if address else -1
    return None if at < 0 else post.first_line + post.text.count("\n", 0, at)


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
