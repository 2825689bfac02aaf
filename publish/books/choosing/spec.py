"""What a volume should be: from a `volume.toml`, or from command-line options.

title = "Harbour 7"            number = "7"              subtitle = "What a page is for"
editor = ["Mara Ellison"]      cover = "pier.jpg"        rights = "CC BY-SA 4.0"
foreword = "foreword.md"       month = "2026-03"         # or from, to, tag, category, collection

[[section]]
title = "Essays"
posts = ["essays/*.md"]        # or collection, tag, category
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from publish.errors import UsageError
from publish.frozen import frozen
from publish.language import fault_of_tag, normalise
from publish.project import plaintoml
from publish.project.plaintoml import within
from publish.project.settings import SETTINGS
from publish.text.characters import FORBIDDEN, one_line
from publish.text.messages import did_you_mean
from publish.text.patterns import late

__all__ = ["Section", "Selection", "Spec", "fault", "line_of", "named", "read", "selection"]

_TITLE = 60
"""Most bytes of a title before a number, in a file name."""
_MONTH = late(r"(\d{4})-(\d{2})")


@frozen
class Selection:
    """Which posts: those that meet all conditions given."""

    start: date | None = None
    """First day."""
    end: date | None = None
    """Last day."""
    tag: str = ""
    category: str = ""
    collection: str = ""


@frozen
class Section:
    """A part of a volume."""

    title: str
    posts: tuple[str, ...] = ()
    """Files, folders and globs, in order; empty: the section takes what `selection` finds."""
    selection: Selection = Selection()


@frozen
class Spec:
    """What a volume should be. Empty fields are filled from the posts and their site."""

    name: str = "volume"
    """The volume's file name, without ending."""
    title: str = ""
    number: str = ""
    subtitle: str = ""
    editors: tuple[str, ...] = ()
    cover: str = ""
    """A picture for the cover; empty: the first chapter's."""
    template: str = ""
    """Name of the cover template, or empty."""
    foreword: str = ""
    """A Markdown file before all sections, or empty."""
    rights: str = ""
    language: str = ""
    """BCP 47 tag; empty: the language of most chapters."""
    series: str = ""
    date: date | None = None
    posts: tuple[str, ...] = ()
    """Files, folders and globs that posts are chosen from."""
    ordered: bool = False
    """Whether `posts` are already in the right order."""
    selection: Selection = Selection()
    sections: tuple[Section, ...] = ()
    folder: Path = field(default_factory=Path)
    """The folder for relative paths."""
    label: str = "volume"
    """The name in messages: the file, or the options that choose the posts."""


def read(path: Path) -> Spec:
    """The volume of a `volume.toml`. Raises UsageError, with the file, for unknown settings and wrong values."""
    values = plaintoml.read(path)
    try:
        return _spec(values, path)
    except ValueError as error:
        raise UsageError(str(error), path=str(path), line=plaintoml.line_of(path, error)) from error


def named(conditions: Iterable[object], title: str, number: str) -> str:
    """The file name of a volume without a file of its own: all that chooses its posts, else its title and number. So two
    different volumes seldom have one name.
    """
    chosen = [str(each) for each in conditions if each]
    if number:  # a name that is too long loses its end, where the number is
        title = title.encode(errors="ignore")[:_TITLE].decode(errors="ignore").rstrip()
    called = [title or "volume", number] if title or number else ["volume"]
    return "-".join(filter(None, chosen or called))


def fault(spec: Spec, message: str, *names: str) -> UsageError:
    """An error about a setting of a volume: with the line of the first of `names` that stands in its file."""
    line = next(filter(None, (line_of(spec, name) for name in names)), None)
    return UsageError(message, path=spec.label, line=line)


def line_of(spec: Spec, *names: str | int) -> int | None:
    """The line of a setting in a volume's file; a number counts the tables of that name from 0."""
    path = Path(spec.label)
    return plaintoml.line_of(path, plaintoml.WrongValueError("", names)) if path.suffix == ".toml" else None


