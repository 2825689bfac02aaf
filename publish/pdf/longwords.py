"""Break opportunities in very long words: the engine's time grows with the square of the length of unbreakable text."""

from __future__ import annotations

import re

from lxml import etree

from publish.markup.tree import PHRASING, Element, make
from publish.text.patterns import late
from publish.text.scripts import HANGUL, SQUARE

__all__ = ["MOST", "part"]

MOST = 1_000
"""Most characters in a row without a break opportunity: longer than any address or key."""
_MARKUP = 10
"""Characters that an element in the line counts as."""
_BREAKS = late(f"[\\s\u200b{SQUARE}{HANGUL}]")


def part(root: Element) -> None:
    """Put a `wbr` into words that are longer than MOST."""
    run = 0
    for event, element in list(etree.iterwalk(root, events=("start", "end"))):
        if element.tag in PHRASING and element.tag != "br":
            run += _MARKUP
        else:
            run = 0
        if event == "start":
            element.text, places, run = _parted(element.text or "", run)
            element[:0] = places
        elif element is not root:
            element.tail, places, run = _parted(element.tail or "", run)
            parent = element.getparent()
            if places and parent is not None:
                at = parent.index(element) + 1
                parent[at:at] = places


def _parted(text: str, run: int) -> tuple[str, list[Element], int]:
    """The text before the first new break, the breaks with the text after each, and the length of the open rest."""
    if run + len(text) <= MOST:
        last = max((found.end() for found in _BREAKS.finditer(text)), default=-1)
        return text, [], len(text) - last if last >= 0 else run + len(text)
    pieces = [""]
    for stretch in re.split(f"({_BREAKS.pattern})", text):
        if _BREAKS.fullmatch(stretch):
            pieces[-1] += stretch
            run = 0
            continue
        at = 0
        while run + len(stretch) - at > MOST:
            room = max(0, MOST - run)
            pieces[-1] += stretch[at : at + room]
            pieces.append("")
            at, run = at + room, 0
        pieces[-1] += stretch[at:]
        run += len(stretch) - at
    places = []
    for piece in pieces[1:]:
        place = make("wbr")
        place.tail = piece
        places.append(place)
    return pieces[0], places, run
