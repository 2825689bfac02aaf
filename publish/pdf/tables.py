"""Tables that are too wide for the page: first a smaller font, then several tables with some of the columns each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from math import ceil

from publish.language import label
from publish.markup.tree import Element, add_class, make, text_of
from publish.text.patterns import late
from publish.text.scripts import HANGUL, SQUARE
from publish.weasy import pagebreaks

__all__ = ["divide"]

_SIZES = (("", 0.84, 1.8), ("wide", 0.72, 1.2), ("very-wide", 0.6, 1.2))
"""Classes of tables, with their font size in the style sheet, and the space beside a column, in characters."""
_Size = tuple[str, float, float]
_NARROW = 1.12
"""Number of usual letters that are as wide as one of half an em."""
_LONGEST = 24
"""Longest word in characters that is never broken."""
_APART, _FULLEST = 4.4, 0.6
"""The space between the columns of a narrow table, in characters, and how much of the line the table takes at most."""
_FEWEST = 3
"""Most columns of a table that can be split."""
_WIDE = late(f"[{SQUARE}{HANGUL}]")
_BROAD = late("[A-ZÀ-ÞmwMW@%]")
_FIGURE = late("[0-9]")
_PART = late(f"[{SQUARE}]|[^\\s\u200b/–—{SQUARE}]+[/–—]?")
"""What stays on one line: Korean is broken at spaces only."""


def divide(root: Element, measure: float, language: str, only: float | None = None) -> None:
    """Give wide tables a class with a smaller font, or split them. `measure` is a line's width in characters.

    `only` is the size of all tables in ems, if the style makes none smaller. A table with cells across columns or rows
    is not split.
    """
    measure *= _NARROW
    sizes = _SIZES if only is None else (("", only, _SIZES[0][2]),)
    for table in list(root.iter("table")):
        rows = [list(row.iterchildren("td", "th")) for row in table.iter("tr")]
        count = max(map(len, rows), default=0)
        widths = [
            max((_widest(row[number]) for row in rows if number < len(row)), default=0.0)
            for number in range(count)
        ]
        for name, size, beside in sizes:
            if sum(widths) + beside * count <= measure / size:
                if name:
                    add_class(table, name)
                elif _is_narrow(table, rows, count, measure / size):
                    add_class(table, "narrow")
                break
        else:
            if count >= _FEWEST and all(len(row) == count and not _spans(row) for row in rows if row):
                split = sizes[:2][-1]
                _replace(table, list(_groups(widths, measure, split)), language, split[0])


def _is_narrow(table: Element, rows: Sequence[Sequence[Element]], count: int, measure: float) -> bool:
    """Whether a table with all its words on one line takes so little of the width that, spread over all of it, its
    columns would be far apart.
    """
    if table.find("caption") is not None or table.get("style") or any(_spans(row) for row in rows):
        return False
    widths = (
        max((_width(text_of(row[number]).strip()) for row in rows if number < len(row)), default=0.0)
        for number in range(count)
    )
    return sum(widths) + _APART * (count - 1) <= _FULLEST * measure


def _widest(cell: Element) -> float:
    """Width of a cell's widest unbreakable text, in characters of usual width."""
    return max((_width(part[:_LONGEST]) for part in _PART.findall(text_of(cell))), default=0.0)


def _width(text: str) -> float:
    """Width of a text on one line, in characters of usual width."""
    broad, figures = len(_BROAD.findall(text)), len(_FIGURE.findall(text))
    return len(text) + len(_WIDE.findall(text)) + 0.4 * broad + 0.12 * figures


def _spans(row: Sequence[Element]) -> bool:
    return any(cell.get(name, "1") != "1" for cell in row for name in ("colspan", "rowspan"))


def _groups(widths: Sequence[float], measure: float, split: _Size) -> Iterator[list[int]]:
    """Numbers of the columns in each part, besides the first column; about the same number in each."""
    fullest = list(_filled(widths, measure, split, len(widths)))
    yield from _filled(widths, measure, split, ceil((len(widths) - 1) / len(fullest)))


def _filled(widths: Sequence[float], measure: float, split: _Size, most: int) -> Iterator[list[int]]:
    _, size, beside = split
    room = measure / size - widths[0] - beside
    group: list[int] = []
    for number in range(1, len(widths)):
        wide = sum(widths[each] + beside for each in (*group, number)) > room
        if group and (wide or len(group) == most):
            yield group
            group = []
        group.append(number)
    yield group


def _replace(table: Element, groups: Sequence[Sequence[int]], language: str, name: str) -> None:
    """Replace a table by one table per group, each with a line about its columns."""
    parent, count = table.getparent(), max(len(row) for row in table.iter("tr"))
    if parent is None or len(groups) < 2:
        add_class(table, _SIZES[-1][0])
        return
    parts: list[Element] = []
    for group in groups:
        part = deepcopy(table)
        part.tail = None
        add_class(part, *name.split(), "part")
        for row in list(part.iter("tr")):
            for number, cell in enumerate(list(row.iterchildren("td", "th"))):
                if number and number not in group:
                    row.remove(cell)
        for column in list(part.iter("colgroup")):
            column.getparent().remove(column)  # type: ignore[union-attr]  # it is in the table
        if parts:
            _remove_ids(part)
        key = "columns" if len(group) > 1 else "column"
        _add_caption(part, label(key, language).format(first=group[0] + 1, last=group[-1] + 1, count=count))
        parts.append(part)
    parts[-1].tail = table.tail
    place = parent.index(table)
    parent[place : place + 1] = parts


def _remove_ids(part: Element) -> None:
    """Remove ids and numbers that the first part has already."""
    for row in part.iter("tr"):
        for element in row[0].iter() if len(row) else ():
            _remove_id(element)
    for element in (part, *part.iterchildren("caption")):
        _remove_id(element)


def _remove_id(element: Element) -> None:
    for name in ("id", pagebreaks.NUMBER):
        if name in element.attrib:
            del element.attrib[name]


def _add_caption(part: Element, words: str) -> None:
    caption = part.find("caption")
    if caption is None:
        caption = make("caption")
        part.insert(0, caption)
    elif text_of(caption).strip():
        caption.append(make("br"))
    caption.append(make("span", words, class_="columns"))
