"""`publish watch`: a preview in the browser that follows every save."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publish.cli import hints, reporting
from publish.cli.helping import Command
from publish.cli.kinds import Whole
from publish.cli.options import Request, build_options, merged
from publish.cli.volume import choices, formats_of, spec_of
from publish.keep.files import as_typed
from publish.project import settings
from publish.project.optionvalues import check_options
from publish.text.messages import counted
from publish.workers import interrupts

if TYPE_CHECKING:
    from publish.watch import Asked, Event

__all__ = ["watch"]


@click.command(cls=Command)
@build_options("file")
@choices("html,pdf,epub", "Files to make: html, pdf, epub, or several with commas; default: html.")
@click.option(
    "--port", type=Whole(1, 65535), metavar="N", help="Port to listen on; default: 8000, or a free one."
)
def watch(port: int | None, **words: object) -> int:
    """Show books in the browser and update them at every save.

    Press Ctrl-C to stop.

    POSTS are Markdown files, folders or globs; default: posts/, or what the Jekyll site in this folder publishes. With a VOLUME.toml, or
    with options that choose posts such as --month, they become one volume. Only this machine can see the preview.
    """
    from publish import watch as watching

    def ask() -> Asked:
        project = settings.load(Path.cwd(), words)
        request = merged(project, words)
        formats = formats_of(words, ("html",))
        check_options(request.options)
        spec = spec_of(request, words) if _is_volume(request, words) else None
        return watching.Asked(project.folder, request.posts, request.output, formats, request.options, spec)

    request = merged(settings.load(Path.cwd(), words), words)
    shown = _Shown(request)
    events = watching.watch(ask, port, reporting.line if request.debug else None)
    try:
        for event in events:
            shown.add(event)
    except interrupts.Ended as ended:
        if ended.number != signal.SIGINT:  # which is the usual way to stop it
            raise
        events.close()
        reporting.line("stopped")
    finally:
        events.close()
    return 0


def _is_volume(request: Request, words: dict[str, object]) -> bool:
    names = ("month", "start", "end", "tag", "category", "collection", "title", "number")
    return any(words[name] for name in names) or any(name.endswith(".toml") for name in request.posts)


class _Shown:
    """What the terminal shows: each round like a build, without warnings that were already printed."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.waits = False
        """Whether the first files are made, and we said what we wait for."""
        self.watched = 0
        self.report = reporting.Reporter(
            request.verbosity, debug=request.debug, places=partial(hints.places, request)
        )

    def add(self, event: Event) -> None:
        """Print an event."""
        from publish import watch as watching
        from publish.press.outcome import held_back
        from publish.press.volumes import Step

        if isinstance(event, watching.Watching):
            reporting.line(event.address, to=sys.stdout)
            if self.request.verbosity >= 0:
                reporting.line("Only this machine can see it. Press Ctrl-C to stop.", to=sys.stdout)
        elif isinstance(event, watching.Begun):
            self.report = self.report.following()
            self.watched = event.posts
            if event.saved:
                self._tell(f"saved {_names(event.saved)}")
            for each in event.held:
                self.report.add(held_back(each.post.label, each.output, each.post.reasons, each.notices))
            for outcome in event.left:
                self.report.add(outcome)
        elif isinstance(event, watching.Problem):
            reporting.failure(event.error, debug=self.request.debug)
            self._tell("waiting until that is mended and saved")
        elif isinstance(event, watching.Done):
            self._end_round()
        elif not isinstance(event, Step):
            self.report.add(event)
        sys.stdout.flush()

    def _end_round(self) -> None:
        """All files of one save are made."""
        if self.report.has_news() or not self.waits:
            self.report.finish(self.request.report)
        else:
            self._tell("nothing to make: all files are fresh")
        if not self.waits:
            self._tell(f"watching {counted(self.watched, 'post')}: each save makes its books again")
        self.waits = True

    def _tell(self, text: str) -> None:
        if self.request.verbosity >= 0:
            reporting.line(text, to=sys.stdout)


def _names(paths: Sequence[Path]) -> str:
    """Some files, as the user would type them."""
    shown = [str(as_typed(path)) for path in paths[:3]]
    return f"{', '.join(shown)}{', …' if len(paths) > 3 else ''}"
