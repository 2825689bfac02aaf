"""Finds, checks and converts all pictures of a chapter; a missing one becomes a stand-in."""

from __future__ import annotations

import hashlib
import os
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from publish.errors import ContentError
from publish.fonts import FONTS, coverage
from publish.images import datauris, likely, local, moving, sizing, standin, svg, titles
from publish.images.alternatives import caption_words, describe, described
from publish.images.choosing import choose
from publish.images.errors import FontError, ImageError
from publish.images.lines import line_of, lines_without_address
from publish.images.profiles import PROFILES
from publish.images.sources import Sources
from publish.images.standin import Missing
from publish.keep.vault import VAULT
from publish.keep.worksheet import DECORATIVE, DESCRIPTION, digest_of
from publish.markup import addresses, drawings
from publish.markup.pictures import DECORATION
from publish.model import Chapter, Image, Notice, Post, Site
from publish.text.messages import stands_in

__all__ = ["Gathered", "Hero", "Reference", "gather", "hero_of", "references"]

_MOST_EMPTY = 200
"""Most notices of one post about pictures without an address."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A chapter with its pictures."""

    chapter: Chapter
    images: tuple[Image, ...] = ()
    """Each once, in order of first use."""
    notices: tuple[Notice, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    """Inputs for fingerprints, including those of the chapter's templates: a file's path, `vault:` and an address, or
    `description:` and an address; each with its SHA-256, empty when there is nothing.
    """


@dataclass(frozen=True, slots=True)
class Hero:
    """The picture in a post's front matter, for a cover."""

    image: Image | None = None
    notices: tuple[Notice, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    """As for a chapter."""


def hero_of(post: Post, site: Site, sources: Sources) -> Hero:
    """Find, check and convert a post's hero picture. Problems become notices."""
    if not post.image:
        return Hero()
    desk = _desk(post, site, sources)
    image = desk.picture(post.image)
    return Hero(image, tuple(desk.notices), tuple(desk.files.items()))


def gather(
    chapter: Chapter, post: Post, site: Site, sources: Sources, *, with_hero: bool = False
) -> Gathered:
    """Find, check and convert the pictures of one chapter. `with_hero` also fetches the post's hero picture at the
    same time.

    Raises ContentError when there are more pictures than the limit. Problems with one picture become notices.
    """
    desk = _desk(post, site, sources)
    desk.files.update(chapter.files)
    body = _parse(chapter) if "<img" in chapter.body else None
    elements = [] if body is None else list(body.iter("img"))
    chosen = {element: choose(element, sources.profile, desk.is_there) for element in elements}
    wanted = [choice.address for choice in chosen.values()] + ([post.image] if with_hero else [])
    sources.fetch_all((local.whole(address) for address in wanted if desk.is_remote(address)), desk.until)
    if body is None:
        return Gathered(chapter, (), tuple(desk.notices), tuple(desk.files.items()))
    used: dict[str, Image] = {}
    for element in elements:
        address = chosen[element].address
        description = desk.description(element)
        image = desk.picture(address)
        if image is None:
            image = standin.replace(element, desk.missing(address, description), chapter.language)
        else:
            titles.show(element)
            describe(element, description or image.description)
            element.set("src", image.name)
            sizing.show(element, image, chosen[element].density)
            if image.moved:
                moving.tell(element, chapter.language)
        if image is not None:
            used.setdefault(image.name, image)
    sizing.place(body)
    markup = etree.tostring(body, encoding="unicode").removeprefix("<body>").removesuffix("</body>")
    chapter = replace(chapter, body=markup)
    return Gathered(chapter, tuple(used.values()), tuple(desk.notices), tuple(desk.files.items()))


@dataclass(frozen=True, slots=True)
class Reference:
    """A picture in a post."""

    address: str
    """Its address on the web, or its path in the project, as `src` has it: the worksheet's name for it."""
    used: str
    """The same of the file that books have: in a `srcset` it may be another."""
    alt: str
    """The post's alternative text; `decorative` when the post marks the picture so."""
    caption: str
    """Its caption, or empty."""
    line: int | None
    remote: bool
    """Whether the file that books have is on the web: fetched once, then read from the vault."""
    settled: bool
    """Whether this depends on the post alone, not on what files exist."""
    hero: bool = False
    """Whether only the cover uses it."""
    file: str = ""
    """Absolute path of a local file."""
    inline: str = ""
    """The `data:` address of a picture within the post itself, such as a drawing."""


def references(
    chapter: Chapter, post: Post, site: Site, project: Path, assets: str = "", profile: str = "full"
) -> tuple[Reference, ...]:
    """The pictures of a chapter and its hero picture, in order, each once. Of several files of one picture, the one that
    a build with a network has for this device.
    """
    roots = local.roots_of(post, site, assets)
    found: dict[tuple[str, str], Reference] = {}
    asked: list[Path] = []

    def is_there(address: str) -> bool:
        if _is_remote(address, roots):
            return True
        file = local.file_of(address, roots)
        asked.extend(filter(None, [file]))
        return file is not None and file.is_file()

    def add(address: str, used: str, alt: str, caption: str, *, hero: bool = False) -> None:
        if used and ((address, used) not in found or found[address, used].hero):
            data = used if datauris.is_picture(used) else ""
            remote = _is_remote(used, roots)
            key, used_key = local.key_of(address, roots, project), local.key_of(used, roots, project)
            file = "" if data else str(local.file_of(used, roots) or "")
            line = line_of(post, used) or line_of(post, address)
            alt = alt or _own_words(data)
            found[address, used] = Reference(
                key, used_key, alt, caption, line, remote, remote and not asked, hero, file, inline=data
            )

    add(post.image, post.image, "", post.image_caption, hero=True)
    if "<img" in chapter.body:
        for element in _parse(chapter).iter("img"):
            alt = DECORATIVE if element.get("role") == DECORATION else element.get("alt", "")
            asked.clear()
            used = choose(element, PROFILES[profile], is_there).address
            add(element.get("src", ""), used, alt, caption_words(element))
    return tuple(found.values())


def _own_words(address: str) -> str:
    """What a drawing within a post says of itself, or empty."""
    with suppress(ImageError):
        data = datauris.bytes_of(address) if address else b""
        return svg.words(data) if svg.is_drawing(data) else ""
    return ""


def _parse(chapter: Chapter) -> etree._Element:
    return etree.fromstring(f"<body>{chapter.body}</body>", etree.XMLParser(huge_tree=True))


def _is_remote(address: str, roots: local.Roots) -> bool:
    if not address or datauris.is_picture(address):
        return False
    try:
        return local.resolve(address, roots) is None
    except ImageError:
        return False


def _link(address: str, base: str = "") -> str:
    """A web address for a link, or empty."""
    link = addresses.resolve(address, base) or ""
    return link if link.startswith(("http://", "https://")) else ""


def _desk(post: Post, site: Site, sources: Sources) -> _Desk:
    # Half of the book's time limit, so that slow hosts do not use up all of it.
    until = time.monotonic() + sources.limits.seconds / 2
    return _Desk(post, site, local.roots_of(post, site, sources.assets), sources, until)


@dataclass
class _Desk:
    """Handles one post's requests for pictures; each address only once."""

    post: Post
    site: Site
    roots: local.Roots
    sources: Sources
    until: float
    """When fetching must end, on the monotonic clock."""
    notices: list[Notice] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Image | None] = field(default_factory=dict)
    empty: int = 0
    """How many pictures without an address there were so far."""

    def picture(self, address: str) -> Image | None:
        """The picture at an address, or None after a notice with the reason."""
        if not address:
            self._tell_of_none()
            return None
        if address not in self.answers:
            if len(self.answers) >= self.sources.limits.images:
                message = f"more than {self.sources.limits.images:,} pictures (limit images)"
                raise ContentError(message, path=self.post.label)
            self.answers[address] = self._fetch(address)
        return self.answers[address]

    def _fetch(self, address: str) -> Image | None:
        shown = address if len(address) <= 100 else f"{address[:97]}…"
        what = "a drawing in the text" if address.startswith(drawings.ADDRESS) else f"image {shown}"
        try:
            image = replace(self._converted(address), address=address)
        except ImageError as error:
            if isinstance(error, FontError):
                self.files[FONTS] = ""
            code = "image-missing-web" if self.is_remote(address) else "image-missing"
            self._tell(code, stands_in(what, str(error)), address)
            return None
        if image.unprinted:
            self.files[FONTS] = ""
            remedy = coverage.remedy_of_emoji(frozenset(image.unprinted))
            message = f"{what}: no font on this machine has {coverage.shown(image.unprinted)}: it shows their names in brackets; {remedy}"
            self._tell("emoji-named", message, address)
        return image

    def _tell_of_none(self) -> None:
        """Add a notice about a picture without an address; each has its line, if the post says how many there are."""
        if self.empty < _MOST_EMPTY:
            lines = lines_without_address(self.post)
            line = lines[self.empty] if self.empty < len(lines) else None
            message = stands_in("a picture", "it has no address")
            self.notices.append(Notice("image-missing", message, self.post.label, line))
        self.empty += 1

    def _tell(self, code: str, message: str, address: str) -> None:
        self.notices.append(Notice(code, message, self.post.label, line_of(self.post, address)))

    def _converted(self, address: str) -> Image:
        if datauris.is_picture(address):
            return self._convert(datauris.bytes_of(address), address)
        places = local.resolve(address, self.roots)
        if places is None:
            key = f"{VAULT}{local.whole(address)}"
            self.files[key] = ""
            image, self.files[key] = self.sources.remote(local.whole(address), self.until, self.post.language)
            return image
        for place in places:
            self.files[str(place)] = ""
            if place == places[-1] or os.path.lexists(place):
                data = self._read(place, address)
                self.files[str(place)] = hashlib.sha256(data).hexdigest()
                break
        return self._convert(data, address)

    def _read(self, place: Path, address: str) -> bytes:
        """The bytes of a local file. Raises ImageError, with the file that was probably meant when there is none."""
        try:
            return local.read(place, self.sources.limits.image_bytes)
        except local.NoFileError as error:
            self.files.update(dict.fromkeys(map(str, local.twins(place)), ""))
            meant = likely.meant(local.name_of(address, self.roots), self.roots)
            raise ImageError(f"{error} (did you mean {meant}?)" if meant else str(error)) from error

    def _convert(self, data: bytes, address: str) -> Image:
        return self.sources.convert(
            hashlib.sha256(data).hexdigest(), lambda: data, address, self.post.language
        )

    def description(self, image: etree._Element) -> str:
        """What a picture shows, see `described`; the editors' words are among what the chapter is made from."""
        key = local.key_of(image.get("src", ""), self.roots, self.sources.vault.folder.parent)
        written = self.sources.descriptions.get(key, "")
        self.files[f"{DESCRIPTION}{key}"] = digest_of(written)
        return described(image, written)

    def missing(self, address: str, description: str) -> Missing:
        """What a stand-in can show about a missing picture."""
        description = "" if description.casefold() == DECORATIVE else description
        if self.is_remote(address):
            address = local.whole(address)
            entry = self.sources.vault.find(address)
            return Missing(description, address, _link(address), entry.width if entry else 0)
        if local.file_of(address, self.roots) is None:
            broken = addresses.scheme_of(address) in {"http", "https"}
            return Missing(description, address if broken else "")
        link = _link(address, addresses.base_of(self.post, self.site))
        return Missing(description, link or address, link)

    def is_there(self, address: str) -> bool:
        """Whether a picture is a local file, in the vault, or may be fetched."""
        if self.is_remote(address):
            return self.sources.web is not None or self.sources.vault.find(local.whole(address)) is not None
        if datauris.is_picture(address):
            return True
        file = local.file_of(address, self.roots)
        if file is not None:  # a change of what is there makes another choice
            self.files.setdefault(str(file), "")
        return file is not None and file.is_file()

    def is_remote(self, address: str) -> bool:
        """Whether a picture comes from the web or the vault."""
        return _is_remote(address, self.roots)
