"""Line breaks in the source between two Han characters: they are not spaces (clreq, 3.1; CSS Text 3, 4.1.2)."""

from __future__ import annotations

import re

from publish.markup.texts import Line

__all__ = ["join"]

_HAN = "\u2e80-\u2fdf\u3001-\u303f\u3041-\u30ff\u3100-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\U00020000-\U0003ffff"
"""Square characters that are set without spaces; not Hangul, which has spaces between words."""
_BREAK = re.compile(rf"(?<=[{_HAN}])[ \t]*\n\s*(?=[{_HAN}])")
_FIRST = re.compile(rf"\s*\n\s*(?=[{_HAN}])")
_LAST = re.compile(rf"(?<=[{_HAN}])\s*\n\s*\Z")
_IS_HAN = re.compile(f"[{_HAN}]")


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
