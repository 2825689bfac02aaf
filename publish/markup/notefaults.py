"""Notes that do not fit together: called but not defined, defined but not called, defined twice, or misnamed; and links whose
address is not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from publish.markup.kramdown import Notes
from publish.markup.notices import Notices
from publish.markup.tree import Element, has_class
from publish.model import Post
from publish.text.patterns import late

__all__ = ["tell", "tell_misnamed"]

_CALL = late(r"\[\^([^\s\[\]]{1,80})\]")
_NAME = late(r"[\w-]+", re.ASCII)
"""What kramdown takes for the name of a note."""
_CALLED = late(r"(?<![\\`])\[\^([\w-]+)\]", re.ASCII)
_DEFINED = late(r"^[ \t>*+-]*\[\^([\w-]+)\]:", re.ASCII | re.MULTILINE)
_FORMULAS = ("math-display", "math-inline")
_CODE = frozenset({"code", "pre", "kbd", "samp", "script", "style", "math"})


def tell(notes: Notes, notices: Notices) -> None:
    """One notice for each such note and link. The text stays what Markdown makes of it."""
    for written in notes.links:
        shown, name = (" ".join(each.split())[:60] for each in (written, written[:-1].rpartition("[")[2]))
        kind = "picture" if written.startswith("!") else "link"
        message = f"{shown} is no {kind}, and stays as text: write its address on a line of its own, `[{name}]: https://…`"
        notices.add("link-undefined", message, written)
    if not (notes.undefined or notes.unused or notes.repeated or notes.misnamed):
        return
    calls, definitions = (_lines(pattern, notices.post) for pattern in (_CALLED, _DEFINED))
    for name in notes.undefined:
        line = next(iter(calls.get(name, ())), None)
        message = f"there is no note [^{name[:60]}]: its mark stays as text; write `[^{name[:60]}]: …` on a line of its own"
        notices.add("note-undefined", message, line=line)
    for name in notes.unused:
        line = next(iter(definitions.get(name, ())), None)
        message = (
            f"nothing calls the note [^{name[:60]}], so the book leaves it out: put its mark where it belongs"
        )
        notices.add("note-unused", message, line=line)
    for name in notes.repeated:
        lines = definitions.get(name, ())
        if len(lines) > 1:  # Markdown may read the same lines twice, when it tries a block
            message = f"the note [^{name[:60]}] is also defined in line {lines[0]}; this definition counts"
            notices.add("note-repeated", message, line=lines[-1])
    for name in notes.misnamed:
        found = re.search(
            rf"^[ \t>*+-]*\[\^{re.escape(name)}\]:", notices.post.text, re.MULTILINE | re.IGNORECASE
        )
        if not _is_called(name, notices.post.text):
            message = f"{_misnamed(name)}; nothing calls it, and the book leaves it out"
            notices.add("note-misnamed", message, found[0].strip() if found else "")


def _is_called(name: str, text: str) -> bool:
    mark = f"[^{name}]".casefold()
    said = text.casefold()
    return said.count(mark) > said.count(f"{mark}:")


def _misnamed(name: str) -> str:
    return f"[^{name}] is no note: names of notes have only the letters a to z, digits, - and _"


def tell_misnamed(root: Element, notices: Notices) -> None:
    """One notice for each name that kramdown does not read as a note's, in a finished text: readers see `[^1.1]`."""
    if "[^" not in notices.post.text:
        return
    for name in dict.fromkeys(_shown(root)):
        if not _NAME.fullmatch(name):
            notices.add("note-misnamed", _misnamed(name), f"[^{name}]")


def _shown(element: Element) -> Iterator[str]:
    """Names in what looks like calls of notes, outside of code and formulas."""
    formula = any(has_class(element, name) for name in _FORMULAS)
    if not isinstance(element.tag, str) or element.tag in _CODE or formula:
        return
    yield from _CALL.findall(element.text or "")
    for child in element:
        yield from _shown(child)
        yield from _CALL.findall(child.tail or "")


def _lines(pattern: re.Pattern[str], post: Post) -> Mapping[str, Sequence[int]]:
    """For each name that a pattern finds, the lines of the file, counted from 1. All at once: a post may have thousands."""
    lines: dict[str, list[int]] = {}
    line, at = post.first_line, 0
    for found in pattern.finditer(post.text):
        line += post.text.count("\n", at, found.start())
        at = found.start()
        lines.setdefault(found[1], []).append(line)
    return lines
