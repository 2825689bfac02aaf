"""What the user sees: one line for each problem on stderr, one for each book on stdout, and a summary."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from publish.cli import hints
from publish.cli import progress as progressing
from publish.cli.gathering import Gathering
from publish.errors import PublishError
from publish.keep.store import Store
from publish.model import Notice
from publish.text.messages import counted, unfetched

if TYPE_CHECKING:
    from publish.cli.progress import Advance
    from publish.doctor import Need, Report
    from publish.posts.release import Reason
    from publish.press.outcome import Outcome
    from publish.press.plan import Plan

LOG_EVERY = 10.0
"""Seconds between progress lines of a long command where there is no terminal for a progress bar."""

__all__ = [
    "LOG_EVERY",
    "Reporter",
    "advice",
    "examined",
    "failure",
    "line",
    "make_streams_safe",
    "planned",
    "progress",
    "stored",
]


MAX_LINE = 10_000
"""Longest line in characters: a message can quote a very long word."""


def make_streams_safe() -> None:
    """Where the terminal's encoding lacks a character, print an escape instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def line(text: str, *, to: TextIO | None = None) -> None:
    """Print one line, on stderr by default. Control characters (they may come from file names) are shown as escapes."""
    if len(text) > MAX_LINE:
        text = f"{text[:MAX_LINE]}…"
    safe = "".join(
        c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in text
    )
    click.echo(safe, file=to or sys.stderr)


def failure(error: PublishError, *, debug: bool = False) -> None:
    """Print an error in one line; with `--debug` also its traceback."""
    if debug:
        import traceback

        click.echo("".join(traceback.format_exception(error)), err=True)
    line(str(error))


def examined(report: Report) -> None:
    """Print what the doctor found."""
    for need in report.found:
        line(f"ok       {need.name}", to=sys.stdout)
    for need in report.missing:
        line(f"missing  {need.name}: {need.why}", to=sys.stdout)


def stored(store: Store, most: int) -> None:
    """Print the size of the store."""
    line(
        f"store    {store.size() / 1e6:,.0f} MB of at most {most / 1e6:,.0f} MB in {store.folder}",
        to=sys.stdout,
    )


def advice(command: Sequence[str], missing: Sequence[Need]) -> None:
    """Print the command that installs what is missing."""
    if command:
        line(f"install with: {' '.join(command)}", to=sys.stdout)
    else:
        names = ", ".join(need.name for need in missing)
        line(
            f"publish knows no package of this machine's package manager: install {names} by hand",
            to=sys.stdout,
        )


def progress(
    total: int, noun: str, *, names: Sequence[str] = (), quiet: bool = False, log_every: float = 0.0
) -> AbstractContextManager[Advance]:
    """Show how far a command is (`publish.cli.progress`): on stdout where there is no terminal, for stderr is for
    problems only.
    """
    return progressing.progress(
        total, noun, partial(line, to=sys.stdout), names=names, quiet=quiet, log_every=log_every
    )


def planned(plan: Plan, *, verbose: bool | None = None) -> None:
    """Print which posts a plan holds back, and the warnings for posts that were named but would be held back."""
    for job in plan.jobs:
        for notice in job.notices:
            line(str(notice))
    for text in hints.held_back({each.post.label: each.post.reasons for each in plan.held}, each=verbose):
        line(text)


