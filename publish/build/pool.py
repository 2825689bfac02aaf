"""A pool of warm worker processes: many jobs, each with a deadline, none able to take another with it."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from multiprocessing import get_context
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Protocol, TypeVar

from publish.errors import PublishError, RenderError
from publish.model import Format, Options

__all__ = ["Work", "spread", "start"]

Result = TypeVar("Result")


class Work(Protocol):
    """What the pool has to know of a job."""

    @property
    def path(self) -> Path:
        """A file whose size says how long the job takes."""

    @property
    def label(self) -> str:
        """What errors name."""

    @property
    def format(self) -> Format:
        """Which engines it needs."""

    @property
    def options(self) -> Options:
        """The user's."""


Some = TypeVar("Some", bound=Work)


def start(format: Format) -> None:  # noqa: A002  # the field's own word
    """Start the server that workers are forked from, so that it loads its engines while other things are done."""
    from multiprocessing import forkserver

    _context(format)
    forkserver.ensure_running()


def spread(
    task: Callable[[Some, Path], Result], jobs: Sequence[Some], project: Path
) -> Generator[tuple[Some, Result | PublishError], None, None]:
    """Run `task(job, project)` for every job, biggest post first; each result, or the error that took its place.

    A task must be a module's function and not raise. One that overruns `limits.seconds` is ended with its process, and
    so is everything when the generator is closed.
    """
    from pebble import ProcessPool

    from publish.build.work import prepare_worker

    options = jobs[0].options
    workers = min(options.jobs or os.cpu_count() or 1, len(jobs))
    pool = ProcessPool(max_workers=workers, initializer=prepare_worker, context=_context(jobs[0].format))
    running: dict[Future[Result], Some] = {}
    try:
        # A few more jobs than workers are handed out at a time, so that memory stays flat however many there are.
        for job in sorted(jobs, key=_size, reverse=True):
            running[pool.schedule(task, args=(job, project), timeout=options.limits.seconds)] = job
            if len(running) >= 2 * workers:
                yield from _collect(running)
        while running:
            yield from _collect(running)
        pool.close()
    finally:
        pool.stop()
        pool.join()


def _context(format: Format) -> BaseContext:  # noqa: A002  # the field's own word
    """A fork server: a process of one thread, with the engines loaded, that workers are forked from."""
    context = get_context("forkserver")
    warm = {"pdf": "publish.build.warm_pdf", "epub": "publish.build.warm_epub"}
    context.set_forkserver_preload([warm.get(format, "publish.build.warm")])
    return context


def _size(job: Work) -> int:
    try:
        return job.path.stat().st_size
    except OSError:
        return 0


def _collect(running: dict[Future[Result], Some]) -> Iterable[tuple[Some, Result | PublishError]]:
    done, _ = wait(running, return_when=FIRST_COMPLETED)
    for future in done:
        job = running.pop(future)
        error = future.exception()
        if error is None:
            yield job, future.result()
        else:
            yield job, _explained(error, job)


def _explained(error: BaseException, job: Work) -> PublishError:
    """Why a job has no result, in words for its user."""
    from pebble import ProcessExpired

    if isinstance(error, TimeoutError):
        seconds = job.options.limits.seconds
        message = f"not finished after {seconds:g} s (limit seconds): split it, or give --timeout"
    elif isinstance(error, ProcessExpired):
        message = f"its worker process died (exit code {error.exitcode})"
    else:
        message = f"a fault of ours, please report it: {type(error).__name__}: {error}"
    return RenderError(message, path=job.label)
