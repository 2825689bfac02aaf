"""Time limits for requests: a connection is closed when the time is up, however slowly bytes arrive."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field

from publish.workers import interrupts

__all__ = ["Watch", "Watches", "guard"]


class Watch:
    """The time limit of one request."""

    def __init__(self, seconds: float) -> None:
        self.deadline = time.monotonic() + seconds
        self.over = False
        self._sock: socket.socket | None = None

    def guard(self, sock: socket.socket | None) -> None:
        """Set the connection to close. Raises TimeoutError when the time is up already."""
        self._sock = sock
        if self.over:
            raise TimeoutError

    def end(self) -> None:
        """Close it now."""
        self.over = True
        if self._sock is not None:
            with suppress(OSError):
                self._sock.shutdown(socket.SHUT_RDWR)


@dataclass
class Watches:
    """The time limits of all requests. One thread sleeps until the first is due, so a request needs no thread of its
    own.
    """

    _open: set[Watch] = field(default_factory=set)
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _due: float = 0.0
    """When the thread wakes up, on the monotonic clock; 0 when there is no thread."""

    @contextmanager
    def over(self, seconds: float) -> Iterator[Watch]:
        """A time limit for this thread's current request."""
        watch = Watch(seconds)
        with self._changed:
            self._open.add(watch)
            if not self._due:
                self._due = watch.deadline
                interrupts.begin(threading.Thread(target=self._keep, daemon=True))
            elif watch.deadline < self._due:
                self._changed.notify()
        token = _WATCH.set(watch)
        try:
            yield watch
        finally:
            _WATCH.reset(token)
            with self._changed:
                self._open.discard(watch)

    def end_all(self) -> None:
        """End all requests."""
        with self._changed:
            for watch in self._open:
                watch.end()

    def _keep(self) -> None:
        """Close connections that are due, until there is nothing left to watch."""
        with self._changed:
            while self._open:
                now = time.monotonic()
                for watch in [each for each in self._open if each.deadline <= now and not each.over]:
                    watch.end()
                self._due = min((each.deadline for each in self._open if not each.over), default=now + 1.0)
                self._changed.wait(self._due - now)
            self._due = 0.0


_WATCH: ContextVar[Watch | None] = ContextVar("_WATCH", default=None)
"""The time limit of this thread's current request."""


def guard(sock: socket.socket | None) -> None:
    """Put the connection of this thread's current request under its time limit. Raises TimeoutError when that is over."""
    watch = _WATCH.get()
    if watch is not None:
        watch.guard(sock)
