"""The site around a post: Jekyll's `_config.yml` and front matter defaults, or the settings of Hugo or Zola."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from publish.keep.files import is_folder, is_there
from publish.language import normalise
from publish.model import Site
from publish.project import authors, othersites, plainyaml, settingsfile, sitefaults, themes
from publish.project.sitefaults import is_on_web
from publish.text import authored
from publish.text.characters import one_line
from publish.text.webaddress import valid

__all__ = [
    "CONFIG_NAMES",
    "collection_of",
    "collection_titles",
    "collections_with_pages",
    "defaults_for",
    "find",
    "is_on_web",
    "jekyll_config",
    "load",
    "merged",
]

_JEKYLL = ("_config.yml", "_config.yaml")
CONFIG_NAMES = (*_JEKYLL, *othersites.NAMES)
_LANGUAGE = ("lang", "language", "locale", "default_lang")
_YES = ("true", "yes", "on")
"""What YAML takes for true."""


def find(folder: Path) -> Path | None:
    """The `_config.yml`, or the settings of Hugo or Zola, of the nearest folder at or above this one, not above a folder
    that holds `.git`.
    """
    for place in (folder, *folder.parents):
        for name in _JEKYLL:
            if is_there(place / name):
                return place / name
        if other := othersites.config_in(place):
            return other
        if is_there(place / ".git"):
            return None
    return None


def load(config: Path | None) -> Site:
    """The site that a file of settings describes; an empty Site for None. PostError when it cannot be read."""
    if config is None:
        return Site()
    if config.name not in _JEKYLL:
        return othersites.load(config)
    data, digest, lines = _read(config)

    def text(*keys: str) -> str:
        return next((one_line(str(data[key])) for key in keys if isinstance(data.get(key), str)), "")

    people = authors.names(config.parent, data.get("authors"))
    theme = themes.theme_in(data, config.parent)
    author = authors.of_site(data, theme.site_authors if theme else ())
    url = text("url")
    baseurl = text("baseurl").strip("/")
    key = next((key for key in _LANGUAGE if isinstance(data.get(key), str) and data[key]), "")
    language = text(*_LANGUAGE)
    notices = tuple(sitefaults.faults(data, lines, key, config))
    unknown = any(notice.code == "language-unknown" for notice in notices)
    return Site(
        root=_source(config.parent, data.get("source")),
        title=authored.words(text("title", "name")),
        description=text("description", "tagline"),
        url=(valid(url) or "").rstrip("/") if is_on_web(url) else "",
        baseurl=f"/{baseurl}" if baseurl else "",
        author=people.get(author, author),
        people=people,
        language="" if unknown else normalise(language),
        rights=authored.words(text("rights", "license", "copyright")),
        permalink=text("permalink") or "date",
        excerpt_separator=text("excerpt_separator"),
        collections=_collections(data.get("collections")),
        collections_dir=text("collections_dir").strip("/"),
        defaults=tuple(_defaults(data.get("defaults"))),
        data=_mapping(plainyaml.typed(data)),
        digest=digest,
        notices=notices,
    )


def _source(folder: Path, said: object) -> Path:
    """The folder of the site's files: `source` in `_config.yml`, where it is one inside; else that of the settings."""
    path = (folder / said).resolve() if isinstance(said, str) and "\0" not in said else folder
    return path if path.is_relative_to(folder.resolve()) and is_folder(path) else folder


def _read(config: Path) -> tuple[Mapping[str, object], str, Mapping[str, int]]:
    """The settings, the file's SHA-256, and the line of each setting."""
    raw = settingsfile.bytes_of(config)
    with settingsfile.faults_of(config):
        document = plainyaml.read(raw.decode("utf-8-sig"))
    return sitefaults.settings_in(document.value, config), hashlib.sha256(raw).hexdigest(), document.lines


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _collections(value: object) -> dict[str, Mapping[str, object]]:
    if isinstance(value, list):
        return {str(name): {} for name in value}
    return {name: _mapping(settings) for name, settings in _mapping(value).items()}


