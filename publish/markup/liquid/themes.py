"""Includes in a theme's gem, of which the site has no file. A site's own file has priority."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

__all__ = ["include"]

_FOLDER = Path(__file__).parent / "includes"
_NAME = re.compile(r"(?:\./)?([\w/-]{1,60})(?:\.(?:html|liquid|md))?", re.ASCII)
_PLAYERS: Mapping[str, str] = {
    "embed/youtube": "https://www.youtube.com/embed/{id}",
    "embed/twitch": "https://www.twitch.tv/videos/{id}",
    "embed/bilibili": "https://www.bilibili.com/video/{id}",
    "embed/spotify": "https://open.spotify.com/track/{id}",
    "extensions/youtube": "https://www.youtube.com/embed/{id}",
    "extensions/ted": "https://www.ted.com/talks/{id}",
    "extensions/bilibili": "https://www.bilibili.com/video/{id}",
    "extensions/soundcloud": "https://api.soundcloud.com/tracks/{id}",
    "extensions/netease-cloud-music": "https://music.163.com/#/song?id={id}",
    "extensions/slideshare": "https://www.slideshare.net/slideshow/embed_code/key/{id}",
    "extensions/codepen": "https://codepen.io/{user}/pen/{hash}",
    "responsive-embed": "{url}",
}
"""Include name → the player's address for its parameters. From Chirpy, TeXt, So Simple."""
_BOXES = ("alert", "callout", "note", "tip", "warning", "important", "caution", "danger", "info")
_FILES: Mapping[str, str] = {
    "figure": "figure", "image": "figure", "gallery": "gallery", "feature_row": "feature_row", "toc": "toc",
    "video": "video", "embed/video": "film", "embed/audio": "audio", "audio": "audio", "base_path": "base_path",
    "links": "nothing", "share": "nothing",
} | dict.fromkeys(_BOXES, "box")  # fmt: skip
"""Include name → our file in `includes` with the same function. From Minimal Mistakes, al-folio, Chirpy, So Simple,
academicpages, the Carpentries' lessons.
"""


def include(name: str) -> str | None:
    """The template of an include of a known theme, by its name in a post; None for any other."""
    found = _NAME.fullmatch(name)
    key = found[1] if found else ""
    if key in _PLAYERS:
        address = re.sub(r"\{(\w+)\}", r"{{ include.\1 }}", _PLAYERS[key])
        return f'<iframe src="{address}" title="{{{{ include.title | escape }}}}"></iframe>\n'
    if key not in _FILES:
        return None
    text = (_FOLDER / f"{_FILES[key]}.html").read_text(encoding="utf-8").removesuffix("\n")
    kind = key if key in _BOXES[2:] else "info"
    return text.replace("default: included", f'default: "{kind}"')
