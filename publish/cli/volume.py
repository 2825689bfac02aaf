"""`publish volume`: many posts in one book."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from publish.cli import hints, reporting
from publish.cli.helping import Command
from publish.cli.options import Request, build_options, merged
from publish.errors import UsageError
from publish.keep.files import is_file
from publish.model import Format
from publish.project import optionvalues, settings
from publish.text.characters import one_line

if TYPE_CHECKING:
    from publish.books.choosing.spec import Spec
    from publish.press.volumes import Volume

__all__ = ["bind", "choices", "formats_of", "selecting", "skipping", "spec_of", "volume"]

_CHOICES = [
    click.option("--month", metavar="YYYY-MM", help="Posts of one month."),
    click.option("--from", "start", metavar="DATE", help="Posts from this day on."),
    click.option("--to", "end", metavar="DATE", help="Posts up to and including this day."),
    click.option("--tag", metavar="WORD", help="Posts with this tag."),
    click.option("--category", metavar="WORD", help="Posts of this category."),
    click.option("--collection", metavar="NAME", help="Posts of this Jekyll collection."),
    click.option("--title", metavar="TEXT", help="Title; default: made from the site's title and the month."),
    click.option("--number", metavar="N", help="Number in the series."),
]


def choices(usual: str, about: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A decorator that gives a command `--format` and the options that choose posts."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        return selecting(click.option("--format", "formats", metavar=usual, help=about)(command))

    return decorate


def selecting(command: Callable[..., Any]) -> Callable[..., Any]:
    """A decorator that gives a command the options that choose posts."""
    for option in reversed(_CHOICES):
        command = option(command)
    return command


skipping = click.option(
    "--skip-failing",
    is_flag=True,
    help="Make the volume without posts that fail, and name them; the exit status is still 1.",
)


@click.command(cls=Command)
@build_options("volume")
@skipping
@choices("pdf,epub", "Files to make: pdf, epub, html; default: pdf,epub.")
def volume(**words: object) -> int:
    """Bind many posts into one PDF and one EPUB.

    POSTS are Markdown files, folders or globs; default: posts/, or what the Jekyll site in this folder publishes. Or give one
    VOLUME.toml with everything: title, number, subtitle, editor, cover, foreword, rights, and sections with their posts.
    """
    from publish.press.volumes import Volume

    project = settings.load(Path.cwd(), words)
    request = merged(project, words)
    formats = formats_of(words, ("pdf", "epub"))
    optionvalues.check_options(request.options)
    asked = Volume(
        spec_of(request, words),
        formats,
        request.output,
        request.options,
        skip_failing=bool(words["skip_failing"]),
    )
    return bind(asked, request, project.folder).exit_code(strict=request.options.strict)


def bind(asked: Volume, request: Request, project: Path) -> reporting.Reporter:
    """Make a volume and print what becomes of it. Raises PublishError."""
    from publish.press.volumes import run_volume

    report = reporting.Reporter(
        request.verbosity,
        debug=request.debug,
        strict=request.options.strict,
        places=partial(hints.places, request),
    )
    events = run_volume(asked, project)
    broken = True
    try:
        _follow(events, report, asked.spec.label, quiet=request.verbosity < 0)
        broken = False
    finally:
        events.close()
        report.finish(request.report, broken=broken)
    bad = [each for each in report.outcomes if each.status == "failed"]
    if bad and not asked.skip_failing and all(each.label != asked.spec.label for each in bad):
        reporting.line("no volume is made; with --skip-failing it is made without the posts that fail")
    return report


def _follow(events: Any, report: reporting.Reporter, label: str, *, quiet: bool) -> None:
    from publish.press.volumes import Step

    with ExitStack() as stack:
        step = stack.enter_context(
            reporting.progress(0, "chapters", names=(label,), quiet=quiet, log_every=reporting.LOG_EVERY)
        )
        for event in events:
            if isinstance(event, Step):
                step(total=event.total)
            else:
                report.add(event)


def formats_of(words: dict[str, object], usual: tuple[Format, ...]) -> tuple[Format, ...]:
    """The formats asked for, by --format or by the ending of the output; else `usual`. Raises UsageError for an
    unknown format.
    """
    said = str(words["formats"] or "")
    ending = Path(str(words["output"] or "")).suffix.lower().removeprefix(".")
    names = (
        [name.strip().lower() for name in said.split(",")]
        if said
        else [ending]
        if ending in get_args(Format)
        else []
    )
    return optionvalues.formats_of(names) if names else usual


def spec_of(request: Request, words: dict[str, object]) -> Spec:
    """The spec from a volume's file and from options. Options override the file."""
    from publish.books.choosing import spec as volumes

    said: dict[str, Any] = {
        name: text for name in ("title", "number") if (text := one_line(str(words[name] or "")))
    }
    conditions = {"from": words["start"], "to": words["end"]} | {
        name: words[name] for name in ("month", "tag", "category", "collection")
    }
    try:
        selection = volumes.selection(conditions)
    except ValueError as error:
        raise UsageError(str(error)) from error
    tables = [name for name in request.posts if name.endswith(".toml")]
    if tables:
        if len(request.posts) > 1 or selection != volumes.Selection():
            raise UsageError(
                "a volume's file chooses its own posts: give no other POSTS and no conditions with it",
                path=tables[0],
            )
        return replace(volumes.read(Path(tables[0])), **said)
    order = ("month", "from", "to", "tag", "category", "collection")
    chosen = [str(conditions[name]) for name in order if conditions[name]]
    return replace(
        volumes.Spec(
            name=volumes.named(chosen, said.get("title", ""), said.get("number", "")),
            posts=request.posts,
            ordered=bool(request.posts) and all(is_file(Path(name)) for name in request.posts),
            selection=selection,
            label=" ".join(("volume", *chosen)),
        ),
        **said,
    )
