"""The excerpt separator is for the site's front page, not for a book."""

from __future__ import annotations

__all__ = ["remove_mark"]


def remove_mark(text: str, separator: str) -> str:
    """The text without the first excerpt separator that is alone on a line. The line stays, to keep line numbers
    right.

    Comments such as `<!--more-->` need no handling: they are HTML, and no comment gets into a book. A separator that
    consists of words is a part of the text.
    """
    separator = separator.strip()
    if not separator.startswith("<") or separator.startswith("<!--"):
        return text
    place = text.find(separator)
    while place >= 0:
        end = place + len(separator)
        line_start, line_end = text.rfind("\n", 0, place) + 1, text.find("\n", end)
        if text[line_start : line_end if line_end >= 0 else len(text)].strip() == separator:
            return text[:place] + text[end:]
        place = text.find(separator, end)
    return text