def _defaults(value: object) -> list[Mapping[str, object]]:
    entries = value if isinstance(value, list) else []
    return [entry for entry in entries if isinstance(entry, dict)]


def collection_of(path: Path, site: Site) -> str:
    """The collection of a post, from its folder: `_essays/a.md` is in `essays`; `posts` by default."""
    folders = path.parts[:-1]
    if site.root and path.is_relative_to(site.root):
        folders = folders[len(site.root.parts) :]
    names = (folder[1:] for folder in reversed(folders) if folder.startswith("_"))
    return next((name for name in names if name == "posts" or name in site.collections), "posts")


def jekyll_config(folder: Path) -> Path | None:
    """The `_config.yml` in a folder, or None."""
    return next((folder / name for name in _JEKYLL if is_there(folder / name)), None)


def collections_with_pages(site: Site) -> list[str]:
    """The names of the collections that Jekyll makes pages of: `posts`, and those with `output: true`."""
    said = (
        name for name, settings in site.collections.items() if str(settings.get("output")).lower() in _YES
    )
    return list(dict.fromkeys(("posts", *said)))


def collection_titles(site: Site) -> dict[str, str]:
    """The titles of collections, by name, for those whose settings have a `title`."""
    titles = ((name, settings.get("title")) for name, settings in site.collections.items())
    read = ((name, authored.words(title)) for name, title in titles if isinstance(title, str))
    return {name: title for name, title in read if title}


def defaults_for(path: Path, site: Site) -> dict[str, object]:
    """Front matter defaults of the site for a post's path and collection (Jekyll's `defaults`): a longer path wins, then
    the one with a type, then the later one.
    """
    if site.root is None or not site.defaults:
        return {}
    place = path.relative_to(site.root).as_posix() if path.is_relative_to(site.root) else path.name
    types = _types_of(path, site)
    found: list[tuple[int, bool, Mapping[str, object]]] = []
    for entry in site.defaults:
        scope = _mapping(entry.get("scope"))
        below = str(scope.get("path") or "").removeprefix("/")
        typed = bool(scope.get("type"))
        if (not typed or str(scope["type"]) in types) and _is_in_scope(place, below, site.collections_dir):
            found.append((len(below), typed, _mapping(entry.get("values"))))
    values: dict[str, object] = {}
    for _, _, more in sorted(found, key=lambda each: each[:2]):
        values = merged(values, more)
    return values


def _types_of(path: Path, site: Site) -> set[str]:
    """What `type:` may say of a file: its collection, or `drafts`; of a page both `pages` and `posts`."""
    folders = path.relative_to(site.root).parts[:-1] if site.root and path.is_relative_to(site.root) else ()
    collection = collection_of(path, site)
    if "_drafts" in folders:
        return {"drafts"}
    return {collection} if f"_{collection}" in folders else {collection, "pages"}


def _is_in_scope(place: str, below: str, collections: str) -> bool:
    """Whether a path begins as a scope's path says; `*` in it does not match a slash (Ruby's `Dir.glob`)."""
    places = [place, place.removeprefix(f"{collections}/")] if collections else [place]
    if "*" not in below:
        return any(each.startswith(below) for each in places)
    parts = re.split(r"(\*\*/|\*|\?)", below)
    signs = {"**/": "(?:[^/]+/)*", "*": "[^/]*", "?": "[^/]"}
    pattern = re.compile("".join(signs.get(part) or re.escape(part) for part in parts))
    return any(pattern.match(each) for each in places)


def merged(values: Mapping[str, object], more: Mapping[str, object]) -> dict[str, object]:
    """Settings over others, as Jekyll lays them: mappings are joined, and a setting without a value changes none."""
    both = dict(values)
    for key, value in more.items():
        old = both.get(key)
        if isinstance(old, Mapping) and isinstance(value, Mapping):
            both[key] = merged(old, value)
        elif value is not None or key not in both:
            both[key] = value
    return both
