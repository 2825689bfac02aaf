"""The user's options, and limits for one post."""

from __future__ import annotations

from publish.frozen import frozen

__all__ = ["Limits", "Options"]


@frozen
class Limits:
    """Limits for one post; an error names the limit that it exceeds."""

    post_bytes: int = 1 << 20
    """Size of a Markdown file in bytes."""
    depth: int = 60
    """Nesting of blocks or elements."""
    image_bytes: int = 40 << 20
    """Size of a picture file in bytes."""
    image_pixels: int = 40_000_000
    """Pixels of a picture file."""
    images: int = 1_000
    """Number of pictures in a post."""
    converted_bytes: int = 16 << 20
    """Size of a converted chapter in bytes."""
    seconds: float = 120.0
    """Wall-clock seconds for one book, after which its worker is ended."""
    memory: int = 2 << 30
    """Bytes of memory for a worker, without fonts and libraries that are only mapped."""
    store_bytes: int = 4 << 30
    """Size of the store in bytes."""


@frozen
class Options:
    """The user's options, combined from settings files and command line."""

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
    """Whether posts with a future date, drafts, and posts with `published: false` are included."""
    jobs: int = 0
    """Number of worker processes; 0: one per core."""
    scheduler: str = ""
    """Address of a Dask scheduler whose workers do the layout, or empty."""
    typography: bool = True
    """Finer spaces, dashes and quotes than Jekyll's."""
    dollars: str = "auto"
    """What a single dollar is: `auto` as the site's script reads it, `formulas`, or `money`."""
    diagrams: str = "source"
    """What diagrams are: their `source`, or what programs of this machine `draw` of it."""
    certifier: str = ""
    """Who certifies that EPUBs meet WCAG 2.2 at level AA; when empty, no EPUB claims it."""
    cover: str = ""
    logo: str = ""
    """Cover template for posts without one (empty: templates take turns); path of the logo on covers, or empty."""
    profile: str = "full"
    math: str = ""
    """Kind of device (`full`, `eink`, `phone`); formulas in EPUBs: `mathml`, `pictures`, or the default of the
    device.
    """
    animation: bool = False
    """Whether animated GIFs stay animated; otherwise only their first frame is shown."""
    assets: str = ""
    """Root folder for absolute addresses of pictures when there is no `_config.yml`, or empty."""
    allow_hosts: tuple[str, ...] = ()
    """Hosts that may be fetched from although they are not public."""
    per_host: int = 16
    """Connections to one host at the same time when many pictures are fetched."""
    limits: Limits = Limits()
