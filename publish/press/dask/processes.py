"""On a Dask worker: children that do tasks, so that none can hang the worker or take it with it."""

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

from publish.errors import RenderError
from publish.press.dask import versions
from publish.press.dask.tasks import Failure

__all__ = ["Child", "LostError", "perform"]

TRIES = 2
"""A task whose child died is done once more."""


class LostError(Exception):
    """A child died over its task."""


class Child:
    """One process with its engines loaded, and a folder of its own that goes with it."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="publish-child-", ignore_cleanup_errors=True)
        self._line, theirs = Pipe()
        command = [sys.executable, "-m", "publish.press.dask.process", str(theirs.fileno())]
        self._process = subprocess.Popen(  # noqa: S603  # our own module
            command,
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env={**os.environ, "TMPDIR": self._folder.name},
        )
        theirs.close()

    def do(self, packed: bytes, seconds: float) -> bytes:
        """The pickled result of a packed task. TimeoutError when it takes longer, LostError when the child dies over it;
        either ends the child.
        """
        try:
            self._line.send_bytes(packed)
            if self._line.poll(seconds):
                return self._line.recv_bytes()
        except (EOFError, OSError) as error:
            code = self._end()
            raise LostError(f"its worker process died (exit code {code})") from error
        self._end()
        raise TimeoutError

    def _end(self) -> int:
        """Its exit code; negative, the signal that ended it."""
        self._line.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(0.5)  # one that died by itself says of what
        self._process.kill()
        code = self._process.wait()
        self._folder.cleanup()
        return code


@cache
def _idle() -> deque[Child]:
    """Hands of this process that wait for work: never more than it has threads."""
    return deque()


def perform(packed: bytes, wanted: Mapping[str, str], seconds: float) -> bytes:
    """Do a packed task in a child; its pickled result, which is a Failure for whatever goes wrong. Runs in a Dask worker.

    `wanted` are the versions that the result is expected of.
    """
    other = versions.difference(wanted, versions.here())
    if other:
        return _failure(f"its Dask worker would make other bytes: {other}")
    message = ""
    for _ in range(TRIES):
        try:
            child = _idle().pop()
        except IndexError:
            child = Child()
        try:
            result = child.do(packed, seconds)
        except TimeoutError:
            return _failure(
                f"not finished after {seconds:g} s (limit seconds): split it, or give --timeout {2 * seconds:g}"
            )
        except LostError as error:
            message = str(error)
        else:
            _idle().append(child)
            return result
    return _failure(f"{message}, {TRIES} times")


def _failure(message: str) -> bytes:
    return pickle.dumps(Failure(RenderError(message)))
