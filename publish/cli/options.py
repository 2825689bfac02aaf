"""Options that every building command takes, and how they lie over the project's settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import click

from publish.books.find import default_posts
from publish.errors import UsageError
from publish.model import Limits, Options
from publish.project.allowed import CHOICES, RANGES
from publish.project.settings import Project

__all__ = ["Request", "build_options", "merged", "release_flags", "release_options", "said_in_vain"]

Command = Callable[..., Any]
_ONLY = {"page": "only PDFs have pages", "math": "only EPUBs hold formulas in two ways"}
"""Why an option does nothing elsewhere."""


@dataclass(frozen=True, slots=True)
class Request:
    """What one command was asked to do."""

    posts: tuple[str, ...]
    output: str
    options: Options
    verbosity: int
    """-1 quiet, 0 usual, 1 says what was done and why."""
    debug: bool
    report: Path | None


def release_options(command: Command) -> Command:
    """A decorator that gives a command the options which let posts in that are held back; they are Jekyll's."""
    for name, what in (
        ("--unpublished", "posts that say `published: false`"),
        ("--drafts", "drafts: what lies in _drafts, or says `draft: true`"),
        ("--future", "posts of days to come"),
    ):
        command = click.option(name, is_flag=True, help=f"Take {what}.")(command)
    return command


def release_flags(options: Options) -> tuple[str, ...]:
    """These options as they were typed."""
    names = ("future", "drafts", "unpublished")
    return tuple(f"--{name}" for name in names if getattr(options, name))


def build_options(kind: str, *, idle: tuple[str, ...] = ()) -> Callable[[Command], Command]:
    """A decorator that gives a command POSTS and the options of every building command.

    Those that are `idle` do nothing there: they are taken, for scripts that ask for several formats in the same words,
    and not offered.
    """
    decorators: list[Callable[[Command], Command]] = [
        click.argument("posts", nargs=-1, metavar="[POSTS]..."),
        click.option("-o", "--output", metavar="PATH", help=f"Folder for the files, or one {kind}'s name."),
        click.option("--style", metavar="NAME", help="A style in styles/, or a folder of your own."),
        click.option(
            "--page",
            metavar="NAME",
            hidden="page" in idle,
            help="Page preset for PDF: a5, a4, letter, ereader, phone; a5-print and its like for a printer.",
        ),
        click.option(
            "--profile", type=click.Choice(CHOICES["profile"]), help="Device that pictures are made for."
        ),
        click.option(
            "--math",
            hidden="math" in idle,
            type=click.Choice(CHOICES["math"]),
            help="What EPUBs hold of formulas: MathML, or pictures for e-readers that draw none.",
        ),
        click.option("--keep-animation", "animation", is_flag=True, help="Keep animated GIFs moving."),
        click.option("--offline", is_flag=True, help="Never open a network connection."),
        click.option("--strict", is_flag=True, help="Treat warnings as errors."),
        click.option("--force", is_flag=True, help="Make everything again, changed or not."),
        release_options,
        click.option(
            "-j",
            "--jobs",
            type=click.IntRange(1, RANGES["jobs"][1]),
            metavar="N",
            help="Worker processes; one a core.",
        ),
        click.option("--scheduler", metavar="ADDRESS", help="Dask scheduler whose workers lay books out."),
        click.option(
            "--timeout", type=click.FloatRange(0.1), metavar="S", help="Seconds that one book may take."
        ),
        click.option(
            "--report", type=click.Path(path_type=Path), metavar="FILE", help="Write what happened as JSON."
        ),
        click.option("-q", "--quiet", is_flag=True, help="Print errors only."),
        click.option(
            "-v", "--verbose", is_flag=True, help="Print every file, why it was made, and every warning."
        ),
        click.option("--debug", is_flag=True, help="Print tracebacks."),
    ]

    def decorate(command: Command) -> Command:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return decorate


def said_in_vain(words: Mapping[str, object], idle: tuple[str, ...]) -> Iterator[str]:
    """A line for each option that was said and does nothing there."""
    for name in idle:
        if words[name]:
            yield f"--{name} {words[name]}: does nothing here: {_ONLY[name]}"


def merged(project: Project, words: Mapping[str, object]) -> Request:
    """The request that command-line words make over a project's settings."""
    options = project.options
    # A word that was not said is None or False, and leaves the project's setting.
    names = (
        "style", "page", "profile", "math", "animation", "jobs", "scheduler", "offline", "strict", "force",
        "future", "drafts", "unpublished",
    )  # fmt: skip
    said: dict[str, Any] = {name: words[name] for name in names if words[name]}
    options = replace(options, **said)
    if words["timeout"] is not None:
        limits: Limits = replace(options.limits, seconds=cast("float", words["timeout"]))
        options = replace(options, limits=limits)
    return Request(
        posts=cast("tuple[str, ...]", words["posts"]) or default_posts(Path()),
        output=cast("str | None", words["output"]) or project.output,
        options=options,
        verbosity=-1 if words["quiet"] else int(bool(words["verbose"])),
        debug=bool(words["debug"]),
        report=_report(cast("Path | None", words["report"])),
    )


def _report(path: Path | None) -> Path | None:
    """The report's place. Raises UsageError for one that would take a post's."""
    from publish.books.find import ENDINGS

    if path is not None and path.suffix.lower() in ENDINGS:
        raise UsageError("--report would take the place of a post: name a .json file", path=str(path))
    return path
