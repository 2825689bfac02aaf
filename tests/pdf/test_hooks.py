"""Our replacements of WeasyPrint's functions fit the installed version: same parameters, same callers."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
import weasyprint.draw
from weasyprint import css, layout
from weasyprint.draw import text
from weasyprint.layout import block, inline, page, preferred, table

from publish import weasy

HOOKS = [
    (page, "page_height", "box, context, containing_block_height"),
    (page, "remake_page", "index, context, root_box, html"),
    (page, "make_all_pages", "context, root_box, html, pages"),
    (layout, "make_all_pages", "context, root_box, html, pages"),
    (
        block,
        "_in_flow_layout",
        "context, box, index, child, new_children, page_is_empty, absolute_boxes, fixed_boxes, adjoining_margins,"
        " bottom_space, position_y, skip_stack, first_letter_style, first_line_style, discard, next_page, max_lines",
    ),
    (block, "block_replaced_box_layout", "context, box, containing_block"),
    *(
        (
            module,
            "float_layout",
            "context, box, containing_block, absolute_boxes, fixed_boxes, bottom_space, skip_stack",
        )
        for module in (block, inline)
    ),
    (weasyprint.draw, "draw_replacedbox", "stream, box"),
    (text, "draw_first_line", "stream, textbox, text_overflow, block_ellipsis, matrix"),
    (
        inline,
        "get_next_linebox",
        "context, linebox, position_y, bottom_space, skip_stack, containing_block, absolute_boxes, fixed_boxes,"
        " first_letter_style, first_line_style",
    ),
    (
        inline,
        "split_first_line",
        "text, style, context, max_width, justification_spacing, is_line_start, minimum",
    ),
    (inline, "split_text_box", "context, box, available_width, skip, is_line_start"),
    (
        inline,
        "atomic_box",
        "context, box, position_x, skip_stack, containing_block, absolute_boxes, fixed_boxes",
    ),
    (preferred, "table_cell_min_content_width", "context, box, outer"),
    (table, "auto_table_layout", "context, box, containing_block"),
    (css.ComputedStyle, "__missing__", "self, key"),
    (page, "min_content_width", "context, box, outer"),
    (page, "max_content_width", "context, box, outer"),
]


@pytest.mark.parametrize(("module", "name", "words"), HOOKS, ids=[name for _, name, _ in HOOKS])
def test_a_hook_fits_this_weasyprint(module: Any, name: str, words: str) -> None:
    """When this fails, WeasyPrint has changed what it calls there: read our hook beside it."""
    assert weasy.__name__
    hook = getattr(module, name)
    original = inspect.unwrap(hook)
    assert original.__module__.startswith("weasyprint.")
    assert original is not hook
    assert ", ".join(inspect.signature(original).parameters) == words


def test_pages_are_made_by_what_is_replaced() -> None:
    """`make_all_pages` looks `remake_page` up, that `page_height`, and blocks their layout, by name in its own module."""
    for caller, name in [
        (page.make_all_pages, "remake_page("),
        (page.make_page, "page_height("),
        (block.block_container_layout, "_in_flow_layout("),
        (layout.layout_document, "make_all_pages("),
        (inline.iter_line_boxes, "get_next_linebox("),
        (page.HorizontalBox.min_content_size.fget, "min_content_width("),
        (page.HorizontalBox.max_content_size.fget, "max_content_width("),
        (text.draw_text, "draw_first_line("),
        (text.draw_text, "pango_layout.reactivate(textbox.style)"),
        (text.draw_text, "pango_layout.deactivate()"),
    ]:
        assert name in inspect.getsource(inspect.unwrap(caller))
