"""Task lists: a box that paper can show instead of a form's control."""

from __future__ import annotations

from publish.markup.tree import Element, drop, make

__all__ = ["draw_boxes"]

OPEN, DONE = "\N{BALLOT BOX}", "\N{BALLOT BOX WITH CHECK}"


def draw_boxes(root: Element) -> None:
    """Check boxes become `span.task-box` with ☐ or ☑; any other form control goes."""
    for control in list(root.iter("input")):
        parent = control.getparent()
        if control.get("type", "").lower() != "checkbox" or parent is None:
            drop(control)
            continue
        box = make("span", OPEN if control.get("checked") is None else DONE, class_="task-box")
        box.tail = control.tail
        control.tail = None
        parent.replace(control, box)
