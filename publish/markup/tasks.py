"""Task lists: a printed box instead of a form control."""

from __future__ import annotations

from publish.markup.tree import Element, drop, make

__all__ = ["DONE", "OPEN", "draw_boxes"]

OPEN, DONE = "\N{BALLOT BOX}", "\N{BALLOT BOX WITH CHECK}"


def draw_boxes(root: Element) -> None:
    """Check boxes at the start of a list item become `span.task-box` with ☐ or ☑; other form controls are removed."""
    for control in list(root.iter("input")):
        parent = control.getparent()
        if (
            parent is None
            or control.get("type", "").lower() != "checkbox"
            or not _begins_item(control, parent)
        ):
            drop(control)
            continue
        box = make("span", OPEN if control.get("checked") is None else DONE, class_="task-box")
        box.tail = control.tail
        control.tail = None
        parent.replace(control, box)


def _begins_item(control: Element, parent: Element) -> bool:
    item = parent.getparent() if parent.tag in ("p", "label") else parent
    return (
        item is not None
        and item.tag == "li"
        and control.getprevious() is None
        and not (parent.text or "").strip()
    )
