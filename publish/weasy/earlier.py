"""Moves a picture at the end of the text before the last paragraphs, where it would leave the page before it too empty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from publish.weasy.placement import is_apart, is_running

__all__ = ["earlier_places"]

_MOST = 12
"""Most paragraphs that the picture may go before."""


def earlier_places(root_box: Any, resume_at: Any) -> Iterator[None]:
    """Move the text's last picture up by one paragraph at each step; after the last step it is where it was.

    It does not go before the start of the page at `resume_at`, WeasyPrint's path of child indexes.
    """
    article = next((each for each in root_box.descendants() if each.element_tag == "article"), None)
    if article is None:
        return
    order = article.children
    place = next((number for number in range(len(order) - 1, -1, -1) if is_apart(order[number])), None)
    if place is None or any(map(is_running, order[place + 1 :])):
        return
    begins = _begins(resume_at)
    for number in range(place - 1, max(begins, place - 1 - _MOST), -1):
        if not is_running(order[number]):
            break
        article.children = [*order[:number], order[place], *order[number:place], *order[place + 1 :]]
        yield
    article.children = order


def _begins(resume_at: Any) -> int:
    """The index of the block of the chapter with which a page begins; -1 when it begins with the chapter."""
    path = []
    while resume_at:
        ((number, resume_at),) = resume_at.items()
        path.append(number)
    return path[2] if len(path) > 2 else -1
