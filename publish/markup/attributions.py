"""Who said it: the last paragraph of a quotation, if it begins with a dash or a `cite`, or is its `footer`."""

from __future__ import annotations

from publish.markup.tree import (
    PHRASING,
    Element,
    add_class,
    has_class,
    only_child,
    remove_class,
    rename,
    text_of,
    unwrap,
)
from publish.text.patterns import late

__all__ = ["mark"]

_DASH = late(r"\s*(?:[—–―─]+|--+|~)\s*[^\s—–―─-]")
_AFTER_NAME = late(r"\s*(?:$|[,(—–―:-])")
_LONGEST = 160
"""Most characters of an attribution; more are a sentence of the quotation."""


def mark(root: Element) -> None:
    """Give such paragraphs, with at least one other before them, the class `attribution`."""
    for quotation in root.iter("blockquote"):
        _take_footer(quotation)
        blocks = list(quotation.iterchildren())
        if len(blocks) < 2 or blocks[-1].tag != "p":
            continue
        text = text_of(blocks[-1]).strip()
        before = text_of(blocks[-2]).lstrip()
        if len(text) <= _LONGEST and (
            (_DASH.match(text) and not _DASH.match(before)) or _begins_with_name(blocks[-1])
        ):
            add_class(blocks[-1], "attribution")


def _take_footer(quotation: Element) -> None:
    """Make a `footer` at the end, after other blocks, a paragraph."""
    blocks = list(quotation.iterchildren())
    if len(blocks) < 2 or not has_class(blocks[-1], "footer"):
        return
    last = blocks[-1]
    if (inner := only_child(last, "p")) is not None:
        unwrap(last)
        add_class(inner, "attribution")
    elif all(each.tag in PHRASING for each in last.iterchildren()):
        rename(last, "p", "attribution")
        remove_class(last, "footer")


def _begins_with_name(paragraph: Element) -> bool:
    """Whether it is `<cite>A name</cite>`, alone or with a place after a sign."""
    first = next(paragraph.iterchildren(), None)
    if first is None or first.tag != "cite" or (paragraph.text or "").strip():
        return False
    return _AFTER_NAME.match(first.tail or "") is not None
