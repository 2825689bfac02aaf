"""A text and a position in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping

from publish.markup import drawings

__all__ = ["Source"]


class Source:
    """Matches patterns at a position that moves forward. Patterns use MULTILINE, so `^` is the start of a line."""

    __slots__ = ("_closings", "_drawings", "_starts", "memory", "pos", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.pos = 0
        self.memory: dict[str, int] = {}
        """For rules that look far ahead: positions from which a search is known to fail, so that it is not repeated."""
        self._closings: dict[str, tuple[list[int], list[int]]] = {}
        self._drawings: Mapping[int, int] | None = None
        self._starts: dict[re.Pattern[str], list[int]] = {}

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

    def closing_of(self, name: str) -> int:
        """The position of the end tag of an element whose start tag was just read; the text's end when it has none."""
        if name not in self._closings:
            # For all elements of that name at once: else each would look through the rest of the text.
            self._closings[name] = _closings(self.text, name)
        positions, closings = self._closings[name]
        return closings[bisect_left(positions, self.pos)]

    def has(self, pattern: re.Pattern[str], start: int, end: int) -> bool:
        """Whether a match begins between two positions."""
        if pattern not in self._starts:
            # All at once, for the same reason.
            self._starts[pattern] = [found.start() for found in pattern.finditer(self.text)]
        starts = self._starts[pattern]
        first = bisect_left(starts, start)
        return first < len(starts) and starts[first] < end

    @property
    def at_end(self) -> bool:
        """Whether nothing is left."""
        return self.pos >= len(self.text)

    def check(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The match here, or None."""
        return pattern.match(self.text, self.pos)

    def scan(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The match here, or None; moves after it."""
        found = pattern.match(self.text, self.pos)
        if found:
            self.pos = found.end()
        return found

    def line(self) -> str:
        """The rest of the line with its end; moves after it."""
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


def _closings(text: str, name: str) -> tuple[list[int], list[int]]:
    """The positions of an element's tags. And for the text from each of them on, and for the text after the last: the
    position of the first end tag whose start tag is not in that text.
    """
    tags = list(re.compile(rf"<(/?){name}\b", re.IGNORECASE).finditer(text))
    none = len(tags)
    first = [none] * (none + 1)  # numbers of tags
    for number in range(none - 1, -1, -1):
        if tags[number][1]:
            first[number] = number
        elif (own := first[number + 1]) != none:  # the end tag of this start tag: look on after it
            first[number] = first[own + 1]
    positions = [tag.start() for tag in tags]
    ends = [*positions, len(text)]
    return positions, [ends[number] for number in first]
