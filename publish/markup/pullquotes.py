"""Pull quotes: a paragraph wholly in backticks that reads as prose is no code."""

from __future__ import annotations

import re

from publish.markup.tree import Element, add_class, only_child, text_of, unwrap

__all__ = ["mark"]

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_WORD = re.compile(r"[A-Za-zÀ-ɏ][a-zà-ɏ’'-]*")
_CODE = re.compile(r"[{}<>|\\=]|::|->|\(\)|[;&]\s*$|^\s*[$#>]\s|--?[a-z]|/\w+/")
_STARTS = re.compile(r"[\"“‘'«「『（(\[…]*[A-ZÀ-Þ0-9$€£]")


def mark(root: Element) -> None:
    """Make such paragraphs `p.pullquote`, without the code element. The words stay as they are."""
    for code in list(root.iter("code")):
        paragraph = code.getparent()
        if (
            paragraph is None
            or paragraph.tag != "p"
            or only_child(paragraph, "code") is not code
            or len(code)
        ):
            continue
        if is_prose(text_of(code)):
            paragraph.text = None
            code.tail = None
            unwrap(code)
            add_class(paragraph, "pullquote")


def is_prose(text: str) -> bool:
    """Whether text between backticks reads as a sentence rather than as code."""
    if _CODE.search(text):
        return False
    if len(_HAN.findall(text)) >= 8:
        return True
    pieces = text.split()
    words = [piece for piece in pieces if _WORD.fullmatch(piece.strip("\"“”‘’'.,;:!?()[]—–-…"))]
    lower = sum(1 for word in words if word[:1].islower())
    if len(pieces) < 5 or len(words) < 0.7 * len(pieces) or lower < 0.3 * len(pieces):
        return False
    ends = text.rstrip("\"“”’' ").endswith((".", "!", "?", "…"))
    return bool(_STARTS.match(text)) and (ends or len(pieces) >= 8)
