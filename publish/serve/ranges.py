"""Which bytes of a file a request asks for (RFC 9110, 14), and whether the client has them already (13)."""

from __future__ import annotations

from email.message import Message
from email.utils import parsedate_to_datetime

from publish.text.patterns import late

__all__ = ["NotSatisfiableError", "is_fresh", "wanted"]

_ONE = late(r"bytes=\s*(\d*)\s*-\s*(\d*)\s*")
_TAG = late(r'(?:W/)?("[^"]*")')


class NotSatisfiableError(Exception):
    """The range starts after the file's end."""


def wanted(headers: Message, size: int, tag: str, modified: int) -> tuple[int, int] | None:
    """First and last byte of the request; None means all.

    For several ranges and for invalid ones, the answer is the whole file, as RFC 9110 allows. `modified` is in
    seconds since 1970. Raises NotSatisfiableError.
    """
    found = _ONE.fullmatch(headers.get("Range") or "")
    if found is None or not any(found.groups()):
        return None
    condition = headers.get("If-Range")
    if condition and condition != tag and _seconds(condition) != modified:
        return None
    first, last = found.groups()
    if not first:  # the last N bytes
        length = min(int(last[:19]), size)
        if not length:
            raise NotSatisfiableError
        return size - length, size - 1
    start = int(first[:19])
    end = min(int(last[:19]), size - 1) if last else size - 1
    if last and int(last[:19]) < start:
        return None
    if start >= size:
        raise NotSatisfiableError
    return start, end


def is_fresh(headers: Message, tag: str, modified: int) -> bool:
    """Whether the client's copy is still current."""
    tags = headers.get("If-None-Match")
    if tags is not None:
        return tags.strip() == "*" or tag in _TAG.findall(tags)
    since = _seconds(headers.get("If-Modified-Since") or "")
    return since is not None and modified <= since


def _seconds(date: str) -> int | None:
    try:
        return int(parsedate_to_datetime(date).timestamp())
    except (TypeError, ValueError, OverflowError):
        return None
