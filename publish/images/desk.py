"""Answers one post's requests for pictures, and tells what became of each."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from publish.errors import ContentError
from publish.fonts import FONTS, coverage
from publish.images import datauris, likely, local
from publish.images.alternatives import described
from publish.images.choosing import Choice
from publish.images.errors import FontError, ImageError
from publish.images.lines import line_of
from publish.images.sources import Sources
from publish.keep.files import LARGE, file_digest, is_file
from publish.keep.vault import VAULT
from publish.keep.worksheet import DECORATIVE, DESCRIPTION, digest_of
from publish.markup import addresses, drawings
from publish.model import Image, Notice, Post, Site
from publish.text.messages import stands_in

if TYPE_CHECKING:
    from publish.images.standin import Missing

__all__ = ["Desk", "desk_of", "is_remote", "unprinted"]


def is_remote(address: str, roots: local.Roots) -> bool:
    """Whether an address is one on the web, and a valid one."""
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


def _name(address: str) -> str:
    """A picture in a message."""
    if address.startswith(drawings.ADDRESS):
        return "a drawing in the text"
    return f"image {address if len(address) <= 100 else f'{address[:97]}…'}"


def unprinted(drawing: Image, label: str) -> Notice:
    """The notice about a drawing with emoji that no font has."""
    shown = coverage.shown(drawing.unprinted)
    remedy = coverage.remedy_of_emoji(frozenset(drawing.unprinted))
    message = f"no font on this machine has {shown}: the drawing shows the name in brackets instead; {remedy}"
    return Notice("emoji-named", f"{_name(drawing.address)}: {message}", label)


def desk_of(post: Post, site: Site, sources: Sources) -> Desk:
    """The desk for a post."""
    # Half of the book's time limit, so that slow hosts do not use up all of it.
    until = time.monotonic() + sources.limits.seconds / 2
    return Desk(post, site, local.roots_of(post, site, sources.assets), sources, until)


@dataclass
class Desk:
    """Handles one post's requests for pictures; each address only once."""

    post: Post
    site: Site
    roots: local.Roots
    sources: Sources
    until: float
    """When fetching must end, on the monotonic clock."""
    notices: list[Notice] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Image | ImageError] = field(default_factory=dict)
    wanted: set[str] = field(default_factory=set)
    """Addresses of the post's pictures."""
    told: set[tuple[str, str]] = field(default_factory=set)
    """Codes of notices and their addresses."""

    def first_of(self, best: Choice, others: Iterator[Choice]) -> tuple[Image | None, float]:
        """The first of a picture's files that can be shown, and its density. If the best one cannot be shown, one notice
        says so.

        Raises ContentError when there are more pictures than the limit.
        """
        if not best.address:
            return None, best.density  # `markup/lostpictures` told of it
        self._count(best.address)
        image = self._answer(best.address)
        if isinstance(image, Image):
            return image, best.density
        rest = list(others)
        for other in (
            *rest[:1],
            *rest[1:][-1:],
        ):  # the next best, and `src`: each may be a file on a slow host
            if isinstance(instead := self._answer(other.address), Image):
                message = f"{_name(best.address)}: {image}; {_name(other.address)} takes its place"
                self._tell("image-other", message, best.address)
                return instead, other.density
        return self.picture(best.address), best.density

    def picture(self, address: str) -> Image | None:
        """The picture at an address, or None after a notice with the reason. Raises ContentError as `first_of` does."""
        self._count(address)
        answer = self._answer(address)
        if isinstance(answer, Image):
            return answer
        code = "image-missing-web" if self.is_remote(address) else "image-missing"
        self._tell(code, stands_in(_name(address), str(answer)), address)
        return None

    def _answer(self, address: str) -> Image | ImageError:
        """The picture at an address, or why there is none."""
        if address not in self.answers:
            self.answers[address] = self._fetch(address)
        return self.answers[address]

    def _count(self, address: str) -> None:
        """Count a picture; others that may take its place do not count."""
        self.wanted.add(address)
        if len(self.wanted) > self.sources.limits.images:
            message = f"more than {self.sources.limits.images:,} pictures (limit images)"
            raise ContentError(message, path=self.post.label)

    def _fetch(self, address: str) -> Image | ImageError:
        try:
            image = replace(self._converted(address), address=address)
        except ImageError as error:
            if isinstance(error, FontError):
                self.files[FONTS] = ""
            return error
        if image.unprinted:
            self.files[FONTS] = ""
            said = unprinted(image, self.post.label)
            self._tell(said.code, said.message, address)
        return image

    def _tell(self, code: str, message: str, address: str) -> None:
        """Add a notice about an address, once."""
        if (code, address) not in self.told:
            self.told.add((code, address))
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
                # A file of the very name, made later, would be taken instead.
                later = (other for other in local.twins(place) if not os.path.lexists(other))
                for other in later:
                    self.files.setdefault(str(other), "")
                break
        return self._convert(data, address)

    def _read(self, place: Path, address: str) -> bytes:
        """The bytes of a local file. Raises ImageError, with the file that was probably meant when there is none."""
        try:
            data = local.read(place, self.sources.limits.image_bytes)
        except local.NoFileError as error:
            self.files.update(dict.fromkeys(map(str, local.twins(place)), ""))
            meant = likely.meant(local.name_of(address, self.roots), self.roots)
            raise ImageError(f"{error} (did you mean {meant}?)" if meant else str(error)) from error
        except ImageError:
            self.files[str(place)] = file_digest(place)
            raise
        self.files[str(place)] = (
            hashlib.sha256(data).hexdigest() if len(data) <= LARGE else file_digest(place)
        )
        return data

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
        from publish.images.standin import Missing

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
            is_kept = self.sources.vault.find(local.whole(address)) is not None
            if not is_kept:
                self.files.setdefault(f"{VAULT}{local.whole(address)}", "")
            return is_kept or self.sources.web is not None
        if datauris.is_picture(address):
            return True
        file = local.file_of(address, self.roots)
        if file is not None:  # a change of what is there makes another choice
            self.files.setdefault(str(file), "")
        return file is not None and is_file(file)

    def is_remote(self, address: str) -> bool:
        """Whether a picture comes from the web or the vault."""
        return is_remote(address, self.roots)
