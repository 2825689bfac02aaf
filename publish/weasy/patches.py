"""Four faults of WeasyPrint 70 that show on the page, mended until a release does it, and a thing it does not tell.

When the text before an inline element (`start sending <em>things</em>`) fits a line but the space after it does not,
the line is broken after its first word. About one inline element in two hundred meets that.

A space at the end of a line of code (`white-space: pre-wrap`) should hang over the edge (CSS Text 3, 4.1.2). WeasyPrint
counts it, and breaks the line somewhere before.

Every page of a named kind counts as one that begins after a forced break, and keeps the space above its first block.

Text inside an inline element that begins a line counts as the line's beginning, whatever stands before it in the element.
Under `overflow-wrap: break-word` it is then broken anywhere, where it should go to the next line.

A line that ends with a hyphen of WeasyPrint's making is a `Hyphenated`: nothing else tells it from one that was written.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

__all__ = ["Hyphenated", "mend"]

_SUSPICIOUS = 0.8
"""Part of the line below which a broken line is looked at again."""
_BEGINNING = 0.5
"""Ems from a line's beginning within which text still begins it, for an element may have padding."""


class Hyphenated(str):
    """The text of a line whose last character is a hyphen that its author did not write."""

    __slots__ = ()


class _ForcedBreak:
    """Stands where WeasyPrint keeps whether a page begins after a forced break: what it sets is true or a page's name."""

    def __get__(self, context: Any, owner: Any = None) -> bool:
        return getattr(context, "_after_forced_break", False)

    def __set__(self, context: Any, value: object) -> None:
        context._after_forced_break = value is True


def mend() -> None:
    """Put our line breaking around WeasyPrint's, and ours where it judges breaks. Doing it twice changes nothing."""
    from weasyprint.layout import LayoutContext, inline

    LayoutContext.forced_break = _ForcedBreak()

    original = inline.split_first_line
    if getattr(original, "mended", False):
        return

    # WeasyPrint breaks after the first word a text whose last space alone does not fit.
    @wraps(original)
    def split_first_line(
        text: str, style: Any, context: Any, max_width: Any, *rest: Any, **named: Any
    ) -> Any:
        found = original(text, style, context, max_width, *rest, **named)
        layout, _, resume_index, width, *_ = found
        if resume_index is None:
            return found
        if len(layout.text.encode()) > resume_index:
            layout.text = Hyphenated(layout.text)
        if max_width is None or width > _SUSPICIOUS * max_width or not text.endswith(" "):
            return found
        whole = original(text.rstrip(" "), style, context, max_width, *rest, **named)
        if whole[2] is None and whole[3] <= max_width:
            return original(text, style, context, None, *rest, **named)
        return found

    split_first_line.mended = True  # type: ignore[attr-defined]
    inline.split_first_line = split_first_line
    _know_where_lines_begin(inline)


def _know_where_lines_begin(inline: Any) -> None:
    from weasyprint.formatting_structure.boxes import LineBox

    split_box, split_text = inline.split_inline_box, inline.split_text_box

    # WeasyPrint does not tell where the line begins that an element is in.
    @wraps(split_box)
    def split_inline_box(context: Any, box: Any, position_x: float, *rest: Any) -> Any:
        if not isinstance(box, LineBox):
            return split_box(context, box, position_x, *rest)
        outer = getattr(context, "line_start", None)
        context.line_start = position_x
        found = split_box(context, box, position_x, *rest)
        context.line_start = outer
        return found

    # WeasyPrint takes text that begins an element for the line's beginning.
    @wraps(split_text)
    def split_text_box(context: Any, box: Any, width: float, skip: Any, is_line_start: bool = True) -> Any:
        start, here = getattr(context, "line_start", None), getattr(box, "position_x", None)
        # Text that is only measured, or set in a line composed by us, is at no known place of a line.
        begins = is_line_start and (
            start is None or here is None or here - start < _BEGINNING * box.style["font_size"]
        )
        return split_text(context, box, width, skip, is_line_start=begins)

    inline.split_inline_box, inline.split_text_box = split_inline_box, split_text_box
