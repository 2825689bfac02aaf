"""What the user asked for, and the bounds on what one post may ask for."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits", "Options"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what one post may ask for; named in the error that they cause."""

    post_bytes: int = 1 << 20
    """Bytes of one Markdown file."""
    depth: int = 60
    """Nesting of blocks or elements."""
    image_bytes: int = 40 << 20
    """Bytes of one picture file as it comes."""
    image_pixels: int = 40_000_000
    """Pixels of one picture as it comes."""
    images: int = 1_000
    """Pictures in one post."""
    converted_bytes: int = 16 << 20
    """Bytes of one converted chapter."""
    seconds: float = 120.0
    """Wall-clock seconds for one book, after which its worker is ended."""
    memory: int = 2 << 30
    """Bytes that one worker may take for a book, beside fonts and libraries that are only mapped."""
    store_bytes: int = 4 << 30
    """Bytes of what is kept between builds."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked for, after settings files and command line are merged."""

    style: str = "journal"
    """Name of a style in styles/, or a path to a folder."""
    page: str = "a5"
    """Name of a page preset in the style's `pages` folder (PDF)."""
    offline: bool = False
    strict: bool = False
    force: bool = False
    future: bool = False
    drafts: bool = False
    unpublished: bool = False
    """Whether posts of days to come, drafts, and posts that say `published: false` are made too."""
    jobs: int = 0
    """Worker processes; 0 means one a core."""
    scheduler: str = ""
    """Address of a Dask scheduler whose workers lay books out, or empty."""
    typography: bool = True
    """Finer spaces, dashes and quotes than Jekyll's."""
    dollars: str = "auto"
    """What a single dollar is: `auto` as the site's script reads it, `formulas`, or `money`."""
    certifier: str = ""
    """Who vouches that EPUBs meet WCAG 2.2 at level AA; empty when nobody does, and then none claims it."""
    cover: str = ""
    logo: str = ""
    """Cover template of posts that ask for none, or empty, and they take turns; path of the logo on covers, or empty."""
    profile: str = "full"
    math: str = ""
    """What the device can show (`full`, `eink`, `phone`); formulas of EPUBs: `mathml`, `pictures`, or what suits it."""
    animation: bool = False
    """Animated GIFs stay as they are; otherwise their first frame is shown."""
    assets: str = ""
    """Folder that absolute addresses of pictures start from where no `_config.yml` says, or empty."""
    allow_hosts: tuple[str, ...] = ()
    """Hosts of images that may be fetched even though they are not public."""
    per_host: int = 16
    """Connections to one host at once when pictures are fetched ahead."""
    limits: Limits = Limits()
