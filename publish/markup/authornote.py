"""The note about the author at the end of a post: a rule, then `__Name__ is …`."""

from __future__ import annotations

from collections.abc import Sequence

from publish.markup.tree import Element, add_class, has_class, text_of
from publish.model import Person
from publish.text.patterns import late

__all__ = ["mark"]

_MOST = 8
"""Most paragraphs after the rule; more are a section of the text."""
_ABOUT = late(
    r"(?:,[^.]{0,120},)?\s+(?:is|are|was|were|has|have|serves?|works?|writes|leads|directs|teaches|holds|joined|heads|covers)\b"
    r"|\s*[,，、（(：:]|\s*[是為为任曾係系現现]"
)
_LONGEST_NAME = 80


def mark(root: Element, authors: Sequence[Person]) -> None:
    """Give such paragraphs the class `author-note`, and the rule before them `note-rule`: it is not a scene break."""
    after: list[Element] = []
    for block in reversed(root):
        if block.tag == "section" and has_class(block, "footnotes"):
            continue
        if block.tag == "hr":
            break
        if block.tag != "p" or (block.tail or "").strip() or len(after) == _MOST:
            return
        after.append(block)
    else:
        return
    names = [author.name for author in authors if author.name]
    paragraphs = after[::-1]
    if not paragraphs or not _is_about(paragraphs[0], names):
        return
    add_class(block, "note-rule")
    for paragraph in paragraphs:
        add_class(paragraph, "author-note")


def _is_about(paragraph: Element, names: Sequence[str]) -> bool:
    """Whether a paragraph starts with a bold name and says who that is, or starts with an author's name."""
    text = text_of(paragraph).lstrip()
    if any(text.startswith(name) for name in names):
        return True
    if not len(paragraph) or paragraph[0].tag not in ("strong", "b") or (paragraph.text or "").strip():
        return False
    name = text_of(paragraph[0]).strip()
    return bool(name) and len(name) <= _LONGEST_NAME and bool(_ABOUT.match(paragraph[0].tail or ""))
