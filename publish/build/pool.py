"""A pool of warm worker processes: many jobs, each with a deadline, none able to take another with it."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from multiprocessing import get_context
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

from publish.errors import PublishError, RenderError
from publish.model import Format, Options

if TYPE_CHECKING:
    from pebble import ProcessPool

__all__ = ["Pool", "Work", "start"]

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


class Pool:
    """Worker processes for one command, warm from one spread of jobs to the next. Leaving its context ends them all."""

    def __init__(self, project: Path) -> None:
        self._project = project
        self._processes: ProcessPool | None = None
        self._workers = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._processes is not None:
            self._processes.stop()
            self._processes.join()

    def spread(
        self, task: Callable[[Some, Path], Result], jobs: Sequence[Some]
    ) -> Generator[tuple[Some, Result | PublishError], None, None]:
        """Run `task(job, project)` for every job, biggest post first; each result, or the error that took its place.

        A task must be a module's function and not raise. One that overruns `limits.seconds` is ended with its process.
        """
        processes = self._opened(jobs)
        running: dict[Future[Result], Some] = {}
        # A few more jobs than workers are handed out at a time, so that memory stays flat however many there are.
        for job in sorted(jobs, key=_size, reverse=True):
            seconds = job.options.limits.seconds
            running[processes.schedule(task, args=(job, self._project), timeout=seconds)] = job
            if len(running) >= 2 * self._workers:
                yield from _collect(running)
        while running:
            yield from _collect(running)

    def _opened(self, jobs: Sequence[Some]) -> ProcessPool:
        """The processes: as many as the first jobs can use."""
        if self._processes is None:
            from pebble import ProcessPool

            from publish.build.work import prepare_worker

            self._workers = min(jobs[0].options.jobs or os.cpu_count() or 1, len(jobs))
            context = _context(jobs[0].format)
            self._processes = ProcessPool(self._workers, initializer=prepare_worker, context=context)
        return self._processes


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
