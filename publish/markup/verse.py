"""Verse: lines that the author ended, as in a poem or an address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from publish.markup.tree import Element, add_class, append_text, classes, has_class, make, names
from publish.text.patterns import late
from publish.text.scripts import SQUARE

__all__ = ["free", "mark"]

_LONGEST = 64
"""Most columns of a line of verse; a Chinese character takes two."""
_FEWEST = 2
"""Fewest line breaks of a verse, or of verses that follow each other."""
_WIDE = late(f"[{SQUARE}]")
_OTHERS = (
    "picture",
    "picture-led",
    "standfirst",
    "author-note",
    "pullquote",
    "question",
    "caption",
    "center",
    "at-right",
)
_NAMED = names("verse verses poem poetry stanza haiku lyrics")
"""Classes that say of a part that it is verse, however long its lines are."""
_LINE_END = "\n"


def free(root: Element) -> None:
    """Make a `pre` that is said to be verse a part with its stanzas, as in the author's lines: it is no code."""
    for pre in list(root.iter("pre")):
        if _NAMED.isdisjoint(classes(pre)):
            continue
        lines = _lines(pre)
        pre.tag = "div"
        _empty(pre)
        for is_empty, stanza in groupby(lines, lambda line: not any(map(_shows, line))):
            if not is_empty:
                pre.append(_filled(make("p", class_="verse"), stanza))


def _lines(element: Element) -> list[list[str | Element]]:
    """The texts and elements in each line; an element that goes on in the next line stays whole."""
    lines: list[list[str | Element]] = [[]]
    for piece in [element.text or "", *(part for child in element for part in (child, child.tail or ""))]:
        if isinstance(piece, str):
            first, *others = piece.split("\n")
            lines[-1].append(first)
            lines += [[each] for each in others]
        else:
            lines[-1].append(_filled(piece, _lines(piece)))
    return lines


def _shows(piece: str | Element) -> bool:
    return not isinstance(piece, str) or bool(piece.strip())


def _empty(element: Element) -> None:
    element.text = None
    del element[:]


def _filled(element: Element, lines: Iterable[list[str | Element]]) -> Element:
    """The element with these lines in it, each as far from the edge as the author wrote it."""
    _empty(element)
    for number, line in enumerate(lines):
        if number:
            element.append(make("br"))
        for piece in line:
            if isinstance(piece, str):
                words = piece.lstrip() if piece is line[0] else piece
                append_text(element, "\u00a0" * (len(piece) - len(words)) + words)
            else:
                piece.tail = None
                element.append(piece)
    return element


def mark(root: Element) -> None:
    """Give paragraphs of verse in the text, in its parts and in quotations the class `verse`."""
    for parent in (root, *root.iter("blockquote", "div", "section", "article")):
        if any(has_class(parent, name) for name in _OTHERS):
            continue
        if not _NAMED.isdisjoint(classes(parent)):
            for each in parent.iterchildren("p"):
                if each.find(".//br") is not None and not any(has_class(each, name) for name in _OTHERS):
                    add_class(each, "verse")
            continue
        for verses in _runs(parent):
            if sum(len(list(each.iter("br"))) for each in verses) >= _FEWEST:
                for each in verses:
                    add_class(each, "verse")


def _runs(parent: Iterable[Element]) -> Iterator[list[Element]]:
    """Neighbouring paragraphs of short lines."""
    found: list[Element] = []
    for child in parent:
        if _is_short(child):
            found.append(child)
        elif found:
            yield found
            found = []
    yield found


def _is_short(block: Element) -> bool:
    if block.tag != "p" or block.find(".//br") is None or any(has_class(block, name) for name in _OTHERS):
        return False
    if any(each.tag in ("img", "svg", "math", "pre") for each in block.iter()):
        return False
    lines = "".join(_pieces(block)).strip().split(_LINE_END)
    return all(line.strip() and len(line) + len(_WIDE.findall(line)) <= _LONGEST for line in lines)


def _pieces(element: Element) -> Iterator[str]:
    """The texts of an element, with a sign for each line break of the author."""
    yield " ".join((element.text or "").split("\n"))
    for child in element:
        if child.tag == "br":
            yield _LINE_END
        else:
            yield from _pieces(child)
        yield " ".join((child.tail or "").split("\n"))
