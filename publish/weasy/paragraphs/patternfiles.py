"""Patterns for hyphens, each read when a word has its letters.

pyphen reads all patterns of a language at the first word: 60 ms for English, half a second for German. A book uses a few
hundred of them. So here only their letters are found beforehand, all at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyphen

from publish.text.patterns import late

__all__ = ["Patterns", "read_later"]

_Values = tuple[int, tuple[int, ...]]
"""Where a pattern begins to count, after its first letters, and its numbers from there."""
_DIGIT = late(r"\d")
_PAIR = late(r"(\d?)(\D?)")
_SPECIAL = late(r"\^{2}([0-9a-f]{2})")


def read_later() -> None:
    """Let pyphen read its files in this way. Calling it twice does nothing more."""
    pyphen.HyphDict = Patterns


class Patterns(pyphen.HyphDict):  # type: ignore[misc]  # pyphen ships no types
    """pyphen's dictionary of one language."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            encoding = file.readline().decode().strip()
        text = path.read_text("cp1251" if encoding.lower() == "microsoft-cp1251" else encoding)
        text = _SPECIAL.sub(lambda found: chr(int(found[1], 16)), text)
        lines = [line.strip() for line in text.split("\n")[1:]]
        lines = [line for line in lines if line and not line.startswith(pyphen.ignored)]
        plain = [_plain(line) for line in lines]
        letters = _DIGIT.sub("", "\n".join(plain)).split("\n")
        rows = zip(letters, plain, lines, strict=True)
        self.patterns = _Later((key, line) for key, pattern, line in rows if key != pattern)
        self.maxlen = max(map(len, self.patterns))
        self.cache: dict[str, Any] = {}


class _Later(dict[str, Any]):
    """Patterns by their letters: as they are written, until they are asked for."""

    def get(self, letters: str, default: Any = None) -> _Values | Any:
        """The numbers of a pattern; None for one without any."""
        found = super().get(letters, default)
        if isinstance(found, str):
            found = self[letters] = _values(found)
        return found


def _is_changing(line: str) -> bool:
    """Whether a hyphen changes letters, such as Schiffahrt and Schiff-fahrt: `schif1fahrt/ff=f,5,2`."""
    return "/" in line and "=" in line


def _plain(line: str) -> str:
    """The pattern alone."""
    return line.partition("/")[0] if _is_changing(line) else line


def _values(line: str) -> _Values | None:
    number: Any = int
    if _is_changing(line):
        line, _, change = line.partition("/")
        number = pyphen.AlternativeParser(line, change)
    values = [number(digit or "0") for digit, _ in _PAIR.findall(line)]
    counting = [place for place, value in enumerate(values) if value]
    if not counting:
        return None
    return counting[0], tuple(values[counting[0] : counting[-1] + 1])
