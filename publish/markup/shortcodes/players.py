"""Videos, sounds, posts of social networks and embedded pages: a book cannot play them, so it shows their addresses."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from publish.markup.players import PLAYERS
from publish.markup.shortcodes.asked import Asked, Write, Written, inline
from publish.text.patterns import late

__all__ = ["WRITERS"]

_OTHER_NAMES = {
    "yt": "youtube", "youtube-lite": "youtube", "youtubelite": "youtube", "vimeo-simple": "vimeo",
    "instagram-simple": "instagram", "speaker-deck": "speakerdeck",
}  # fmt: skip
_ADDRESSES: Mapping[str, str] = {
    **{name: PLAYERS[name] for name in (
        "youtube", "vimeo", "streamable", "bilibili", "instagram", "asciinema", "jsfiddle", "spotify", "soundcloud",
        "codepen", "slideshare", "speakerdeck", "twitch", "tiktok",
    )},
    **{name: PLAYERS[known] for name, known in _OTHER_NAMES.items()},
    "peertube": "https://{}", "iframe": "https://{}", "pdf": "{}", "embed-pdf": "{}", "map": "https://{}",
}  # fmt: skip
"""Shortcode → address of the player, for a first argument that is not an address itself."""
_PLACE = late(r"https?://|/|\.{1,2}/")


def _player(asked: Asked) -> Written:
    said = asked.option("id", "src", "url", "href", "link", "link1", "bvid", "video", word=0)
    address = said if _PLACE.match(said) or not said else _ADDRESSES[asked.code.name].format(said)
    return _embed(address, asked.option("title", "caption"))


def _embed(address: str, title: str = "") -> Written:
    name = f' title="{escape(title)}"' if title else ""
    return Written(f'<iframe src="{escape(address)}"{name}></iframe>') if address else inline("")


def _gist(asked: Asked) -> Written:
    """`{{< gist user id [file] >}}`, or Zola's `gist(url=…)`."""
    if address := asked.option("url"):
        return _embed(address)
    user, number = asked.option("user", "username", word=0), asked.option("id", word=1)
    name = asked.option("file", word=2)
    return _embed(f"https://gist.github.com/{user}/{number}".rstrip("/"), name)


def _short_post(asked: Asked) -> Written:
    """`{{< x user= id= >}}`, of old `{{< tweet id >}}`."""
    user, number = asked.option("user"), asked.option("id")
    words = asked.code.words
    if len(words) > 1:
        user, number = words[0], words[1]
    elif words:
        number = words[0]
    return _embed(
        number if "://" in number else f"https://twitter.com/{user or 'i'}/status/{number}" if number else ""
    )


def _toot(asked: Asked) -> Written:
    host, user, number = (
        asked.option("instance", "host", "server"),
        asked.option("user"),
        asked.option("id", "status", word=0),
    )
    return _embed(
        number if "://" in number else f"https://{host}/@{user.lstrip('@')}/{number}" if host else ""
    )


def _media(asked: Asked) -> Written:
    source = asked.option("src", "url", "mp4", "file", "path", "webm", "ogg", "video-src", word=0)
    kind = "audio" if asked.code.name in {"audio", "music", "podcast", "mp3"} else "video"
    title = asked.option("title", "caption", "name")
    name = f' title="{escape(title)}"' if title else ""
    return Written(f'<{kind} src="{escape(source)}"{name}></{kind}>') if source else inline("")


def _code_to_scan(asked: Asked) -> Written:
    """`{{< qr >}}`: the address or the text in the code."""
    words = (asked.inner or "").strip() or asked.option("text", word=0)
    return Written(f"<{words}>" if words.startswith(("http://", "https://")) else words)


def _repository(asked: Asked) -> Written:
    host = "gitlab.com" if asked.code.name == "gitlab" else "github.com"
    name = asked.option("repo", "repository", "name", "projectid", word=0)
    return _embed(f"https://{host}/{name}" if name else "", name)


WRITERS: Mapping[str, Write] = {
    **dict.fromkeys(_ADDRESSES, _player),
    "gist": _gist,
    **dict.fromkeys(("tweet", "x", "twitter", "x-simple", "twitter-simple"), _short_post),
    **dict.fromkeys(("mastodon", "toot"), _toot),
    **dict.fromkeys(("video", "audio", "music", "podcast", "mp3", "mp4", "rawvideo"), _media),
    "qr": _code_to_scan,
    **dict.fromkeys(("github", "gitlab"), _repository),
}
