"""Puts captions below their pictures: under a picture narrower than the column, between its left and right edges.

A picture narrower than half the column has no room for words below it; there the caption is centred in the column, as the
picture is.
"""

from __future__ import annotations

from typing import Any

from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes

__all__ = ["fit"]

_NARROW = 0.5
"""Part of the column."""
_EDGE = 4.0
"""Pixels by which a picture may be narrower than the column and still fill it."""


def fit(box: Any, child: Any, laid: list[Any]) -> None:
    """Give a block that is a caption the place of the one picture that was laid out before it in its figure, `box`."""
    if not _is_caption(child):
        return
    for each, style in child.__dict__.pop("uncaptioned", ()):
        each.style = style
    pictures = [each for before in laid for each in before.descendants() if _is_picture(each)]
    if len(pictures) != 1 or box.width - pictures[0].width < _EDGE:
        return
    texts = [each for each in child.descendants() if not isinstance(each, boxes.ReplacedBox)]
    child.uncaptioned = tuple((each, each.style) for each in texts)
    if pictures[0].width < _NARROW * box.width:
        for each in texts:
            each.style = each.style.copy()
            each.style["text_align_all"] = each.style["text_align_last"] = "center"
        return
    left = pictures[0].content_box_x() - box.content_box_x()
    child.style = child.style.copy()
    child.style["margin_left"] = Dimension(left, "px")
    child.style["margin_right"] = Dimension(box.width - left - pictures[0].width, "px")


def _is_caption(box: Any) -> bool:
    element = box.element
    return element is not None and (
        box.element_tag == "figcaption"
        or (box.element_tag == "p" and "caption" in element.get("class", "").split())
    )


def _is_picture(box: Any) -> bool:
    """Whether this is a picture, not a formula or the code in the panel of a missing picture."""
    return (
        isinstance(box, boxes.ReplacedBox)
        and box.element_tag in ("img", "svg")
        and "stand-in-code" not in box.element.get("class", "")
    )
