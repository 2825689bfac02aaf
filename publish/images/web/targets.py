"""Which web addresses may be fetched, and which IP address to connect to."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from functools import partial
from threading import Event
from urllib.parse import SplitResult, urlsplit

from publish.frozen import frozen
from publish.images.errors import ImageError
from publish.workers.deadlines import within

__all__ = ["Resolver", "Target", "is_public", "resolve", "target_of"]

_EMBEDDED_IPV4 = (
    (ipaddress.ip_network("64:ff9b::/96"), 0),  # NAT64 (RFC 6052): the last 32 bits
    (ipaddress.ip_network("2002::/16"), 80),  # 6to4 (RFC 3056): bits 16 to 47
)
_WEB_PORTS = {80, 443}
LOOK_UP = 10.0
"""Seconds to wait for the IP addresses of a host."""

Resolver = Callable[[str, int], Sequence[str]]
"""From host name and port to its IP addresses."""


@frozen
class Target:
    """A parsed address, and the IP address to connect to."""

    scheme: str
    host: str
    port: int
    number: str
    path: str
    """Path and query, escaped for a request line."""
    others: tuple[str, ...] = ()
    """Further IP addresses of the host, in case the first cannot be reached."""

    @property
    def host_header(self) -> str:
        """The value of the `Host` header."""
        usual = {"http": 80, "https": 443}[self.scheme]
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == usual else f"{host}:{self.port}"


def is_public(number: str) -> bool:
    """Whether an IP address is on the public internet, in any notation."""
    address = ipaddress.ip_address(number.split("%", maxsplit=1)[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or (address.teredo[1] if address.teredo else None)
        for network, shift in _EMBEDDED_IPV4:
            if inner is None and address in network:
                inner = ipaddress.IPv4Address(int(address) >> shift & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return address.is_global and not address.is_multicast and not address.is_reserved


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses from the system's resolver, each once. Raises OSError when there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def target_of(
    address: str, allow_hosts: Sequence[str], resolver: Resolver, stopped: Event | None = None
) -> Target:
    """Parse an address, resolve its host once, and check all IP addresses found.

    `allow_hosts` has hosts (`host` or `host:port`) that are allowed although they are not public. Raises ImageError
    for addresses that must not be fetched, LookupError with the reason for a host that is not found. Waits no more for a
    resolver once `stopped` is set.
    """
    parts, host, port = _split(f"https:{address}" if address.startswith("//") else address)
    allowed = bool({host, f"{host}:{port}"} & set(allow_hosts))
    if not allowed and port not in _WEB_PORTS:
        raise ImageError(f"port {port} is not allowed: use 80 or 443")
    try:
        # The system's resolver has no deadline of its own: it asks one silent name server after the other.
        numbers = within(LOOK_UP, partial(resolver, host, port), stopped)
    except TimeoutError as error:
        raise LookupError(f"no name server answered for {host} in {LOOK_UP:g} s") from error
    except (OSError, UnicodeError, ValueError) as error:
        raise LookupError(f"the host {host} was not found") from error
    # One private address among public ones is an attack, not a mistake.
    if not numbers or (not allowed and not all(is_public(number) for number in numbers)):
        raise ImageError(
            f"{host} is not a public host; exceptions go into images.allow_hosts in publish.toml"
        )
    path = _quoted(parts.path or "/")
    if parts.query:
        path += f"?{_quoted(parts.query)}"
    return Target(parts.scheme, host, port, numbers[0], path, tuple(numbers[1:]))


def _split(address: str) -> tuple[SplitResult, str, int]:
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".").lower()
        if ":" not in host:  # a name; the other case is an IPv6 address
            host = host.encode("idna").decode().lower()
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    except (ValueError, UnicodeError) as error:
        raise ImageError("not an address") from error
    if parts.scheme not in {"http", "https"} or not host or parts.username is not None:
        raise ImageError("not a plain http or https address")
    return parts, host, port


def _quoted(text: str) -> str:
    return "".join(c if "!" <= c <= "~" else "".join(f"%{byte:02X}" for byte in c.encode()) for c in text)
