"""A project's settings from `publish.toml`; the command line overrides them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, fields, replace
from pathlib import Path
from typing import Any

from publish.errors import UsageError, reason_of
from publish.frozen import frozen
from publish.keep.files import as_typed, is_file, is_folder, is_there, located
from publish.keep.outputs import is_file_name
from publish.model import Limits, Options
from publish.project import plaintoml
from publish.project.optionvalues import check_limits, check_styled, check_value, of_type
from publish.project.plaintoml import within
from publish.text.messages import did_you_mean

__all__ = ["SETTINGS", "Project", "load"]

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
SETTINGS = (*_SIMPLE, "output", "limits", "covers", "images")
"""All settings and tables of `publish.toml`."""
_OF_VOLUMES = frozenset(
    {"title", "subtitle", "number", "series", "editor", "foreword", "rights", "posts", "month", "section"}
)
"""Settings that only a volume's file has, which newcomers look for here."""
_STYLED = {"style": ("style",), "page": ("page",), "cover": ("covers", "template")}
"""Options whose values are the style's, and where `publish.toml` has them."""


@frozen
class Project:
    """A folder of posts and its `publish.toml`."""

    folder: Path
    """The folder with `publish.toml`, else the current folder; it contains the store."""
    options: Options = field(default_factory=Options)
    output: str = "build"
    """Folder for books, as the file has it: from the project's folder."""

    @property
    def books(self) -> str:
        """The folder for books as a user would type it, with a slash, so that no name is taken for that of a file."""
        return f"{as_typed(self.folder / self.output)}/"


def load(start: Path, given: Mapping[str, object] | None = None) -> Project:
    """The project at or above a folder. Raises UsageError with the file for unknown settings and wrong values.

    `given` has the options of a command that draws or sets something. They override the file: what they replace is not
    checked, and with another style neither is what only a style has. Without `given`, the style and the logo are not looked
    for: a command that needs neither works without them.
    """
    folder = next((place for place in (start, *start.parents) if is_there(place / NAME)), None)
    if folder is None:
        return Project(start)
    path = folder / NAME
    shown = as_typed(path)
    values = plaintoml.read(shown)
    try:
        return _project(folder, values, given)
    except (OSError, ValueError) as error:
        raise UsageError(reason_of(error), path=str(shown), line=plaintoml.line_of(path, error)) from error


def _project(folder: Path, values: Mapping[str, Any], given: Mapping[str, object] | None) -> Project:
    """The project from a parsed file. Raises ValueError that says which setting is wrong."""
    output = "build"
    said: dict[str, Any] = {}
    for name, value in values.items():
        with within(name):
            if name == "output":
                output = _output(folder, value)
            else:
                said |= _setting(folder, name, value)
    options = replace(Options(), **said)
    if given is not None:
        _check_design(options, said, given)
    return Project(folder, options, output)


def _check_design(options: Options, said: Mapping[str, Any], given: Mapping[str, object]) -> None:
    """Raise ValueError where the style, the logo, or what only a style has is not there."""
    for name, places in _STYLED.items():
        with within(*places):
            if name in said and not (given.get(name) or given.get("style")):
                check_styled(name, said[name], options.style)
    with within("covers", "logo"):
        if options.logo and not is_file(Path(options.logo)):
            raise ValueError(f"covers.logo: there is no file {options.logo}")


def _output(folder: Path, value: Any) -> str:
    """A folder for books. Raises ValueError for the name of a file: many books do not fit in it."""
    output = of_type("output", value, str)
    if not output or is_file_name(folder / output):
        raise ValueError(f"output: {output!r} is no folder: name one, such as 'build'")
    return output


def _setting(folder: Path, name: str, value: Any) -> Mapping[str, Any]:
    """The options of one setting or table."""
    if name in _SIMPLE:
        check_value(name, of_type(name, value, _SIMPLE[name]))
        return {name: value}
    if name == "limits":
        return {"limits": _limits(of_type(name, value, dict))}
    if name == "covers":
        return _covers(folder, of_type(name, value, dict))
    if name == "images":
        return _images(folder, of_type(name, value, dict))
    if name in _OF_VOLUMES:
        raise ValueError(f"unknown setting {name!r}: it belongs in a volume's file, such as spring.toml")
    raise ValueError(f"unknown setting {name!r}{_meant(name, SETTINGS)}")


def _meant(name: str, known: Iterable[str]) -> str:
    """The setting that was probably meant, or else all that there are."""
    return did_you_mean(name, known) or f": use {', '.join(sorted(known))}"


def _limits(values: Mapping[str, object]) -> Limits:
    known = {limit.name for limit in fields(Limits)}
    for name, value in values.items():
        with within(name):
            if name not in known:
                raise ValueError(f"unknown limit {name!r}{_meant(name, known)}")
            check_limits({name: value})
    return replace(Limits(), **values)  # type: ignore[arg-type]  # names and types were checked above


def _covers(folder: Path, values: Mapping[str, object]) -> Mapping[str, str]:
    said = {"cover": "", "logo": ""}
    for name, value in values.items():
        with within(name):
            if name not in {"template", "logo"}:
                raise ValueError(f"unknown setting 'covers.{name}': use template or logo")
            text = of_type(f"covers.{name}", value, str)
            if name == "logo" and text:
                text = str(located(folder / text))
            said["cover" if name == "template" else name] = text
    return said


def _images(folder: Path, values: Mapping[str, object]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for name, value in values.items():
        with within(name):
            said |= _of_images(folder, name, value)
    return said


def _of_images(folder: Path, name: str, value: Any) -> Mapping[str, Any]:
    if name == "allow_hosts":
        if not isinstance(value, list) or not all(isinstance(host, str) for host in value):
            raise ValueError("images.allow_hosts must be a list of host names")
        return {name: tuple(value)}
    if name == "per_host":
        check_value(name, of_type("images.per_host", value, int), "images.per_host")
        return {name: value}
    if name == "assets":
        place = located(folder / of_type("images.assets", value, str))
        if value and not is_folder(place):
            raise ValueError(f"images.assets: there is no folder {place}")
        return {name: str(place) if value else ""}
    if name == "keep_animation":
        return {"animation": of_type("images.keep_animation", value, bool)}
    known = ("allow_hosts", "per_host", "assets", "keep_animation")
    raise ValueError(f"unknown setting 'images.{name}'{_meant(name, known)}")
