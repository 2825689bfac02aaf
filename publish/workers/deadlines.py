"""A deadline for a call that has none of its own, such as a look-up of a name, or a question to another machine; and the
error of a job that is not finished at its deadline.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from publish.errors import ContentError
from publish.workers.interrupts import begin

__all__ = ["unfinished", "within"]

Result = TypeVar("Result")


def unfinished(seconds: float, label: str | None = None) -> ContentError:
    """The error for a job (`label`) that has taken as many seconds as the limit allows."""
    message = f"not finished after {seconds:g} s (limit seconds): split it, or use --timeout {2 * seconds:g}"
    return ContentError(message, path=label)


def within(seconds: float, ask: Callable[[], Result]) -> Result:
    """The result of `ask()`, or the exception that it raises. Raises TimeoutError when it takes longer: its thread is
    then left behind, and ends with the command at the latest.
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
    thread.join(seconds)
    if errors:
        raise errors[0]
    if not results:
        raise TimeoutError(f"no answer in {seconds:g} s")
    return results[0]
