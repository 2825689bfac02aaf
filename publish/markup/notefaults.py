"""Notes that do not fit together: called but not defined, defined but not called, defined twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.markup.kramdown import Notes
from publish.markup.notices import Notices

__all__ = ["tell"]


def tell(notes: Notes, notices: Notices) -> None:
    """One notice for each such note. The text stays what Markdown makes of it."""
    for name in notes.undefined:
        line = next(_calls(name, notices), None)
        message = f"there is no note [^{name[:60]}]: its mark stays as text; write `[^{name[:60]}]: …` on a line of its own"
        notices.add("note-undefined", message, line=line)
    for name in notes.unused:
        line = next(_definitions(name, notices), None)
        message = (
            f"nothing calls the note [^{name[:60]}], so the book leaves it out: put its mark where it belongs"
        )
        notices.add("note-unused", message, line=line)
    for name in notes.repeated:
        lines = list(_definitions(name, notices))
        if len(lines) > 1:  # the reader of blocks may come by one definition twice
            message = (
                f"the note [^{name[:60]}] stands in line {lines[0]} too: that of line {lines[-1]} counts"
            )
            notices.add("note-repeated", message, line=lines[-1])


def _calls(name: str, notices: Notices) -> Iterator[int]:
    return _lines(rf"(?<![\\`])\[\^{re.escape(name)}\]", notices)


def _definitions(name: str, notices: Notices) -> Iterator[int]:
    return _lines(rf"^[ \t>*+-]*\[\^{re.escape(name)}\]:", notices)


def _lines(pattern: str, notices: Notices) -> Iterator[int]:
    """Lines of the file, counted from 1, where a pattern is found."""
    post = notices.post
    line, at = post.first_line, 0
    for found in re.finditer(pattern, post.text, re.MULTILINE):
        line += post.text.count("\n", at, found.start())
        at = found.start()
        yield line
