"""Widths of table columns: WeasyPrint's own, but no word is broken while another column has words to wrap.

A column is never narrower than its minimum content. WeasyPrint uses parts of hyphenated or broken words for that, and
measures each letter by a layout of the whole rest: 300 words take 16 seconds. Here the minimum of a cell is its
widest whole word. Only if whole words do not fit the page, the widest columns become narrower, and their words are
broken by the rules of the cell's style.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any

from publish.text.patterns import late
from publish.text.scripts import HANGUL, SQUARE

__all__ = ["mend", "shares"]

_WRAPS = frozenset({"normal", "pre-wrap", "pre-line"})
"""Values of `white-space` with line breaks (CSS Text 3, 3)."""
_FEW = 4
"""A text with at most this many words is measured completely; of a longer one, only the widest words."""
_NEARLY = 0.7
"""Words are measured from this share of the widest estimated width."""
_SHORT = 60
"""A cell with at most this many characters looks better without hyphens."""
_MOST = 24
"""Number of words that are measured."""
_MANY = 60
"""Number of elements in a line above which only those with the widest words are measured."""
_CODE = dict.fromkeys(("code", "kbd", "samp"), 1.3)
"""How much wider than others a character of these elements is."""
_WHOLE = 32
"""A word with break opportunities but at most this many characters counts as one unit."""
_PART = 16
"""In a longer word, at least this many characters stay together."""
_MARKED, _JOINED = "\u200b", "\u2060"
"""A break opportunity, and the character that forbids one."""
_COMPOUND = late(r"(?<!\S)(?=\S{1,32}(?!\S))\w+(?:[-\u2010]\w+)+")
"""A word with hyphens, short enough to count as one unit."""
_IN_KOREAN = late(rf"(?<=[{HANGUL}])(?=[\w{HANGUL}])|(?<=\w)(?=[{HANGUL}])")
"""Places in Korean words, which break only at spaces (Requirements for Hangul Text Layout, 2.3)."""
_BESIDE = 0.6
"""The largest part of a table's width that a picture takes, if another column needs space."""
_WORD = late(f"[{SQUARE}]|[^\\s{SQUARE}]+")
_NARROW = late(r"[iljtfrI.,:;'|!()\[\]{}/\\-]")
_WIDE = late(rf"[mwMW@%&A-Z—{SQUARE}]")

Least = Callable[..., float]
Layout = Callable[[Any, Any, tuple[float, Any]], None]


def mend() -> None:
    """Replace WeasyPrint's functions for widths. Calling it twice does nothing more."""
    from weasyprint.layout import preferred, table

    if getattr(table.auto_table_layout, "mended", False):
        return
    least = preferred.table_cell_min_content_width
    preferred.table_cell_min_content_width = _of_whole_words(least)
    table.auto_table_layout = _within_page(table.auto_table_layout, least)


def _of_whole_words(original: Least) -> Least:
    """The minimum of a cell is its widest word; WeasyPrint would use the widest part of a broken word, at great cost."""

    @wraps(original)
    def table_cell_min_content_width(context: Any, box: Any, outer: bool) -> float:
        with _fewer(box), _changed(box, _widest_words):
            return original(context, box, outer)

    return table_cell_min_content_width


def _within_page(original: Layout, least: Least) -> Layout:
    """Lay out a table so that its columns fit the available width."""

    @wraps(original)
    def auto_table_layout(context: Any, box: Any, containing_block: tuple[float, Any]) -> None:
        from weasyprint.layout.preferred import table_and_columns_preferred_widths

        table = box.get_wrapped_table()
        found = table_and_columns_preferred_widths(context, box, outer=False)
        _, most, columns, *rest = found
        spacing, grid = rest[-2:]
        margins = sum(margin for margin in (box.margin_left, box.margin_right) if margin != "auto")
        edges = table.padding_left + table.padding_right + table.border_left_width + table.border_right_width
        width = containing_block[0] - margins - edges if table.width == "auto" else table.width
        if grid and sum(columns) > width - spacing:
            room = width - spacing
            columns = _beside_pictures(context, grid, columns, least, room)
            columns = shares(columns, [_floor(context, cells, least) for cells in grid], room)
            total = sum(columns) + spacing
            context.tables[table][False] = (total, max(most, total), columns, *rest)
        else:
            _keep_words([cell for cells in grid for cell in cells if cell])
        original(context, box, containing_block)

    auto_table_layout.mended = True  # type: ignore[attr-defined]
    return auto_table_layout


