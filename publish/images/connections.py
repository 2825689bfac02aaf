"""Connections to numeric addresses, and a watch that ends them when their time is up."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import suppress
from contextvars import ContextVar
from functools import cache
from typing import Self

import urllib3

from publish.images.targets import Target

__all__ = ["Watch", "new_pool"]

MAX_CONNECTIONS = 64
"""Connections kept open to one host at most; how many are used at once is for the callers to say."""


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


class _WatchedHttp(urllib3.connection.HTTPConnection):
    def getresponse(self) -> urllib3.HTTPResponse:  # type: ignore[override]  # as its base class has it
        _guard(self.sock)
        return super().getresponse()


class _WatchedHttps(urllib3.connection.HTTPSConnection):
    def getresponse(self) -> urllib3.HTTPResponse:  # type: ignore[override]  # as its base class has it
        _guard(self.sock)
        return super().getresponse()


def _guard(sock: socket.socket | None) -> None:
    watch = _WATCH.get()
    if watch is not None:
        watch.guard(sock)


class _HttpPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _WatchedHttp


class _HttpsPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _WatchedHttps


def new_pool(target: Target) -> urllib3.HTTPConnectionPool:
    """Connections to one numeric address; a certificate must be the name's, although they go to the number."""
    if target.scheme == "http":
        return _HttpPool(target.number, target.port, maxsize=MAX_CONNECTIONS)
    return _HttpsPool(
        target.number, target.port, maxsize=MAX_CONNECTIONS, ssl_context=_tls(),
        server_hostname=target.host, assert_hostname=target.host,
    )  # fmt: skip


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