def month(text: str) -> tuple[date, date]:
    """First and last day of a month such as `2026-03`. Raises ValueError for anything else."""
    found = _MONTH.fullmatch(text)
    if found is None:
        raise ValueError(f"month: {text[:40]!r} is not a month: write it as YYYY-MM")
    if not 1 <= int(found[2]) <= 12 or not int(found[1]):
        raise ValueError(f"month: there is no month {text}")
    year, number = int(found[1]), int(found[2])
    following = date(year + number // 12, number % 12 + 1, 1)
    return date(year, number, 1), date.fromordinal(following.toordinal() - 1)


def day(name: str, value: object) -> date:
    """A day, from a TOML date or a text such as `2026-03-14`. Raises ValueError for anything else."""
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        with within(name):
            raise ValueError(_no_day(name, value)) from None


def _no_day(name: str, value: object) -> str:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(value)):
        return f"{name}: there is no day {value}"
    return f"{name}: {str(value)[:40]!r} is not a day: write it as YYYY-MM-DD"


def _tag(values: Mapping[str, Any]) -> str:
    """The `language` in some settings. Raises ValueError for what is no tag."""
    said = _text(values, "language")
    if said and (fault := fault_of_tag(said)):
        with within("language"):
            raise ValueError(f"language: {fault}")
    return normalise(said)


_TEXTS = ("title", "number", "subtitle", "cover", "template", "foreword", "rights", "series")
_SELECTION = ("month", "from", "to", "tag", "category", "collection")


def _spec(values: Mapping[str, Any], path: Path) -> Spec:
    """Raises ValueError that says which setting is wrong."""
    known = {*_TEXTS, *_SELECTION, "editor", "language", "date", "posts", "section"}
    _refuse_unknown(values, known, "")
    spec = Spec(
        name=path.stem,
        editors=_list(values, "editor"),
        language=_tag(values),
        date=day("date", values["date"]) if "date" in values else None,
        posts=_list(values, "posts"),
        ordered="posts" in values,
        selection=selection(values),
        sections=tuple(_sections(values)),
        folder=path.parent,
        label=str(path),
    )
    texts: dict[str, Any] = {name: _text(values, name) for name in _TEXTS}
    return replace(spec, **texts)


def selection(values: Mapping[str, Any]) -> Selection:
    """The conditions in some settings; days may be text. Raises ValueError that says which is wrong."""
    start = end = None
    if values.get("month"):
        with within("month"):
            start, end = month(str(values["month"]))
    start = day("from", values["from"]) if values.get("from") else start
    end = day("to", values["to"]) if values.get("to") else end
    if start and end and end < start:
        with within("to"):
            raise ValueError(f"to: {end} is before the first day, {start}")
    return Selection(start, end, *(_text(values, item.name) for item in fields(Selection)[2:]))


def _sections(values: Mapping[str, Any]) -> Iterator[Section]:
    for number, table in enumerate(_tables(values, "section")):
        with within("section", number):
            yield _section(table)


def _section(values: Mapping[str, Any]) -> Section:
    _refuse_unknown(values, {"title", "posts", *_SELECTION}, "section.")
    if not _text(values, "title"):
        raise ValueError("section: every section needs a title")
    if not any(values.get(name) for name in ("posts", *_SELECTION)):
        raise ValueError(
            f"section {_text(values, 'title')!r} names no posts: give it posts, a tag, a category, a collection, a month "
            "or days"
        )
    return Section(_text(values, "title"), _list(values, "posts"), selection(values))


def _refuse_unknown(values: Mapping[str, Any], known: set[str], place: str) -> None:
    for name in values:
        if name not in known:
            near = did_you_mean(name, known) or f": use {', '.join(sorted(known))}"
            if name in SETTINGS and not place:
                near = ": it belongs in publish.toml"
            with within(name):
                raise ValueError(f"unknown setting {place + name!r}{near}")


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name, "")
    if value is None or isinstance(value, bool | dict | list):
        if value is None:
            return ""
        with within(name):
            raise ValueError(f"{name}: expected text, found {value!r}")
    return one_line(_sound(name, str(value)))


def _list(values: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = values.get(name, [])
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        with within(name):
            raise ValueError(f"{name}: expected a list of texts, found {value!r}")
    clean = str if name == "posts" else one_line  # names of files stay as they are
    return tuple(clean(_sound(name, item)) for item in items)


def _sound(name: str, text: str) -> str:
    if FORBIDDEN.search(text):
        with within(name):
            raise ValueError(f"{name}: has control characters that no book may contain: remove them")
    return text


def _tables(values: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    value = values.get(name, [])
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        with within(name):
            raise ValueError(f"{name}: write each of them as [[{name}]]")
    return value
