"""Fetches a picture's bytes from a public host. Nothing else in publish fetches anything.

We connect to exactly the IP address that was checked: host names are resolved once, here. Redirects go through the
same check.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from publish import __version__
from publish.frozen import frozen
from publish.images.errors import ImageError
from publish.images.web.deadline import Watch, Watches
from publish.images.web.politeness import Budget, Hosts, retry_after
from publish.images.web.targets import Resolver, Target, resolve, target_of

if TYPE_CHECKING:
    import urllib3

__all__ = ["Fetched", "Rules", "Web"]

MAX_REDIRECTS = 5
NUMBERS = 3
"""Most IP addresses of one host that are tried."""
SILENT = 10.0
"""Seconds to wait for a connection, and for the next bytes of an answer."""
CHUNK = 1 << 16
_REDIRECTS = {301, 302, 303, 307, 308}
_TRY_AGAIN = {408, 425, 429, 500, 502, 503, 504}


@frozen
class Rules:
    """Limits for fetching."""

    allow_hosts: tuple[str, ...] = ()
    """`host` or `host:port` that are allowed although they are not public."""
    max_bytes: int = 40 << 20
    """Bytes of one answer, counted after decompression."""
    per_host: int = 16
    """Pictures requested from one host at the same time."""
    seconds: float = 30.0
    """Wall-clock seconds for one picture, including DNS, redirects and retries."""
    retries: int = 1
    pause: float = 0.2
    """Seconds before the first retry; doubled for each further one."""
    patience: float = 0.0
    """Seconds that a server may ask us to wait (`Retry-After`), added to `seconds`."""


@frozen
class Fetched:
    """A fetched file."""

    data: bytes
    address: str
    """The address after redirects."""


class _PassingError(ImageError):
    """A temporary failure: worth a retry."""


class _NotReachedError(ImageError):
    """No connection to one of a host's IP addresses."""


