"""A picture that ends the text, and leaves a page too empty before it, stands before the last paragraphs instead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from publish.weasy.placement import is_apart, is_running

__all__ = ["earlier_places"]

_MOST = 12
"""Most paragraphs that the picture may go before."""


def earlier_places(root_box: Any, resume_at: Any) -> Iterator[None]:
    """Move the text's last picture before one paragraph after the other; where it stood if none of the places is taken.

    `resume_at` is where the page begins that it may not leave: WeasyPrint's path of child indexes to it.
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
