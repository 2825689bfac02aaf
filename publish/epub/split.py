"""Splits long chapters into several documents: old readers fail with XHTML of 300 KB, and all readers get slow."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from publish.text.patterns import late

__all__ = ["LIMIT", "split"]

LIMIT = 240_000
"""Bytes of one document's text; with head and title it stays below 250 KB."""

_HEADING = late(r"\{.*\}h([1-6])")
_NO_HEADING = 9


def split(
    blocks: list[etree._Element], weigh: Callable[[etree._Element], int], limit: int = LIMIT
) -> list[list[etree._Element]]:
    """The blocks of a chapter in documents of at most `limit` bytes.

    A document starts at the most important heading in the last three quarters of the space of the one before, or at
    any block when there is no heading. A block that is larger than the limit is not split.
    """
    documents: list[list[etree._Element]] = []
    weights = [weigh(block) for block in blocks]
    start = 0
    while sum(weights[start:]) > limit:
        end = _break(blocks, weights, start, limit)
        if end >= len(blocks):
            break
        documents.append(blocks[start:end])
        start = end
    documents.append(blocks[start:])
    return documents


def _break(blocks: list[etree._Element], weights: list[int], start: int, limit: int) -> int:
    """The end of the document that starts at `start`: the index of the next document's first block."""
    size = weights[start]
    best, rank = start + 1, (-_NO_HEADING - 1, 0)
    for index in range(start + 1, len(blocks)):
        if size > limit:
            break
        if size >= limit // 4 or index == start + 1:
            level = _level(blocks[index]) if size >= limit // 4 else _NO_HEADING
            if (-level, index) > rank:
                best, rank = index, (-level, index)
        size += weights[index]
    # A document never ends with a heading.
    while best - 1 > start and _level(blocks[best - 1]) != _NO_HEADING:
        best -= 1
    return best


def _level(block: etree._Element) -> int:
    found = _HEADING.fullmatch(block.tag) if isinstance(block.tag, str) else None
    return int(found[1]) if found else _NO_HEADING
