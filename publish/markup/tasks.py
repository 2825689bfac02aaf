"""Task lists and answers to choose from: a printed box or ring instead of a form control."""

from __future__ import annotations

from publish.markup.tree import Element, add_class, drop, make

__all__ = ["MEANINGS", "draw_boxes"]

_SIGNS = {"checkbox": "☐☑", "radio": "○◉"}
"""Types of controls that are shown; each with the signs for no and yes."""
MEANINGS = {"☐": "task-open", "☑": "task-done", "○": "answer-other", "◉": "answer-chosen"}
"""The label that tells what a sign means."""


def draw_boxes(root: Element) -> None:
    """Check boxes become `span.task-box` with ☐ or ☑, radio buttons with ○ or ◉; other form controls are removed.

    A box at the start of a list item replaces its bullet: the item has the class `with-box`. Others have `in-text`.
    """
    for control in list(root.iter("input")):
        parent = control.getparent()
        item = _begun(control, parent) if parent is not None else None
        signs = _SIGNS.get(control.get("type", "").lower(), "")
        if parent is None or not signs or _switches(control, item):
            drop(control)
            continue
        box = make("span", signs[control.get("checked") is not None], class_="task-box")
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


def _switches(control: Element, item: Element | None) -> bool:
    """Whether a box is for the web page only: an answer in a form, or a hidden switch that shows notes, a menu or a tab."""
    named, called = control.get("name") is not None, control.get("id") is not None
    if control.get("type", "").lower() == "radio":
        return control.get("disabled") is None and (item is None or (named and called))
    if item is not None:
        return False
    return named or (called and control.get("checked") is None and control.get("disabled") is None)
