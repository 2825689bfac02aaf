"""Words without an end: places where a line may break, for the engine's time grows with the square of what cannot be broken."""

from __future__ import annotations

import re

from lxml import etree

from publish.markup.tree import PHRASING, Element, make

__all__ = ["MOST", "part"]

MOST = 1_000
"""Characters in a row that may go without a place to break: more than an address has, or a key."""
_MARKUP = 10
"""Characters that an element in the line weighs."""
_BREAKS = re.compile("[\\s\u200b\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff]")


def part(root: Element) -> None:
    """Put a `wbr` into whatever is longer than MOST."""
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
    """What stands before the first new place to break, the places with what follows each, and the run that is left."""
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
