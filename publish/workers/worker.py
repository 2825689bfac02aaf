"""A worker process and the pipe to it: nothing is shared with other workers, so that one that dies stops no other."""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from math import inf
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread
from types import ModuleType
from typing import Any, Generic, Protocol, TypeVar

from publish.errors import PublishError, RenderError
from publish.model import Options
from publish.workers.interrupts import blocked

__all__ = ["Held", "Work", "Worker"]

Result = TypeVar("Result")

_WORN = 0.5
"""Share of its memory from which a worker is replaced, before the next book finds too little."""


class Work(Protocol):
    """What the pool has to know of a job."""

    @property
    def path(self) -> Path:
        """A file whose size says how long the job takes."""

    @property
    def label(self) -> str:
        """What errors name."""

    @property
    def options(self) -> Options:
        """The user's."""


@dataclass(frozen=True, slots=True)
class Held(Generic[Result]):
    """A task's result beside what takes long to let go: a worker answers first."""

    result: Result
    rest: object = None


@dataclass(eq=False)
class Worker:
    """One process, seen from the command that started it."""

    process: BaseProcess
    pipe: Connection
    job: Any = None
    """What it is doing, or None."""
    until: float = inf
    """When it has to be done, on the monotonic clock."""
    worn: bool = False
    """Whether it should do no more."""
    was_killed: bool = False
    """Whether it was killed in the middle of its job, and not by us."""

    @classmethod
    def start(cls, context: BaseContext) -> Worker:
        """A new process. Raises PublishError when there can be no more."""
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs,), daemon=True)  # type: ignore[attr-defined]
        try:
            # A copy of this process has our handlers until it has settled.
            copied = context.get_start_method() == "fork"
            with _no_script(), blocked(signal.SIGINT, signal.SIGTERM) if copied else nullcontext():
                process.start()
        except (OSError, EOFError) as error:
            ours.close()
            raise PublishError(
                f"no worker process can be started: {error or type(error).__name__}"
            ) from error
        finally:
            theirs.close()  # so that the pipe ends with the worker
        return cls(process, ours)

    @property
    def is_idle(self) -> bool:
        """Whether it can be given a job: what an idle worker has to say is that it died."""
        return self.job is None and not self.worn and not self.pipe.poll()

    def give(self, task: Callable[[Any, Path], object], job: Work, project: Path) -> bool:
        """Let it run `task(job, project)`; False when it died before it could."""
        with suppress(OSError):
            self.pipe.send((task, job, project))
            self.job, self.until = job, time.monotonic() + job.options.limits.seconds
            return True
        return False

    def answer(self) -> Any:
        """The result of its job, or the error that took its place; ends the process when its time is up."""
        job, self.job = self.job, None
        if not self.pipe.poll():
            self.end()
            message = f"not finished after {job.options.limits.seconds:g} s (limit seconds): split it, or give --timeout {2 * job.options.limits.seconds:g}"
            return RenderError(message, path=job.label)
        try:
            result, self.worn = self.pipe.recv()
        except (EOFError, OSError):
            self.process.join(1.0)
            self.was_killed = self.process.exitcode == -signal.SIGKILL
            return RenderError(f"its worker process died ({_cause(self.process.exitcode)})", path=job.label)
        return result

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self.job, self.worn = None, True
        self.process.kill()
        self.process.join()
        self.pipe.close()


@contextmanager
def _no_script() -> Iterator[None]:
    """Let a new process not run the command's own script, as Python has it (`multiprocessing`, "Safe importing of main
    module"): the installed `publish` would import the whole command line into every worker, for nothing.
    """
    script = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script


def _cause(status: int | None) -> str:
    """Why a process died, in words."""
    if status is None or status >= 0:
        return f"exit status {status}"
    try:
        name = signal.Signals(-status).name
    except ValueError:
        name = f"signal {-status}"
    return f"{name}; it may have needed more memory than limit memory allows"


def _settle() -> None:
    """Be no copy of the command: its handlers of signals are not ours, and what a library prints reaches no terminal."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    gc.freeze()  # what was loaded before is never looked at again


def _serve(pipe: Connection) -> None:
    """What a worker does: one job after the other, until its command is gone."""
    from publish.workers import memory

    _settle()
    Thread(target=_end_with_parent, daemon=True).start()
    with suppress(EOFError, OSError):
        while True:
            task, job, project = pipe.recv()
            rest: object = None
            most = int(job.options.limits.memory)
            try:
                with memory.bounded(most):
                    result = task(job, project)
                if isinstance(result, Held):
                    result, rest = result.result, result.rest
            except MemoryError:  # what a task says of itself found no memory either
                result = memory.too_little(job.label, most)
            except Exception as error:  # a task must not raise
                message = f"internal error, please report it: {type(error).__name__}: {error}"
                result = RenderError(message, path=job.label)
            pipe.send((result, memory.taken() > most * _WORN))
            del result, rest


def _end_with_parent() -> None:
    """End when the command is gone: nobody would wait for the book, or see to its deadline."""
    command = parent_process()
    if command is not None:
        command.join()
        os._exit(1)
