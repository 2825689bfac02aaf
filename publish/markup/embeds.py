"""Videos, sounds and embedded pages: a book cannot contain them, so a link takes their place, below a video's poster."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from publish.language import label
from publish.markup.addresses import resolve
from publish.markup.elements import EMBEDS, FRAME
from publish.markup.notices import Notices
from publish.markup.tree import Element, drop, make, text_of, unwrap
from publish.text.patterns import late
from publish.text.webaddress import placed

__all__ = ["replace"]

_PLAYERS = (
    (late(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]{6,20})"), "https://www.youtube.com/watch?v={}"),
    (late(r"https?://player\.vimeo\.com/video/(\d{1,15})"), "https://vimeo.com/{}"),
)  # fmt: skip
"""Addresses of players, and of the page with the same video for readers who follow the link."""
_FILM = late(r"(?:^|\.)(?:youtube\.com|youtu\.be|vimeo\.com|dailymotion\.com|bilibili\.com)$")
_PICTURE = late(r"^data:image/|^[^?#]+\.(?:svgz?|png|jpe?g|gif|webp)(?:[?#]|$)", re.IGNORECASE)
"""Addresses of pictures: SVG drawings are often in an `object`."""
_LAST = late(r"([^/?#=&]{4,200})/?$")
_MAX_SHOWN = 80


def replace(root: Element, base: str, language: str, notices: Notices, folder: str = "") -> None:
    """Replace each embed by `a.embed`: its kind, its title or address, and a link to it. The picture that a video shows
    before it plays (`poster`; HTML, 4.8.8) stands above the words of the link.

    An embed of a picture becomes that picture. The class `permalink` means that the link is the content's own
    permanent address (as in the hAtom microformat). `folder` is put before relative addresses of videos and sounds.
    """
    for embed in list(root.iter(*EMBEDS)):
        if any(parent.tag in EMBEDS for parent in embed.iterancestors()):
            continue  # a fallback inside another embed is removed with it
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
            # The content of an object is its fallback (HTML, 4.8.7); browsers never show the content of the others.
            (unwrap if embed.tag == "object" and text_of(embed).strip() else drop)(embed)
            continue
        address = _page(address)
        notices.add(
            "embed-linked",
            f"an embedded {_kind(embed, address)} became a link to {(address or source)[:100]}",
            line=notices.line_of(source) or notices.line_of(_name_in(source)),
        )
        _put(embed, _link(embed, address, source, language))


def _show(embed: Element, source: str) -> None:
    """Make an `img` of an embedded picture; the embed's fallback text becomes the alternative text."""
    words = embed.get("title", "") or text_of(embed)
    image = make("img", src=source, alt=" ".join(words.split()))
    for name in ("width", "height", "style"):
        if value := embed.get(name):
            image.set(name, value)
    image.tail, embed.tail = embed.tail, None
    parent = embed.getparent()
    if parent is not None:
        parent.replace(embed, image)


def _name_in(source: str) -> str:
    """What an author may have written of an address: a number or name at its end, or a file's name."""
    found = _LAST.search(source)
    return found[1] if found else ""


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
    words = f"{label(_kind(embed, address), language)}: {name}"
    link = make("a", words, class_="embed permalink", href=shown)
    poster = embed.get("poster", "").strip() if embed.tag == "video" else ""
    if poster:  # decorative: the words of the link name the video
        link.text, line = "", make("br")
        line.tail = words
        link.extend((make("img", src=poster, alt="", role="presentation"), line))
    return link


def _put(embed: Element, link: Element) -> None:
    parent = embed.getparent()
    if parent is None:
        return
    if next(embed.iterancestors("a"), None) is not None:
        link.tag = "span"  # links cannot be nested
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
