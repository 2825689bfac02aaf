"""Lists: HTML attributes of numbers are turned into CSS, because WeasyPrint reads only that; lists of short items are marked."""

from __future__ import annotations

from collections.abc import Iterator

from publish.markup.tree import Element, add_class

__all__ = ["mark_short", "number"]

_CLASSES = {
    "a": "list-lower-alpha",
    "A": "list-upper-alpha",
    "i": "list-lower-roman",
    "I": "list-upper-roman",
}
"""Values of `type`, and the style sheet's class for each."""
_NARROW = 2
"""Characters of a number that fit into a list's normal indent."""

_SHORT = 90
"""Characters of an item that takes no more than two lines; those of Chinese are as wide as two."""
_WIDE = "\u2e80"
"""The first of these."""


def mark_short(root: Element) -> None:
    """Give lists of short items the class `short-items`: none of these is left alone on a page."""
    for listing in root.iter("ul", "ol"):
        if len(listing) > 1 and all(map(_is_short, listing)):
            add_class(listing, "short-items")


def _is_short(item: Element) -> bool:
    """Whether an item is a few words, and holds no other block."""
    blocks = item.xpath(
        ".//ul|.//ol|.//table|.//pre|.//img|.//figure|.//blockquote|.//dl|.//*[local-name()='math']"
    )
    words = " ".join("".join(map(str, item.itertext())).split())
    return not blocks and sum(2 if each >= _WIDE else 1 for each in words) <= _SHORT


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
