"""Addresses: those that lead out of a book as valid URLs or none at all, and pictures whose address is only a name."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import SplitResult, quote, unquote, urlsplit

from publish.text.patterns import late

__all__ = ["SCHEMES", "placed", "placed_picture", "valid"]

SCHEMES = frozenset(["http", "https", "mailto", "tel", "ftp", "sms", "geo", "magnet", "xmpp", "irc"])
"""Allowed schemes of links."""
_WITH_HOST = frozenset(["http", "https", "ftp"])
_MEANT = {"mailto": r"@|\?", "tel": r"[0-9]", "sms": r"[0-9]|\?"}
"""Required content after some other schemes; the rest need a letter or a digit."""
_PLACE = late(r"(?P<host>\[[^\[\]]*\]|[^:\[\]]*)(?::(?P<port>[0-9]*))?")
_LABELS = late(r"(?:[^\s\"<>\\^`{}|\[\]/?#@%:.]{1,63}\.)*[^\s\"<>\\^`{}|\[\]/?#@%:.]{1,63}\.?")
"""A host name: no part is empty, and none has characters that are forbidden in hosts (WHATWG URL, 3.2; RFC 1035,
2.3.4).
"""
_LONGEST_NAME = 253
_NUMBER = late(r"(?:.*\.)?(?:[0-9]+|0[xX][0-9A-Fa-f]*)\.?")
"""A name that browsers read as an IPv4 number: its last part is one (WHATWG URL, 3.5)."""
_BROKEN_ESCAPE = late(r"%(?![0-9A-Fa-f]{2})")
_USER = "%!$&'()*+,;=:-._~"
_PATH = f"{_USER}/@"
_QUERY = f"{_PATH}?"
"""Characters that stay unescaped (RFC 3986, 3.2 to 3.5); existing escapes stay."""


def valid(address: str) -> str | None:
    """An absolute address as a valid URL, with other characters escaped (RFC 3986; WHATWG URL, 4.3).

    None for an address that cannot work: a scheme not in `SCHEMES`, an invalid host or port, an empty number.
    """
    try:
        parts = urlsplit(address.strip())
        place = _authority(parts) if parts.netloc else ""
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in SCHEMES or place is None or (scheme in _WITH_HOST and not place):
        return None
    if not re.search(
        _MEANT.get(scheme, r"\w"),
        f"{place}{parts.path}?{parts.query}" if parts.query else f"{place}{parts.path}",
    ):
        return None
    query = f"?{_quoted(parts.query, _QUERY)}" if parts.query else ""
    fragment = f"#{_quoted(parts.fragment, _QUERY)}" if parts.fragment else ""
    return f"{scheme}:{'//' if place else ''}{place}{_quoted(parts.path, _PATH)}{query}{fragment}"


def _authority(parts: SplitResult) -> str | None:
    """User, host and port; None for an invalid host. Raises ValueError for an invalid number."""
    user, at, rest = parts.netloc.rpartition("@")
    found = _PLACE.fullmatch(rest)
    if found is None:
        return None
    host, port = unquote(found["host"]), found["port"]
    if host.startswith("["):
        IPv6Address(host[1:-1])
    elif not _LABELS.fullmatch(host) or len(host) > _LONGEST_NAME:
        return None
    elif _NUMBER.fullmatch(host):
        IPv4Address(host)
    elif not host.isascii():
        host.encode("idna")
    if port and int(port) > 0xFFFF:
        return None
    return f"{_quoted(user, _USER)}{at}{host}{f':{port}' if port else ''}"


def _quoted(text: str, kept: str) -> str:
    return quote(_BROKEN_ESCAPE.sub("%25", text), safe=kept)


def placed(address: str, folder: str) -> str:
    """The address of a picture with its post's folder before it, where the theme would put it there."""
    if not folder or not address or ":" in address or address.startswith(("//", "#")):
        return address
    return folder + address.removeprefix("./").lstrip("/")


def placed_picture(address: str, folder: str) -> str:
    """The same for a picture. Between the folder and an address from the site's root two slashes stay: where no file is in
    the folder, `images/local` looks at the root too.
    """
    whole = placed(address, folder)
    rooted = whole != address and address.startswith("/") and folder.startswith("/")
    return f"{folder}{address}" if rooted else whole
