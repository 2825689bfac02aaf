"""Authors of a site: the names in `_data/authors.yml`, by the keys that posts use, and the site's own author."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from publish.keep.files import read_regular
from publish.project import plainyaml
from publish.project.themes import value_at
from publish.text import authored
from publish.text.characters import one_line

__all__ = ["names", "of_site"]

MAX_BYTES = 1 << 20
_FILES = ("authors.yml", "authors.yaml", "authors.json", "members.yml")
_KEYS = ("username", "id", "short_name", "slug", "login", "key")
"""Keys that give the name of an entry in a list."""


def names(root: Path, settings: object = None) -> dict[str, str]:
    """The names of a site's authors by their keys; `settings` are those of `_config.yml`. Unreadable files count as
    empty.
    """
    found = dict(_entries(settings))
    for name in _FILES:
        found |= dict(_entries(_read(root / "_data" / name)))
    return found


def _read(path: Path) -> object:
    if not path.resolve().is_relative_to(path.parent.resolve()):
        return None
    try:
        raw = read_regular(path, MAX_BYTES)
        text = raw.decode("utf-8-sig") if len(raw) <= MAX_BYTES else ""
        return json.loads(text) if path.suffix == ".json" else plainyaml.read(text).value
    except (OSError, ValueError, RecursionError):  # Liquid reports the error when a post uses this file
        return None


def _entries(value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, entry in value.items():
            if name := _name(entry):
                yield str(key), name
    for entry in value if isinstance(value, list) else []:
        key = next((entry[key] for key in _KEYS if entry.get(key)), "") if isinstance(entry, dict) else ""
        if key and (name := _name(entry)):
            yield str(key), name


def _name(entry: object) -> str:
    if isinstance(entry, dict):
        entry = entry.get("display_name") or entry.get("name")
    return authored.words(one_line(entry)) if isinstance(entry, str) else ""


def of_site(data: Mapping[str, object], keys: Iterable[str] = ()) -> str:
    """The author of posts that name none, from a site's settings: `author`, else the first of `keys`."""
    return next(filter(None, (_name(value_at(data, key)) for key in ("author", *keys))), "")
