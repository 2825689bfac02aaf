"""The standfirst: an opening paragraph completely in emphasis, as magazines print it under the title."""

from __future__ import annotations

from unicodedata import east_asian_width

from publish.markup.tree import Element, add_class, only_child, text_of

__all__ = ["mark"]

_SHORTEST, _LONGEST = 20, 1_500
"""Letters as `_weight` counts them, and characters; a shorter one is a remark, a longer one is the article itself."""


def mark(root: Element) -> None:
    """Give the first paragraph the class `standfirst` if all of it is emphasised; a picture may come before it."""
    for block in root:
        if block.tag == "figure" or (block.tag == "p" and not text_of(block).strip()):
            continue
        if block.tag == "p" and not block.get("class"):
            words = only_child(block, "em")
            if words is not None and _weight(text_of(words)) >= _SHORTEST and len(text_of(words)) <= _LONGEST:
                add_class(block, "standfirst")
        return


def _weight(text: str) -> int:
    """How much a text says: a Han character, a kana or a hangul syllable (wide, UAX 11) is as much as two letters."""
    return sum(2 if east_asian_width(c) == "W" and c.isalpha() else 1 for c in text)
