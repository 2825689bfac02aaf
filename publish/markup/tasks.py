"""Task lists: a printed box instead of a form control."""

from __future__ import annotations

from publish.markup.tree import Element, add_class, drop, make

__all__ = ["DONE", "draw_boxes"]

OPEN, DONE = "\N{BALLOT BOX}", "\N{BALLOT BOX WITH CHECK}"


def draw_boxes(root: Element) -> None:
    """Check boxes become `span.task-box` with ☐ or ☑; other form controls are removed.

    A box at the start of a list item replaces its bullet: the item has the class `with-box`. Others have `in-text`.
    """
    for control in list(root.iter("input")):
        parent = control.getparent()
        item = _begun(control, parent) if parent is not None else None
        if (
            parent is None
            or control.get("type", "").lower() != "checkbox"
            or (item is None and _switches(control))
        ):
            drop(control)
            continue
        box = make("span", OPEN if control.get("checked") is None else DONE, class_="task-box")
        if item is None:
            add_class(box, "in-text")
        else:
            add_class(item, "with-box")
        box.tail = control.tail
        control.tail = None
        parent.replace(control, box)


def _begun(control: Element, parent: Element) -> Element | None:
    """The list item that a control begins."""
    item = parent.getparent() if parent.tag in ("p", "label") else parent
    begins = control.getprevious() is None and not (parent.text or "").strip()
    return item if begins and item is not None and item.tag == "li" else None


def _switches(control: Element) -> bool:
    """Whether a box is for the web page only: an answer in a form, or a hidden switch that shows notes or a menu."""
    if control.get("name") is not None:
        return True
    return (
        control.get("id") is not None and control.get("checked") is None and control.get("disabled") is None
    )
