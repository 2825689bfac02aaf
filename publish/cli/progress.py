"""How far a long command is: a bar on a terminal, elsewhere a line now and then."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from publish.text.messages import counted

__all__ = ["Advance", "progress", "time_left"]

_WIDTH = 30
"""Columns for the name of what is at work."""


class Advance(Protocol):
    """Called after each step of a progress bar."""

    def __call__(self, pages: int = 0, name: str = "", total: int = 0) -> None:
        """One step is done: it made this many pages, and was that of this name. `total` is the number of all steps,
        where it was not known before.
        """


@contextmanager
def progress(
    total: int,
    noun: str,
    say: Callable[[str], None],
    *,
    names: Sequence[str] = (),
    quiet: bool = False,
    log_every: float = 0.0,
) -> Iterator[Advance]:
    """Show how many of `total` steps are done, the speed, and the time left. Yields a function to call after each
    step.

    On a terminal this is a bar that moves at once, with the first of `names` that is not done; a total of 0 is not known
    yet. Elsewhere a line is said every `log_every` seconds; 0 means no lines.
    """
    terminal = sys.stderr.isatty()
    few = total in {1, 2} and not names
    if quiet or few or not (log_every or terminal):
        yield lambda pages=0, name="", total=0: None
    elif terminal:
        with _bar(total, noun, names) as step:
            yield step
    else:
        yield _log(total, noun, say, log_every)


@contextmanager
def _bar(total: int, noun: str, names: Sequence[str]) -> Iterator[Advance]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        SpinnerColumn(),
        TextColumn("{task.fields[name]}", markup=False),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        TextColumn(f"{noun} {{task.fields[pages]}}{{task.fields[speed]}}", markup=False),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    waiting = dict.fromkeys(names)
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(noun, total=total or None, speed="", pages="", name=_first(waiting))
        made = 0

        def step(pages: int = 0, name: str = "", total: int = 0) -> None:
            nonlocal made
            made += pages
            if name in waiting and len(waiting) > 1:
                del waiting[name]
            if total:
                bar.update(task, total=total)
            bar.advance(task)
            speed = bar.tasks[0].speed  # None until two steps are done
            shown = f"{speed:.1f}/s" if speed else ""
            bar.update(task, speed=shown, pages=_pages(made), name=_first(waiting))

        yield step


def _first(names: dict[str, None]) -> str:
    """The first name, cut at its start: a path's end says most."""
    name = next(iter(names), "")
    return name if len(name) <= _WIDTH else f"…{name[1 - _WIDTH :]}"


def _pages(count: int) -> str:
    return f"{counted(count, 'page')}, " if count else ""


def _log(total: int, noun: str, say: Callable[[str], None], every: float) -> Advance:
    started = told = time.monotonic()
    done = made = 0
    known = total

    def step(pages: int = 0, name: str = "", total: int = 0) -> None:
        nonlocal told, done, made, known
        done, made, known = done + 1, made + pages, total or known
        now = time.monotonic()
        if now - told >= every:
            told = now
            speed = done / (now - started)
            left = time_left((known - done) / speed) if known > done else "done"
            say(f"{done} of {known} {noun}, {_pages(made)}{speed:.1f}/s, {left}")

    return step


def time_left(seconds: float) -> str:
    """`about 9 minutes left`: as exact as an estimate is."""
    if seconds < 5:
        return "a few seconds left"
    if seconds < 55:
        return f"about {max(1, round(seconds / 10)) * 10} seconds left"
    if seconds < 55 * 60:
        return f"about {counted(max(1, round(seconds / 60)), 'minute')} left"
    return f"about {counted(max(1, round(seconds / 3600)), 'hour')} left"
