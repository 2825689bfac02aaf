"""Justifies Chinese lines. WeasyPrint cannot: it stretches spaces, and Chinese has none.

Following W3C's requirements for Chinese layout (clreq), the missing width of a line is spread over all its
characters. The text does not change: copying and reading aloud find no additional spaces.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from publish.language import is_chinese

__all__ = ["flush"]

_MOST = 0.14
"""Most ems added between two characters; a line that needs more (before a line break) stays short."""


def flush(page_box: Any) -> None:
    """Spread the characters of each Chinese line with `text-align: start` so that the line is justified, except the
    last.
    """
    for block in _blocks(page_box):
        lines = block.children
        right = block.content_box_x() + block.width
        for number, line in enumerate(lines):
            if (
                getattr(line, "planned", None) is None
            ):  # lines of paragraphs that we broke are justified already
                _spread(line, right, last=number == len(lines) - 1)


def _blocks(box: Any) -> Iterator[Any]:
    """Blocks of Chinese text lines."""
    from weasyprint.formatting_structure import boxes

    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.LineBox):
            if is_chinese(box.style["lang"] or "") and box.style["text_align_all"] == "start":
                yield box
            break
        if isinstance(child, boxes.Box):
            yield from _blocks(child)


def _spread(line: Any, right: float, *, last: bool) -> None:
    texts = list(_texts(line))
    if not texts:
        return
    room = right - line.position_x - line.width + _gap(line.children[-1])
    joints = sum(len(text.text) for text in texts) - 1
    size = line.style["font_size"]
    extra = room / joints if joints > 0 else 0.0
    # A last line stays short, unless it is nearly full.
    if 0 < extra <= _MOST * size and not (last and room > 1.2 * size):
        _shift(line, 0, extra)


def _texts(box: Any) -> Iterator[Any]:
    from weasyprint.formatting_structure import boxes

    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            yield from _texts(child)


def _gap(box: Any) -> float:
    """The gap between Han and Latin (`span.gap`) at the end of a line, where it is not wanted."""
    element = getattr(box, "element", None)
    if element is None or "gap" not in element.get("class", "").split():
        return 0.0
    return float(box.margin_right) if isinstance(box.margin_right, int | float) else 0.0


def _shift(box: Any, moved: float, extra: float) -> float:
    """Move a line's content, with `extra` after every character. Returns the offset of the next box."""
    from weasyprint.formatting_structure import boxes

    if isinstance(box, boxes.TextBox):
        box.position_x += moved
        if extra:
            box.style = box.style.copy()
            spacing = box.style["letter_spacing"]
            box.style["letter_spacing"] = (0 if spacing == "normal" else spacing) + extra
            box.width += extra * len(box.text)
        return moved + extra * len(box.text)
    if not isinstance(box, boxes.LineBox | boxes.InlineBox):
        box.translate(moved, 0)
        return moved
    if isinstance(box, boxes.InlineBox):
        box.position_x += moved
    before = moved
    for child in box.children:
        moved = _shift(child, moved, extra) if child.is_in_normal_flow() else moved
    box.width += moved - before
    return moved
