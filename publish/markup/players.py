"""Where what a book cannot play has its address: films, sounds, posts of social networks."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["PLAYERS"]

PLAYERS: Mapping[str, str] = MappingProxyType(
    {
        "asciicast": "https://asciinema.org/a/{}", "asciinema": "https://asciinema.org/a/{}",
        "bilibili": "https://www.bilibili.com/video/{}", "codepen": "https://codepen.io/pen/{}",
        "dailymotion": "https://www.dailymotion.com/video/{}", "flickr": "https://flic.kr/p/{}",
        "gist": "https://gist.github.com/{}", "instagram": "https://www.instagram.com/p/{}/",
        "jsfiddle": "https://jsfiddle.net/{}/", "loom": "https://www.loom.com/share/{}",
        "slideshare": "https://www.slideshare.net/slideshow/embed_code/{}",
        "soundcloud": "https://api.soundcloud.com/tracks/{}", "speakerdeck": "https://speakerdeck.com/player/{}",
        "spotify": "https://open.spotify.com/track/{}", "streamable": "https://streamable.com/{}",
        "ted": "https://www.ted.com/talks/{}", "tiktok": "https://www.tiktok.com/embed/{}",
        "tweet": "https://twitter.com/i/status/{}", "twitch": "https://www.twitch.tv/videos/{}",
        "twitter": "https://twitter.com/i/status/{}", "vimeo": "https://player.vimeo.com/video/{}",
        "youtube": "https://www.youtube.com/embed/{}",
    }
)  # fmt: skip
"""By a word in the name of a tag, a shortcode or an include: the address for an identifier."""
