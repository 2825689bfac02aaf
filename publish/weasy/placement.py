"""Pictures and tables that do not fit the rest of a page: no page stays a third empty before them.

WeasyPrint ends the page before such a block. Here a picture is made a little smaller if it then fits; else the
paragraphs and lists after it (and after the pictures that follow it) move before it, as a typesetter would put it at the top of
the next page; if none follow, it is made much smaller. A pull quote lets text pass, too. A short table is broken, and so is a
group of pictures that nothing else helps.
"""

from __future__ import annotations

from functools import wraps
from math import inf
from typing import Any

from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block

from publish.weasy import captions

__all__ = ["is_apart", "is_panel", "is_running", "mend"]

_EMPTY, _MOST_EMPTY = 0.25, 0.32
"""Shares of a page that may stay empty: above the first, something is tried; above the second, more."""
_LEAST, _LAST, _HARDLY = 0.6, 0.45, 0.3
"""Smallest scale of a picture that stays in its place; when no text can move before it; and when the page would be so empty
that more is tried.
"""
_ENDLESS = 1e6
_PICTURES = {"figure": None, "div": "figure", "p": "picture", "img": "apart"}
"""Elements and classes of a picture with its caption."""
_QUOTE = "pullquote"
_ROUNDS = 3
"""How often the pictures of a group are made smaller: those side by side need less than those one above the other."""
_PASSED = 8
"""Most pictures in a row that text may pass."""
_INDENT = 1.3
"""Ems of indent of a paragraph that goes before a picture, where no other paragraph of the text has one."""
_WRAPPERS = frozenset({"div", "section"})
"""Elements around a picture or a table; what must stand with them must stand with it."""
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
        margins, bottom_space, position_y, skip_stack = rest[2:6]
        place = child.position_x, child.position_y
        chosen = box.children[index]  # may differ from `child`, if that has moved
        _give_back(chosen)
        captions.fit(box, chosen, new_children)
        outer = getattr(context, "text_end", inf)
        if chosen.element_tag in _WRAPPERS:
            context.text_end = _end(new_children, chosen, position_y)
            if not new_children:
                context.text_end = min(context.text_end, outer)
        if skip_stack is None and (new_children or not page_is_empty) and _may_not_fit(chosen):
            foot, height = context.page_bottom - bottom_space, context.current_footnote_area.page.height
            foot -= getattr(context, "kept_free", 0.0)
            end = _end(new_children, chosen, position_y)
            empty = (foot - (end if new_children else min(end, outer))) / height
            must = getattr(context, "must_stay", False)
            if empty > _EMPTY or must:
                chosen = _placed(
                    context, box, index, (foot - position_y, margins), empty > _MOST_EMPTY or must
                )
        chosen.position_x, chosen.position_y = place
        made = original(context, box, index, chosen, new_children, page_is_empty, *rest)
        context.text_end = outer
        return made

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
    """Give a picture its size again, if it was made smaller for a place where it does not stand after all."""
    for picture, style in box.__dict__.pop("sizes", ()):
        picture.style = style


def _may_not_fit(box: Any) -> bool:
    """Whether a block is a picture, a pull quote or a table that stays on one page; without footnotes, which can be laid
    out only once.
    """
    if box.element is None:
        return False
    if box.is_table_wrapper:
        return bool(box.get_wrapped_table().style["break_inside"] == "avoid")
    return is_apart(box) and not any(each.style["float"] == "footnote" for each in box.descendants())


def is_apart(box: Any) -> bool:
    """Whether a block is a picture or a pull quote: text that follows may stand before it."""
    if box.element is None or box.element.tag not in _PICTURES:
        return False
    name, classes = _PICTURES[box.element.tag], box.element.get("class", "").split()
    return name is None or name in classes or _is_pull_quote(box)


def _is_pull_quote(box: Any) -> bool:
    return _QUOTE in box.element.get("class", "").split()


