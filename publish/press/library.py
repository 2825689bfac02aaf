"""Books made from Python: what the command line calls, without its messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from publish.books.choosing import spec as specs
from publish.books.choosing.spec import Selection, Spec
from publish.errors import UsageError
from publish.keep.files import is_file
from publish.keep.once import read_anew
from publish.model import Format, Options
from publish.press.outcome import Outcome
from publish.press.plan import make_plan
from publish.press.run import run
from publish.press.volumes import Volume, run_volume
from publish.project import optionvalues

__all__ = ["bind", "build"]


def build(
    posts: str | Path | Sequence[str | Path],
    format: Format = "pdf",  # noqa: A002  # the same name as the field's
    output: str | Path = "build",
    options: Options | None = None,
    *,
    project: str | Path = ".",
) -> tuple[Outcome, ...]:
    """Make one book of each post. Returns the outcome of each, in the order in which they were finished.

    `posts` are Markdown files, folders or globs. `output` is a folder, or a file for one post. `project` is the
    folder with `.publish`, which keeps results for later builds, and `vault`, which keeps pictures. A post that fails
    does not stop the others: its outcome has the status `failed` and an error. Raises UsageError when the arguments
    make no sense.
    """
    read_anew()
    options = Options() if options is None else options
    kinds = optionvalues.formats_of(format)
    if len(kinds) > 1:
        raise UsageError("build makes one format: call it once for each")
    optionvalues.check_options(options)
    plan = make_plan(_names(posts), _path("output", output), kinds[0], options)
    return tuple(run(plan, Path(_path("project", project))))


def bind(  # noqa: PLR0913  # the command's own options
    posts: str | Path | Sequence[str | Path],
    formats: Format | Sequence[Format] = ("pdf", "epub"),
    output: str | Path = "build",
    options: Options | None = None,
    *,
    title: str = "",
    number: str = "",
    start: date | None = None,
    end: date | None = None,
    tag: str = "",
    category: str = "",
    collection: str = "",
    skip_failing: bool = False,
    project: str | Path = ".",
) -> tuple[Outcome, ...]:
    """Bind many posts into one book. Returns the outcome of each file.

    `posts` are Markdown files, folders or globs, or one `volume.toml` with everything. The volume holds the posts
    that meet all conditions given: days from `start` to `end` (both included), a tag, a category, a collection.
    With `skip_failing`, it is made without posts that fail; each still has an outcome with the status `failed`. Raises
    UsageError when no post meets the conditions, and when the call makes no sense.
    """
    read_anew()
    options = Options() if options is None else options
    kinds = optionvalues.formats_of(formats)
    optionvalues.check_options(options)
    optionvalues.check_words(title=title, number=number, tag=tag, category=category, collection=collection)
    names = _names(posts)
    said: dict[str, Any] = {key: value for key, value in (("title", title), ("number", number)) if value}
    if len(names) == 1 and names[0].endswith(".toml"):
        spec = replace(specs.read(Path(names[0])), **said)
    else:
        chosen = Selection(_day("start", start), _day("end", end), tag, category, collection)
        ordered = bool(names) and all(is_file(Path(name)) for name in names)
        name = specs.named((start, end, tag, category, collection), title, number)
        spec = replace(Spec(name, posts=names, ordered=ordered, selection=chosen), **said)
    asked = Volume(spec, kinds, _path("output", output), options, skip_failing=skip_failing)
    events = run_volume(asked, Path(_path("project", project)))
    return tuple(event for event in events if isinstance(event, Outcome))


def _names(posts: str | Path | Sequence[str | Path]) -> tuple[str, ...]:
    if isinstance(posts, str | Path):
        return (str(posts),)
    if not isinstance(posts, Sequence) or not posts:
        raise UsageError(f"posts must be files, folders or globs, not {posts!r}")
    return tuple(_path("posts", each) for each in posts)


def _path(name: str, value: object) -> str:
    if not isinstance(value, str | Path) or not str(value):
        raise UsageError(f"{name} must be a path, not {value!r}")
    return str(value)


def _day(name: str, value: object) -> date | None:
    """A day, where one is given; of a moment its day. UsageError for anything else, text included."""
    if isinstance(value, datetime):
        return value.date()
    if value is not None and not isinstance(value, date):
        raise UsageError(f"{name} must be a datetime.date, not {value!r}")
    return value
