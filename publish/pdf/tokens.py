"""Addresses, paths, names from code and the like, marked for layout: without hyphens, with places to break."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from lxml import etree
from markupsafe import Markup

from publish.language.tokens import BREAK, OTHERS, parted, spans
from publish.markup.tree import PHRASING, VOID, Element, add_class, has_class, make

__all__ = ["CLASS", "LONG_WORDS", "mark", "marked"]

CLASS = "token"
"""Of spans that take no hyphen."""
LONG_WORDS = "long-words"
"""Of paragraphs that hold a word which may have to be broken."""
_LONG_WORD = re.compile(rf"[^\s\u200b{OTHERS}]{{16}}")
"""A word that could be longer than a narrow line."""
_SKIPPED = frozenset({"pre", "svg", "math", "ruby"})
_SKIPPED_CLASSES = frozenset({"math", CLASS})


def marked(text: str) -> Markup:
    """A text, or markup, as HTML, its tokens marked, for a place outside a chapter's body."""
    holder = etree.fromstring(f"<span>{text}</span>") if isinstance(text, Markup) else make("span", text)
    mark(holder)
    inner = "".join(etree.tostring(child, encoding="unicode", method="html") for child in holder)
    return Markup.escape(holder.text or "") + Markup(inner)  # noqa: S704  # serialised from a tree


@dataclass(slots=True)
class _Slot:
    """A piece of text in the tree: an element's own, or what follows it."""

    element: Element
    kind: Literal["text", "tail"]
    start: int
    """Where it begins in its line of slots."""
    text: str


def mark(root: Element) -> None:
    """Give every token the class that takes no hyphen, and places to break. A token may run over elements in a line.

    Paragraphs with long words get a class too.
    """
    for slots in list(_lines(root)):
        whole = "".join(slot.text for slot in slots)
        if _LONG_WORD.search(whole):
            _let_break(slots[0].element)
        found = list(spans(whole))
        if found:
            _mark(slots, whole, found)


def _let_break(element: Element) -> None:
    """Mark the paragraph around a long word: to let words break costs the engine a fiftieth of its time."""
    paragraph = next((each for each in (element, *element.iterancestors()) if each.tag == "p"), None)
    if paragraph is not None:
        add_class(paragraph, LONG_WORDS)


def _mark(slots: Sequence[_Slot], whole: str, spans: Sequence[tuple[int, int]]) -> None:
    """Mark the tokens of one line, each slot from its last token to its first, so that places stay what they are."""
    texts = [parted(whole[start:end]) for start, end in spans]
    for slot in slots:
        pieces: list[tuple[int, int, str]] = []
        for (start, end), text in zip(spans, texts, strict=True):
            if start >= slot.start + len(slot.text) or end <= slot.start:
                continue
            inner = _within(text, slot.start - start, slot.start + len(slot.text) - start)
            pieces.append((max(start - slot.start, 0), min(end - slot.start, len(slot.text)), inner))
        if pieces:
            _replace(slot, pieces)


def _within(text: str, start: int, end: int) -> str:
    """The part of a text from one character to another, where places to break count nothing."""
    at, kept = 0, []
    for character in text:
        if start <= at < end or (character == BREAK and start < at <= end):
            kept.append(character)
        at += character != BREAK
    return "".join(kept)


def _replace(slot: _Slot, pieces: Sequence[tuple[int, int, str]]) -> None:
    element, text = slot.element, slot.text
    first = pieces[0]
    if (
        len(pieces) == 1
        and slot.kind == "text"
        and (first[0], first[1]) == (0, len(text))
        and not len(element)
    ):
        element.text = first[2]
        add_class(element, CLASS)
        return
    fresh = []
    nexts = [*(start for start, _, _ in pieces[1:]), len(text)]
    for (_, end, inner), following in zip(pieces, nexts, strict=True):
        span = make("span", inner, class_=CLASS)
        span.tail = text[end:following]
        fresh.append(span)
    before = text[: first[0]]
    if slot.kind == "text":
        element.text = before
        element[:0] = fresh
        return
    parent = element.getparent()
    assert parent is not None  # what follows an element stands in its parent
    element.tail = before
    at = parent.index(element) + 1
    parent[at:at] = fresh


def _lines(root: Element) -> Iterator[list[_Slot]]:
    """The slots of text that stand in one line of text, where tokens may be."""
    slots: list[_Slot] = []
    at, skipped = 0, 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        skips = element.tag in _SKIPPED or any(has_class(element, name) for name in _SKIPPED_CLASSES)
        if element.tag not in PHRASING or element.tag in VOID or skips:
            if slots:
                yield slots
            slots, at = [], 0
        if event == "end":
            skipped -= skips
        text = (element.text if event == "start" else element.tail) or ""
        if event == "start":
            skipped += skips
        if text and not skipped and (event == "start" or element is not root):
            slots.append(_Slot(element, "text" if event == "start" else "tail", at, text))
            at += len(text)
    if slots:
        yield slots
