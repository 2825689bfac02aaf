"""Running heads of a chapter from right to left: the title stands at the right, where its lines begin."""

from __future__ import annotations

from typing import Any

__all__ = ["mirror"]


def mirror(page_box: Any) -> None:
    """Mirror the heads of a page whose chapter runs from right to left.

    Not on paper that is cut: there they are at the outer edge of each side.
    """
    if page_box.style["marks"] or not _from_right(page_box):
        return
    from weasyprint.formatting_structure import boxes

    middle = page_box.content_box_x() + page_box.width / 2
    for box in page_box.children:
        if not isinstance(box, boxes.MarginBox) or not box.at_keyword.startswith("@top"):
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
