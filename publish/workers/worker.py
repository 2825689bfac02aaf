"""A worker process and the pipe to it. Workers share nothing, so one that dies does not stop the others."""

from __future__ import annotations

import gc
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from importlib import import_module
from math import inf
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread
from types import ModuleType
from typing import Any, Protocol

from publish.errors import PublishError, RenderError, reason_of
from publish.keep import expressions
from publish.model import Options
from publish.workers.deadlines import Deadline, unfinished
from publish.workers.interrupts import blocked

__all__ = ["Work", "Worker", "unstarted"]


class Work(Protocol):
    """What the pool must know of a job."""

    @property
    def path(self) -> Path:
        """A file whose size is an estimate of the job's time."""

    @property
    def label(self) -> str:
        """Name for errors."""

    @property
    def options(self) -> Options:
        """The user's options."""


@dataclass(eq=False)
class Worker:
    """One process, seen from the command that started it."""

    process: BaseProcess
    pipe: Connection
    job: Any = None
    """Its current job, or None."""
    deadline: Deadline | None = None
    """The job's deadline."""
    worn: bool = False
    """Whether it must get no more jobs."""
    was_killed: bool = False
    """Whether something else killed it during its job."""

    @classmethod
    def start(cls, context: BaseContext, scratch: str, modules: Sequence[str] = ()) -> Worker:
        """Start a process whose temporary files go into the folder `scratch`, and which loads these modules before its first
        job. Raises PublishError when that is impossible.
        """
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, scratch, modules), daemon=True)  # type: ignore[attr-defined]
        try:
            # A fork has our signal handlers until `_settle` replaces them.
            copied = context.get_start_method() == "fork"
            with _no_script(), blocked(signal.SIGINT, signal.SIGTERM) if copied else nullcontext():
                process.start()
        except (OSError, EOFError) as error:
            ours.close()
            raise unstarted(error) from error
        finally:
            theirs.close()  # so that the pipe closes when the worker ends
        return cls(process, ours)

    @property
    def is_idle(self) -> bool:
        """Whether it can get a job. If an idle worker's pipe is readable, it died."""
        return self.job is None and not self.worn and not self.pipe.poll()

    @property
    def left(self) -> float:
        """Seconds that are left for its job."""
        return self.deadline.left if self.deadline else inf

    def give(self, task: Callable[[Any, Path], object], job: Work, project: Path) -> bool:
        """Let it run `task(job, project)`; False when it died before."""
        with suppress(OSError):
            self.pipe.send((task, job, project))
            self.job, self.deadline = job, Deadline(self.process.pid, job.options.limits.seconds)
            return True
        return False

    def answer(self) -> Any:
        """The result of its job, or the error in its place; ends the process when its time is up."""
        job, self.job = self.job, None
        if not self.pipe.poll():
            self.end()
            return unfinished(job.options.limits.seconds, job.label)
        try:
            result, self.worn = self.pipe.recv()
        except (EOFError, OSError):
            self.process.join(1.0)
            self.was_killed = self.process.exitcode == -signal.SIGKILL
            return RenderError(f"its worker process died ({_cause(self.process.exitcode)})", path=job.label)
        return result

    def end(self) -> None:
        """End the process at once."""
        self.job, self.worn = None, True
        self.process.kill()
        self.process.join()
        self.pipe.close()


@contextmanager
def _no_script() -> Iterator[None]:
    """Keep a new process from running the command's own script, as Python does by default (`multiprocessing`, "Safe
    importing of main module"): it would import the whole command line into every worker, for nothing.
    """
    script = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script


def unstarted(error: OSError | EOFError) -> PublishError:
    """The error for a process, or what it needs, that cannot be started."""
    return PublishError(f"no worker process can be started: {reason_of(error)}")


def _cause(status: int | None) -> str:
    """Why a process died, in words."""
    if status is None or status >= 0:
        return f"exit status {status}"
    try:
        name = signal.Signals(-status).name
    except ValueError:
        name = f"signal {-status}"
    return f"{name}; perhaps it needed more than limits.memory allows"


def _settle() -> None:
    """Undo what a fork takes from the command: reset signal handlers, and keep library output off the terminal."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    gc.freeze()  # garbage collection then skips everything loaded before


def _serve(pipe: Connection, scratch: str, modules: Sequence[str]) -> None:
    """A worker's main loop: one job after the other, until its command ends."""
    from publish.workers import memory

    _settle()
    tempfile.tempdir = scratch
    Thread(target=_end_with_parent, daemon=True).start()
    for module in modules:
        with suppress(Exception):  # what lacks here, a job will say
            import_module(module)
    with suppress(EOFError, OSError):
        while True:
            task, job, project = pipe.recv()
            most = int(job.options.limits.memory)
            try:
                with memory.bounded(most):
                    result = task(job, project)
            except MemoryError:  # there was not even enough memory to build the error
                result = memory.too_little(job.label, most)
            except Exception as error:  # a task must not raise
                message = f"internal error, please report it: {type(error).__name__}: {error}"
                result = RenderError(message, path=job.label)
            expressions.keep_new()
            pipe.send((result, memory.is_worn(most)))
            del result


def _end_with_parent() -> None:
    """End when the command has ended: nobody would wait for the book or enforce its time limit."""
    command = parent_process()
    if command is not None:
        command.join()
        os._exit(1)
