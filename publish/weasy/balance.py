"""Titles from right to left get lines of similar length: WeasyPrint fills one line after another, and breaks these itself."""

from __future__ import annotations

from functools import wraps
from itertools import count
from typing import Any

__all__ = ["is_title", "mend"]

_TITLES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LARGE = frozenset({"standfirst", "pullquote", "volume-title"})
_STEPS = 8
"""Halvings in the search for a width: to half a percent of the line."""
_FONT = ("font_family", "font_size", "font_weight", "font_style", "letter_spacing")


def is_title(block: Any) -> bool:
    """Whether a block is a title, a heading or large text, whose lines should have similar lengths."""
    element = block.element
    return element is not None and (
        element.tag in _TITLES or not _LARGE.isdisjoint(element.get("class", "").split())
    )


def mend() -> None:
    """Replace WeasyPrint's function. Calling it twice does nothing more."""
    from weasyprint.layout import block

    if not getattr(block.iter_line_boxes, "balanced", False):
        block.iter_line_boxes = _narrowed(block.iter_line_boxes)


def _narrowed(original: Any) -> Any:
    """Make the block of a title as narrow as its number of lines allows."""

    @wraps(original)
    def iter_line_boxes(
        context: Any,
        box: Any,
        position_y: float,
        bottom_space: float,
        skip_stack: Any,
        block: Any,
        *rest: Any,
    ) -> Any:
        if skip_stack is None and _is_free(block):
            spare = _spare(box, block.width, context)
            block.width -= spare
            block.margin_left += spare
        return original(context, box, position_y, bottom_space, skip_stack, block, *rest)

    iter_line_boxes.balanced = True  # type: ignore[attr-defined]
    return iter_line_boxes


def _is_free(block: Any) -> bool:
    """Whether a block is a title from right to left, of which nothing but its text is seen."""
    style = block.style
    if (
        style["direction"] != "rtl"
        or style["text_align_all"] not in ("right", "start")
        or not is_title(block)
    ):
        return False
    seen = (
        block.border_left_width
        + block.border_right_width
        + block.border_bottom_width
        + block.border_top_width
    )
    return not seen and not any(kind != "none" for kind, _ in style["background_image"])


def _spare(box: Any, width: float, context: Any) -> float:
    """By how much a line box can be narrower and have as many lines; 0 when it has parts in several fonts."""
    from weasyprint.formatting_structure import boxes

    inside = [each for each in box.descendants() if not isinstance(each, boxes.InlineBox | boxes.LineBox)]
    fonts = {tuple(each.style[name] for name in _FONT) for each in inside}
    if len(fonts) != 1 or not all(type(each) is boxes.TextBox for each in inside):
        return 0.0
    text, style = "".join(each.text for each in inside), inside[0].style
    lines = _lines(text, style, context, width)
    if lines < 2:
        return 0.0
    narrow, wide = width / lines / 2, width
    for _ in range(_STEPS):
        middle = (narrow + wide) / 2
        narrow, wide = (narrow, middle) if _lines(text, style, context, middle) <= lines else (middle, wide)
    return width - wide


def _lines(text: str, style: Any, context: Any, width: float) -> int:
    from weasyprint.text.ffi import ffi, pango
    from weasyprint.text.line_break import create_layout

    line = pango.pango_layout_get_line_readonly
    layout = create_layout(text, style, context, width, 0)
    return next(number for number in count() if line(layout.layout, number) == ffi.NULL)
