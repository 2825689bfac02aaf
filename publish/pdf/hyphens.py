"""Hyphens from line breaking become soft hyphens for copying and reading aloud (ISO 32000-1, 14.8.2.2.3).

On the page they have the same glyph as an author's hyphen, so the text says it: `ActualText` U+00AD.
"""

from __future__ import annotations

import re
from typing import Any

from publish.weasy.patches import Hyphenated

__all__ = ["ends_with_one", "soften"]

_LAST = re.compile(rb"\[(.*<[0-9a-f]*?)([0-9a-f]{4})>([-0-9.]*)\] TJ", re.DOTALL)


def ends_with_one(box: Any) -> bool:
    """Whether a text box ends with a hyphen that its author did not write."""
    return isinstance(getattr(box, "text", ""), Hyphenated)


def soften(stream: list[Any], start: int) -> None:
    """Mark the last glyph of the text from index `start` of a page's stream to the end of its marked content."""
    end = start
    while stream[end] != b"EMC":
        end += 1
    for index in range(end, start, -1):
        item = stream[index]
        if isinstance(item, bytes) and item.endswith(b" TJ"):
            if found := _LAST.fullmatch(item):
                text, hyphen, _ = found.groups()
                stream[index] = (
                    b"[" + text + b">] TJ\n/Span <</ActualText <feff00ad>>> BDC\n[<" + hyphen + b">] TJ\nEMC"
                )
            return
