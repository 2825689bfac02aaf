"""Readings above Han characters (ruby, zhuyin), which WeasyPrint does not know: two blocks inside the line."""

from __future__ import annotations

from collections.abc import Iterator

from publish.markup.tree import Element, make

__all__ = ["BASE", "READING", "RUBY", "stack"]

RUBY, BASE, READING = "ruby", "base", "reading"
"""Classes of a character with its reading, and of the two parts."""
_INSTEAD = frozenset({"rp", "rtc"})
"""Elements for readers without ruby, or for two readings of one character."""


def stack(root: Element) -> None:
    """Make each `ruby` a row of `span.ruby`, with the reading before its character."""
    for ruby in list(root.iter("ruby")):
        pairs = [_pair(base, reading) for base, reading in _pairs(ruby)]
        parent = ruby.getparent()
        if not pairs or parent is None:
            continue
        pairs[-1].tail = ruby.tail
        place = parent.index(ruby)
        parent[place : place + 1] = pairs


def _pairs(ruby: Element) -> Iterator[tuple[list[Element | str], Element | None]]:
    base: list[Element | str] = [ruby.text or ""]
    for child in list(ruby):
        tail, child.tail = child.tail or "", None
        if child.tag == "rt":
            yield base, child
            base = [tail]
        elif child.tag in _INSTEAD:
            base.append(tail)
        else:
            base += [child, tail]
    if any(not isinstance(each, str) or each.strip() for each in base):
        yield base, None


def _pair(base: list[Element | str], reading: Element | None) -> Element:
    inner = make("span", class_=BASE)
    for each in base:
        if not isinstance(each, str):
            inner.append(each)
        elif len(inner):
            inner[-1].tail = (inner[-1].tail or "") + each
        else:
            inner.text = (inner.text or "") + each
    if reading is None:
        inner.attrib.pop("class")
        return inner
    pair = make("span", class_=RUBY)
    reading.tag = "span"
    reading.set("class", READING)
    pair.extend([reading, inner])
    return pair
