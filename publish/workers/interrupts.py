"""Ctrl-C and SIGTERM, so that none is ever lost.

The system may give a signal to any thread of a process, while Python carries it out in the main one alone: where that one
waits for something else, nothing wakes it. What Python's handler raises may fall between two steps of a wait, or into C
code and callbacks that swallow it. So other threads take no signals, and what has nothing to do but wait for the end
waits for the signal itself.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["ENDS", "TERMINATED", "awaited", "begin", "blocked", "in_time", "wait"]

ENDS = (signal.SIGINT, signal.SIGTERM)
"""What ends a command."""
TERMINATED = 128 + signal.SIGTERM
"""Exit status of a command that SIGTERM ended."""


@contextmanager
def blocked(*signals: signal.Signals) -> Iterator[None]:
    """Let these wait: they reach this thread, and threads and processes that it starts now, only afterwards."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def begin(thread: threading.Thread) -> None:
    """Start a thread that takes no signals, nor do those that it starts: the main one gets them all."""
    with blocked(*ENDS):
        thread.start()


@contextmanager
def awaited() -> Iterator[None]:
    """Block both for a command that will `wait` for them; those that come after the first are forgotten in the end."""
    with blocked(*ENDS):
        try:
            yield
        finally:
            while signal.sigtimedwait(ENDS, 0) is not None:
                pass


def wait() -> signal.Signals:
    """Wait for Ctrl-C or SIGTERM, in `awaited`: whichever came first, be it before this was called."""
    # What a shell starts in the background ignores Ctrl-C, which is for others then.
    heard = {number for number in ENDS if signal.getsignal(number) is not signal.SIG_IGN}
    return signal.Signals(signal.sigwait(heard))


@contextmanager
def in_time(seconds: float, status: int) -> Iterator[None]:
    """End the process with this status when what is done here takes longer.

    For the last steps of a command that has nothing left to tidy up.
    """
    done = threading.Event()

    def watch() -> None:
        if not done.wait(seconds):
            os._exit(status)

    begin(threading.Thread(target=watch, daemon=True))
    try:
        yield
    finally:
        done.set()
