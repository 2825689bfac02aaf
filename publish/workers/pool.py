"""A pool of worker processes with preloaded modules: many jobs, each with a time limit; a job cannot break another
one.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from multiprocessing import connection, forkserver, get_context, resource_tracker
from multiprocessing.context import BaseContext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self, TypeVar

from publish.errors import PublishError
from publish.keep.store import Store
from publish.keep.vault import vault_of
from publish.model import Options
from publish.workers import scratch
from publish.workers.interrupts import ENDS, blocked
from publish.workers.worker import Work, Worker, unstarted

__all__ = ["Pool", "Work", "start"]

Result = TypeVar("Result")


Some = TypeVar("Some", bound=Work)
_FIRST, _LAST = "publish.workers.loading", "publish.workers.loaded"
LOOK = 0.5
"""Longest delay in seconds until Ctrl-C is noticed while workers work."""


def start(modules: Sequence[str]) -> None:
    """Start the fork server, so that it loads these modules while we do other things."""
    _served(modules)


class Pool:
    """Worker processes for one command, reused for several lists of jobs. Leaving the context ends them all."""

    def __init__(
        self, project: Path, modules: Sequence[str] = (), *, kept: bool = False, here: bool = False
    ) -> None:
        """`modules` are loaded once, before the first job, for all workers; only the first pool of a process decides,
        because there is one fork server. A pool that is `kept` serves many builds. With `here`, workers are forks of
        this process, which has loaded what they need, where that is safe.
        """
        self._project = project
        self._modules = modules
        self._kept = kept
        self._here = here
        self._workers: list[Worker] = []
        self._cut_short = False
        """Whether a worker ended during a job, and may have left a temporary file."""
        self._scratch: TemporaryDirectory[str] | None = None
        """The workers' temporary files, which an ended worker cannot remove itself."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.renew()

    @property
    def is_kept(self) -> bool:
        """Whether this pool serves many builds."""
        return self._kept

    def load(self) -> None:
        """Load the modules while the caller does other things: in the fork server, or in one first worker if that is a fork
        of this process.
        """
        if self._here and _is_alone():
            self._begin((_FIRST, *self._modules, _LAST))
        elif not self._kept:
            start(self._modules)

    def open(self, options: Options, most: int = sys.maxsize) -> None:
        """Start the processes, `most` at most, before there is work."""
        while len(self._workers) < min(options.jobs or os.cpu_count() or 1, most):
            self._begin()

    def renew(self) -> None:
        """End the processes. The next jobs get new ones, without cached data."""
        self._cut_short |= bool(self._busy)
        for worker in self._workers:
            worker.process.kill()  # kill all of them first, then wait for each
        for worker in self._workers:
            worker.end()
        self._workers.clear()
        if self._scratch:
            self._scratch.cleanup()
            self._scratch = None
        if self._cut_short:
            Store.of_project(self._project).sweep()
            vault_of(self._project).sweep()
            self._cut_short = False

    def spread(
        self, task: Callable[[Some, Path], Result], jobs: Sequence[Some]
    ) -> Generator[tuple[Some, Result | PublishError], None, None]:
        """Run `task(job, project)` for every job, the largest post first; yield each result, or the error in its
        place.

        A task must be a function of a module and must not raise. If it takes longer than `limits.seconds`, its
        process is ended; so are tasks in progress when the generator is closed. If something else killed the process,
        such as a system without free memory, the task is tried once more. Raises PublishError when no process can be
        started.
        """
        most = min(jobs[0].options.jobs or os.cpu_count() or 1, len(jobs)) if jobs else 0
        waiting = sorted(jobs, key=_size)
        again: set[int] = set()
        try:
            while waiting or self._busy:
                # Only as many jobs as workers are in progress, so that memory stays constant.
                while waiting and len(self._busy) < most:
                    self._hand_out(task, waiting.pop())
                for worker in self._awaited():
                    job, result = worker.job, worker.answer()
                    self._cut_short |= not worker.process.is_alive()
                    if worker.was_killed and id(job) not in again:
                        again.add(id(job))
                        waiting.append(job)
                        continue
                    if waiting:
                        self._hand_out(task, waiting.pop())  # it works while we handle the result
                    yield job, result
        finally:
            self._cut_short |= bool(self._busy)
            for worker in self._busy:
                worker.end()

    @property
    def _busy(self) -> list[Worker]:
        return [worker for worker in self._workers if worker.job is not None]

    def _hand_out(self, task: Callable[[Any, Path], object], job: Work) -> None:
        """Give a job to an idle worker, or to a new one."""
        while not self._idle().give(task, job, self._project):
            pass  # this worker died just now: try the next

    def _idle(self) -> Worker:
        for worker in [worker for worker in self._workers if worker.job is None]:
            if worker.is_idle:
                return worker
            worker.end()
            self._workers.remove(worker)
        return self._begin()

    def _begin(self, modules: Sequence[str] = ()) -> Worker:
        if self._scratch is None:
            try:
                with blocked(*ENDS):  # a folder that is made is also known
                    self._scratch = TemporaryDirectory(dir=scratch.folder(), ignore_cleanup_errors=True)
            except OSError as error:
                raise unstarted(error) from error
        self._workers.append(Worker.start(self._context(), self._scratch.name, modules))
        return self._workers[-1]

    def _context(self) -> BaseContext:
        if self._here and _is_alone():
            return get_context("fork")
        return _served(self._modules)

    def _awaited(self) -> Iterator[Worker]:
        """Workers with an answer, or whose time is up; waits until there is one."""
        busy = self._busy
        patience = max(0.0, min(worker.left for worker in busy))
        # A signal just before the wait does not end it: check again soon.
        connection.wait([worker.pipe for worker in busy], min(patience, LOOK))
        yield from [worker for worker in busy if worker.pipe.poll() or worker.left <= 0]


def _served(modules: Sequence[str]) -> BaseContext:
    """A fork server: a process with one thread and these modules loaded, from which workers are forked.

    Raises PublishError when it cannot be started.
    """
    context = get_context("forkserver")
    context.set_forkserver_preload([_FIRST, *modules, _LAST])
    try:
        resource_tracker.ensure_running()  # when it starts, it lifts the block
        with (
            scratch.used(),
            blocked(signal.SIGINT),
        ):  # the server has a socket; it and workers inherit the mask
            forkserver.ensure_running()
    except OSError as error:  # such as a full disk, because the server needs a socket
        raise unstarted(error) from error
    return context


def _is_alone() -> bool:
    """Whether it is safe to fork this process: no other thread (also of a library) can hold a lock that the child
    would wait for.
    """
    try:
        return sum(1 for _ in Path("/proc/self/task").iterdir()) == 1
    except OSError:  # not Linux
        return False


def _size(job: Work) -> int:
    try:
        return job.path.stat().st_size
    except OSError:
        return 0
