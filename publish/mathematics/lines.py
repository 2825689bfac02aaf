"""Rows wider than their measure: broken before relations and signs, as in printed mathematics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from publish.frozen import frozen
from publish.mathematics.boxes import Box, beside, kern
from publish.mathematics.rows import Item

__all__ = ["Piece", "broken", "joined", "pieces"]

_WIDE_SPACE = 0.9
"""Minimum ems of a space at which a row may be broken."""
_INDENT = 2.0
"""Indent in ems of lines after the first, if they are not aligned under a relation."""
_UNDER = 0.4
"""Lines are aligned under the first relation if that is within this share of the measure."""
_LEADING = 0.3
"""Ems between lines."""
_STRUT = (0.8, 0.3)
RELATION, BINARY, INNER = 1, 2, 3
"""Places to break a row: before relations and in wide spaces; also before signs and after commas; also inside
brackets.
"""


@frozen
class Piece:
    """A part of an inline formula, up to a place where the line may end."""

    box: Box
    after: str
    """The space after it: a breaking one, or a no-break one; empty after the last part."""
    fenced: bool = False
    """Whether that space is inside brackets, where a line break is worse."""


def joined(found: Sequence[Item]) -> Box:
    """Items side by side, without space before the first and after the last."""
    boxes = []
    for number, item in enumerate(found):
        if item.before and number:
            boxes.append(kern(item.before))
        boxes.append(item.box)
        if item.after and number < len(found) - 1:
            boxes.append(kern(item.after))
    return boxes[0] if len(boxes) == 1 else beside(boxes)


def pieces(found: Sequence[Item]) -> tuple[Piece, ...]:
    """A row as parts of a text line, which may end after relations and signs (TeXbook, chapter 18).

    The space beside those is left out: spaces of the text replace it, which stretch like the line's others.
    """
    made, start, depth = [], 0, 0
    for number, item in enumerate(found):
        depth += {"open": 1, "close": -1}.get(item.kind, 0)
        inside = 0 < number < len(found) - 1
        if not inside or item.kind not in ("relation", "binary") or not (item.before and item.after):
            continue
        if number > start:
            made.append(Piece(joined(found[start:number]), "\xa0", depth > 0))
        made.append(Piece(item.box, " ", depth > 0))
        start = number + 1
    made.append(Piece(joined(found[start:]), ""))
    return tuple(made)


def _places(found: Sequence[Item], size: float) -> Iterator[tuple[int, int]]:
    """The items before which a row may be broken, each with its rank."""
    depth = 0
    for number, item in enumerate(found):
        before = found[number - 1] if number else None
        if before is not None and number < len(found):
            place = 0
            wide = before.kind == "space" and before.box.width >= _WIDE_SPACE * size
            if item.kind == "relation" or wide:
                place = RELATION
            elif item.kind == "binary" or before.kind == "punctuation":
                place = BINARY
            if place and before.kind != "relation":
                yield number, (place if depth <= 0 else INNER)
        depth += {"open": 1, "close": -1}.get(item.kind, 0)


@frozen
class _Edge:
    """The start of lines after the first."""

    left: float
    more: float
    """Additional indent of lines that start with a sign: they continue the text after a relation."""

    def of(self, line: Sequence[Item], number: int) -> float:
        """The indent of a line, by its number."""
        return 0.0 if not number else self.left + (self.more if line[0].kind == "binary" else 0.0)


def broken(found: Sequence[Item], measure: float, size: float) -> Box | None:
    """A row within a measure, with the baseline of its first line; None when no break makes it narrow enough."""
    places = list(_places(found, size))
    for glad in (RELATION, BINARY, INNER):
        chunks = _cut(found, [number for number, kind in places if kind <= glad])
        edge = _edge(found, places, measure, size)
        if lines := _filled(chunks, measure, edge):
            return _stacked(lines, edge, size)
    return None


def _cut(found: Sequence[Item], at: Sequence[int]) -> list[Sequence[Item]]:
    edges = [0, *at, len(found)]
    return [found[one:two] for one, two in pairwise(edges) if two > one]


def _edge(found: Sequence[Item], places: Sequence[tuple[int, int]], measure: float, size: float) -> _Edge:
    """Under the first relation, if that is not too far right; else a small indent."""
    first = next((n for n, kind in places if kind == RELATION), None)
    starts = 0 if found and found[0].kind == "relation" else first
    if starts is not None and found[starts].kind == "relation":
        left = joined(found[:starts]).width + found[starts].before if starts else 0.0
        if left <= _UNDER * measure:
            return _Edge(left, found[starts].box.width + found[starts].after)
    return _Edge(min(_INDENT * size, 0.2 * measure), 0.0)


def _filled(chunks: Sequence[Sequence[Item]], measure: float, edge: _Edge) -> list[list[Item]] | None:
    """Chunks in as few lines as possible; None when one is too wide."""
    lines: list[list[Item]] = []
    for chunk in chunks:
        if lines:
            whole = [*lines[-1], *chunk]
            if edge.of(whole, len(lines) - 1) + joined(whole).width <= measure + 1e-6:
                lines[-1].extend(chunk)
                continue
            while len(lines[-1]) > 1 and lines[-1][-1].kind == "space":
                lines[-1].pop()
        lines.append(list(chunk))
        if edge.of(chunk, len(lines) - 1) + joined(chunk).width > measure + 1e-6:
            return None
    return lines


def _stacked(lines: Sequence[Sequence[Item]], edge: _Edge, size: float) -> Box:
    up, down = (each * size for each in _STRUT)
    parts, y, width, low = [], 0.0, 0.0, 0.0
    first = 0.0
    for number, line in enumerate(lines):
        box = joined(line)
        x = edge.of(line, number)
        if number:
            y -= low + _LEADING * size + max(box.ascent, up)
        else:
            first = box.ascent
        parts.append((x, y, box))
        low, width = max(box.descent, down), max(width, x + box.width)
    return Box(width, first, low - y, tuple(parts))
