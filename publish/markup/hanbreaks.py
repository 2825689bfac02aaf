"""Line breaks in the source between two Han characters: they are not spaces (clreq, 3.1; CSS Text 3, 4.1.2)."""

from __future__ import annotations

from publish.markup.texts import Line
from publish.text.patterns import late
from publish.text.scripts import SQUARE, is_western

__all__ = ["join"]

_BREAK = late(rf"(?<=[{SQUARE}])[ \t]*\n\s*(?=[{SQUARE}])")
_FIRST = late(rf"\s*\n\s*(?=[{SQUARE}])")
_LAST = late(rf"(?<=[{SQUARE}])\s*\n\s*\Z")
_IS_HAN = late(f"[{SQUARE}]")


def join(line: Line) -> None:
    """Remove such breaks in a line of text, also at the edges of markup."""
    pieces = line.pieces
    if not any(not is_western(piece.text) and _IS_HAN.search(piece.text) for piece in pieces):
        return
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