def _beside_pictures(
    context: Any, grid: Sequence[Sequence[Any]], columns: Sequence[float], least: Least, room: float
) -> list[float]:
    """Widths of columns in which a picture takes only a part of the page, so that there is space for text beside it."""
    kept = list(columns)
    for number, cells in enumerate(grid):
        if kept[number] > _BESIDE * room and any(map(_pictures, filter(None, cells))):
            widths = [0.0]
            for cell in filter(None, cells):
                with _any_size(cell):
                    widths.append(least(context, cell, True))
            kept[number] = max(*widths, _BESIDE * room)
    return kept


def _floor(context: Any, cells: Sequence[Any], least: Least) -> float:
    """The smallest width of a column without overflow: that of text that may not wrap, and of formulas.

    Pictures become smaller with their column.
    """
    widths = [0.0]
    for cell in cells:
        if cell and cell.colspan == 1:
            with _changed(cell, lambda _: ""), _any_size(cell):
                widths.append(least(context, cell, True))
    return max(widths)


def _keep_words(cells: Sequence[Any]) -> None:
    """No hyphens in short cells of columns that have space for their words."""
    for cell in cells:
        texts = list(_texts(cell))
        if sum(len(each.text) for each in texts) <= _SHORT:
            for each in texts:
                each.style["hyphens"] = "manual"


def shares(widths: Sequence[float], floors: Sequence[float], room: float) -> list[float]:
    """Widths of columns that together fit a space: the widest become equal, and none goes below its floor."""
    kept, most = list(widths), max(widths, default=0.0)
    while sum(kept) > room and most > 0:
        cut = [number for number, width in enumerate(kept) if width == most > floors[number]]
        lower = [width for width in (*kept, *(floors[number] for number in cut)) if width < most]
        if not cut:
            most = max(lower, default=0.0)
            continue
        most = max(most - (sum(kept) - room) / len(cut), max(lower, default=0.0))
        for number in cut:
            kept[number] = most
    return kept


@contextmanager
def _changed(box: Any, change: Callable[[str], str]) -> Iterator[None]:
    """During the block, the texts of a cell are changed where they may wrap, and none of their words is broken."""
    before: list[tuple[Any, str, Any, str, str]] = []
    for each in _texts(box):
        style = each.style
        if style["white_space"] not in _WRAPS:
            continue
        before.append((each, each.text, style, style["hyphens"], style["overflow_wrap"]))
        each.text = change(each.text)
        style["hyphens"], style["overflow_wrap"] = "none", "normal"
    try:
        yield
    finally:
        for each, text, style, hyphens, overflow_wrap in reversed(before):
            each.text, style["hyphens"], style["overflow_wrap"] = text, hyphens, overflow_wrap


def _pictures(box: Any) -> list[Any]:
    """The pictures in a cell that are never wider than it."""
    return [
        each for each in box.descendants() if each.element_tag == "img" and each.style["max_width"] != "auto"
    ]


@contextmanager
def _any_size(box: Any) -> Iterator[None]:
    """During the block, the pictures of a cell have no widths of their own (CSS Sizing 3, 5.2.2)."""
    before = [(each.style, each.style["width"]) for each in _pictures(box)]
    for style, _ in before:
        style["width"] = "auto"
    try:
        yield
    finally:
        for style, width in before:
            style["width"] = width