@dataclass
class Web:
    """Fetches pictures within limits. Threads may share one."""

    rules: Rules = field(default_factory=Rules)
    resolver: Resolver = resolve
    pool_for: Callable[[Target], urllib3.HTTPConnectionPool] | None = None
    """Makes a connection to a target; tests replace it."""
    _pools: dict[tuple[str, str, int, str], urllib3.HTTPConnectionPool] = field(default_factory=dict)
    _hosts: Hosts = field(default_factory=Hosts)
    _watches: Watches = field(default_factory=Watches)
    _stopped: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def stop(self) -> None:
        """End all requests and start no more, for ever."""
        self._stopped.set()
        self._watches.end_all()

    def fetch(self, address: str, until: float = math.inf) -> Fetched:
        """The bytes at an address, by `until` (monotonic clock). Raises ImageError with the reason."""
        with self._hosts.turn(_host_of(address), self.rules.per_host):
            return self._try(address, until)

    def _try(self, address: str, until: float) -> Fetched:
        budget = Budget(min(time.monotonic() + self.rules.seconds, until), self.rules.patience)
        for attempt in range(self.rules.retries + 1):
            try:
                return self._follow(address, budget)
            except _PassingError as error:
                wait = self.rules.pause * 2**attempt
                if attempt == self.rules.retries or wait >= budget.left:
                    self._hosts.failed(_host_of(address))
                    raise ImageError(str(error)) from error
                self._wait(wait)
        raise AssertionError("the loop returns or raises")

    def _wait(self, seconds: float) -> None:
        if self._stopped.wait(seconds):
            raise ImageError("stopped")

    def _follow(self, address: str, budget: Budget) -> Fetched:
        for _ in range(MAX_REDIRECTS + 1):
            target = self._target(address)
            answer, location = self._ask(target, budget)
            if location is None:
                return Fetched(answer, address)
            try:
                address = urljoin(address, location)
            except ValueError as error:
                raise ImageError("a redirect to something that is not an address") from error
        raise ImageError(f"more than {MAX_REDIRECTS} redirects")

    def _target(self, address: str) -> Target:
        host = _host_of(address)
        if why := self._hosts.why_not(host):
            raise ImageError(why)
        try:
            return target_of(address, self.rules.allow_hosts, self.resolver, self._stopped)
        except LookupError as error:
            self._hosts.bury(host, str(error))
            raise ImageError(str(error)) from error

    def _ask(self, target: Target, budget: Budget) -> tuple[bytes, str | None]:
        """The body, or the target of a redirect, from the host's first IP address that can be reached."""
        if (pause := self._hosts.pause(target.host)) > 0:
            if not budget.grants(pause):
                raise ImageError(f"{target.host} asks us to wait {pause:.0f} s")
            self._wait(pause)
        numbers = [target.number, *target.others][:NUMBERS]
        for number in [each for each in numbers if not self._hosts.why_not(each)] or numbers:
            try:
                return self._ask_number(replace(target, number=number), budget)
            except _NotReachedError:
                self._hosts.bury(number, "not reached")
        self._hosts.bury(target.host, f"{target.host} could not be reached")
        raise ImageError(f"{target.host} could not be reached")

    def _ask_number(self, target: Target, budget: Budget) -> tuple[bytes, str | None]:
        import urllib3
        from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

        left = budget.left
        if left <= 0:
            raise ImageError(f"no answer in {self.rules.seconds:g} s")
        timeout = urllib3.Timeout(connect=min(SILENT, left), read=min(SILENT, left))
        headers = {"Host": target.host_header, "Accept": "image/*", "User-Agent": f"publish/{__version__}"}
        try:
            with self._watches.over(left) as watch:
                if self._stopped.is_set():  # asked only now, because `stop` ends what is watched
                    raise ImageError("stopped")
                answer = self._pool(target).urlopen(
                    "GET", target.path, headers=headers, timeout=timeout, retries=False, redirect=False,
                    preload_content=False, decode_content=True,
                )  # fmt: skip
                try:
                    return self._read(answer, target, watch)
                finally:
                    _release(answer)
        except (NewConnectionError, ConnectTimeoutError) as error:
            raise _NotReachedError(str(error)) from error
        except (HTTPError, OSError, ValueError) as error:
            if budget.left <= 0:
                raise ImageError(f"no complete answer in {self.rules.seconds:g} s") from error
            raise _PassingError(f"{target.host} did not answer properly ({type(error).__name__})") from error

    def _read(
        self, answer: urllib3.BaseHTTPResponse, target: Target, watch: Watch
    ) -> tuple[bytes, str | None]:
        if answer.status in _TRY_AGAIN:
            self._hosts.rest(target.host, retry_after(answer.headers.get("Retry-After", "")))
            raise _PassingError(f"{target.host} answered {answer.status}")
        self._hosts.answered(target.host)
        if answer.status in _REDIRECTS:
            return b"", answer.headers.get("Location", "")
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
        if watch.over:  # also when the closed connection looked like the end of the answer
            raise TimeoutError
        return bytes(data), None

    def _pool(self, target: Target) -> urllib3.HTTPConnectionPool:
        """Connections to one IP address, kept open between pictures."""
        from publish.images.web.connections import new_pool

        if self.pool_for is not None:
            return self.pool_for(target)
        key = (target.scheme, target.number, target.port, target.host)
        with self._lock:
            if key not in self._pools:
                self._pools[key] = new_pool(target)
            return self._pools[key]


def _release(answer: urllib3.BaseHTTPResponse) -> None:
    """Make the connection usable again: read a short rest of an unwanted answer, else close it."""
    size = answer.headers.get("Content-Length", "")
    if not answer.closed and size.isdecimal() and int(size) <= CHUNK:
        answer.drain_conn()
    elif not answer.closed:
        answer.close()
    answer.release_conn()


def _host_of(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "") if "[" not in address else ""
    except ValueError:
        return ""
