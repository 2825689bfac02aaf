"""Long lines of code on a screen: where they wrap, what goes on hangs, and strings are parted after a slash.

Each line that a narrow screen cannot hold becomes a `span.line` with its line feed in it. No character is added: who copies
the code gets what was written, and without a style sheet it reads as before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from publish.text.patterns import late

__all__ = ["hang"]

_FITS = 32
"""Characters of a line that the narrowest screen holds."""
_DEEP = ((8, "line line-deeper"), (4, "line line-deep"), (0, "line"))
"""Classes of a line by the spaces at its beginning: it hangs deeper than these."""
_LONG = late(r"\S{20,}")
_SLASH = late(r"(?<=[\w.~-]/)(?=[\w.~-])|(?<=[\w)][,;:&|=+_([{.])(?=\w)")
"""Within a long string, where it may be parted: after a slash, or a sign that joins two words."""

Piece = tuple[str, tuple[etree._Element, ...]]
"""A text and the elements around it, or an element without text that is the last of these."""


def hang(body: etree._Element, prefix: str = "") -> None:
    """Part the long lines of every `pre`. `prefix` is the namespace of its elements, as `{…}`."""
    for block in list(body.iter(f"{prefix}pre")):
        holder = block
        if len(block) == 1 and block[0].tag == f"{prefix}code" and not (block.text or "").strip():
            holder = block[0]
        if any(_is_long(line) for line in "".join(map(str, holder.itertext())).split("\n")):
            _part(holder, prefix)


def _is_long(line: str) -> bool:
    return len(line) > _FITS


def _part(holder: etree._Element, prefix: str) -> None:
    lines = list(_lines(holder))
    for child in list(holder):
        holder.remove(child)
    holder.text = None
    for line in lines:
        while len(line) > 1 and line[0][0] and not line[0][0].strip(" ") and line[1][0]:
            (spaces, _), (words, path) = line[:2]
            line[:2] = [(spaces + words, path)]  # some readers drop white space that stands alone
        text = "".join(piece for piece, _ in line)
        into = holder
        if _is_long(text.rstrip("\n")):
            indent = len(text) - len(text.lstrip(" "))
            kind = next(name for least, name in _DEEP if indent >= least)
            into = etree.SubElement(holder, f"{prefix}span", {"class": kind})
        _fill(into, line, prefix)


def _lines(holder: etree._Element) -> Iterator[list[Piece]]:
    """The lines of code, each with its line feeds: those of blank lines after it belong to it."""
    line: list[Piece] = []
    ended = False
    for text, path in _pieces(holder, ()):
        for part in re.split(r"(\n+)", text) if text else [""]:
            if part.startswith("\n"):
                ended = True
            elif ended and part:
                yield line
                line, ended = [], False
            if part or not text:
                line.append((part, path))
    if line:
        yield line


def _pieces(element: etree._Element, path: tuple[etree._Element, ...]) -> Iterator[Piece]:
    if element.text:
        yield element.text, path
    elif path and not len(element):
        yield "", path
    for child in element:
        yield from _pieces(child, (*path, child))
        if child.tail:
            yield child.tail, path


def _fill(into: etree._Element, line: list[Piece], prefix: str) -> None:
    """Put the pieces of a line into an element, in copies of the elements around them."""
    open_: list[tuple[etree._Element, etree._Element]] = []
    for text, path in line:
        shared = 0
        while shared < min(len(open_), len(path)) and open_[shared][0] is path[shared]:
            shared += 1
        del open_[shared:]
        for element in path[shared:]:
            parent = open_[-1][1] if open_ else into
            twin = etree.SubElement(parent, element.tag)
            twin.attrib.update(dict(element.attrib))
            element.attrib.pop("id", "")  # the first copy has it
            open_.append((element, twin))
        _add(open_[-1][1] if open_ else into, text, prefix)


def _add(into: etree._Element, text: str, prefix: str) -> None:
    """Add a text, with `wbr` where a long string in it may be parted."""
    start = 0
    for found in _LONG.finditer(text):
        for slash in _SLASH.finditer(text, found.start(), found.end()):
            _append(into, text[start : slash.start()])
            etree.SubElement(into, f"{prefix}wbr")
            start = slash.start()
    _append(into, text[start:])


def _append(into: etree._Element, text: str) -> None:
    if len(into):
        into[-1].tail = (into[-1].tail or "") + text
    else:
        into.text = (into.text or "") + text
