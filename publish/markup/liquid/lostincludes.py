"""Includes without a file: the book shows what the post gives to them, as the names of the include and its parameters suggest.

Jekyll does not build a site without an include that it needs, so such an include is in a theme that is not known here. Its
words, pictures and films are the post's all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape

from publish.markup.players import PLAYERS
from publish.text.patterns import late

__all__ = ["played", "shown"]

_IDS = (
    "id",
    "video_id",
    "videoid",
    "video-id",
    "videoId",
    "youtube_id",
    "youtubeId",
    "vimeo_id",
    "code",
    "url",
    "src",
    "link",
)
_PICTURE = late(r"[^\s\"'<>,]{1,500}\.(?:png|jpe?g|gif|webp|svg|avif)(?:\?\S{0,100})?", re.IGNORECASE)
_ADDRESS = late(r"(?:https?://|/|#)[^\s\"'<>]{0,500}")
_ALONE = late(
    r"https?://[^\s\"'<>]{1,500}|(?P<mail>[\w.+-]{1,64}@[\w-]{1,60}(?:\.[\w-]{1,60}){1,5})", re.ASCII
)
"""An address on the web or of a person."""
_TITLES = ("title", "heading", "header", "label", "summary", "name")
_WORDS = (
    "content",
    "text",
    "body",
    "message",
    "quote",
    "description",
    "desc",
    "caption",
    "figcaption",
    "note",
)
_SOURCES = ("cite", "author", "source", "by", "credit")
_KINDS = ("note", "tip", "warning", "important", "caution", "danger", "info", "alert", "success")


def shown(
    name: str, given: Mapping[str, object], read: Callable[[str], str], place: Callable[[str], str]
) -> str:
    """HTML of what an include was given; empty when that is neither words, pictures nor something to play.

    `read` makes HTML of Markdown, `place` the address of a path in the site.
    """
    texts = {key: value.strip() for key, value in given.items() if isinstance(value, str) and value.strip()}
    kind = name.lower()
    said = next((texts[key] for key in _IDS if key in texts), "")
    if address := played(name, said):
        return f'\n\n<div><iframe src="{escape(address)}"></iframe></div>\n\n'
    pictures = [each for value in texts.values() for each in map(place, _pictures(value))]
    words = _words(texts, read)
    if pictures:
        return _figure(pictures, texts.get("alt", ""), words)
    if linked := _link(texts, place):
        return linked
    if not words:
        found = (_ALONE.fullmatch(value) for value in texts.values())
        places = [f"{'mailto:' if each['mail'] else ''}{each[0]}" for each in found if each]
        links = (f'<a href="{escape(each)}">{escape(each.removeprefix("mailto:"))}</a>' for each in places)
        return " ".join(links)
    if "quote" in kind:
        return f"\n\n<blockquote>{words}</blockquote>\n\n"
    box = next((word for word in _KINDS if word in kind or word == texts.get("type")), "")
    named = words.replace("<p><strong>", '<p class="admonition-title">', 1).replace(
        "</strong></p>", "</p>", 1
    )
    return (
        f'\n\n<div class="notice--{box}">{named if words.startswith("<p><strong>") else words}</div>\n\n'
        if box
        else f"\n\n<div>{words}</div>\n\n"
    )


def _link(texts: Mapping[str, str], place: Callable[[str], str]) -> str:
    """A button: an address with few words."""
    linked = next(
        (texts[key] for key in ("url", "link", "href") if _ADDRESS.fullmatch(texts.get(key, ""))), ""
    )
    mail = next((each for each in texts.values() if (found := _ALONE.fullmatch(each)) and found["mail"]), "")
    linked = linked or (f"mailto:{mail}" if mail else "")
    said = [texts[key] for key in ("text", "title", "label", "name") if key in texts]
    alone = len(said) == 1 and not any(key in texts for key in _WORDS if key != "text")
    return (
        f'\n\n<p><a href="{escape(place(linked))}">{escape(said[0])}</a></p>\n\n' if linked and alone else ""
    )


def played(name: str, said: str) -> str:
    """The address of what a tag or an include plays, by a word in its name and its identifier or address; or empty."""
    words = re.split(r"[^a-z]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", name).lower())
    player = next((address for word, address in PLAYERS.items() if word in words), "")
    if not player or not re.fullmatch(r"[\w/.:?=&%+-]{1,300}", said) or said.startswith(("/", ".")):
        return ""
    return said if "://" in said else player.format(said)


def _pictures(value: str) -> list[str]:
    """The addresses of pictures, if a value is one or several between commas."""
    each = [part.strip() for part in value.split(",")]
    return each if all(_PICTURE.fullmatch(part) for part in each) else []


def _figure(pictures: list[str], alt: str, words: str) -> str:
    images = "".join(f'<img src="{escape(each)}" alt="{escape(alt)}">' for each in pictures)
    if words.count("<p") == 1:
        words = words.removeprefix("<p>").removesuffix("</p>")
    below = f"<figcaption>{words}</figcaption>" if words else ""
    return f"\n\n<figure>{images}{below}</figure>\n\n"


def _words(texts: Mapping[str, str], read: Callable[[str], str]) -> str:
    """The title, the text and where it is from."""
    said = {key: value for key, value in texts.items() if not _pictures(value)}
    title = next((f"<p><strong>{escape(said[key])}</strong></p>" for key in _TITLES if key in said), "")
    body = "".join(read(said[key]) for key in _WORDS if key in said)
    sources = ", ".join(escape(said[key]) for key in _SOURCES if key in said)
    below = f'<p class="source">— {sources}</p>' if sources and (title or body) else ""
    return f"{title}{body}{below}"
