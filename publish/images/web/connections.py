"""Connections to IP addresses.

Imported only when needed: importing urllib3 opens a socket, to check for IPv6.
"""

from __future__ import annotations

import socket
import ssl
from functools import cache

import urllib3
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from publish.images.web.deadline import guard
from publish.images.web.targets import Target

__all__ = ["new_pool"]

MAX_CONNECTIONS = 64
"""Most open connections to one host; the callers limit how many are used at the same time."""


class _WatchedHttp(urllib3.connection.HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _connected(self)

    def getresponse(self) -> urllib3.HTTPResponse:  # type: ignore[override]  # like its base class
        guard(self.sock)
        return super().getresponse()


class _WatchedHttps(urllib3.connection.HTTPSConnection):
    _twin: socket.socket | None = None
    """A second handle of the connection: TLS takes the first one away while keys are exchanged."""

    def _new_conn(self) -> socket.socket:
        sock = _connected(self)
        self._twin = sock.dup()
        guard(self._twin)
        return sock

    def connect(self) -> None:
        try:
            super().connect()
        finally:
            if self._twin is not None:
                self._twin.close()

    def getresponse(self) -> urllib3.HTTPResponse:  # type: ignore[override]  # like its base class
        guard(self.sock)
        return super().getresponse()


def _connected(made: urllib3.connection.HTTPConnection) -> socket.socket:
    """A socket that is connected to an IP address. It is under the request's time limit from the start, also while the
    other machine does not answer. Raises urllib3's errors.
    """
    try:
        sock = socket.socket(socket.AF_INET6 if ":" in made.host else socket.AF_INET)
    except OSError as error:  # such as a system without IPv6
        raise NewConnectionError(made, str(error)) from error
    try:
        for option in made.socket_options or ():
            sock.setsockopt(*option)
        sock.settimeout(made.timeout)
        guard(sock)
        sock.connect((made.host, made.port))
    except TimeoutError as error:
        sock.close()
        raise ConnectTimeoutError(made, f"no answer from {made.host}") from error
    except OSError as error:
        sock.close()
        raise NewConnectionError(made, str(error)) from error
    return sock


class _HttpPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _WatchedHttp


class _HttpsPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _WatchedHttps


def new_pool(target: Target) -> urllib3.HTTPConnectionPool:
    """Connections to one IP address; the certificate must be for the host name."""
    if target.scheme == "http":
        return _HttpPool(target.number, target.port, maxsize=MAX_CONNECTIONS)
    return _HttpsPool(
        target.number, target.port, maxsize=MAX_CONNECTIONS, ssl_context=_tls(),
        server_hostname=target.host, assert_hostname=target.host,
    )  # fmt: skip


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
