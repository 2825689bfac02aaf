"""Readings of characters (HTML, 4.5.10): each base gets its own reading beside it, as every reader of books shows it.

`<ruby><rb>東</rb><rb>京</rb><rt>とう</rt><rt>きょう</rt></ruby>` names all bases before all readings, and `rtc` is a second row of
readings (HTML Ruby Markup Extensions). Browsers and readers that know neither show such readings in wrong places.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from publish.markup.tree import Element, append_text, make, text_of

__all__ = ["settle"]

Part = Element | str
_DEEPEST = 4
"""Rubies around one: two are for readings on both sides; with many, a PDF would break the rules for archives."""


@dataclass(slots=True)
class _Group:
    """Bases, and the readings that follow them."""

    bases: list[list[Part]] = field(default_factory=list)
    is_open: bool = False
    """Whether what comes next belongs to the last base."""
    readings: list[Element] = field(default_factory=list)
    second: list[Element] = field(default_factory=list)
    """Those in `rtc`."""

    def add(self, part: Part) -> None:
        """Add a text or an element that is no `rb`."""
        if self.is_open:
            self.bases[-1].append(part)
        elif not isinstance(part, str) or part.strip():
            self.bases.append([part])
            self.is_open = True


def settle(root: Element) -> None:
    """Write the rubies anew that have `rb`, `rtc` or several readings in a row; the others stay as they are."""
    for ruby in list(root.iter("ruby")):
        parent = ruby.getparent()
        if parent is None or not _is_in_rows(ruby):
            continue
        brackets = [text_of(each) for each in ruby.iter("rp")][:2]
        made = [
            each
            for group in _groups(ruby)
            for each in _written(group, brackets if len(brackets) == 2 else [])
        ]
        for each in made:
            each.attrib.update(ruby.attrib)
            if each is not made[0] and "id" in each.attrib:
                del each.attrib["id"]
        if made:
            made[-1].tail = ruby.tail
            place = parent.index(ruby)
            parent[place : place + 1] = made
    for ruby in list(root.iter("ruby")):
        if sum(1 for _ in ruby.iterancestors("ruby")) >= _DEEPEST:
            ruby.tag = "span"
    for part in list(root.iter("rb", "rtc")):
        part.tag = "span"


def _is_in_rows(ruby: Element) -> bool:
    if any(each.tag in ("rb", "rtc") for each in ruby):
        return True
    last = None
    for each in ruby:
        if each.tag == "rt" and last is not None:
            return True
        if each.tag != "rp":
            last = each if each.tag == "rt" else None
        if (each.tail or "").strip():
            last = None
    return False


def _groups(ruby: Element) -> Iterator[_Group]:
    group = _Group()
    for part in _parts(ruby):
        tag = "" if isinstance(part, str) else part.tag
        if tag == "rp" or (isinstance(part, str) and not part.strip() and not group.is_open):
            continue
        if tag not in ("rt", "rtc") and (group.readings or group.second):
            yield group
            group = _Group()
        if isinstance(part, str) or tag not in ("rb", "rt", "rtc"):
            group.add(part)
            continue
        group.is_open = False
        if tag == "rb":
            group.bases.append([part.text or "", *_parts(part, rest=True)])
        elif tag == "rt":
            group.readings.append(part)
        else:
            group.second += part.findall("rt") or [part]
    yield group


def _parts(element: Element, *, rest: bool = False) -> Iterator[Part]:
    """Texts and elements in their order; without the first text for the `rest`."""
    if element.text and not rest:
        yield element.text
    for child in list(element):
        tail, child.tail = child.tail, None
        yield child
        if tail:
            yield tail


def _written(group: _Group, brackets: Sequence[str]) -> Iterator[Element]:
    """The rubies of a group: a second row stands around the first."""
    first, second = group.readings or group.second, group.second if group.readings else []
    ruby = make("ruby")
    for base, reading in _pairs(group.bases, first):
        for part in base:
            _append(ruby, part)
        if reading is not None:
            _append_reading(ruby, reading, brackets)
    if second:
        outer = make("ruby")
        outer.append(ruby)
        _append_reading(outer, _joined(second), brackets)
        ruby = outer
    if len(ruby) or (ruby.text or "").strip():
        yield ruby


def _pairs(
    bases: Sequence[list[Part]], readings: Sequence[Element]
) -> Iterator[tuple[list[Part], Element | None]]:
    """Each base with its reading. One reading is for all bases; the last base has all readings that are left."""
    if len(readings) == 1 or not bases:
        yield [part for base in bases for part in base], _joined(readings) if readings else None
        return
    for number, base in enumerate(bases):
        mine = readings[number:] if number == len(bases) - 1 else readings[number : number + 1]
        yield base, _joined(mine) if mine else None


def _joined(readings: Sequence[Element]) -> Element:
    """Readings as one, with the attributes of the first; words in Latin letters keep apart."""
    made = make("rt")
    made.attrib.update(readings[0].attrib)
    for number, reading in enumerate(readings):
        words = text_of(reading).strip()
        if number and words[:1].isascii() and text_of(made)[-1:].isascii():
            _append(made, " ")
        for part in [reading.text or "", *_parts(reading, rest=True)]:
            _append(made, part)
    return made


def _append(element: Element, part: Part) -> None:
    if isinstance(part, str):
        append_text(element, part)
    else:
        element.append(part)


def _append_reading(ruby: Element, reading: Element, brackets: Sequence[str]) -> None:
    marks = [make("rp", each) for each in brackets]
    ruby.extend([marks[0], reading, marks[1]] if marks else [reading])
