"""Pull quotes and questions: a paragraph completely in backticks that reads as prose is not code.

Interviews mark questions as `` _`What did you see?`_ ``; the answers follow as text.
"""

from __future__ import annotations

from publish.markup.tree import Element, add_class, only_child, text_of, unwrap
from publish.text.patterns import late
from publish.text.scripts import HAN

__all__ = ["mark"]

_HAN = late(f"[{HAN}]")
_WORD = late(r"[A-Za-zÀ-ɏ][a-zà-ɏ’'-]*")
_CODE = late(r"[{}<>|\\=]|::|->|\(\)|[;&]\s*$|^\s*[$#>]\s|--?[a-z]|/\w+/")
_STRESS = frozenset({"em", "i", "strong", "b"})
_STARTS = late(r"[\"“‘'«「『（(\[…]*[A-ZÀ-Þ0-9$€£]")


def mark(root: Element) -> None:
    """Make such paragraphs `p.pullquote`, without the code element, or `p.question`. The text does not change."""
    for code in list(root.iter("code")):
        stress, paragraph = _wrappers(code)
        if paragraph is None or len(code):
            continue
        text = text_of(code).strip()
        question = stress is not None and _is_question(text)
        if not question and not is_prose(text):
            continue
        if stress is None:
            paragraph.text = code.tail = None
            unwrap(code)
        add_class(paragraph, "question" if question else "pullquote")


def _wrappers(code: Element) -> tuple[Element | None, Element | None]:
    """The emphasis around a paragraph that is only code, and the paragraph; None for missing ones."""
    stress, inner = None, code
    while (holder := inner.getparent()) is not None and holder.tag in _STRESS:
        if only_child(holder, inner.tag) is not inner:
            return None, None
        stress = inner = holder
    if holder is None or holder.tag != "p" or only_child(holder, inner.tag) is not inner:
        return stress, None
    return stress, holder


def _is_question(text: str) -> bool:
    """Whether a text is a question in words."""
    worded = " " in text or _HAN.search(text) is not None
    return text.endswith(("?", "？")) and worded and not _CODE.search(text)


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
