"""Jekyll's themes, one file each, plain data: how a theme is known, and what it brings along (docs/themes.md).

A file that a site has of its own goes before what its theme would bring.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cache
from pathlib import Path
from typing import Any

from publish.frozen import frozen
from publish.keep.cache import made_once
from publish.keep.files import is_file, names_in
from publish.keep.once import once
from publish.model import Site

__all__ = ["Formulas", "Theme", "theme_in", "theme_of", "themes", "value_at"]


@frozen
class Formulas:
    """What a theme's script takes for mathematics."""

    flags: tuple[str, ...] = ()
    """Keys of front matter or `_config.yml` that switch it on; none where it always is."""
    dollars: bool = False
    """Whether a formula may stand between single dollars."""
    escapes: bool = True
    """Whether `\\$` is a dollar."""
    numbers: str = "ams"
    """Which equations have numbers, as `formulas.reading.Tags` has it."""
    all_numbered: str = ""
    """A key that numbers all displays, or empty."""


@frozen
class Theme:
    """One theme. Its file has the same names."""

    name: str
    """As its makers write it."""
    named: tuple[str, ...]
    """Parts of what a site's `theme` or `remote_theme` says, in small letters."""
    files: tuple[str, ...] = ()
    """Files that only this theme has, for sites which hold it whole: in `_includes`, `_layouts` or `_data`."""
    titled: bool = True
    """Whether its pages print a post's title; else the post's own first heading is the title."""
    lessons: bool = False
    """Whether its pages print a lesson's questions, objectives and key points out of front matter."""
    subtitles: tuple[str, ...] = ()
    """Keys of front matter that it prints below the title, the first that a post has; `layout/key` in one layout only."""
    markdown_titles: bool = False
    """Whether Markdown in titles is read."""
    pictures: tuple[str, ...] = ()
    """Keys of front matter with the lead picture, the first that a post has; `header.image` is `image` in `header`."""
    bare_pictures: str = ""
    """The folder of a lead picture without a slash in its address."""
    picture_folders: tuple[str, ...] = ()
    """Keys of front matter with the folder of a post's pictures."""
    picture_hosts: tuple[str, ...] = ()
    """Keys of `_config.yml` with the address before that folder."""
    site_authors: tuple[str, ...] = ()
    """Keys of `_config.yml` with the author of posts that name none, after `author`."""
    top: tuple[str, ...] = ()
    """Includes of `includes` below that its layout puts before the text of each post."""
    bottom: tuple[str, ...] = ()
    """The same, after the text."""
    before: tuple[str, ...] = ()
    """Keys of front matter that name includes to stand before the text."""
    after: tuple[str, ...] = ()
    """The same, after the text."""
    file_comments: bool = False
    """Whether a first comment in code such as `// file: "a.js"` is the name above it."""
    boxes: Mapping[str, str] = field(default_factory=dict)
    """A class of paragraphs and quotations that are boxes → their kind, which colour or an icon says on the site."""
    includes: Mapping[str, str] = field(default_factory=dict)
    """An include that it brings → the template in `markup/liquid/includes` that does its work."""
    players: Mapping[str, str] = field(default_factory=dict)
    """An include that plays something → the address, its parameters in braces."""
    formulas: Formulas | None = None


def theme_of(site: Site) -> Theme | None:
    """The theme of a site: by what its settings say, else by the files that it holds; None for one that is not known."""
    return theme_in(site.data, site.root) if site.maker == "jekyll" else None


def theme_in(settings: Mapping[str, object], root: Path | None) -> Theme | None:
    """The theme of a site of Jekyll, from the values of its `_config.yml` and its folder."""
    said = f"{settings.get('theme') or ''} {settings.get('remote_theme') or ''}".lower()
    return _found(said.strip(), root)


def value_at(values: object, key: str) -> object:
    """The value of a key as themes' files write it: `header.image` is `image` in `header`; None without it."""
    for part in key.split("."):
        values = values.get(part) if isinstance(values, Mapping) else None
    return values


@once
def _found(said: str, root: Path | None) -> Theme | None:
    if said:
        meant = [(len(name), theme) for theme in themes() for name in theme.named if name in said]
        return (
            max(meant, key=lambda pair: pair[0])[1] if meant else None
        )  # the longest: one name may begin another
    if root is None:
        return None
    return next((theme for theme in themes() if any(is_file(root / name) for name in theme.files)), None)


@cache
def themes() -> tuple[Theme, ...]:
    """All that are known, in the order of their files' names."""
    here = Path(__file__).parent
    texts = [(here / name).read_text("utf-8") for name in names_in(here, ".toml")]
    return made_once("themes", texts, lambda: tuple(map(_theme, texts)))


def _theme(text: str) -> Theme:
    """A theme from its file. TypeError for a name that none has."""
    import tomllib

    said: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in tomllib.loads(text).items()
    }
    if "formulas" in said:
        said["formulas"] = Formulas(**{**said["formulas"], "flags": tuple(said["formulas"].get("flags", ()))})
    return Theme(**said)
