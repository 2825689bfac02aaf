"""Options of every command that builds, and how they override the project's settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import click

from publish.books.choosing.usual import default_posts
from publish.cli.kinds import Number, Whole
from publish.errors import UsageError
from publish.frozen import frozen
from publish.model import Limits, Options
from publish.project.optionvalues import CHOICES, RANGES
from publish.project.settings import Project

__all__ = ["Request", "build_options", "merged", "release_flags", "release_options", "said_in_vain"]

Command = Callable[..., Any]
_ONLY = {"page": "only PDFs have pages", "math": "only EPUBs hold formulas in two ways"}
"""Why an option does nothing elsewhere."""


@frozen
class Request:
    """What one command was asked to do."""

    posts: tuple[str, ...]
    output: str
    options: Options
    verbosity: int
    """-1: quiet; 0: normal; 1: also say what was done and why."""
    debug: bool
    report: Path | None


def release_options(command: Command) -> Command:
    """A decorator that gives a command the options which include posts that are held back; they are Jekyll's."""
    for name, what in (
        ("--unpublished", "posts with `published: false`"),
        ("--drafts", "drafts: files in _drafts, or with `draft: true`"),
        ("--future", "posts with a date in the future"),
    ):
        command = click.option(name, is_flag=True, help=f"Take {what}.")(command)
    return command


def release_flags(options: Options) -> tuple[str, ...]:
    """These options as the user types them."""
    names = ("future", "drafts", "unpublished")
    return tuple(f"--{name}" for name in names if getattr(options, name))


def build_options(kind: str, *, idle: tuple[str, ...] = ()) -> Callable[[Command], Command]:
    """A decorator that gives a command POSTS and the options of every command that builds.

    `idle` options do nothing for this format: they are accepted, so that scripts can use the same options for several
    formats, and are not in the help.
    """
    output = f"Folder for the files, or file name of one {kind}."
    decorators: tuple[Callable[[Command], Command], ...] = (
        click.argument("posts", nargs=-1, metavar="[POSTS]..."),
        click.option("-o", "--output", metavar="PATH", help=output),
        *_of_looks(idle),
        *_of_work(),
    )

    def decorate(command: Command) -> Command:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return decorate


def _of_looks(idle: tuple[str, ...]) -> tuple[Callable[[Command], Command], ...]:
    """How books look."""
    return (
        click.option("--style", metavar="NAME", help="A style in styles/, or a folder of your own."),
        click.option(
            "--page",
            metavar="NAME",
            hidden="page" in idle,
            help="Page preset for PDF: a5, a4, letter, ereader, phone; for a printer: a5-print, a4-print, letter-print.",
        ),
        click.option(
            "--profile",
            type=click.Choice(CHOICES["profile"], case_sensitive=False),
            help="Kind of device that pictures are made for.",
        ),
        click.option(
            "--math",
            hidden="math" in idle,
            type=click.Choice(CHOICES["math"], case_sensitive=False),
            help="Formulas in EPUBs: MathML, or pictures for e-readers without MathML.",
        ),
        click.option("--keep-animation", "animation", is_flag=True, help="Keep animated GIFs animated."),
    )


def _of_work() -> tuple[Callable[[Command], Command], ...]:
    """Which posts are taken, how the work is done, and what is said of it."""
    return (
        click.option("--offline", is_flag=True, help="Open no network connection."),
        click.option("--strict", is_flag=True, help="Treat warnings as errors."),
        click.option("--force", is_flag=True, help="Make all files again, also unchanged ones."),
        release_options,
        click.option(
            "-j",
            "--jobs",
            type=Whole(1, RANGES["jobs"][1]),
            metavar="N",
            help="Number of worker processes; default: one for each core.",
        ),
        click.option(
            "--scheduler", metavar="ADDRESS", help="Address of a Dask scheduler; its workers do the layout."
        ),
        click.option("--timeout", type=Number(0.1), metavar="S", help="Time limit for one book, in seconds."),
        click.option(
            "--report", type=click.Path(path_type=Path), metavar="FILE", help="Write a report as JSON."
        ),
        click.option("-q", "--quiet", is_flag=True, help="Print errors only."),
        click.option(
            "-v", "--verbose", is_flag=True, help="Print each file and why it was made, and all warnings."
        ),
        click.option("--debug", is_flag=True, help="Print tracebacks."),
    )


def said_in_vain(words: Mapping[str, object], idle: tuple[str, ...]) -> Iterator[str]:
    """A line for each option that was said and does nothing there."""
    for name in idle:
        if words[name]:
            yield f"--{name} {words[name]}: does nothing here: {_ONLY[name]}"


def merged(project: Project, words: Mapping[str, object]) -> Request:
    """Combine command-line options with a project's settings."""
    options = project.options
    # An option that was not given is None or False; the project's setting stays.
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
        output=cast("str | None", words["output"]) or project.books,
        options=options,
        verbosity=-1 if words["quiet"] else int(bool(words["verbose"])),
        debug=bool(words["debug"]),
        report=_report(cast("Path | None", words["report"])),
    )


def _report(path: Path | None) -> Path | None:
    """The path of the report. Raises UsageError when it would overwrite a post."""
    from publish.posts.dialects import is_post

    if path is not None and is_post(path):
        raise UsageError("--report would overwrite a post: name a .json file", path=str(path))
    return path
