"""A project's settings from `publish.toml`; the command line overrides them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from publish.errors import UsageError
from publish.keep.files import located
from publish.model import Limits, Options
from publish.project import plaintoml

__all__ = ["MAX_PER_HOST", "Project", "load"]

NAME = "publish.toml"
_SIMPLE: dict[str, type] = {
    "style": str,
    "page": str,
    "profile": str,
    "offline": bool,
    "strict": bool,
    "typography": bool,
    "jobs": int,
    "scheduler": str,
    "certifier": str,
    "dollars": str,
    "math": str,
    "diagrams": str,
}
_MATH = ("mathml", "pictures")
MAX_JOBS = 256
"""Upper limit for worker processes."""
DOLLARS = ("auto", "formulas", "money")
"""What a single dollar may be taken for."""
DIAGRAMS = ("source", "draw")
"""What diagrams may be shown as."""
MAX_PER_HOST = 64
"""Upper limit for connections to one host."""
_Kind = TypeVar("_Kind")


@dataclass(frozen=True, slots=True)
class Project:
    """A folder of posts and its `publish.toml`."""

    folder: Path
    """The folder with `publish.toml`, else the current folder; it contains the store."""
    options: Options = field(default_factory=Options)
    output: str = "build"
    """Folder for books."""


def load(start: Path) -> Project:
    """The project at or above a folder. Raises UsageError with the file for unknown settings and wrong values."""
    folder = next((place for place in (start, *start.parents) if (place / NAME).is_file()), None)
    if folder is None:
        return Project(start)
    path = folder / NAME
    values = plaintoml.read(path)
    try:
        return _project(folder, values)
    except (OSError, ValueError) as error:
        raise UsageError(str(error), path=str(path)) from error


def _project(folder: Path, values: Mapping[str, Any]) -> Project:
    """The project from a parsed file. Raises ValueError that says which setting is wrong."""
    output = "build"
    said: dict[str, Any] = {}
    for name, value in values.items():
        if name in _SIMPLE:
            said[name] = _of_type(name, value, _SIMPLE[name])
        elif name == "output":
            output = _of_type(name, value, str)
        elif name == "limits":
            said["limits"] = _limits(_of_type(name, value, dict))
        elif name == "covers":
            said |= _covers(folder, _of_type(name, value, dict))
        elif name == "images":
            said.update(_images(folder, _of_type(name, value, dict)))
        else:
            raise ValueError(f"unknown setting {name!r}")
    for name, words in (("math", _MATH), ("dollars", DOLLARS), ("diagrams", DIAGRAMS)):
        if said.get(name, words[0]) not in words:
            raise ValueError(f"{name}: expected {' or '.join(words)}, found {said[name]!r}")
    if not 0 <= said.get("jobs", 0) <= MAX_JOBS:
        raise ValueError(f"jobs: expected 0 to {MAX_JOBS}, found {said['jobs']}")
    return Project(folder, replace(Options(), **said), output)


def _of_type(name: str, value: object, kind: type[_Kind]) -> _Kind:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ValueError(f"{name}: expected {kind.__name__}, found {value!r}")
    if "\0" in str(value):
        raise ValueError(f"{name}: contains the character NUL: remove it")
    return value


def _limits(values: Mapping[str, object]) -> Limits:
    known = {limit.name for limit in fields(Limits)}
    for name, value in values.items():
        if name not in known:
            raise ValueError(f"unknown limit {name!r}: use {', '.join(sorted(known))}")
        kinds = int | float if name == "seconds" else int
        if isinstance(value, bool) or not isinstance(value, kinds) or not 0 < value < 1 << 50:
            kind = "a number" if name == "seconds" else "a whole number"
            raise ValueError(f"limits.{name}: expected {kind} above 0, found {value!r}")
    return replace(Limits(), **values)  # type: ignore[arg-type]  # names and types were checked above


def _covers(folder: Path, values: Mapping[str, object]) -> Mapping[str, str]:
    said = {"cover": "", "logo": ""}
    for name, value in values.items():
        if name not in {"template", "logo"}:
            raise ValueError(f"unknown setting 'covers.{name}'")
        said["cover" if name == "template" else name] = _of_type(f"covers.{name}", value, str)
    if said["logo"]:
        said["logo"] = str(located(folder / said["logo"]))
        if not Path(said["logo"]).is_file():
            raise ValueError(f"covers.logo: there is no file {said['logo']}")
    return said


def _images(folder: Path, values: Mapping[str, object]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for name, value in values.items():
        if name == "allow_hosts":
            if not isinstance(value, list) or not all(isinstance(host, str) for host in value):
                raise ValueError("images.allow_hosts: expected a list of host names")
            said["allow_hosts"] = tuple(value)
        elif name == "per_host":
            said["per_host"] = _of_type("images.per_host", value, int)
            if not 1 <= said["per_host"] <= MAX_PER_HOST:
                raise ValueError(f"images.per_host: expected 1 to {MAX_PER_HOST}, found {value!r}")
        elif name == "assets":
            place = located(folder / _of_type("images.assets", value, str))
            said["assets"] = str(place) if value else ""
            if value and not place.is_dir():
                raise ValueError(f"images.assets: there is no folder {place}")
        elif name == "keep_animation":
            said["animation"] = _of_type("images.keep_animation", value, bool)
        else:
            raise ValueError(f"unknown setting 'images.{name}'")
    return said
