"""Finds, checks and converts all pictures of a chapter; a missing one becomes a stand-in."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from lxml import etree

from publish.frozen import frozen
from publish.images import datauris, local, moving, sizing, titles
from publish.images.alternatives import caption_words, describe
from publish.images.choosing import choices
from publish.images.desk import desk_of, is_remote
from publish.images.errors import ImageError
from publish.images.lines import line_of
from publish.images.profiles import PROFILES
from publish.images.sources import Sources
from publish.keep.files import is_file
from publish.keep.worksheet import DECORATIVE
from publish.markup.pictures import DECORATION
from publish.markup.tree import body_of
from publish.model import Chapter, Image, Notice, Post, Site

__all__ = ["Gathered", "Hero", "Reference", "gather", "hero_of", "references"]


@frozen
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


@frozen
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
    desk = desk_of(post, site, sources)
    image = desk.picture(post.image)
    return Hero(image, tuple(desk.notices), tuple(desk.files.items()))


def gather(
    chapter: Chapter, post: Post, site: Site, sources: Sources, *, with_hero: bool = False
) -> Gathered:
    """Find, check and convert the pictures of one chapter. `with_hero` also fetches the post's hero picture at the
    same time.

    Raises ContentError when there are more pictures than the limit. Problems with one picture become notices.
    """
    desk = desk_of(post, site, sources)
    desk.files.update(chapter.files)
    body = body_of(chapter) if "<img" in chapter.body else None
    elements = [] if body is None else list(body.iter("img"))
    offered = {element: choices(element, sources.profile, desk.is_there) for element in elements}
    best = {element: next(offered[element]) for element in elements}
    wanted = [choice.address for choice in best.values()] + ([post.image] if with_hero else [])
    sources.fetch_all((local.whole(address) for address in wanted if desk.is_remote(address)), desk.until)
    if body is None:
        return Gathered(chapter, (), tuple(desk.notices), tuple(desk.files.items()))
    used: dict[str, Image] = {}
    for element in elements:
        description = desk.description(element)
        image, density = desk.first_of(best[element], offered[element])
        if image is None:
            from publish.images import standin  # it loads what draws pictures

            missing = desk.missing(best[element].address, description)
            image = standin.replace(element, missing, chapter.language)
        else:
            titles.show(element)
            describe(element, description or image.description)
            element.set("src", image.name)
            sizing.show(element, image, density)
            if image.moved:
                moving.tell(element, chapter.language)
        if image is not None:
            used.setdefault(image.name, image)
    sizing.place(body)
    markup = etree.tostring(body, encoding="unicode").removeprefix("<body>").removesuffix("</body>")
    chapter = replace(chapter, body=markup)
    return Gathered(chapter, tuple(used.values()), tuple(desk.notices), tuple(desk.files.items()))


@frozen
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
        if is_remote(address, roots):
            return True
        file = local.file_of(address, roots)
        asked.extend(filter(None, [file]))
        return file is not None and is_file(file)

    def add(address: str, used: str, alt: str, caption: str, *, hero: bool = False) -> None:
        if used and ((address, used) not in found or found[address, used].hero):
            data = used if datauris.is_picture(used) else ""
            remote = is_remote(used, roots)
            key, used_key = local.key_of(address, roots, project), local.key_of(used, roots, project)
            file = "" if data else str(local.file_of(used, roots) or "")
            line = line_of(post, used) or line_of(post, address)
            alt = alt or _own_words(data)
            found[address, used] = Reference(
                key, used_key, alt, caption, line, remote, remote and not asked, hero, file, inline=data
            )

    add(post.image, post.image, "", post.image_alt, hero=True)
    if "<img" in chapter.body:
        for element in body_of(chapter).iter("img"):
            alt = DECORATIVE if element.get("role") == DECORATION else element.get("alt", "")
            asked.clear()
            used = next(choices(element, PROFILES[profile], is_there)).address
            add(element.get("src", ""), used, alt, caption_words(element))
    return tuple(found.values())


def _own_words(address: str) -> str:
    """What a drawing within a post says of itself, or empty."""
    from publish.images import svg  # most posts have no drawing

    with suppress(ImageError):
        data = datauris.bytes_of(address) if address else b""
        return svg.words(data) if svg.is_drawing(data) else ""
    return ""
