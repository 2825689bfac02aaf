"""Line numbers beside code: a highlighter's table becomes plain code; the numbers are kept but hidden.

On a narrow page code wraps, and a column of numbers would no longer match.
"""

from __future__ import annotations

from publish.markup.tree import Element, has_class, make, text_of

__all__ = ["flatten"]


def flatten(root: Element) -> None:
    """Replace each table of numbers and code inside a `pre` (as Rouge makes it) by the code."""
    for table in [each for each in root.iter("table") if has_class(each, "rouge-table")]:
        cells = {name: _cell(table, name) for name in ("gutter", "code")}
        code, holder = cells["code"], table.getparent()
        if code is None or holder is None or next(table.iterancestors("pre"), None) is None:
            continue
        if len(code) == 1 and code[0].tag == "pre":
            code = code[0]
        numbers = make(
            "span", text_of(cells["gutter"]) if cells["gutter"] is not None else "", class_="lineno"
        )
        numbers.set("hidden", "hidden")
        numbers.tail = code.text
        place = holder.index(table)
        after, table.tail = table.tail, None
        words = [numbers, *code]
        holder[place : place + 1] = words
        last = words[-1]
        last.tail = (last.tail or "") + (after or "")


def _cell(table: Element, name: str) -> Element | None:
    return next((cell for cell in table.iter("td") if has_class(cell, name)), None)
