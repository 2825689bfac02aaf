"""Pictures and tables that do not fit the rest of a page: no page stays a third empty before them.

WeasyPrint ends the page before such a block. Here a picture is made a little smaller if it then fits; else the
paragraphs and lists after it move before it, as a typesetter would put it at the top of the next page; if none follow, it is
made much smaller. A short table is broken.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block

from publish.weasy import captions

__all__ = ["mend"]

_EMPTY, _MOST_EMPTY = 0.25, 0.32
"""Shares of a page that may stay empty: above the first, something is tried; above the second, more."""
_LEAST, _LAST, _HARDLY = 0.6, 0.45, 0.3
"""Smallest scale of a picture that stays in its place; when no text can move before it; and when the page would be so empty
that more is tried.
"""
_ENDLESS = 1e6
_PICTURES = {"figure": None, "div": "figure", "p": "picture", "img": "apart"}
"""Elements and classes of a picture with its caption."""
_CODE = "stand-in-code"
_PLAIN = frozenset({"long-words", "ends"})
"""Classes of paragraphs of running text."""
_FLOWING = frozenset({"ul", "ol", "dl", "blockquote"})
"""Other elements of text that may move before a picture."""
_FEW = 4
"""Lines of a paragraph that stay together."""


def mend() -> None:
    """Check each block before WeasyPrint's layout. Calling it twice does nothing more."""
    if not getattr(block._in_flow_layout, "mended", False):
        block._in_flow_layout = _fitted(block._in_flow_layout)


def _fitted(original: Any) -> Any:
    """Measure a picture before its layout; WeasyPrint ends the page before a block that does not fit."""

    @wraps(original)
    def _in_flow_layout(
        context: Any, box: Any, index: int, child: Any, new_children: Any, page_is_empty: bool, *rest: Any
    ) -> Any:
        bottom_space, position_y, skip_stack = rest[3:6]
        place = child.position_x, child.position_y
        chosen = box.children[index]  # may differ from `child`, if that has moved
        _give_back(chosen)
        captions.fit(box, chosen, new_children)
        if skip_stack is None and (new_children or not page_is_empty) and _may_not_fit(chosen):
            foot, height = context.page_bottom - bottom_space, context.current_footnote_area.page.height
            foot -= getattr(context, "kept_free", 0.0)
            empty = (foot - _end(new_children, chosen, position_y)) / height
            if empty > _EMPTY:
                chosen = _placed(context, box, index, foot - position_y, empty > _MOST_EMPTY)
        chosen.position_x, chosen.position_y = place
        return original(context, box, index, chosen, new_children, page_is_empty, *rest)

    _in_flow_layout.mended = True  # type: ignore[attr-defined]
    return _in_flow_layout


def _end(laid: list[Any], child: Any, position_y: float) -> float:
    """Where the page's text ends if the page ends before a block: before what must stand with it, too."""
    following, end = child, position_y
    for each in reversed(laid):
        if not each.is_in_normal_flow():
            continue
        if not block.block_level_page_break(each, following).startswith("avoid"):
            break
        lines = [line for line in each.children if isinstance(line, boxes.LineBox)]
        if len(lines) >= _FEW:
            return float(lines[-2].position_y)
        following, end = each, each.position_y
    return end


def _give_back(box: Any) -> None:
    """Let a picture have its size again that was made smaller for a place where it does not stand after all."""
    for picture, style in box.__dict__.pop("sizes", ()):
        picture.style = style


def _may_not_fit(box: Any) -> bool:
    """Whether a block is a picture or a table that stays on one page; without footnotes, which can be laid out only
    once.
    """
    if box.element is None:
        return False
    if box.is_table_wrapper:
        return bool(box.get_wrapped_table().style["break_inside"] == "avoid")
    tag = box.element.tag
    name = _PICTURES.get(tag, "")
    if name == "" or (name and name not in box.element.get("class", "").split()):
        return False
    return not any(each.style["float"] == "footnote" for each in box.descendants())


def _placed(context: Any, box: Any, index: int, room: float, much: bool) -> Any:
    """The block for this place now: the picture or table, perhaps smaller or broken, or the block after it.

    `much` says that the page would be too empty without it.
    """
    child = box.children[index]
    laid = _laid(context, box, child)
    over = laid.margin_top + laid.border_height() - room
    if over <= 0:
        return child
    pictures = [each for each in (child, *child.descendants()) if isinstance(each, boxes.ReplacedBox)]
    if child.is_table_wrapper or len(pictures) != 1:
        for each in (child, child.get_wrapped_table()) if child.is_table_wrapper else (child,):
            _restyle(each, break_inside="auto")
        return child
    kept = pictures[0].style
    following = box.children[index + 1] if index + 1 < len(box.children) else None
    may_pass = following is not None and _may_pass(following)
    least = _LEAST if may_pass else _HARDLY if much else _LAST
    if not _is_panel(pictures[0]) and _made_smaller(laid, pictures[0], over, least):
        child.sizes = ((pictures[0], kept),)
        return child
    if not may_pass:
        return child
    box.children = [*box.children[:index], following, child, *box.children[index + 2 :]]
    _indent(box, index)
    return following


def _is_panel(picture: Any) -> bool:
    """Whether a picture is the QR code in a stand-in: it keeps the size that cameras need."""
    return picture.element is not None and _CODE in picture.element.get("class", "").split()


def _made_smaller(laid: Any, picture: Any, over: float, least: float) -> bool:
    """Reduce a picture's height by the overflow of its block; False when it would get below the minimum scale."""
    height = next(each for each in (laid, *laid.descendants()) if isinstance(each, boxes.ReplacedBox)).height
    if height - over < least * height:
        return False
    _restyle(picture, max_height=Dimension(height - over - 1, "px"))
    return True


def _laid(context: Any, box: Any, child: Any) -> Any:
    """A block as on a page of infinite height."""
    bottom, shapes = context.page_bottom, list(context.excluded_shapes)
    broken = dict(context.broken_out_of_flow)
    context.page_bottom = _ENDLESS
    child.position_x, child.position_y = box.content_box_x(), 0
    try:
        return block.block_level_layout(context, child, 0, None, box, page_is_empty=False)[0]
    finally:
        context.page_bottom = bottom
        context.excluded_shapes = shapes
        context.broken_out_of_flow.clear()
        context.broken_out_of_flow.update(broken)


def _may_pass(box: Any) -> bool:
    """Whether a block is text that may stand before the picture that it follows."""
    if box.element is None or not box.is_in_normal_flow():
        return False
    return _is_running(box) or (
        box.element.tag in _FLOWING and "pullquote" not in box.element.get("class", "").split()
    )


def _is_running(box: Any) -> bool:
    """Whether a block is a paragraph of running text."""
    return (
        box.element is not None
        and box.element.tag == "p"
        and box.is_in_normal_flow()
        and not set(box.element.get("class", "").split()) - _PLAIN
    )


def _indent(box: Any, index: int) -> None:
    """Indent a paragraph if it now follows another one."""
    if not index or not _is_running(box.children[index - 1]):
        return
    for one, other in zip(box.children, box.children[1:], strict=False):
        if _is_running(one) and _is_running(other) and other is not box.children[index]:
            for each in (box.children[index], *box.children[index].children):
                _restyle(each, text_indent=other.style["text_indent"])
            return


def _restyle(box: Any, **values: Any) -> None:
    box.style = box.style.copy()
    for name, value in values.items():
        box.style[name] = value
