"""A text and a position in it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from publish.markup import drawings

__all__ = ["Source"]


class Source:
    """Matches patterns at a position that moves forward. Patterns use MULTILINE, so `^` is the start of a line."""

    __slots__ = ("_drawings", "memory", "pos", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.pos = 0
        self.memory: dict[str, int] = {}
        """For rules that look far ahead: positions from which a search is known to fail, so that it is not repeated."""
        self._drawings: Mapping[int, int] | None = None

    def drawing(self, start: int, name: str) -> str | None:
        """The picture of a drawing that starts at `start`, and skip the drawing; None when an element of that name is
        not a drawing.
        """
        if name.lower() not in drawings.NAMES:
            return None
        if self._drawings is None:
            self._drawings = drawings.ends(self.text)
        end = self._drawings.get(start)
        self.pos = end or drawings.opening_tags(self.text, start)
        return self.text[start : self.pos] if end else drawings.EMPTY.format(name.lower())

    @property
    def at_end(self) -> bool:
        """Whether nothing is left."""
        return self.pos >= len(self.text)

    def check(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The match here, or None."""
        return pattern.match(self.text, self.pos)

    def scan(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The match here, or None; moves behind it."""
        found = pattern.match(self.text, self.pos)
        if found:
            self.pos = found.end()
        return found

    def line(self) -> str:
        """The rest of the line with its end; moves behind it."""
        start = self.pos
        end = self.text.find("\n", start)
        self.pos = len(self.text) if end < 0 else end + 1
        return self.text[start : self.pos]

    def rest(self) -> str:
        """All of the rest; moves to the end."""
        start, self.pos = self.pos, len(self.text)
        return self.text[start:]

    def find(self, needle: str, start: int) -> int:
        """The position of a string at or after `start`; -1 when there is none, which is remembered."""
        if start >= self.memory.get(needle, len(self.text) + 1):
            return -1
        found = self.text.find(needle, start)
        if found < 0:
            self.memory[needle] = start
        return found
