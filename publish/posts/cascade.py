"""Hugo's `cascade`: settings that a section's `_index.md`, or the site, hands down to the pages below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path

from publish.keep.files import read_regular
from publish.keep.once import once
from publish.model import Site
from publish.posts import frontmatter

__all__ = ["handed_down"]

MAX_BYTES = 1 << 20
_INDEX = ("_index.md", "_index.markdown")


def handed_down(path: Path, site: Site) -> dict[str, object]:
    """The settings that a page gets from above, by names in small letters; those of a nearer section win."""
    root = site.root
    if site.maker != "hugo" or root is None or not path.is_relative_to(root):
        return {}
    content = root / str(site.data.get("content") or "content")
    found = dict(_meant(site.data.get("cascade"), path, content))
    folders = [each for each in path.parents if each.is_relative_to(content)]
    for folder in reversed(folders):
        for name in _INDEX:
            found.update(_meant(_of(folder / name), path, content))
    return found


@once
def _of(index: Path) -> object:
    """What a section's file hands down; None when it cannot be read."""
    try:
        raw = read_regular(index, MAX_BYTES + 1)
        text = raw.decode("utf-8-sig").replace("\r\n", "\n") if len(raw) <= MAX_BYTES else ""
        values = frontmatter.split(text).values
    except (OSError, ValueError):
        return None
    return next((value for key, value in values.items() if key.lower() == "cascade"), None)


def _meant(cascade: object, path: Path, content: Path) -> Iterator[tuple[str, object]]:
    """The settings for this page: all of a table, or of a list those whose `target` it is."""
    for each in cascade if isinstance(cascade, list) else [cascade]:
        if not isinstance(each, Mapping):
            continue
        values = {str(key).lower(): value for key, value in each.items()}
        target = values.pop("target", values.pop("_target", None))
        if isinstance(target, Mapping) and not _is_target(target, path, content):
            continue
        own = values.pop("params", None)
        if isinstance(own, Mapping):
            yield from ((str(key).lower(), value) for key, value in own.items())
        yield from values.items()


def _is_target(target: Mapping[str, object], path: Path, content: Path) -> bool:
    pattern = next((value for key, value in target.items() if str(key).lower() == "path"), None)
    if not isinstance(pattern, str) or not path.is_relative_to(content):
        return True
    place = f"/{path.relative_to(content).with_suffix('').as_posix()}"
    inside = re.fullmatch(r"\{(.*)\}", pattern)
    return any(
        fnmatch(place, each.strip()) or fnmatch(place, f"{each.strip().removesuffix('/**')}/*")
        for each in (inside[1].split(",") if inside else [pattern])
    )
