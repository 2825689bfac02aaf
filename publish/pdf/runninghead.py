"""Titles on pages: shortened for running heads; titles in capitals are detected."""

from __future__ import annotations

from publish.text.patterns import late

__all__ = ["in_capitals", "running_head", "section_head"]

_ABBREVIATION = 6
"""A title with at most this many capital letters may be an abbreviation."""

_CAPITAL = late(r"(?<=[A-Z])[A-Z]")
_BROAD = late(r"(?<=[WwMm@])[WwMm@]")
"""Letters wider than others; a single one does not make a text wide."""
_MAIN = late(": |(?<=.{4})(?:：|――|——)")
"""What stands between a title and its subtitle."""
_SQUARE_TOO = "—―…‥‘’“”·"
"""Marks that are as wide as a Han character beside one."""
_RUNNING_HEAD = 52
"""Characters of a title in a running head; a Han character counts as two."""
_SECTION, _BOTH = 44, 86
"""The same of a section, and of title and section on one line."""


def in_capitals(title: str) -> bool:
    """Whether a title is written in capitals, and is more than an abbreviation or two."""
    letters = [each for each in title if each.isalpha()]
    return (
        len(letters) > _ABBREVIATION
        and not any(each.islower() for each in letters)
        and title != title.lower()
    )


def running_head(title: str, most: int = _RUNNING_HEAD) -> str:
    """The title; if it is too long for a running head, cut at a word, with an ellipsis.

    `most` counts characters; a Han character counts as two.
    """
    main = _MAIN.split(title, maxsplit=1)[0] if _width(title) > most else title
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


def section_head(section: str, title: str) -> str:
    """A section's title for the running head that it shares with the chapter's title."""
    return running_head(section, min(_SECTION, _BOTH - int(_width(running_head(title)))))


def _width(text: str) -> float:
    capitals = 0.4 * len(_CAPITAL.findall(text)) + 0.5 * len(_BROAD.findall(text))
    square = sum(ord(character) >= 0x2E80 for character in text)
    marks = sum(character in _SQUARE_TOO for character in text) if square else 0
    return len(text) + square + marks + capitals
