"""The one door to the network: fetches a picture's bytes from a public host, or says why not.

The address that is checked is the address that is connected to: names are looked up once, here, and the connection goes
to what was found. Redirects come back through the same check.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from typing import Self
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.exceptions import HTTPError

from publish import __version__
from publish.images.errors import ImageError
from publish.images.targets import Resolver, Target, resolve, target_of

__all__ = ["Fetched", "Rules", "Web"]

MAX_CONNECTIONS = 32
"""Connections kept open to one host."""
MAX_REDIRECTS = 5
CHUNK = 1 << 16
_REDIRECTS = {301, 302, 303, 307, 308}
_TRY_AGAIN = {408, 425, 429, 500, 502, 503, 504}


@dataclass(frozen=True, slots=True)
class Rules:
    """Bounds on fetching."""

    allow_hosts: tuple[str, ...] = ()
    """`host` or `host:port` that may be fetched from although it is not public."""
    max_bytes: int = 40 << 20
    """Bytes of one answer, counted after decompression."""
    seconds: float = 30.0
    """Wall-clock seconds for one picture: look-up, redirects, retries and all."""
    retries: int = 1


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer."""

    data: bytes
    address: str
    """Where the bytes came from in the end."""


class _PassingError(ImageError):
    """A failure that may pass; `wait` is how long the server asks us to wait, in seconds."""

    def __init__(self, message: str, wait: float = 0.0) -> None:
        super().__init__(message)
        self.wait = wait


@dataclass
class Web:
    """Fetches pictures under rules. Threads may share one."""

    rules: Rules = field(default_factory=Rules)
    resolver: Resolver = resolve
    pool_for: Callable[[Target], urllib3.HTTPConnectionPool] | None = None
    """How a connection to a target is made; tests give one of their own."""
    _pools: dict[tuple[str, str, int, str], urllib3.HTTPConnectionPool] = field(default_factory=dict)
    _dead: set[str] = field(default_factory=set)
    """Hosts that could not be reached: asked once, not once a picture."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def fetch(self, address: str) -> Fetched:
        """The bytes behind an address. ImageError says why they cannot be had."""
        deadline = time.monotonic() + self.rules.seconds
        for attempt in range(self.rules.retries + 1):
            try:
                return self._follow(address, deadline)
            except _PassingError as error:
                wait = max(error.wait, 0.2 * 2**attempt)
                if attempt == self.rules.retries or time.monotonic() + wait > deadline:
                    raise ImageError(str(error)) from error
                time.sleep(wait)
        raise AssertionError("the loop returns or raises")

    def _follow(self, address: str, deadline: float) -> Fetched:
        for _ in range(MAX_REDIRECTS + 1):
            target = self._target(address)
            answer, location = self._ask(target, deadline)
            if location is None:
                return Fetched(answer, address)
            address = urljoin(address, location)
        raise ImageError(f"more than {MAX_REDIRECTS} redirects")

    def _target(self, address: str) -> Target:
        host = (urlsplit(address).hostname or "") if "[" not in address else ""
        if host in self._dead:
            raise ImageError(f"{host} could not be reached")
        try:
            return target_of(address, self.rules.allow_hosts, self.resolver)
        except LookupError as error:
            self._dead.add(host)
            raise ImageError(f"{host} could not be found") from error

    def _ask(self, target: Target, deadline: float) -> tuple[bytes, str | None]:
        """The body, or where a redirect leads."""
        left = deadline - time.monotonic()
        if left <= 0:
            raise ImageError(f"no answer in {self.rules.seconds:g} s")
        timeout = urllib3.Timeout(connect=min(10.0, left), read=min(10.0, left))
        headers = {"Host": target.host_header, "Accept": "image/*", "User-Agent": f"publish/{__version__}"}
        try:
            with _Watch(left) as watch:
                answer = self._pool(target).urlopen(
                    "GET", target.path, headers=headers, timeout=timeout, retries=False, redirect=False,
                    preload_content=False, decode_content=True,
                )  # fmt: skip
                try:
                    return self._read(answer, target, watch)
                finally:
                    answer.release_conn()
        except urllib3.exceptions.NewConnectionError as error:
            self._dead.add(target.host)
            raise ImageError(f"{target.host} could not be reached") from error
        except (HTTPError, OSError, ValueError) as error:
            if time.monotonic() >= deadline:
                raise ImageError(f"no whole answer in {self.rules.seconds:g} s") from error
            raise _PassingError(f"{target.host} did not answer properly ({type(error).__name__})") from error

    def _read(
        self, answer: urllib3.BaseHTTPResponse, target: Target, watch: _Watch
    ) -> tuple[bytes, str | None]:
        if answer.status in _REDIRECTS:
            return b"", answer.headers.get("Location", "")
        if answer.status in _TRY_AGAIN:
            wait = answer.headers.get("Retry-After", "")
            raise _PassingError(
                f"{target.host} answered {answer.status}", float(wait) if wait.isdecimal() else 0.0
            )
        if answer.status != 200:
            raise ImageError(f"{target.host} answered {answer.status}")
        data = bytearray()
        for chunk in answer.stream(CHUNK):
            data += chunk
            if len(data) > self.rules.max_bytes:
                answer.close()
                raise ImageError(f"larger than {self.rules.max_bytes:,} bytes (limit image_bytes)")
            if watch.over:
                answer.close()
                break
        if watch.over:  # also when the cut connection looked like an answer's end
            raise TimeoutError
        return bytes(data), None

    def _pool(self, target: Target) -> urllib3.HTTPConnectionPool:
        """Connections to one numeric address, kept open between pictures."""
        if self.pool_for is not None:
            return self.pool_for(target)
        key = (target.scheme, target.number, target.port, target.host)
        with self._lock:
            if key not in self._pools:
                self._pools[key] = _new_pool(target)
            return self._pools[key]


class _Watch:
    """Ends a connection when its whole time is up, however slowly bytes trickle in."""

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._sock: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._end)
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

    def _end(self) -> None:
        self.over = True
        if self._sock is not None:
            with suppress(OSError):
                self._sock.shutdown(socket.SHUT_RDWR)


_WATCH: ContextVar[_Watch | None] = ContextVar("_WATCH", default=None)
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


def _new_pool(target: Target) -> urllib3.HTTPConnectionPool:
    if target.scheme == "http":
        return _HttpPool(target.number, target.port, maxsize=MAX_CONNECTIONS)
    # The certificate must be the name's, although the connection goes to the number.
    return _HttpsPool(
        target.number, target.port, maxsize=MAX_CONNECTIONS, ssl_context=_tls(),
        server_hostname=target.host, assert_hostname=target.host,
    )  # fmt: skip


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
