"""The chapter's text as lines: for each block, its pieces of text in order, without code.

Rules about characters (line breaks between Han, languages, typography) work on these pieces and need not walk the
tree.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from lxml import etree

from publish.markup.tree import PHRASING, Element, names

__all__ = ["Line", "Piece", "lines"]

_OPAQUE = names("code pre kbd samp var math tt")
"""Elements whose text is not prose."""
_NOTE_CALL = "noteref"


@dataclass(slots=True)
class Piece:
    """A text without markup inside: an element's text or its tail."""

    element: Element
    is_tail: bool
    text: str
    language: str
    """BCP 47 tag of the piece."""
    opaque: bool = False
    """Whether it is code, a formula or a note's number: read as context, but never changed."""

    def write(self, text: str) -> None:
        """Write changed text into the tree."""
        self.text = text
        if self.is_tail:
            self.element.tail = text
        else:
            self.element.text = text


@dataclass(slots=True)
class Line:
    """The pieces between two block boundaries or line breaks."""

    block: Element
    language: str
    pieces: list[Piece] = field(default_factory=list)
    alone: bool = False
    """Whether the block consists of this line only."""

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def lines(root: Element, language: str) -> list[Line]:
    """All lines of a tree in order; linear, without recursion."""
    walk = _Walk(root, language)
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            walk.enter(element)
        else:
            walk.leave(element)
    found = [line for line in walk.found if line.pieces]
    count = Counter(line.block for line in found)
    for line in found:
        line.alone = count[line.block] == 1 and line.block not in walk.holders
    return found


def _is_opaque(element: Element) -> bool:
    return (
        element.tag in _OPAQUE
        or (element.tag == "a" and element.get("class") == _NOTE_CALL)
        or _is_mathml(element)
    )


def _in_line(element: Element) -> bool:
    return element.tag in PHRASING or _is_mathml(element)


def _is_mathml(element: Element) -> bool:
    return str(element.tag)[0] == "{"  # only MathML's names have a namespace


class _Walk:
    """The state of a walk through the tree."""

    def __init__(self, root: Element, language: str) -> None:
        self.root = root
        self.found = [Line(root, language)]
        self.blocks = [root]
        self.languages = [language]
        self.opaque = 0
        self.holders: set[Element] = {root}
        """Blocks that contain blocks."""

    def enter(self, element: Element) -> None:
        own = element.get("lang")
        if own:
            self.languages.append(own)
        if _is_opaque(element):
            self.opaque += 1
        if not _in_line(element):
            self.holders.add(self.blocks[-1])
            self.blocks.append(element)
            self.break_line()
        self.add(element, False, element.text)

    def leave(self, element: Element) -> None:
        if element.get("lang"):
            self.languages.pop()
        if _is_opaque(element):
            self.opaque -= 1
        if not _in_line(element):
            self.blocks.pop()
            self.break_line()
        elif element.tag == "br":
            self.break_line()
        if element is not self.root:
            self.add(element, True, element.tail)

    def break_line(self) -> None:
        if self.blocks:
            self.found.append(Line(self.blocks[-1], self.languages[-1]))

    def add(self, element: Element, is_tail: bool, text: str | None) -> None:
        if text:
            piece = Piece(element, is_tail, text, self.languages[-1], self.opaque > 0)
            self.found[-1].pieces.append(piece)
