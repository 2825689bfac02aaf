"""Marks addresses, paths, names from code and similar words for layout: no hyphens, but break opportunities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree
from markupsafe import Markup

from publish.language.tokens import BREAK, JOIN, OTHERS, is_token, parted, spans
from publish.markup.tree import PHRASING, VOID, Element, add_class, has_class, make
from publish.text.patterns import late

__all__ = ["LONG_WORDS", "mark", "marked"]

CLASS = "token"
"""Class of spans without hyphens."""
LONG_WORDS = "long-words"
"""Class of paragraphs with a word that may need to be broken."""
_LONG_WORD = late(rf"[^\s\u200b{OTHERS}]{{16}}")
"""A word that could be longer than a narrow line."""
_NAME = late(r"\w+(?:-\w+)+")
_CODE = frozenset({"code", "kbd", "samp", "var"})
_SKIPPED = frozenset({"pre", "svg", "math", "ruby"})
_SKIPPED_CLASSES = frozenset({"math", CLASS})


def marked(text: str) -> Markup:
    """A text, or markup, as HTML with its tokens marked, for use outside a chapter's body."""
    holder = etree.fromstring(f"<span>{text}</span>") if isinstance(text, Markup) else make("span", text)
    mark(holder)
    inner = "".join(etree.tostring(child, encoding="unicode", method="html") for child in holder)
    return Markup.escape(holder.text or "") + Markup(inner)  # noqa: S704  # serialised from a tree


@dataclass(slots=True)
class _Slot:
    """A piece of text in the tree: an element's text or its tail."""

    element: Element
    kind: Literal["text", "tail"]
    start: int
    """Its start in the text of all slots of its line."""
    text: str


def mark(root: Element) -> None:
    """Give every token the class without hyphens, and break opportunities. A token may extend across elements in a
    line.

    Paragraphs with long words get a class too.
    """
    for slots in list(_lines(root)):
        whole = "".join(slot.text for slot in slots)
        if _LONG_WORD.search(whole):
            _let_break(slots[0].element)
        found = _without_nested([*spans(whole), *_names_with_hyphens(slots)])
        if found:
            _mark(slots, whole, found)


def _without_nested(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, without those inside another one: a name with a hyphen may be a part of an address."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _names_with_hyphens(slots: Sequence[_Slot]) -> Iterator[tuple[int, int]]:
    """Words of inline code with no special character except a hyphen, such as `text-align`."""
    for slot in slots:
        if "-" in slot.text and _is_code(slot):
            for name in _NAME.finditer(slot.text):
                if not is_token(name[0]):
                    yield slot.start + name.start(), slot.start + name.end()


def _is_code(slot: _Slot) -> bool:
    outer = slot.element if slot.kind == "text" else slot.element.getparent()
    return outer is not None and any(each.tag in _CODE for each in (outer, *outer.iterancestors()))


def _let_break(element: Element) -> None:
    """Mark the paragraph around a long word: breaking inside words costs the engine a fiftieth of its time."""
    paragraph = next((each for each in (element, *element.iterancestors()) if each.tag == "p"), None)
    if paragraph is not None:
        add_class(paragraph, LONG_WORDS)


def _mark(slots: Sequence[_Slot], whole: str, spans: Sequence[tuple[int, int]]) -> None:
    """Mark the tokens of one line, in all slots that contain parts of them."""
    tokens = [_Parted(parted(whole[start:end])) for start, end in spans]
    first = 0
    for slot in slots:
        stop = slot.start + len(slot.text)
        while first < len(spans) and spans[first][1] <= slot.start:
            first += 1
        pieces: list[tuple[int, int, str]] = []
        for number in range(first, len(spans)):
            start, end = spans[number]
            if start >= stop:
                break
            inner = tokens[number].between(slot.start - start, stop - start)
            pieces.append((max(start - slot.start, 0), min(end, stop) - slot.start, inner))
        if pieces:
            _replace(slot, pieces)


@dataclass(slots=True)
class _Parted:
    """A token with its break opportunities, which do not count as characters."""

    text: str
    _at: list[int] = field(default_factory=list)
    """The positions of the token's own characters in the text, and of its end."""

    def between(self, start: int, end: int) -> str:
        """The part between two of the token's own characters, with break opportunities after each of them."""
        if not self._at:
            self._at = [at for at, each in enumerate(self.text) if each not in (BREAK, JOIN)]
            self._at.append(len(self.text))
        return self.text[self._at[max(start, 0)] : self._at[min(end, len(self._at) - 1)]]


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
    element.tail = None
    for span in reversed(fresh):
        element.addnext(span)
    element.tail = before


def _lines(root: Element) -> Iterator[list[_Slot]]:
    """The slots of text in one line of text, where tokens may be."""
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
