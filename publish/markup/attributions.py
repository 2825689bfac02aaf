"""Who said it: the last paragraph of a quotation, if it begins with a dash."""

from __future__ import annotations

from publish.markup.tree import Element, add_class, text_of
from publish.text.patterns import late

__all__ = ["mark"]

_DASH = late(r"\s*(?:[—–―─]+|--+|~)\s*[^\s—–―─-]")
_LONGEST = 160
"""Most characters of an attribution; more are a sentence of the quotation."""


def mark(root: Element) -> None:
    """Give such paragraphs, with at least one other before them, the class `attribution`."""
    for quotation in root.iter("blockquote"):
        blocks = list(quotation.iterchildren())
        if len(blocks) < 2 or blocks[-1].tag != "p":
            continue
        text = text_of(blocks[-1]).strip()
        before = text_of(blocks[-2]).lstrip()
        if len(text) <= _LONGEST and _DASH.match(text) and not _DASH.match(before):
            add_class(blocks[-1], "attribution")