def _texts(box: Any) -> Iterator[Any]:
    from weasyprint.formatting_structure import boxes

    if isinstance(box, boxes.TextBox):
        yield box
    for child in getattr(box, "children", ()):
        yield from _texts(child)


def _widest_words(text: str) -> str:
    """A text with the same minimum width: its first and last word, and between them those that could be the widest."""
    if "-" in text or "\u2010" in text:
        text = _COMPOUND.sub(lambda found: re.sub("[-\u2010]", rf"\g<0>{_JOINED}", found[0]), text)
    text = _IN_KOREAN.sub(_JOINED, text)
    if _MARKED in text:
        text = " ".join(map(_whole, text.split(" ")))
    words = _WORD.findall(text)
    if len(words) <= _FEW:
        return text
    first, *inner, last = words
    widths = {word: _estimate(word) for word in inner}
    enough = _NEARLY * max(widths.values())
    widest = sorted(
        (word for word in widths if widths[word] >= enough), key=lambda word: (-widths[word], word)
    )
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{first} {' '.join(widest[:_MOST])} {last}{after}"


@contextmanager
def _fewer(box: Any) -> Iterator[None]:
    """During the block, a cell with many links and other elements has only those with the widest words."""
    before = [(each, each.children) for each in box.descendants() if _is_row(each)]
    parts = {row: list(_parts(children)) for row, children in before}
    space = next((each for each in _texts(box) if each.style["white_space"] == "normal"), None)
    if space is not None and sum(map(len, parts.values())) > _MANY:
        words = {_word(part): part for each in parts.values() for part in each if _is_text(part)}
        widest = {id(words[word]) for word in sorted(words, reverse=True)[:_MOST]}
        space = space.copy_with_text(" ")
        for row, each in parts.items():
            kept = [part for part in each if id(part) in widest or not _is_text(part)]
            row.children = [child for part in kept for child in (*part, space)]
    try:
        yield
    finally:
        for row, children in before:
            row.children = children


def _is_row(box: Any) -> bool:
    """Whether a box is a line of text, or an element with as much in it."""
    from weasyprint.formatting_structure import boxes

    return isinstance(box, boxes.LineBox) or (isinstance(box, boxes.InlineBox) and len(box.children) > _MOST)


def _parts(children: Sequence[Any]) -> Iterator[list[Any]]:
    """The boxes of a line; together those that no space divides."""
    part: list[Any] = []
    end = " "
    for child in children:
        text = "".join(each.text for each in _texts(child))
        if part and (end.isspace() or text[:1].isspace()):
            yield part
            part = []
        part.append(child)
        end = text[-1:]
    if part:
        yield part


def _is_text(part: Sequence[Any]) -> bool:
    """Whether boxes are text and nothing else: no picture, no formula."""
    from weasyprint.formatting_structure import boxes

    every = [each for child in part for each in child.descendants()]
    return all(isinstance(each, boxes.TextBox | boxes.InlineBox) for each in every)


def _word(part: Sequence[Any]) -> tuple[float, str, str]:
    """The estimated width of the widest word of some boxes; and their text and element, which tell it from others."""
    texts = [each for child in part for each in _texts(child)]
    text = "".join(each.text for each in texts)
    size = max((each.style["font_size"] * _CODE.get(each.element_tag, 1.0) for each in texts), default=0.0)
    return size * max(map(_estimate, _WORD.findall(text)), default=0.0), text, part[0].element_tag


def _estimate(word: str) -> float:
    return len(word) + 0.6 * len(_WIDE.findall(word)) - 0.4 * len(_NARROW.findall(word))


def _whole(word: str) -> str:
    """A word without the break opportunities that would leave short parts."""
    if len(word) <= _WHOLE:
        return word.replace(_MARKED, _JOINED)
    parts = [""]
    for part in word.split(_MARKED):
        if len(parts[-1]) >= _PART:
            parts.append(part)
        else:
            parts[-1] += (_JOINED if parts[-1] else "") + part
    return _MARKED.join(parts)
