"""Books made from Python: what the command line calls, without its messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from publish.books import spec as specs
from publish.books.spec import Selection, Spec
from publish.keep.once import read_anew
from publish.model import Format, Options
from publish.press.outcome import Outcome
from publish.press.plan import make_plan
from publish.press.run import run
from publish.press.volumes import Volume, run_volume

__all__ = ["bind", "build"]


def build(
    posts: str | Path | Sequence[str | Path],
    format: Format = "pdf",  # noqa: A002  # the same name as the field's
    output: str | Path = "build",
    options: Options | None = None,
    *,
    project: str | Path = ".",
) -> tuple[Outcome, ...]:
    """Make one book of each post. Yields the outcome of each, in the order in which they are finished.

    `posts` are Markdown files, folders or globs. `output` is a folder, or a file for one post. `project` is the
    folder with `.publish`, which keeps results for later builds, and `vault`, which keeps pictures. A post that fails
    does not stop the others: its outcome has the status `failed` and an error. Raises UsageError when the arguments
    make no sense.
    """
    read_anew()
    plan = make_plan(_names(posts), str(output), format, options or Options())
    return tuple(run(plan, Path(project)))


def bind(  # noqa: PLR0913  # the command's own options
    posts: str | Path | Sequence[str | Path],
    formats: Sequence[Format] = ("pdf", "epub"),
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
    """Bind many posts into one book. Yields the outcome of each file.

    `posts` are Markdown files, folders or globs, or one `volume.toml` with everything. The volume holds the posts
    that meet all conditions given: days from `start` to `end` (both included), a tag, a category, a collection.
    With `skip_failing`, it is made without posts that fail; each still has an outcome with the status `failed`. Raises
    UsageError when no post meets the conditions.
    """
    read_anew()
    names = _names(posts)
    said: dict[str, Any] = {key: value for key, value in (("title", title), ("number", number)) if value}
    if len(names) == 1 and names[0].endswith(".toml"):
        spec = replace(specs.read(Path(names[0])), **said)
    else:
        chosen = Selection(start, end, tag, category, collection)
        ordered = bool(names) and all(Path(name).is_file() for name in names)
        spec = replace(Spec(posts=names, ordered=ordered, selection=chosen), **said)
    asked = Volume(spec, tuple(formats), str(output), options or Options(), skip_failing=skip_failing)
    events = run_volume(asked, Path(project))
    return tuple(event for event in events if isinstance(event, Outcome))


def _names(posts: str | Path | Sequence[str | Path]) -> tuple[str, ...]:
    return (str(posts),) if isinstance(posts, str | Path) else tuple(map(str, posts))
