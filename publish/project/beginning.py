"""The files with which a blog begins to make books, and what Jekyll's settings must say about them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.resources import files

from publish.project import plainyaml
from publish.text.patterns import late

__all__ = ["INCLUDE", "begun", "excluding", "lacking"]

INCLUDE = "_includes/read-offline.html"
"""The template with links to a post's books."""
_USUAL = (
    ".sass-cache/", ".jekyll-cache/", "gemfiles/", "Gemfile", "Gemfile.lock", "node_modules/", "vendor/bundle/",
    "vendor/cache/", "vendor/gems/", "vendor/ruby/",
)  # fmt: skip
"""What Jekyll excludes where nobody sets `exclude`; before its version 4, a setting replaces these."""
_KEY = late(r"^exclude[ \t]*:[ \t]*(?P<value>[^#\n]*?)[ \t]*(?P<note>#[^\n]*)?$", re.MULTILINE)
_ITEM = late(r"(?P<indent>[ \t]*)-[ \t]")


def begun(name: str) -> str:
    """The text of one of the files: `publish.toml`, `Makefile`, `read-offline.html`."""
    return files("publish.project").joinpath("begin", name).read_text("utf-8")


def lacking(config: str, wanted: Sequence[str]) -> tuple[str, ...]:
    """Those of the wanted entries that `exclude` in a `_config.yml` lacks. Raises YamlError."""
    said = _excluded(config)
    known = {str(entry).strip("/").removeprefix("./") for entry in said or ()}
    return tuple(entry for entry in wanted if entry.strip("/") not in known)


def excluding(config: str, entries: Sequence[str]) -> str | None:
    """The `_config.yml` with these entries added to `exclude`, and nothing else changed.

    None where it is not clear how to add them. Raises YamlError.
    """
    said = _excluded(config)
    changed = _appended(config, entries) if said is None else _inserted(config, entries)
    if changed is None:
        return None
    try:
        before, after = plainyaml.read(config).value or {}, plainyaml.read(changed).value
    except plainyaml.YamlError:
        return None
    added = entries if said is not None else (*_USUAL, *entries)
    if not isinstance(before, dict) or after != before | {"exclude": [*(said or ()), *added]}:
        return None
    return changed


def _excluded(config: str) -> list[object] | None:
    """The entries of `exclude`; None where there is no such key."""
    data = plainyaml.read(config).value
    value = data.get("exclude") if isinstance(data, dict) else None
    return value if isinstance(value, list) else [value] if value else None


def _appended(config: str, entries: Sequence[str]) -> str | None:
    """The settings with a new list at the end."""
    if _KEY.search(config):
        return None  # the key is there, without a value
    start = config if config.endswith("\n") or not config else f"{config}\n"
    usual = "".join(f"  - {entry}\n" for entry in _USUAL)
    ours = "".join(f"  - {entry}\n" for entry in entries)
    return f"{start}\n# What Jekyll leaves out: the first lines are its own usual ones, the others are for books.\nexclude:\n{usual}{ours}"


def _inserted(config: str, entries: Sequence[str]) -> str | None:
    """The settings with more items at the end of the list that is there, in either of YAML's two ways."""
    found = list(_KEY.finditer(config))
    if len(found) != 1:
        return None
    value, end = found[0]["value"], found[0].end("value")
    if value.startswith("[") and value.endswith("]"):
        comma = "" if value[1:-1].strip() == "" or value[1:-1].rstrip().endswith(",") else ","
        more = ", ".join(entries)
        return f"{config[: end - 1].rstrip()}{comma}{' ' if comma else ''}{more}{config[end - 1 :]}"
    if value:
        return None
    return _below(config, found[0].end(), entries)


def _below(config: str, start: int, entries: Sequence[str]) -> str | None:
    """The same for a list with one item in each line, which begins after the position `start`."""
    place, indent = start + 1, None
    last = -1
    for line in config[place:].splitlines(keepends=True):
        item = _ITEM.match(line)
        if item:
            indent = item["indent"] if indent is None else indent
            last = place + len(line)
        elif line.strip() and not line.lstrip().startswith("#"):
            break
        place += len(line)
    if indent is None:
        return None
    ours = "".join(f"{indent}- {entry}\n" for entry in entries)
    gap = "" if config[:last].endswith("\n") else "\n"
    return f"{config[:last]}{gap}{ours}{config[last:]}"