class Reporter:
    """Counts outcomes, prints them as they come, and prints a summary."""

    def __init__(
        self,
        verbosity: int,
        *,
        debug: bool = False,
        strict: bool = False,
        places: Callable[[Iterable[str]], Sequence[str]] | None = None,
        order: Sequence[str] = (),
    ) -> None:
        """`places` gives the arguments with which a command looks at these posts, by label.

        With `order`, the labels of books that many workers make, problems are printed at the end in that order, so that two
        runs print the same.
        """
        self.order = {label: place for place, label in enumerate(order)}
        self.verbosity = verbosity
        self.debug = debug
        self.strict = strict
        """Whether warnings are errors, which are always printed."""
        self.places = places or tuple
        self.outcomes: list[Outcome] = []
        self.told: set[Notice] = set()
        self.failures: set[str] = set()
        """Errors that were printed."""
        self.held: Mapping[str, tuple[Reason, ...]] = {}
        """Posts already printed as held back."""
        self.unfetched = Gathering()
        self.follows = False
        """Whether another build came before."""
        self.started = time.monotonic()

    def following(self) -> Reporter:
        """A reporter for the next of many builds. It does not print warnings again."""
        report = Reporter(self.verbosity, debug=self.debug, strict=self.strict, places=self.places)
        report.told = self.told
        report.held = self.held
        report.follows = self.follows or bool(self.outcomes)
        return report

    def add(self, outcome: Outcome) -> None:
        """Print the outcome of one job."""
        self.outcomes.append(outcome)
        told = self._is_told(outcome)
        if not self.order:
            self._tell_problems(outcome)
        # The summary counts all that are held back together.
        if outcome.error is None and outcome.status != "unpublished" and told:
            verb = "unchanged" if outcome.status == "unchanged" else "made"
            why = f": {outcome.reason}" if outcome.reason and self.verbosity > 0 else ""
            line(f"{verb} {outcome.output}{why}", to=sys.stdout)

    def _is_told(self, outcome: Outcome) -> bool:
        """Whether there is something to say of a file that was made, or did not have to be."""
        return self.verbosity > 0 or (self.verbosity == 0 and outcome.status != "unchanged")

    def _tell_problems(self, outcome: Outcome) -> None:
        """Print the warnings and the error of one job."""
        if self.strict or self._is_told(outcome):
            for notice in outcome.notices:
                if notice not in self.told:  # two files of one volume have the same notices
                    self.told.add(notice)
                    self._tell(notice)
        if outcome.error is not None:
            if self.debug and outcome.detail:
                click.echo(outcome.detail, err=True)
            if str(outcome.error) not in self.failures:  # all files of one post fail in the same way
                self.failures.add(str(outcome.error))
                line(str(outcome.error))

    def _tell(self, notice: Notice) -> None:
        """Print a notice; one about a picture on the web only at the end, with others of its host, unless with -v."""
        found = unfetched(notice.message) if notice.code == "image-missing-web" else None
        if found and self.verbosity == 0:
            self.unfetched.add(*found, str(notice))
        else:
            line(str(notice))

    def finish(self, report: Path | None, *, broken: bool = False) -> None:
        """Print the summary, and write the report if the user asked for one.

        `broken` says that an error ends the command: then books that did not begin are not counted.
        """
        if self.order:
            self.outcomes.sort(key=lambda outcome: self.order.get(outcome.label, -1))
            for outcome in self.outcomes:
                self._tell_problems(outcome)
        for text in self.unfetched.told():
            line(text)
        counts = Counter(outcome.status for outcome in self.outcomes)
        notices = len({notice for outcome in self.outcomes for notice in outcome.notices})
        begun = any(counts[status] for status in ("built", "unchanged", "failed"))
        if self.verbosity >= 0 and (begun or not broken):
            parts = [f"{counts['built']} made", f"{counts['unchanged']} unchanged"]
            parts += [f"{counts['failed']} failed"] if counts["failed"] else []
            parts += [counted(notices, "warning")] if notices else []
            line(f"{', '.join(parts)} in {time.monotonic() - self.started:.1f} s", to=sys.stdout)
        held = self._held()
        if self.verbosity >= 0 and held != self.held:
            for text in hints.held_back(held, each=self.verbosity > 0):
                line(text)
        self.held = held
        self._tell_missing()
        failed = dict.fromkeys(outcome.label for outcome in self.outcomes if outcome.status == "failed")
        if failed and len(self.outcomes) > 10:
            line(f"failed: {', '.join(failed)}")
        if report is not None:
            from publish.keep.files import write_atomically

            data = json.dumps(self._data(), ensure_ascii=False, indent=2).encode("utf-8", "surrogateescape")
            write_atomically(report, data + b"\n")

    def has_news(self) -> bool:
        """Whether the summary differs from the last one."""
        return any(each.status in {"built", "failed"} for each in self.outcomes) or self._held() != self.held

    def _held(self) -> Mapping[str, tuple[Reason, ...]]:
        return {outcome.label: outcome.withheld for outcome in self.outcomes if outcome.withheld}

    def _tell_missing(self) -> None:
        """Print what to do about missing pictures: one line, however many warnings there are."""
        told = {
            (outcome.label, notice)
            for outcome in self.outcomes
            for notice in outcome.notices
            if notice.code in {"image-missing", "image-missing-web"}
        }
        count, books = len(told), len({label for label, _ in told})
        places = self.places(sorted({notice.path for _, notice in told}))
        if count and self.verbosity >= 0 and not self.follows:
            text = f"{counted(count, 'picture')} missing in {counted(books, 'book')}: "
            text += f"{hints.command('images', 'list', *places)} lists {'it' if count == 1 else 'them'}"
            if any(notice.code == "image-missing-web" for _, notice in told):
                web = "it from the web" if count == 1 else "those on the web"
                text += f", {hints.command('images', 'fetch', *places)} fetches {web}"
            line(text)

    def exit_code(self, *, strict: bool) -> int:
        """0, or 1 when a book failed, or with `--strict` when there was a warning."""
        bad = any(outcome.status == "failed" or (strict and outcome.notices) for outcome in self.outcomes)
        return int(bad)

    def _data(self) -> dict[str, Any]:
        return {
            "seconds": round(time.monotonic() - self.started, 3),
            "books": [
                {
                    "post": outcome.label,
                    "output": str(outcome.output),
                    "status": outcome.status,
                    "seconds": round(outcome.seconds, 3),
                    "bytes": outcome.size,
                    "pages": outcome.pages or None,
                    "reason": outcome.reason or None,
                    "error": str(outcome.error) if outcome.error else None,
                    "notices": [asdict(notice) for notice in outcome.notices],
                }
                for outcome in self.outcomes
            ],
        }
