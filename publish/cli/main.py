"""The `publish` command and its sub-commands. Each reads its options, calls another room and reports."""

from __future__ import annotations

import atexit
import gc
import signal
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import click

from publish.cli import hints, reporting, versions
from publish.cli.helping import Commands
from publish.cli.helping import show as show_help
from publish.cli.options import build_options, merged, said_in_vain
from publish.errors import PublishError
from publish.keep.once import read_anew
from publish.model import Format
from publish.project import settings
from publish.project.optionvalues import check_options
from publish.workers import interrupts

__all__ = ["main"]

_IDLE: Mapping[Format, tuple[str, ...]] = {"pdf": ("math",), "epub": ("page",), "html": ("page", "math")}
"""Options that do nothing for a format."""
_LATER = (
    "booklet", "check", "cover", "doctor", "images", "init", "links", "serve", "shelf", "volume", "watch", "zine",
)  # fmt: skip
"""Commands in a module of their name, which is loaded when the command is used."""

atexit.register(gc.freeze)  # No garbage collection at exit: the command ends 30 ms sooner.


@click.group(
    cls=Commands,
    later=_LATER,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=versions.show,
    help="Show versions and exit.",
)
def cli() -> None:
    """Turn a blog's Markdown posts into PDF and EPUB files for readers who have no network."""


@cli.command()
@build_options("PDF", idle=_IDLE["pdf"])
def pdf(**words: object) -> int:
    """Make one PDF of each post.

    POSTS are Markdown files, folders or globs; default: posts/, or what the Jekyll site in this folder publishes.
    """
    return _build("pdf", words)


@cli.command()
@build_options("EPUB", idle=_IDLE["epub"])
def epub(**words: object) -> int:
    """Make one EPUB of each post.

    POSTS are Markdown files, folders or globs; default: posts/, or what the Jekyll site in this folder publishes.
    """
    return _build("epub", words)


@cli.command()
@build_options("HTML page", idle=_IDLE["html"])
def html(**words: object) -> int:
    """Make one self-contained HTML page of each post.

    POSTS are Markdown files, folders or globs; default: posts/, or what the Jekyll site in this folder publishes.
    """
    return _build("html", words)


cli.add_command(show_help, "help")


def _build(format: Format, words: dict[str, object]) -> int:  # noqa: A002  # the field's own word
    from publish.press.plan import make_plan
    from publish.press.run import run

    project = settings.load(Path.cwd(), words)
    request = merged(project, words)
    check_options(request.options)
    if request.verbosity >= 0:
        for told in said_in_vain(words, _IDLE[format]):
            reporting.line(told)
    plan = make_plan(request.posts, request.output, format, request.options)
    names = [job.label for job in plan.jobs]
    report = reporting.Reporter(
        request.verbosity,
        debug=request.debug,
        strict=request.options.strict,
        places=partial(hints.places, request),
        order=names,
    )
    outcomes = run(plan, project.folder)
    broken = True
    try:
        quiet = request.verbosity < 0
        with reporting.progress(
            len(names), "books", names=names, quiet=quiet, log_every=reporting.LOG_EVERY
        ) as step:
            for outcome in outcomes:
                report.add(outcome)
                if not outcome.withheld:
                    step(outcome.pages, outcome.label)
        broken = False
    finally:
        outcomes.close()
        report.finish(request.report, broken=broken)
    return report.exit_code(strict=request.options.strict)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line. Returns the exit status: 0 done, 1 a book failed, 2 wrong usage, 130 or 143 interrupted."""
    reporting.make_streams_safe()
    read_anew()
    try:
        with interrupts.raised():
            # A signal that came while modules were loading is handled now.
            signal.pthread_sigmask(signal.SIG_UNBLOCK, interrupts.ENDS)
            status = cli.main(arguments, prog_name="publish", standalone_mode=False)
    except PublishError as error:
        reporting.failure(error, debug="--debug" in (arguments or sys.argv))
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except interrupts.Ended as error:
        return _ended(error)
    except click.Abort:
        reporting.line("interrupted")
        return 128 + signal.SIGINT
    except Exception as error:  # every unexpected error becomes one line
        if ended := interrupts.behind(error):
            return _ended(ended)
        message = f"internal error, please report it: {type(error).__name__}: {error}".splitlines()[0][:300]
        fault = PublishError(message)
        fault.__cause__ = error
        reporting.failure(fault, debug="--debug" in (arguments or sys.argv))
        return fault.exit_code
    return int(status or 0)


def _ended(error: interrupts.Ended) -> int:
    """Say which signal has ended the command. Returns the exit status."""
    reporting.line("interrupted" if error.number == signal.SIGINT else "terminated")
    return error.status
