"""Warnings about pictures on the web, gathered: when a host does not answer, that is one fault and not a hundred."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from publish.text.messages import counted

__all__ = ["Gathering"]

FEW = 3
"""Most warnings of one kind and host that are printed each."""


class Gathering:
    """Lines about pictures that could not be fetched, until they are told."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, str], list[str]] = {}

    def add(self, address: str, reason: str, line: str) -> None:
        """Take the line about one picture, with its address and why it could not be fetched."""
        host = urlsplit(address).netloc.rpartition("@")[2]
        self._lines.setdefault((host, reason), []).append(line)

    def told(self) -> Iterator[str]:
        """The lines, or where there are many of one host and reason, one for all. Forgets them."""
        groups, self._lines = self._lines, {}
        for (host, reason), lines in groups.items():
            if len(lines) <= FEW:
                yield from lines
            else:
                yield f"warning: {counted(len(lines), 'picture')} of {host} could not be fetched: {reason}"
