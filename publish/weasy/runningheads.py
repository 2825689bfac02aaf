"""What stands above and below a text from right to left: the title is at the right, where lines begin, the page number at
the left, where they end.
"""

from __future__ import annotations

from typing import Any

__all__ = ["mirror"]


def mirror(page_box: Any) -> None:
    """Mirror the heads of a page whose chapter runs from right to left, and the feet of a book that does so.

    Not in a design with sides: there they are at the outer edge.
    """
    if page_box.style["marks"] or page_box.margin_left != page_box.margin_right:
        return
    if _from_right(page_box):
        _mirror(page_box, "@top")
    if page_box.style["direction"] == "rtl":  # that of the whole document
        _mirror(page_box, "@bottom")


def _mirror(page_box: Any, place: str) -> None:
    """Move each line of the margin boxes at a place to the other side of the page."""
    from weasyprint.formatting_structure import boxes

    middle = page_box.content_box_x() + page_box.width / 2
    for box in page_box.children:
        if not isinstance(box, boxes.MarginBox) or not box.at_keyword.startswith(place):
            continue
        for line in box.children:
            texts = [each for each in line.descendants() if isinstance(each, boxes.TextBox)]
            if texts:
                left, right = texts[0].position_x, texts[-1].position_x + texts[-1].width
                line.translate(2 * middle - left - right, 0)


def _from_right(page_box: Any) -> bool:
    """Whether the first chapter on the page runs from right to left."""
    for box in page_box.descendants():
        if box.element_tag == "article":
            return box.element is not None and box.element.get("dir") == "rtl"
    return False
