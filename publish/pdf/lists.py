"""List numbers: HTML attributes are turned into CSS, because WeasyPrint reads only that."""

from __future__ import annotations

from collections.abc import Iterator

from publish.markup.tree import Element, add_class

__all__ = ["number"]

_CLASSES = {
    "a": "list-lower-alpha",
    "A": "list-upper-alpha",
    "i": "list-lower-roman",
    "I": "list-upper-roman",
}
"""Values of `type`, and the style sheet's class for each."""
_NARROW = 2
"""Characters of a number that fit into a list's normal indent."""


def number(root: Element) -> None:
    """Number the items of ordered lists by `start`, `reversed` and `value` (HTML, 4.4.5 and 4.4.8)."""
    for listing in root.iter("ol"):
        kind = _CLASSES.get(listing.get("type", ""), "")
        if kind:
            add_class(listing, kind)
        items = listing.findall("li")
        numbers = list(_numbers(listing, items))
        if any(len(str(its)) > _NARROW for its in numbers) or (
            kind.endswith("roman") and len(items) > _NARROW
        ):
            add_class(listing, "wide-numbers")
        if numbers != list(range(1, len(items) + 1)):
            for item, its in zip(items, numbers, strict=True):
                item.set("style", f"counter-set: list-item {its}; counter-increment: list-item 0")


def _numbers(listing: Element, items: list[Element]) -> Iterator[int]:
    backwards = listing.get("reversed") is not None
    number = _given(listing, "start", len(items) if backwards else 1)
    for item in items:
        number = _given(item, "value", number)
        yield number
        number += -1 if backwards else 1


def _given(element: Element, name: str, other: int) -> int:
    value = element.get(name, "")
    return int(value) if value.lstrip("-").isdecimal() else other
