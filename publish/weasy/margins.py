"""Measures and sets each running head once; WeasyPrint 70 does so for every page, though most are the same."""

from __future__ import annotations

from functools import wraps
from typing import Any

from weasyprint.formatting_structure import boxes

__all__ = ["mend"]


def mend() -> None:
    """Replace WeasyPrint's functions. Calling it twice does nothing more."""
    from weasyprint.layout import page

    if not getattr(page.min_content_width, "mended", False):
        page.min_content_width = _once(page.min_content_width)
        page.max_content_width = _once(page.max_content_width)
        page.margin_box_content_layout = _set_once(page.margin_box_content_layout)


def _once(original: Any) -> Any:
    """The width of a margin box: that of an earlier page's, if both have the same texts and the same rules of style."""

    @wraps(original)
    def content_width(context: Any, box: Any, outer: bool = True) -> Any:
        texts = _texts(box)
        if texts is None:
            return original(context, box, outer)
        known = context.__dict__.setdefault("margin_widths", {}).setdefault((original, texts, outer), [])
        for style, width in known:
            if style is box.style or _same(style, box.style):
                return width
        known.append((box.style, original(context, box, outer)))
        return known[-1][1]

    content_width.mended = True  # type: ignore[attr-defined]
    return content_width


def _set_once(original: Any) -> Any:
    """The lines of a margin box: copies of an earlier page's, if both have the same texts, style, place and size."""

    @wraps(original)
    def margin_box_content_layout(context: Any, page: Any, box: Any) -> Any:
        texts = _texts(box)
        if texts is None:
            return original(context, page, box)
        known = context.__dict__.setdefault("margin_lines", {}).setdefault((texts, _frame(box)), [])
        for style, made in known:
            if style is box.style or _same(style, box.style):
                return made.deepcopy()
        made = original(context, page, box)
        known.append((box.style, made.deepcopy()))  # a page's own boxes may be changed after layout
        return made

    return margin_box_content_layout


def _frame(box: Any) -> tuple[float, ...]:
    """Where a margin box is, and how large: its outer edges, and those of its content."""
    outside = (box.position_x, box.position_y, box.margin_width(), box.margin_height())
    return (*outside, box.content_box_x(), box.content_box_y(), box.width, box.height)


def _texts(box: Any) -> tuple[str, ...] | None:
    """The texts of a margin box; None when it has anything else, such as elements with a style of their own."""
    if not isinstance(box, boxes.MarginBox):
        return None
    inside = list(box.descendants())[1:]
    if not all(type(each) in (boxes.LineBox, boxes.TextBox) for each in inside):
        return None
    return tuple(each.text for each in inside if isinstance(each, boxes.TextBox))


def _same(one: Any, other: Any) -> bool:
    """Whether two styles come from the same rules, for the margin box and for its page."""
    return bool(
        one.cascaded == other.cascaded
        and one.parent_style.cascaded == other.parent_style.cascaded
        and one.parent_style.parent_style is other.parent_style.parent_style
    )
