"""The `publish` command and its sub-commands. Each reads its options, calls another room and reports."""

from __future__ import annotations

import atexit
import gc
import signal
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from types import FrameType

import click

from publish import __version__
from publish.cli import hints, reporting
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
_LATER = ("booklet", "check", "cover", "doctor", "images", "serve", "shelf", "volume", "watch", "zine")
"""Commands in a module of their name, which is loaded when the command is used."""
INTERRUPTED = 128 + signal.SIGINT

atexit.register(gc.freeze)  # No garbage collection at exit: the command ends 30 ms sooner.


class _Terminated(BaseException):
    """SIGTERM as an exception, so that everything is cleaned up."""


class _Commands(click.Group):
    """The commands in this module, and those of other modules."""

    def list_commands(self, context: click.Context) -> list[str]:
        """All names, for the help."""
        return sorted((*self.commands, *_LATER))

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command with that name."""
        if name in _LATER:
            found: click.Command = getattr(import_module(f"publish.cli.{name}"), name)
            return found
        return super().get_command(context, name)


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="publish")
def cli() -> None:
    """Turn a blog's Markdown posts into PDF and EPUB files for readers who have no network."""


@cli.command()
@build_options("PDF", idle=_IDLE["pdf"])
def pdf(**words: object) -> int:
    """Make one PDF of each post.

    POSTS are Markdown files, folders or globs; default: posts/, or the Jekyll site in this folder.
    """
    return _build("pdf", words)


@cli.command()
@build_options("EPUB", idle=_IDLE["epub"])
def epub(**words: object) -> int:
    """Make one EPUB of each post.

    POSTS are Markdown files, folders or globs; default: posts/, or the Jekyll site in this folder.
    """
    return _build("epub", words)


@cli.command()
@build_options("HTML page", idle=_IDLE["html"])
def html(**words: object) -> int:
    """Make one self-contained HTML page of each post.

    POSTS are Markdown files, folders or globs; default: posts/, or the Jekyll site in this folder.
    """
    return _build("html", words)


def _build(format: Format, words: dict[str, object]) -> int:  # noqa: A002  # the field's own word
    from publish.press.plan import make_plan
    from publish.press.run import run

    project = settings.load(Path.cwd())
    request = merged(project, words)
    check_options(request.options)
    if request.verbosity >= 0:
        for told in said_in_vain(words, _IDLE[format]):
            reporting.line(told)
    plan = make_plan(request.posts, request.output, format, request.options)
    report = reporting.Reporter(request.verbosity, debug=request.debug, places=partial(hints.places, request))
    outcomes = run(plan, project.folder)
    broken = True
    try:
        quiet = request.verbosity < 0
        with reporting.progress(len(plan.jobs), "books", quiet=quiet, log_every=reporting.LOG_EVERY) as step:
            for outcome in outcomes:
                report.add(outcome)
                if not outcome.withheld:
                    step(outcome.pages)
        broken = False
    finally:
        outcomes.close()
        report.finish(request.report, broken=broken)
    return report.exit_code(strict=request.options.strict)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line. Returns the exit status: 0 done, 1 a book failed, 2 wrong usage, 130 or 143 interrupted."""

    def on_terminate(number: int, frame: FrameType | None) -> None:
        raise _Terminated

    signal.signal(signal.SIGTERM, on_terminate)
    reporting.make_streams_safe()
    read_anew()
    try:
        signal.pthread_sigmask(
            signal.SIG_UNBLOCK, interrupts.ENDS
        )  # a signal that came while modules were loading is handled now
        status = cli.main(arguments, standalone_mode=False)
    except PublishError as error:
        reporting.failure(error, debug="--debug" in (arguments or sys.argv))
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        reporting.line("interrupted")
        return INTERRUPTED
    except _Terminated:
        reporting.line("terminated")
        return interrupts.TERMINATED
    except Exception as error:  # every unexpected error becomes one line
        message = f"internal error, please report it: {type(error).__name__}: {error}".splitlines()[0][:300]
        fault = PublishError(message)
        fault.__cause__ = error
        reporting.failure(fault, debug="--debug" in (arguments or sys.argv))
        return fault.exit_code
    return int(status or 0)
