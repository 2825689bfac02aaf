"""Ctrl-C and SIGTERM, handled so that none is lost.

The system can deliver a signal to any thread, but Python runs the handler only in the main thread. If that one waits
for something else, nothing wakes it. And the exception of Python's handler can be raised in the middle of a wait, or
inside C code and callbacks that swallow it. So other threads block these signals, and a command that only waits for
its end waits for the signal itself.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["ENDS", "TERMINATED", "awaited", "begin", "blocked", "in_time", "wait"]

ENDS = (signal.SIGINT, signal.SIGTERM)
"""Signals that end a command."""
TERMINATED = 128 + signal.SIGTERM
"""Exit status of a command that was ended by SIGTERM."""


@contextmanager
def blocked(*signals: signal.Signals) -> Iterator[None]:
    """Hold these signals back: this thread, and threads and processes that it starts, get them only afterwards."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def begin(thread: threading.Thread) -> None:
    """Start a thread that blocks these signals, as do threads that it starts: the main thread gets them all."""
    with blocked(*ENDS):
        thread.start()


@contextmanager
def awaited() -> Iterator[None]:
    """Block both signals for a command that will call `wait`; signals after the first are dropped at the end."""
    with blocked(*ENDS):
        try:
            yield
        finally:
            while signal.sigtimedwait(ENDS, 0) is not None:
                pass


def wait() -> signal.Signals:
    """Wait for Ctrl-C or SIGTERM inside `awaited`; a signal that came earlier also counts."""
    # A shell's background process ignores Ctrl-C, which is then meant for others.
    heard = {number for number in ENDS if signal.getsignal(number) is not signal.SIG_IGN}
    return signal.Signals(signal.sigwait(heard))


@contextmanager
def in_time(seconds: float, status: int) -> Iterator[None]:
    """End the process with this status if the block takes longer.

    For the last steps of a command, when nothing is left to clean up.
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
