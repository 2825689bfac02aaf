"""A deadline for a call that has none of its own, such as a look-up of a name, or a question to another machine; and that of
a job, with the error when it is not finished by then.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from publish.errors import ContentError
from publish.workers.interrupts import begin

__all__ = ["Deadline", "unfinished", "within"]

Result = TypeVar("Result")
LOOK = 0.1
"""Longest delay in seconds until it is noticed that nobody wants the answer any more."""


class Deadline:
    """When a process must have finished its job. The time in which it could not compute, because others did, is added: on a
    busy machine a book may take ten times as long.
    """

    def __init__(self, process: int | None, seconds: float) -> None:
        self._process = process
        self._until = time.monotonic() + seconds
        self._waited = _waited(process)

    @property
    def left(self) -> float:
        """Seconds until then; none, or fewer than none, when it is over."""
        if time.monotonic() >= self._until:
            waited = _waited(self._process)
            self._until, self._waited = self._until + waited - self._waited, waited
        return self._until - time.monotonic()


def _waited(process: int | None) -> float:
    """Seconds that a process has waited for a processor so far; 0 where the system does not tell (only Linux does)."""
    try:
        return int(Path(f"/proc/{process}/schedstat").read_text("ascii").split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


def unfinished(seconds: float, label: str | None = None) -> ContentError:
    """The error for a job (`label`) that has taken as many seconds as the limit allows."""
    message = f"not finished after {seconds:g} s (limit seconds): split it, or use --timeout {2 * seconds:g}"
    return ContentError(message, path=label)


def within(seconds: float, ask: Callable[[], Result], stopped: threading.Event | None = None) -> Result:
    """The result of `ask()`, or the exception that it raises. Raises TimeoutError when it takes longer, or when somebody
    sets `stopped` meanwhile: its thread is then left behind, and ends with the command at the latest.
    """
    results: list[Result] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(ask())
        except BaseException as error:  # `SystemExit` too is an answer
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    begin(thread)
    until = time.monotonic() + seconds
    while thread.is_alive() and (left := until - time.monotonic()) > 0 and not (stopped and stopped.is_set()):
        thread.join(min(left, LOOK) if stopped else left)
    if errors:
        raise errors[0]
    if not results:
        raise TimeoutError(f"no answer in {seconds:g} s")
    return results[0]
