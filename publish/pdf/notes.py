"""Footnotes: notes at the foot of the page with their call, as in a printed book."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy

from publish.markup.tree import Element, drop, has_class, make, text_of
from publish.text.patterns import late
from publish.text.scripts import HANGUL, SQUARE

__all__ = ["to_feet"]

_LONG = 1_500
"""From this many characters, a note stays at the chapter's end, also if a page has enough room."""
_BROAD = late(f"[{SQUARE}{HANGUL}]")
"""Characters that count as two."""
_CROWD = 30
"""With this many calls in one block, its notes stay at the chapter's end: no page has room for so many footnotes."""
_BLOCKS = ("table", "pre", "figure", "img", "ul", "ol", "dl")
"""Elements that a footnote cannot contain: WeasyPrint cannot break them across pages."""
_NO_FEET = ("table", "figcaption", "h2", "h3", "h4", "h5", "h6")
"""Elements in which a call cannot have a footnote."""


def to_feet(root: Element, longest: int = _LONG) -> None:
    """Move each note to its first call as `span.footnote`; style sheets float it to the foot of the page.

    A note stays in the section at the chapter's end, with its number, if it has `longest` characters, contains more than
    paragraphs, or is called in a table, caption, heading or note, or with too many others.
    """
    longest = min(longest, _LONG)
    notes = {note.get("id", ""): note for note in root.iter("li") if has_class(note, "footnote")}
    calls = [link for link in root.iter("a") if has_class(link, "noteref")]
    crowds = Counter(_block(call) for call in calls)
    for call in calls:
        note = notes.get(call.get("href", "")[1:])
        if note is None or _is_big(note, longest) or _has_no_foot(call) or crowds[_block(call)] > _CROWD:
            continue
        holder = call.getparent()
        if holder is None:
            continue
        foot = _foot(note, call.text or "")
        foot.tail, call.tail = call.tail, None
        holder.replace(call, foot)
        del notes[note.get("id", "")]
        drop(note)
    for section in [section for section in root.iter("section") if has_class(section, "footnotes")]:
        for note in section.iter("li"):
            note.set("value", note.get("id", "").rpartition("-")[2])
        if section.find("ol/li") is None:
            drop(section)


def _is_big(note: Element, longest: int) -> bool:
    text = text_of(note)
    return len(text) + len(_BROAD.findall(text)) > longest or next(note.iter(*_BLOCKS), None) is not None


def _block(call: Element) -> Element | None:
    return next(call.iterancestors("p", "li", "dd", "dt", "td", "div", "blockquote"), None)


def _has_no_foot(call: Element) -> bool:
    return any(outer.tag in _NO_FEET or has_class(outer, "footnote") for outer in call.iterancestors())


def _foot(note: Element, number: str) -> Element:
    """`span.footnote` with the note's content. Paragraphs become spans, because paragraphs cannot be nested."""
    foot = make("span", (note.text or "").strip(), class_="footnote", id=note.get("id", ""))
    foot.set("data-number", number)
    for child in note:
        inner = deepcopy(child)
        inner.tail = (child.tail or "").strip()
        foot.append(inner)
    for inner in foot.iter("p", "div", "blockquote"):
        inner.tag = "span"
        inner.set("class", "note-paragraph")
    return foot
