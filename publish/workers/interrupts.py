"""Ctrl-C and SIGTERM, handled so that none is lost.

The system can deliver a signal to any thread, but Python runs the handler only in the main thread. If that one waits
for something else, nothing wakes it. And the handler's exception can be raised inside C code and callbacks that swallow
it. So other threads block these signals, a swallowed exception is raised again, and a command that only waits for its
end waits for the signal itself.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.machinery import ExtensionFileLoader
from types import FrameType
from weakref import ref

__all__ = [
    "ENDS",
    "TERMINATED",
    "Ended",
    "awaited",
    "begin",
    "behind",
    "blocked",
    "held",
    "in_time",
    "raised",
    "wait",
]

ENDS = (signal.SIGINT, signal.SIGTERM)
"""Signals that end a command."""
TERMINATED = 128 + signal.SIGTERM
"""Exit status of a command that was ended by SIGTERM."""
SOON = 0.02
"""Seconds after which we look whether a library in C is loaded."""
AGAIN = 0.2
"""Seconds after which we look whether the exception of a signal was swallowed."""


class Ended(BaseException):
    """A signal that ends the command, as an exception, so that everything is cleaned up."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number

    @property
    def status(self) -> int:
        """The exit status, as shells count it."""
        return 128 + self.number


def behind(error: BaseException) -> Ended | None:
    """The signal that an exception comes from, if any: what is raised while a class is made, Python 3.11 wraps
    (`__set_name__`).
    """
    seen: BaseException | None = error
    while seen is not None and not isinstance(seen, Ended):
        seen = seen.__cause__
    return seen


@contextmanager
def raised() -> Iterator[None]:
    """Raise `Ended` in this block, in the main thread, when one of these signals comes; and again while something
    swallows it, such as C code that loads modules or calls Python. An exception that nobody holds any more was swallowed;
    Python's report of that is not printed.
    """
    heard: list[int] = []
    flying: list[ref[Ended]] = []

    def end(number: int, frame: FrameType | None) -> None:
        if number == signal.SIGALRM and (not heard or (flying and flying[-1]() is not None)):
            return  # on its way up, while things are cleaned up
        heard.append(number if number in ENDS else heard[0])
        if _loads_library(frame):
            signal.setitimer(signal.ITIMER_REAL, SOON, AGAIN)
            return
        error = Ended(heard[-1])
        flying.append(ref(error))
        signal.setitimer(signal.ITIMER_REAL, AGAIN, AGAIN)
        try:
            raise error
        finally:
            del error  # this frame, which the exception's traceback has, must not keep it alive

    # A shell's background process ignores Ctrl-C, which is then meant for others.
    numbers = [each for each in ENDS if signal.getsignal(each) is not signal.SIG_IGN]
    hook = sys.unraisablehook
    before = {number: signal.signal(number, end) for number in (signal.SIGALRM, *numbers)}
    sys.unraisablehook = lambda lost: None if isinstance(lost.exc_value, Ended) else hook(lost)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        sys.unraisablehook = hook
        for number, handler in before.items():
            signal.signal(number, handler)


def _loads_library(frame: FrameType | None) -> bool:
    """Whether a library in C is just being loaded. Some call Python meanwhile, and end the process for any exception."""
    while frame is not None:
        code = frame.f_code
        is_loading = code.co_name in {"create_module", "exec_module"} and "importlib" in code.co_filename
        if is_loading and isinstance(frame.f_locals.get("self"), ExtensionFileLoader):
            return True
        frame = frame.f_back
    return False


@contextmanager
def blocked(*signals: signal.Signals) -> Iterator[None]:
    """Hold these signals back: this thread, and threads and processes that it starts, get them only afterwards."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def held() -> Iterator[Callable[[], None]]:
    """Run no handler in this block, whichever thread a signal came to: for code in C that calls Python and cannot pass on
    an exception. The function that it yields runs the handlers of what came so far; so does the end of the block.
    """
    came: list[int] = []
    handlers = {number: signal.getsignal(number) for number in (*ENDS, signal.SIGALRM)}
    others = (None, signal.SIG_IGN)  # None: a handler in C
    mine = [number for number, handler in handlers.items() if handler not in others]

    def hold() -> None:
        for number in mine:
            signal.signal(number, lambda number, frame: came.append(number))

    def free() -> None:
        for number in mine:
            signal.signal(number, handlers[number])

    def hear() -> None:
        if came:
            free()
            try:
                signal.raise_signal(came.pop(0))
            finally:
                hold()

    if threading.current_thread() is not threading.main_thread():
        yield lambda: None  # handlers only run in the main thread
        return
    hold()
    try:
        yield hear
    finally:
        free()
        if came:
            signal.raise_signal(came[0])


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
