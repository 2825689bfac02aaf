"""Titles on pages: cut to what a running head can hold; told apart when they are written in capitals."""

from __future__ import annotations

import re

__all__ = ["in_capitals", "running_head"]

_ABBREVIATION = 6
"""Letters up to which capitals are no loud title."""

_CAPITAL = re.compile(r"(?<=[A-Z])[A-Z]")
_BROAD = re.compile(r"(?<=[WwMm@])[WwMm@]")
"""Letters that are wider than others, where one alone does not make a text wide."""
_RUNNING_HEAD = 52
"""Characters of a title that a running head can hold; a Han character counts as two."""


def in_capitals(title: str) -> bool:
    """Whether a title is written in capitals, and is more than an abbreviation or two."""
    letters = [each for each in title if each.isalpha()]
    return (
        len(letters) > _ABBREVIATION
        and not any(each.islower() for each in letters)
        and title != title.lower()
    )


def running_head(title: str, most: int = _RUNNING_HEAD) -> str:
    """The title, cut at a word and with an ellipsis where it is too long for the head of a page.

    `most` counts characters; a Han character counts as two.
    """
    main = title.split(": ", maxsplit=1)[0] if _width(title) > most else title
    if _width(main) <= most:
        return main
    spaced = " " in main.strip()
    parts = main.split() if spaced else list(main)
    joiner = " " if spaced else ""
    while len(parts) > 1 and _width(joiner.join(parts)) >= most:
        parts.pop()
    words = joiner.join(parts)
    while _width(words) > most:
        words = words[:-1]
    return words.rstrip(" ,;:、，") + "…"


def _width(text: str) -> float:
    capitals = 0.4 * len(_CAPITAL.findall(text)) + 0.5 * len(_BROAD.findall(text))
    return sum(2 if ord(character) >= 0x2E80 else 1 for character in text) + capitals
