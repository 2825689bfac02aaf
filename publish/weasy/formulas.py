"""Formulas for WeasyPrint: as pictures with a baseline and a width of their own, drawn with the font's glyphs.

Their addresses are

    formula:inline:NUMBER:DATA     a part of a formula in a line of text
    formula:display:NUMBER:DATA    a row of a displayed formula

where DATA is the MathML. They have the size and colour of the surrounding text.
"""

from __future__ import annotations

from functools import wraps
from math import inf
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from publish.mathematics.arranging import Band
    from publish.mathematics.boxes import Box

__all__ = ["Pictures", "Row", "Span", "display", "inline", "lay_out_formulas"]

SCHEME = "formula:"
_PAGE = 0.8
"""Part of a page's height, its head counted in, that a row takes at most: one that is taller is made smaller."""


def inline(math: Any) -> tuple[tuple[str, str, bool], ...]:
    """Addresses of the parts of a formula (an lxml `math`) in a line of text, the space after each, whether that is fenced."""
    from publish.weasy import formulalayout

    data = formulalayout.packed(math)
    return tuple(
        (f"{SCHEME}inline:{number}:{data}", each.after, each.fenced)
        for number, each in enumerate(formulalayout.pieces(data))
    )


def display(math: Any) -> tuple[tuple[str, str], ...]:
    """Addresses of the rows of a display between which a page may end, and the `id` of each."""
    from publish.weasy import formulalayout

    data = formulalayout.packed(math)
    names = formulalayout.names(data)
    formulalayout.natural(data)  # what cannot be set is found out here
    return tuple((f"{SCHEME}display:{number}:{data}", name) for number, name in enumerate(names))


class Span:
    """A part of an inline formula, in place of WeasyPrint's image."""

    def __init__(self, number: int, data: str) -> None:
        from publish.weasy import formulalayout

        self.box = formulalayout.pieces(data)[number].box

    def get_intrinsic_size(self, _: float, size: float) -> tuple[float, float, float | None]:
        """Width, height and their ratio in pixels, for that font size."""
        return self.box.width * size, max(self.box.height, 0.001) * size, None

    def drawing(self, width: float, _: float, size: float) -> tuple[Box, float]:
        """The drawing for a width in pixels, and its em in pixels."""
        return self.box, width / self.box.width if self.box.width > 0 else size


class Row:
    """A row of a displayed formula, in place of WeasyPrint's image. It is as wide as its container."""

    def __init__(self, number: int, data: str) -> None:
        self.number, self.data = number, data

    def band(self, width: float, size: float) -> Band:
        """The row within a width in pixels, for type of that size."""
        from publish.weasy.formulalayout import STEP, bands

        return bands(self.data, max(1, int(width / size / STEP + 1e-6)))[self.number]

    def get_intrinsic_size(self, _: float, size: float) -> tuple[float, float, float | None]:
        """Width and height in pixels as it is when nothing narrows it."""
        from publish.weasy import formulalayout

        box = formulalayout.natural(self.data)
        return box.width * size, box.height * size, None

    def height(self, width: float, size: float) -> float:
        """Height of the row and the space after it, in pixels."""
        band = self.band(width, size)
        return (band.box.height + band.after) * size

    def drawing(self, width: float, height: float, size: float) -> tuple[Box, float]:
        """The drawing for a width in pixels, and its em in pixels."""
        return self.band(width, size).box, size * min(1.0, height / self.height(width, size))


class Pictures(dict[str, Any]):
    """WeasyPrint's image cache, with all formulas included."""

    def __contains__(self, address: object) -> bool:
        return (isinstance(address, str) and address.startswith(SCHEME)) or super().__contains__(address)

    def __missing__(self, address: str) -> Span | Row:
        if not address.startswith(SCHEME):
            raise KeyError(address)
        kind, number, data = address.removeprefix(SCHEME).split(":", 2)
        made: Span | Row = (Span if kind == "inline" else Row)(int(number), data)
        self[address] = made
        return made


def lay_out_formulas() -> None:
    """Make WeasyPrint align formulas on the baseline and fit them to the width. Calling it twice does nothing more."""
    from weasyprint import draw as drawn
    from weasyprint.layout import block, inline

    if getattr(inline.atomic_box, "formulas", False):
        return
    inline.atomic_box = _on_baseline(inline.atomic_box)
    block.block_replaced_box_layout = _in_measure(block.block_replaced_box_layout)
    drawn.draw_replacedbox = _as_text(drawn.draw_replacedbox)


def _as_text(original: Any) -> Any:
    """Draw formulas in the page's coordinates, like text: readers that copy them expect that."""

    @wraps(original)
    def draw_replacedbox(stream: Any, box: Any) -> None:
        found = box.replacement
        if not isinstance(found, Span | Row):
            original(stream, box)
        elif box.style["visibility"] == "visible":
            from publish.weasy.formuladrawing import draw

            drawing, size = found.drawing(box.width, box.height, box.style["font_size"])
            left = max(0.0, (box.width - drawing.width * size) / 2)
            draw(stream, drawing, (box.content_box_x() + left, box.content_box_y()), size, box.style)

    return draw_replacedbox


def _on_baseline(original: Any) -> Any:
    """Align a formula on its own baseline; WeasyPrint aligns the bottom of a picture."""

    @wraps(original)
    def atomic_box(context: Any, box: Any, *rest: Any) -> Any:
        made = original(context, box, *rest)
        span = getattr(box, "replacement", None)
        if not isinstance(span, Span):
            return made
        _, _, containing_block, *_ = rest
        _narrow(made, getattr(containing_block, "width", None))
        scale = made.width / span.box.width if span.box.width > 0 else made.style["font_size"]
        made.baseline = made.margin_top + made.border_top_width + made.padding_top + span.box.ascent * scale
        return made

    atomic_box.formulas = True  # type: ignore[attr-defined]
    return atomic_box


def _narrow(made: Any, room: Any) -> None:
    """Scale a part down that is wider than the line and could not be broken."""
    if isinstance(room, int | float) and made.width > room > 0:
        made.height *= room / made.width
        made.width = room


def _in_measure(original: Any) -> Any:
    """Arrange a displayed formula for the width of its container; WeasyPrint gives a picture the same size
    everywhere.
    """

    @wraps(original)
    def block_replaced_box_layout(context: Any, box: Any, containing_block: Any) -> Any:
        made, *rest = original(context, box, containing_block)
        row = box.replacement
        if isinstance(row, Row):
            width = containing_block.width
            made.margin_left = made.margin_right = 0
            made.position_x = containing_block.content_box_x()
            tallest = _PAGE * context.page_bottom if context.page_bottom else inf
            made.width, made.height = width, min(row.height(width, made.style["font_size"]), tallest)
        return (made, *rest)

    return block_replaced_box_layout
