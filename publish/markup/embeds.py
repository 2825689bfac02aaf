"""Films, sounds and pages within the page: no book can hold them, so a link says that something was there."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from publish.language import label
from publish.markup.addresses import resolve
from publish.markup.elements import EMBEDS, FRAME
from publish.markup.notices import Notices
from publish.markup.tree import Element, drop, make, text_of, unwrap
from publish.text.webaddress import placed

__all__ = ["replace"]

_PLAYERS = (
    (re.compile(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]{6,20})"), "https://www.youtube.com/watch?v={}"),
    (re.compile(r"https?://player\.vimeo\.com/video/(\d{1,15})"), "https://vimeo.com/{}"),
)  # fmt: skip
"""Addresses of players, and of the page that shows the same film to somebody who follows a link."""
_FILM = re.compile(r"(?:^|\.)(?:youtube\.com|youtu\.be|vimeo\.com|dailymotion\.com|bilibili\.com)$")
_PICTURE = re.compile(r"^data:image/|^[^?#]+\.(?:svgz?|png|jpe?g|gif|webp)(?:[?#]|$)", re.IGNORECASE)
"""Addresses of pictures: drawings in SVG often stand in an `object`."""
_MAX_SHOWN = 80


def replace(root: Element, base: str, language: str, notices: Notices, folder: str = "") -> None:
    """Put `a.embed` in the place of each embed: what it was, its title or address, and a link to it.

    One that shows a picture becomes that picture. The class `permalink` says that the link is the thing's own lasting
    address (as in the hAtom microformat). `folder` stands before the addresses of films and sounds that name no place of
    their own.
    """
    for embed in list(root.iter(*EMBEDS)):
        if any(parent.tag in EMBEDS for parent in embed.iterancestors()):
            continue  # a fallback inside another embed goes with it
        source = _source(embed)
        if embed.tag in {"audio", "video"}:
            source = placed(source, folder)
        elif _PICTURE.search(source):
            _show(embed, source)
            continue
        address = resolve(source, base) if source else None
        if address is None:
            notices.add(
                "embed-removed", f"an embedded {_kind(embed, '')} without a usable address was removed"
            )
            # What an object holds is shown where the object cannot be (HTML, 4.8.7); the others' content never is.
            (unwrap if embed.tag == "object" and text_of(embed).strip() else drop)(embed)
            continue
        address = _page(address)
        notices.add(
            "embed-linked",
            f"an embedded {_kind(embed, address)} became a link to {(address or source)[:100]}",
            source,
        )
        _put(embed, _link(embed, address, source, language))


def _show(embed: Element, source: str) -> None:
    """Make an `img` of an embed that shows a picture; what stood in it for browsers that cannot says what it shows."""
    words = embed.get("title", "") or text_of(embed)
    image = make("img", src=source, alt=" ".join(words.split()))
    for name in ("width", "height", "style"):
        if value := embed.get(name):
            image.set(name, value)
    image.tail, embed.tail = embed.tail, None
    parent = embed.getparent()
    if parent is not None:
        parent.replace(embed, image)


def _source(embed: Element) -> str:
    for name in ("src", "data"):
        if embed.get(name, "").strip():
            return embed.get(name, "").strip()
    inner = (source.get("src", "").strip() for source in embed.iter("source", "embed", FRAME))
    return next((address for address in inner if address), "")


def _page(address: str) -> str:
    for pattern, page in _PLAYERS:
        found = pattern.match(address)
        if found:
            return page.format(found.group(1))
    return address


def _kind(embed: Element, address: str) -> str:
    if embed.tag == "audio":
        return "audio"
    if embed.tag == "video" or _FILM.search(urlsplit(address).hostname or ""):
        return "video"
    return "page"


def _link(embed: Element, address: str, source: str, language: str) -> Element:
    shown = address or source
    name = " ".join(embed.get("title", "").split()) or re.sub(r"^https?://(?:www\.)?", "", shown).rstrip("/")
    if len(name) > _MAX_SHOWN:
        name = f"{name[: _MAX_SHOWN - 1]}…"
    return make(
        "a", f"{label(_kind(embed, address), language)}: {name}", class_="embed permalink", href=shown
    )


def _put(embed: Element, link: Element) -> None:
    parent = embed.getparent()
    if parent is None:
        return
    if next(embed.iterancestors("a"), None) is not None:
        link.tag = "span"  # a link may not hold another
        link.attrib.pop("href", "")
    fresh = link
    if parent.tag in {"body", "div", "section", "blockquote", "figure", "li", "aside"} and not _in_a_line(
        embed
    ):
        fresh = make("div", class_="embed")
        fresh.append(link)
    fresh.tail = embed.tail
    embed.tail = None
    parent.replace(embed, fresh)


def _in_a_line(embed: Element) -> bool:
    previous = embed.getprevious()
    parent = embed.getparent()
    before = previous.tail if previous is not None else (parent.text if parent is not None else "")
    return bool((before or "").strip() or (embed.tail or "").strip())