def _placed(context: Any, box: Any, index: int, room: tuple[float, Any], much: bool) -> Any:
    """The block for this place now: the picture or table, perhaps smaller or broken, or the text after it.

    `room` is the height up to the page's foot, and the margins above that are not part of it yet; `much` says that the page
    would be too empty without the block.
    """
    child = box.children[index]
    if _over(context, box, child, room) <= 0:
        return child
    if child.is_table_wrapper:
        _break(child)
        return child
    after = _next_text(box, index)
    least = _LEAST if after is not None else _HARDLY if much else _LAST
    pictures = [each for each in child.descendants() if isinstance(each, boxes.ReplacedBox)]
    if pictures and not any(map(is_panel, pictures)):
        kept = tuple((each, each.style) for each in pictures)
        if _made_smaller(context, box, child, pictures, room, least):
            child.sizes = kept
            return child
    if after is None:
        if len(pictures) != 1 and not _is_pull_quote(child):
            _break(child)
        return child
    text = box.children[after]
    box.children = [*box.children[:index], text, *box.children[index:after], *box.children[after + 1 :]]
    _indent(box, index)
    return text


def _over(context: Any, box: Any, child: Any, room: tuple[float, Any]) -> float:
    """By how much a block is too high for the room, as WeasyPrint sees it: it counts what is below the content twice."""
    laid = _laid(context, box, child)
    height, margins = room
    below = laid.padding_bottom + laid.border_bottom_width
    below += 0 if box.bottom_margin_collapses() else laid.margin_bottom
    return float(block.collapse_margin([*margins, laid.margin_top]) + laid.border_height() + below - height)


def _break(box: Any) -> None:
    """Let a block go on over the page."""
    for each in (box, box.get_wrapped_table()) if box.is_table_wrapper else (box,):
        _restyle(each, break_inside="auto")


def _next_text(box: Any, index: int) -> int | None:
    """The next block that may stand before a picture: after it, or after the pictures that follow it."""
    for number in range(index + 1, min(index + 1 + _PASSED, len(box.children))):
        if _may_pass(box.children[number]):
            return number
        if not is_apart(box.children[number]):
            break
    return None


def is_panel(picture: Any) -> bool:
    """Whether a picture is the QR code in a stand-in: it keeps the size that cameras need."""
    return picture.element is not None and _CODE in picture.element.get("class", "").split()


def _made_smaller(
    context: Any, box: Any, child: Any, pictures: list[Any], room: tuple[float, Any], least: float
) -> bool:
    """Reduce the pictures of a block, all by the same share, until it fits; False when they would get below the
    minimum scale, and have their sizes again.
    """
    styles = [each.style for each in pictures]
    laid = _laid(context, box, child)
    heights = [each.height for each in laid.descendants() if isinstance(each, boxes.ReplacedBox)]
    scale = 1.0
    for _ in range(_ROUNDS):
        over = _over(context, box, child, room)
        if over <= 0:
            return True
        scale -= (over + 1) / sum(heights)
        if scale < least or len(heights) != len(pictures):
            break
        for picture, height in zip(pictures, heights, strict=True):
            _restyle(picture, max_height=Dimension(height * scale, "px"))
    for picture, style in zip(pictures, styles, strict=True):
        picture.style = style
    return False


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
    return is_running(box) or (box.element.tag in _FLOWING and not _is_pull_quote(box))


def is_running(box: Any) -> bool:
    """Whether a block is a paragraph of running text."""
    return (
        box.element is not None
        and box.element.tag == "p"
        and box.is_in_normal_flow()
        and not set(box.element.get("class", "").split()) - _PLAIN
    )


def _indent(box: Any, index: int) -> None:
    """Indent a paragraph if it now follows another one, as such paragraphs are."""
    text = box.children[index]
    if not index or not is_running(box.children[index - 1]) or not is_running(text):
        return
    indent = Dimension(_INDENT * text.style["font_size"], "px")
    for one, other in zip(box.children, box.children[1:], strict=False):
        if is_running(one) and is_running(other) and other is not text:
            indent = other.style["text_indent"]
            break
    for each in (text, *text.children):
        _restyle(each, text_indent=indent)


def _restyle(box: Any, **values: Any) -> None:
    box.style = box.style.copy()
    for name, value in values.items():
        box.style[name] = value
