"""A watch over a request: it ends the connection when the whole time is up, however slowly bytes trickle in."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from contextvars import ContextVar
from typing import Self

__all__ = ["Watch", "guard"]


class Watch:
    """Ends a connection when its whole time is up, however slowly bytes trickle in."""

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._sock: socket.socket | None = None
        self._timer = threading.Timer(seconds, self.end)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._token = _WATCH.set(self)
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        _WATCH.reset(self._token)

    def guard(self, sock: socket.socket | None) -> None:
        """The connection to end."""
        self._sock = sock

    def end(self) -> None:
        """End it now."""
        self.over = True
        if self._sock is not None:
            with suppress(OSError):
                self._sock.shutdown(socket.SHUT_RDWR)


_WATCH: ContextVar[Watch | None] = ContextVar("_WATCH", default=None)
"""The watch over the request that this thread is making."""


def guard(sock: socket.socket | None) -> None:
    """Put the connection of the request that this thread is making under its watch."""
    watch = _WATCH.get()
    if watch is not None:
        watch.guard(sock)
