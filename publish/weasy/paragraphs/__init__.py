"""Breaks whole paragraphs into lines, in place of WeasyPrint's line breaking, which looks at one line at a time.

WeasyPrint 70 calls `get_next_linebox` for each line, which calls `split_inline_box` and `text_align`. For a paragraph
that we can break, these three use the next of the lines that were chosen together. Other paragraphs are broken by
WeasyPrint.
"""

from __future__ import annotations

from contextlib import suppress
from functools import wraps
from typing import Any

from weasyprint.text.line_break import strut

from publish.weasy.balance import is_title
from publish.weasy.paragraphs.composing import Stale, compose, flat, spread
from publish.weasy.paragraphs.drawing import give_first
from publish.weasy.paragraphs.gathering import gather
from publish.weasy.paragraphs.hyphenation import careful, prefer_american
from publish.weasy.paragraphs.paragraph import Paragraph
from publish.weasy.paragraphs.patternfiles import read_later
from publish.weasy.paragraphs.planning import Line, Room, plan
from publish.weasy.paragraphs.shaping import NotComposed

__all__ = ["compose_paragraphs"]

_NONE: tuple[Any, Paragraph | None] = (None, None)


def compose_paragraphs() -> None:
    """Replace WeasyPrint's functions. Calling it twice does nothing more."""
    from weasyprint.draw import text as drawn
    from weasyprint.layout import inline
    from weasyprint.text import line_break

    if getattr(inline.get_next_linebox, "composed", False):
        return
    read_later()
    prefer_american()
    line_break.pyphen = careful
    inline.get_next_linebox = _lines_first(inline.get_next_linebox)
    inline.split_inline_box = _planned_first(inline.split_inline_box)
    inline.text_align = _spread_first(inline.text_align)
    drawn.draw_first_line = give_first(drawn.draw_first_line)


def _lines_first(original: Any) -> Any:
    """Choose all lines of a paragraph when the first is needed; WeasyPrint looks at one line at a time."""

    @wraps(original)
    def get_next_linebox(
        context: Any,
        linebox: Any,
        position_y: float,
        bottom_space: float,
        skip_stack: Any,
        block: Any,
        *rest: Any,
    ) -> Any:
        first_letter, first_line = rest[-2:]
        words = (context, linebox, position_y, bottom_space, skip_stack, block, *rest)
        linebox.planned = None
        for again in (True, False):
            if first_letter or first_line:
                break
            linebox.planned = _planned(context, linebox, position_y, bottom_space, skip_stack, block)
            if linebox.planned is None:
                break
            try:
                return original(*words)
            except Stale:
                linebox.gathered, linebox.planned = (None if again else linebox.children, None), None
        return original(*words)

    get_next_linebox.composed = True  # type: ignore[attr-defined]
    return get_next_linebox


def _planned(
    context: Any, linebox: Any, position_y: float, bottom_space: float, skip_stack: Any, block: Any
) -> tuple[Paragraph, Line] | None:
    """The paragraph and its next line; None when WeasyPrint has to find the line."""
    if any(shape.position_y + shape.margin_height() > position_y for shape in context.excluded_shapes):
        return None
    paragraph = _gathered(context, linebox, block)
    if paragraph is None:
        return None
    try:
        start = paragraph.place(flat(skip_stack)) if skip_stack else 0
    except KeyError:
        return None
    while paragraph.text[start : start + 1] == " ":
        start += 1
    if start not in paragraph.lines:
        room = _room(context, linebox, position_y, bottom_space, block)
        size = linebox.style["font_size"]
        paragraph.lines.update(plan(paragraph, context, start, linebox.text_indent, size, room))
    line = paragraph.lines.get(start)
    if line is None and start < len(paragraph.text):
        linebox.gathered = linebox.children, None
    return (paragraph, line) if line is not None else None


def _room(context: Any, linebox: Any, position_y: float, bottom_space: float, block: Any) -> Room:
    """How many of the paragraph's lines fit on the page, if all have the height in its style."""
    height = strut(linebox.style)[0]
    space = context.page_bottom - bottom_space - position_y
    fits = int(space / height + 1e-6) if height and 0 <= space < 1e6 else 10**6
    return Room(fits, block.style["orphans"], block.style["widows"])


def _gathered(context: Any, linebox: Any, block: Any) -> Paragraph | None:
    children, paragraph = getattr(linebox, "gathered", _NONE)
    if children is linebox.children and (paragraph is None or paragraph.width == block.width):
        return paragraph
    paragraph = None
    if _suits(linebox, block):
        with suppress(NotComposed):
            justified = linebox.style["text_align_all"] == "justify" or _is_flush(linebox.style)
            paragraph = gather(context, linebox, block, justified=justified)
            paragraph.balanced = not justified and is_title(block)
    linebox.gathered = (linebox.children, paragraph)
    return paragraph


def _suits(linebox: Any, block: Any) -> bool:
    """Whether the paragraph runs from left to right, and is justified or explicitly ragged."""
    style = linebox.style
    return (
        (style["text_align_all"] in ("justify", "left") or _is_flush(style))
        and style["text_align_last"] in ("auto", "start", "left")
        and style["direction"] == block.style["direction"] == "ltr"
        and style["white_space"] in ("normal", "nowrap", "pre-line")
        and style["block_ellipsis"] == "none"
        and linebox.text_overflow == "clip"
        and style["box_decoration_break"] != "clone"
    )


def _is_flush(style: Any) -> bool:
    """Whether this is Chinese text with justified lines: the default."""
    return style["text_align_all"] == "start" and (style["lang"] or "").split("-")[0] in ("zh", "ja")


def _planned_first(original: Any) -> Any:
    """Make a chosen line from its part of the boxes; WeasyPrint would fill the line as far as possible."""

    @wraps(original)
    def split_inline_box(context: Any, box: Any, position_x: float, *rest: Any) -> Any:
        planned = getattr(box, "planned", None)
        if planned is None:
            return original(context, box, position_x, *rest)
        _, _, skip_stack, block, *_ = rest
        new, resume_at = compose(context, box, position_x, block, skip_stack, planned)
        return new, resume_at, planned[1].forced, None, None, {"left": 0, "right": 0}

    return split_inline_box


def _spread_first(original: Any) -> Any:
    """Shrink spaces and stretch gaps in Han text too; WeasyPrint only stretches spaces."""

    @wraps(original)
    def text_align(context: Any, line: Any, available_width: float, last: bool) -> Any:  # WeasyPrint's name
        planned = getattr(line, "planned", None)
        room = available_width - line.width + (planned[1].outside if planned is not None else 0.0)
        if planned is None or not planned[0].justified or (planned[1].last and room >= 0):
            offset = original(context, line, available_width, last)
            if offset and line.style["direction"] == "ltr":
                _keep_floats(line, offset)
            return offset
        paragraph, chosen = planned
        if chosen.loose:
            return 0
        if count := paragraph.spaces(chosen.end) - paragraph.skipped(chosen.first):
            spread(line, room / count)
        return 0

    return text_align


def _keep_floats(line: Any, offset: float) -> None:
    """Move pictures at the side against their line: WeasyPrint moves them with it where it centres the line."""
    for box in line.descendants():
        if box.is_floated():
            box.translate(dx=-offset)
