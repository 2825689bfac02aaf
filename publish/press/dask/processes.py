"""On a Dask worker: child processes that run tasks, so that no task can block the worker or end it."""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Mapping
from functools import cache
from multiprocessing import Pipe
from tempfile import TemporaryDirectory

from publish.errors import PublishError, RenderError
from publish.press.dask import versions
from publish.press.dask.tasks import Failure
from publish.workers import scratch
from publish.workers.deadlines import Deadline, unfinished

__all__ = ["Child", "LostError", "perform"]

TRIES = 2
"""How often a task is tried when its child process dies."""


class LostError(Exception):
    """A child process died during its task."""


class Child:
    """One process with its engines loaded, and a temporary folder that is removed with it."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(dir=scratch.folder(), ignore_cleanup_errors=True)
        self._line, theirs = Pipe()
        command = [sys.executable, "-m", "publish.press.dask.process", str(theirs.fileno())]
        self._process = subprocess.Popen(  # noqa: S603  # our own module
            command,
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env={**os.environ, "TMPDIR": self._folder.name},
        )
        theirs.close()
        self.is_worn = False
        """Whether it has used so much memory that it must get no more tasks."""

    def do(self, packed: bytes, seconds: float) -> bytes:
        """The pickled result of a packed task. Raises TimeoutError when it takes too long and LostError when the
        child dies; either ends the child.
        """
        try:
            self._line.send_bytes(packed)
            deadline = Deadline(self._process.pid, seconds)
            while (left := deadline.left) > 0:
                if self._line.poll(left):
                    result = self._line.recv_bytes()
                    self.is_worn = self._line.recv()
                    return result
        except (EOFError, OSError) as error:
            code = self.end()
            raise LostError(f"its worker process died (exit code {code})") from error
        self.end()
        raise TimeoutError

    def end(self) -> int:
        """End it. Returns its exit code; when negative, the signal that ended it."""
        self._line.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(0.5)  # if it died by itself, this gives us the cause
        self._process.kill()
        code = self._process.wait()
        self._folder.cleanup()
        return code


@cache
def _idle() -> deque[Child]:
    """Child processes that wait for work: never more than this worker has threads."""
    return deque()


def perform(packed: bytes, wanted: Mapping[str, str], seconds: float) -> bytes:
    """Run a packed task in a child process. Returns its pickled result, a Failure for any error. Runs in a Dask
    worker.

    `wanted` gives the versions that the result needs.
    """
    other = versions.difference(wanted, versions.here())
    if other:
        return _failure(RenderError(f"its Dask worker would make different files: {other}"))
    message = ""
    for _ in range(TRIES):
        try:
            child = _idle().pop()
        except IndexError:
            child = Child()
        try:
            result = child.do(packed, seconds)
        except TimeoutError:
            return _failure(unfinished(seconds))
        except LostError as error:
            message = str(error)
        else:
            if child.is_worn:
                child.end()
            else:
                _idle().append(child)
            return result
    return _failure(RenderError(f"{message}, {TRIES} times"))


def _failure(error: PublishError) -> bytes:
    return pickle.dumps(Failure(error))
