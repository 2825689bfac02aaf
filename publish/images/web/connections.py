"""Connections to IP addresses.

Imported only when needed: importing urllib3 opens a socket, to check for IPv6.
"""

from __future__ import annotations

import ssl
from functools import cache

import urllib3

from publish.images.web.deadline import guard
from publish.images.web.targets import Target

__all__ = ["new_pool"]

MAX_CONNECTIONS = 64
"""Most open connections to one host; the callers limit how many are used at the same time."""


class _WatchedHttp(urllib3.connection.HTTPConnection):
    def getresponse(self) -> urllib3.HTTPResponse:  # type: ignore[override]  # like its base class
        guard(self.sock)
        return super().getresponse()


class _WatchedHttps(urllib3.connection.HTTPSConnection):
    def getresponse(self) -> urllib3.HTTPResponse:  # type: ignore[override]  # like its base class
        guard(self.sock)
        return super().getresponse()


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
