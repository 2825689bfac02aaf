"""The order of pages on sheets, so that folded sheets read in order."""

from __future__ import annotations

from publish.frozen import frozen

__all__ = ["Side", "sheets"]


@frozen
class Side:
    """One side of a sheet: two pages side by side, counted from 1; 0 is blank."""

    left: int
    right: int
    front: bool
    """Whether it is the outer side of the folded sheet."""
    depth: int
    """How many sheets of its signature are around it."""


def sheets(pages: int, signature: int = 0, *, right_bound: bool = False) -> tuple[Side, ...]:
    """Sides in printing order, front and back of each sheet, the outermost sheet first.

    `signature` is how many pages are folded together, a multiple of four; 0 folds all together (saddle stitch).
    `right_bound` is for books that open from the right. Raises ValueError.
    """
    if pages < 1 or signature < 0 or signature % 4:
        raise ValueError("a signature has 4, 8, 12, … pages")
    total = -(-pages // 4) * 4
    size = signature or total
    sides = []
    for start in range(0, total, size):
        first, last = start + 1, min(start + size, total)
        for depth in range((last - first + 1) // 4):
            outer = (last - 2 * depth, first + 2 * depth)
            inner = (first + 2 * depth + 1, last - 2 * depth - 1)
            for (left, right), front in ((outer, True), (inner, False)):
                one, other = (page if page <= pages else 0 for page in (left, right))
                pair = (other, one) if right_bound else (one, other)
                sides.append(Side(pair[0], pair[1], front, depth))
    return tuple(sides)
