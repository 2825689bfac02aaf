"""Finds formulas in text as MathJax does (its `FindTeX`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.frozen import frozen
from publish.markup.formulas.reading import DOLLARS, Reading
from publish.text.patterns import late

__all__ = ["Finder", "Found"]

_STEPS = 300_000
"""Failed searches for closing braces in one post, after which the search ends."""
_BROKEN = 2_000
"""Longest distance in characters to the end of a formula with wrong braces."""
_COMMAND = late(r"\\[a-zA-Z]")
_ENVIRONMENT = r"\\begin\s{0,20}\{(?P<environment>[^{}]{0,40})\}"
_REFERENCE = r"(?P<reference>\\(?:eq)?ref\s{0,20}\{[^{}]{0,200}\})"
_ESCAPE = r"(?P<escape>\\[\\$])"


@frozen
class Found:
    """A formula or an escaped character, with its position."""

    start: int
    end: int
    text: str
    """The TeX, or the character."""
    display: bool = False
    escaped: bool = False


class Finder:
    """Finds formulas in one post: failed work is limited for all its texts together."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._ends = {start: (end, True) for start, end in reading.display}
        self._ends |= {start: (end, False) for start, end in reading.inline}
        parts = [re.escape(start) for start in sorted(self._ends, key=len, reverse=True)]
        self._start = re.compile(
            "|".join(
                [
                    *([f"(?P<pair>{'|'.join(parts)})"] if parts else []),
                    _ENVIRONMENT,
                    *([_ESCAPE] if reading.escapes else []),
                    *([_REFERENCE] if reading.references else []),
                ]
            )
        )
        self._closing: dict[str, re.Pattern[str]] = {}
        self._steps = _STEPS
        self._signs = ("\\", *(start for start, _ in (*reading.inline, *reading.display)))

    def may_hold(self, text: str) -> bool:
        """Whether a text has anything that starts a formula."""
        return any(sign in text for sign in self._signs)

    def find(self, text: str) -> Iterator[Found]:
        """The formulas of a text in order."""
        place = 0
        while start := self._start.search(text, place):
            found = self._found(text, start)
            if found is not None:
                yield found
            place = found.end if found else start.end()

    def _found(self, text: str, start: re.Match[str]) -> Found | None:
        groups = start.groupdict()
        if groups.get("escape"):
            return Found(start.start(), start.end(), start[0][1:], escaped=True)
        if groups.get("reference"):
            return Found(start.start(), start.end(), start[0])
        name = groups["environment"]
        if name is not None:
            known = self.reading.environments
            if known is not None and name.removesuffix("*") not in known:
                return None
            end = self._end(text, start.end(), rf"\\end\s{{0,20}}\{{{re.escape(name)}\}}")
            return end and Found(start.start(), end.end(), text[start.start() : end.end()], display=True)
        pair = (start[0], self._ends[start[0]][0])
        end = self._end(text, start.end(), re.escape(pair[1]))
        if end is None:
            return self._broken(text, start, re.escape(pair[1]))
        if pair == DOLLARS and not self._is_meant(text, start, end):
            return None
        return Found(start.start(), end.end(), text[start.end() : end.start()], self._ends[pair[0]][1])

    def _is_meant(self, text: str, start: re.Match[str], end: re.Match[str]) -> bool:
        """Whether text between two dollars is a formula, when the site does not say so."""
        if self.reading.cautious and not _touches(text, start, end):
            return False
        return not self.reading.only_tex or _COMMAND.search(text, start.end(), end.start()) is not None

    def _broken(self, text: str, start: re.Match[str], closing: str) -> Found | None:
        """A formula with a brace too many: a script leaves it as it is, and so nobody is told.

        None where there is no such brace, or where what should end it begins another one: a space stands before it.
        """
        stop = start.end() + _BROKEN
        end = next(
            (found for found in self._pattern(closing).finditer(text, start.end(), stop) if found["end"]),
            None,
        )
        if end is None:
            return None
        inner = text[start.end() : end.start()]
        opens = text[end.end() : end.end() + 1].strip() and (inner[-1:].isspace() or not inner)
        if "\\" not in inner or opens or (start[0] == "$" and not self._is_meant(text, start, end)):
            return None
        return Found(start.start(), end.end(), inner, self._ends[start[0]][1])

    def _pattern(self, closing: str) -> re.Pattern[str]:
        pattern = self._closing.get(closing)
        if pattern is None:
            pattern = re.compile(rf"(?P<end>{closing})|\\(?:[a-zA-Z]|.)|[{{}}]")
            self._closing[closing] = pattern
        return pattern

    def _end(self, text: str, place: int, closing: str) -> re.Match[str] | None:
        """Where a formula ends: braces are balanced there, and what a backslash stands before does not count."""
        depth = steps = 0
        for match in self._pattern(closing).finditer(text, place):
            steps += 1
            if match["end"] and not depth:
                return match
            if match[0] == "{":
                depth += 1
            elif match[0] == "}" and depth:
                depth -= 1
            if steps > self._steps:
                break
        self._steps = max(0, self._steps - steps)
        return None


def _touches(text: str, start: re.Match[str], end: re.Match[str]) -> bool:
    inner = text[start.end() : end.start()]
    return bool(inner) and not (
        inner[0].isspace() or inner[-1].isspace() or text[end.end() : end.end() + 1].isdecimal()
    )
