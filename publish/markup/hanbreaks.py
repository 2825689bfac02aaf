"""Line breaks in the source between two Han characters: they are not spaces (clreq, 3.1; CSS Text 3, 4.1.2)."""

from __future__ import annotations

import re

from publish.markup.texts import Line
from publish.text.scripts import SQUARE

__all__ = ["join"]

_BREAK = re.compile(rf"(?<=[{SQUARE}])[ \t]*\n\s*(?=[{SQUARE}])")
_FIRST = re.compile(rf"\s*\n\s*(?=[{SQUARE}])")
_LAST = re.compile(rf"(?<=[{SQUARE}])\s*\n\s*\Z")
_IS_HAN = re.compile(f"[{SQUARE}]")


def join(line: Line) -> None:
    """Remove such breaks in a line of text, also at the edges of markup."""
    pieces = line.pieces
    for index, piece in enumerate(pieces):
        if piece.opaque or "\n" not in piece.text:
            continue
        text = _BREAK.sub("", piece.text)
        if index and _IS_HAN.match(pieces[index - 1].text[-1]) and _FIRST.match(text):
            text = text.lstrip()
        if index + 1 < len(pieces) and _IS_HAN.match(pieces[index + 1].text[0]):
            text = _LAST.sub("", text)
        if text != piece.text:
            piece.write(text)
