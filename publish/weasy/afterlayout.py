"""Changes to pages after layout: bars that end with their text, blocks at the foot, labels in reading order, single spaces,
page numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

__all__ = [
    "end_with_text",
    "keep_lone_spaces",
    "labels_in_lines",
    "readings_last",
    "to_foot",
    "without_number",
]

_RUBY = "ruby"
"""Class of a character with its reading, see `pdf/ruby.py`."""


def end_with_text(page_box: Any) -> None:
    """Let a block that goes on over the page end with its last line.

    WeasyPrint lets it fill the page (CSS Fragmentation 3, 5.4), and draws a quotation's bar and the ground of code down
    to the page's foot.
    """
    from weasyprint.formatting_structure import boxes

    for box in reversed(list(page_box.descendants())):  # what is inside comes first
        if type(box) is not boxes.BlockBox or not _goes_on(box):
            continue
        ends = [
            each.position_y + (each.height if isinstance(each, boxes.LineBox) else each.margin_height())
            for each in box.children
            if isinstance(each, boxes.Box)
        ]
        if ends:
            box.height = min(box.height, max(0, max(ends) - box.content_box_y()))
            _shorten_ground(box)


def _shorten_ground(box: Any) -> None:
    """Let a block's ground, whose place is known since the layout, end with the block."""
    if box.background is None:
        return
    layers = []
    for layer in box.background.layers:
        x, y, width, height = layer.painting_area
        layers.append(layer._replace(painting_area=(x, y, width, min(height, box.border_height()))))
    box.background = box.background._replace(layers=layers)


def _goes_on(box: Any) -> bool:
    """Whether a block may go on over the page. One whose ends look like its sides has a lower edge on every page: such
    a block may be whole, and then it ends with its text already.
    """
    return "bottom" in box.remove_decoration_sides or box.style["box_decoration_break"] == "clone"


def to_foot(page_box: Any) -> None:
    """Move the page's last block, if it has `data-place="foot"`, to the bottom of the text area, and the notes above it.

    If it is alone on its page, there is no running head: there is no text to name.
    """
    body = _last(_last(page_box, "html"), "body")
    block = body.children[-1] if body is not None and body.children else None
    if block is None or block.element is None or block.element.get("data-place") != "foot":
        return
    foot, height = page_box.content_box_y() + page_box.height, block.margin_height()
    _lower(block, max(0, foot - block.position_y - height))
    for child in page_box.children:
        if type(child).__name__ == "FootnoteAreaBox" and child.children:
            _lower(child, -height)
    if len(body.children) == 1:
        kept = [each for each in page_box.children if not getattr(each, "at_keyword", "").startswith("@top")]
        page_box.children = kept


def _lower(block: Any, by: float) -> None:
    """Move a block down, with its backgrounds: WeasyPrint has placed these before."""
    block.translate(0, by)
    for box in block.descendants():
        if box.background is not None:
            layers = [_lowered(layer, by) for layer in box.background.layers]
            box.background = box.background._replace(layers=layers)


def _lowered(layer: Any, by: float) -> Any:
    """A layer of a background, farther down."""
    areas = {
        name: (area[0], area[1] + by, *area[2:])
        for name in ("painting_area", "positioning_area")
        if (area := getattr(layer, name)) is not None
    }
    clipped = [(each[0], each[1] + by, *each[2:]) for each in layer.clipped_boxes]
    return layer._replace(**areas, clipped_boxes=clipped)


def _last(box: Any, tag: str) -> Any:
    found = [child for child in getattr(box, "children", ()) if child.element_tag == tag]
    return found[-1] if found else None


def labels_in_lines(page_box: Any) -> None:
    """Put each list item's label into its first line.

    WeasyPrint paints labels after all other text of the page, and copied text has them there. Their position on the
    page does not change.
    """
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout.absolute import AbsolutePlaceholder

    for item in _items(page_box):
        label = item.children[0]
        line = _first_line(item)
        if line is None or not isinstance(label, AbsolutePlaceholder):
            continue
        inner = label._box.children
        if all(isinstance(child, boxes.LineBox) for child in inner):
            line.children = [*(part for child in inner for part in child.children), *line.children]
            item.children = item.children[1:]


def _items(box: Any) -> Iterator[Any]:
    """Boxes that start with a label outside."""
    for child in getattr(box, "children", ()):
        yield from _items(child)
    first = next(iter(getattr(box, "children", ())), None)
    if getattr(first, "is_outside_marker", False):
        yield box


def _first_line(box: Any) -> Any:
    from weasyprint.formatting_structure import boxes

    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.LineBox):
            return child
        if isinstance(child, boxes.BlockBox) and child.is_in_normal_flow():
            return _first_line(child)
    return None


def readings_last(page_box: Any) -> None:
    """Put a character before its reading, which is above it: this is the order for copying and reading aloud."""
    for box in page_box.descendants():
        if box.element is not None and box.element.get("class") == _RUBY and len(box.children) > 1:
            box.children = box.children[::-1]


class _Shown(str):
    """A space that WeasyPrint draws: it skips texts that are empty after `strip`."""

    __slots__ = ()

    def strip(self, characters: str | None = None, /) -> str:
        return self


def keep_lone_spaces(page_box: Any) -> None:
    """Draw single spaces between two elements of a line.

    WeasyPrint does not draw them. That is invisible, but a screen reader would read the two words as one.
    """
    from weasyprint.formatting_structure import boxes

    for box in page_box.descendants():
        if isinstance(box, boxes.TextBox) and box.text.isspace() and box.width:
            box.text = _Shown(box.text)


def without_number(page_box: Any) -> bool:
    """Empty a page's margin boxes with the page number, for parts that get theirs when they are bound. Returns whether
    there were any.

    Roman numbers stay: the front matter has its own numbers.
    """
    from weasyprint.formatting_structure import boxes

    found = False
    for child in page_box.children:
        if isinstance(child, boxes.MarginBox) and _shows_number(child.style["content"]):
            child.children = []
            found = True
    return found


def _shows_number(content: Any) -> bool:
    if not isinstance(content, tuple | list):
        return False
    return any(kind == "counter()" and value == ("page", "decimal") for kind, value in content)
