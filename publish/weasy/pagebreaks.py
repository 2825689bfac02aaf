"""Where the pages of a finished PDF start in its chapters' text, for the page list of the EPUB of the same book."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from publish.frozen import frozen
from publish.language.tokens import BREAK, JOIN
from publish.model import Chapter, PageBreak

__all__ = ["NUMBER", "Start", "find", "starts"]

NUMBER = "data-element"
"""Attribute with an element's number in the chapter's body, in document order from 1."""
_PLACES = BREAK + JOIN
"""Characters that are not counted, because the EPUB's text does not have all of them."""
_COUNTED = "::footnote-call"
"""Generated content that is also in the EPUB's text; markers and content from style sheets are not."""


@frozen
class Start:
    """The start of one page in a chapter."""

    page: int
    """Index of the page in the file."""
    element: int
    """See `PageBreak`."""
    offset: int


def find(pages: Sequence[Any], chapter: Chapter) -> tuple[PageBreak, ...]:
    """The page breaks in a book with one chapter; pages are numbered from 1 as printed.

    Pages without chapter text (cover, contents, colophon) exist only in the PDF.
    """
    found = starts(pages)
    return tuple(
        PageBreak(str(each.page - found[0].page + 1), chapter.id, each.element, each.offset) for each in found
    )


def starts(pages: Sequence[Any]) -> list[Start]:
    """The starts of pages with chapter text. `pages` have their boxes in `box`."""
    seen: Counter[int] = Counter()
    heads: set[Any] = set()
    found: list[Start] = []
    for index, page in enumerate(pages):
        first: tuple[int, int] | None = None
        met: set[Any] = set()
        for number, text in _texts(page.box, None, heads, met):
            if first is None:
                first = number, seen[number]
            seen[number] += sum(not (character.isspace() or character in _PLACES) for character in text)
        heads |= met
        if first is not None:
            found.append(Start(index, *first))
    return found


def _texts(box: Any, number: int | None, heads: set[Any], met: set[Any]) -> Iterator[tuple[int, str]]:
    """The content of a page, in order: number of its element (0 for the chapter's head) and its characters.

    `heads` are table heads of earlier pages, which are repeated on this one; new ones are added to `met`.
    """
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout.absolute import AbsolutePlaceholder

    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    if isinstance(box, boxes.MarginBox | boxes.FootnoteAreaBox):
        return
    element, tag = box.element, box.element_tag or ""
    if "::" in tag and not tag.endswith(_COUNTED):
        return
    if tag == "thead" and element is not None:
        if element in heads:
            return
        met.add(element)
    number = _number(element, number)
    if number is not None and isinstance(box, boxes.TextBox | boxes.ReplacedBox):
        yield number, getattr(box, "text", "")
        return
    for child in getattr(box, "children", ()):
        yield from _texts(child, number, heads, met)


def _number(element: Any, outer: int | None) -> int | None:
    """Number of the element itself, or of the one around it; 0 in an article, None outside of one."""
    if element is None:
        return outer
    value = element.get(NUMBER)
    if value is not None:
        return int(value)
    return 0 if element.tag == "article" else outer
