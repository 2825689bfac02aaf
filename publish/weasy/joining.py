"""A colophon that has too little room below the text stands closer to it, and is set smaller, rather than alone on a page.

A picture may be made smaller for it (`context.kept_free`, see `placement`), and much smaller if need be (`context.must_stay`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes

__all__ = ["COLOPHON", "height_of", "join", "room_below"]

COLOPHON = "colophon"
_SIZES = (1.0, 0.93, 0.86)
"""Sizes that are tried, as parts of the style's own."""
_CLOSER = 0.45
"""Part that is left of the space above it and above its first line."""
_ABOVE = 4
"""Ems of space that a colophon has above it at most."""
_SCALED = (
    "line_height",
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("top", "right", "bottom", "left")),
    "width",
    "text_indent",
)
"""Lengths that follow the size of the type."""


def join(
    context: Any,
    root_box: Any,
    made: list[Any],
    make: Callable[[int], tuple[Any, Any]],
    *,
    at_any_size: bool = False,
) -> bool:
    """Make the last but one page again with the colophon of the last page on it; whether that went well.

    `make` makes a page, and says where the next one begins. `at_any_size`: a picture may become as small as is bearable.
    """
    alone, colophon = _colophon(made[-1].children[0]), _colophon(root_box)
    if alone is None or colophon is None:
        return False
    least = alone.border_height() * _SIZES[-1]
    below = colophon.style["margin_top"].value  # of a picture, too: their spaces are one
    lacking = least + _CLOSER * below - room_below(made[-2])
    tries = [(size, 0.0) for size in _SIZES if lacking <= 0 and not at_any_size]
    if any(box.height > lacking for box in _pictures(made[-2])):
        tries.append((_SIZES[-1], least + below))
    number, before = len(made) - 2, list(context.page_maker)
    styles = [(box, box.style) for box in (colophon, *colophon.descendants())]
    for size, free in tries:
        _set(colophon, styles, size)
        context.kept_free, context.must_stay = free, at_any_size
        page, rest = make(number)
        context.kept_free, context.must_stay = 0.0, False
        if rest is None and not context.reported_footnotes and not context.broken_out_of_flow:
            made[-2:] = [page]
            context.page_maker = context.page_maker[: len(made) + 1]
            return True
        context.reported_footnotes.clear()
        context.broken_out_of_flow.clear()
        context.page_maker = list(before)
    for box, style in styles:
        box.style = style
    _forget(colophon)
    return False


def height_of(page: Any) -> float:
    """Height in pixels of a colophon that is alone on a page, with the space above it; else 0."""
    alone = _colophon(page.children[0])
    return 0.0 if alone is None else float(alone.border_height() + _ABOVE * alone.style["font_size"])


def _colophon(root: Any) -> Any:
    """The colophon, if the body ends with it; else None."""
    body = next((each for each in root.children if each.element_tag == "body"), None)
    found = body.children[-1] if body is not None and body.children else None
    if found is None or found.element is None or COLOPHON not in found.element.get("class", "").split():
        return None
    return found


def room_below(page: Any) -> float:
    """Height in pixels that a page has left below its text."""
    html, notes = page.children[:2]
    foot = page.content_box_y() + page.height
    foot -= notes.margin_height() if notes.children else 0
    lowest: float = max(
        (each.position_y + each.height for each in _lines(html)), default=page.content_box_y()
    )
    return float(foot - lowest)


def _pictures(page: Any) -> Iterator[Any]:
    return (each for each in page.children[0].descendants() if isinstance(each, boxes.ReplacedBox))


def _lines(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.LineBox | boxes.ReplacedBox):
            yield child
        else:
            yield from _lines(child)


def _set(colophon: Any, styles: list[tuple[Any, Any]], size: float) -> None:
    for box, style in styles:
        box.style = style.copy()
        for name in _SCALED:
            box.style[name] = _times(style[name], size)
        box.style["font_size"] = style["font_size"] * size
    for name in ("margin_top", "padding_top"):
        colophon.style[name] = _times(colophon.style[name], _CLOSER)
    _forget(colophon)


def _times(value: Any, size: float) -> Any:
    """A length by so much; what is none (`auto`, a percentage, a line height without unit) stays."""
    return (
        Dimension(value.value * size, "px") if isinstance(value, Dimension) and value.unit == "px" else value
    )


def _forget(colophon: Any) -> None:
    """Lines that were chosen for the size before are chosen anew."""
    for box in colophon.descendants():
        if isinstance(box, boxes.LineBox):
            box.gathered = None, None
