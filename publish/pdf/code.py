"""Splits code into lines: each line of a `pre` becomes a block, so that a wrapped line is visible by its indent.

`--indent` on a line is its indentation in columns; wrapped text is indented further. Tabs become spaces, so that
columns align.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from copy import copy

from lxml import etree

from publish.language.tokens import BREAK, FIRST_SIGN, JOIN
from publish.markup.tree import drop
from publish.text.patterns import late
from publish.text.scripts import HANGUL

__all__ = ["split_lines"]

_TAB, _DEEPEST = 8, 4
"""Columns of a tab, as in the style sheet, and the largest indent for wrapped lines."""
_NARROW = 30
"""Columns that the narrowest panel has."""
_BEGINNING = late(r"(?P<indent> +)\S+")
"""The indent of a line, and its first word."""
_LONG = late(r"\S{24,}")
"""Text that may be wider than the panel and has no space to break at."""
_AFTER = frozenset(",;:/|&=+)]}>")
"""Characters after which it may break."""
_BEFORE_SIGN = late(r"(?<=\S) +(?=[\])}…]|[!?,;:/](?!\w)|\.{2,})")
"""Spaces at which UAX 14 lets no line end, because of the sign that follows; code is not prose."""
_IN_KOREAN = late(f"(?<=[{HANGUL}])(?=[{HANGUL}])")
"""Places inside Korean words: UAX 14 lets lines end there, Korean does not."""


def split_lines(root: etree._Element) -> None:
    """Wrap every line of every `pre` in `span.line`. Highlighting across lines is closed and opened again."""
    for block in list(root.iter("pre")):
        for numbers in [each for each in block.iter("span") if each.get("hidden")]:
            drop(numbers)
        holder = block.find("code") if len(block) == 1 and not (block.text or "").strip() else None
        _split(block if holder is None else holder)


def _split(holder: etree._Element) -> None:
    lines = [_line()]
    _copy_text(holder.text, lines, [])
    for child in list(holder):
        _copy(child, lines, [])
        _copy_text(child.tail, lines, [])
        holder.remove(child)
    if len(lines) > 1 and not len(lines[-1]) and not lines[-1].text:
        lines.pop()  # after the newline of the last line
    for line in lines:
        _fill_tabs(line, 0)
        _indent(line)
        _let_break(line)
        _keep_words(line)
        _join_indent(line)
        text = "".join(str(part) for part in line.itertext())
        if columns := min(len(text) - len(text.lstrip(" ")), _DEEPEST):
            line.set("style", f"--indent: {columns}")
    holder.text = None
    holder.extend(_kept(lines))


def _let_break(line: etree._Element) -> None:
    """Add break opportunities to long strings: after certain characters, and where the colour changes.

    The engine breaks a string at any character if it must, but only one at the start of a line and with a single
    colour.
    """
    slots = list(_slots(line))
    if len(slots) < 2 and (line.text or "").isalnum():
        return
    whole = "".join(text for _, _, text in slots)
    inside = {place for found in _LONG.finditer(whole) for place in range(found.start() + 1, found.end())}
    if not inside:
        return
    at = 0
    for element, kind, text in slots:
        last = len(text) - 1
        made = [
            character + BREAK
            if at + number + 1 in inside and (number == last or _ends(character, text[number + 1]))
            else character
            for number, character in enumerate(text)
        ]
        setattr(element, kind, "".join(made))
        at += len(text)


def _keep_words(line: etree._Element) -> None:
    """No line ends inside a Korean word, but one may at every space, and before a name that begins with a dot."""
    slots, at = list(_slots(line)), 0
    ends = {found.end() for found in _BEFORE_SIGN.finditer("".join(text for _, _, text in slots))}
    for element, kind, text in slots:
        spaced = "".join(BREAK * (at + number in ends) + each for number, each in enumerate(text))
        at += len(text)
        spaced = _IN_KOREAN.sub(JOIN, spaced)
        setattr(element, kind, FIRST_SIGN.sub(rf"{BREAK}\g<0>{JOIN}", spaced))


def _join_indent(line: etree._Element) -> None:
    """No line ends after the spaces at its beginning: the engine would go back to that place before others."""
    found = _BEGINNING.match("".join(text for _, _, text in _slots(line)))
    if not found or found.end() > _NARROW:
        return
    at = found.end("indent")
    for element, kind, text in _slots(line):
        if at < len(text):
            setattr(element, kind, f"{text[:at]}{JOIN}{text[at:]}")
            return
        at -= len(text)


def _ends(character: str, following: str) -> bool:
    return character in _AFTER and following not in _AFTER


def _slots(element: etree._Element) -> Iterator[tuple[etree._Element, str, str]]:
    """The texts in an element, in order, with their places."""
    if element.text:
        yield element, "text", element.text
    for child in element:
        yield from _slots(child)
        if child.tail:
            yield child, "tail", child.tail


def _kept(lines: list[etree._Element]) -> list[etree._Element]:
    """The lines, with the first ones and the last ones grouped in `span.kept`: at least two stay together on a page."""
    first, last = _two_lines(lines), len(lines) - _two_lines(lines[::-1])
    if first >= last:
        return [_group(lines)]
    return [_group(lines[:first]), *lines[first:last], _group(lines[last:])]


def _two_lines(lines: list[etree._Element]) -> int:
    """The number of lines that includes two non-blank ones."""
    seen = 0
    for number, line in enumerate(lines, 1):
        seen += bool("".join(str(part) for part in line.itertext()).strip())
        if seen == 2:
            return number
    return len(lines)


def _group(lines: list[etree._Element]) -> etree._Element:
    group = etree.Element("span", {"class": "kept"})
    group.extend(lines)
    return group


def _fill_tabs(element: etree._Element, column: int) -> int:
    """Replace the tabs in an element by spaces, up to the next tab stop of the line. Returns the column after it.

    WeasyPrint counts tab stops from the start of each text node, and shows no gap where that ends at a stop.
    """
    element.text, column = _filled(element.text, column)
    for child in element:
        column = _fill_tabs(child, column)
        child.tail, column = _filled(child.tail, column)
    return column


def _filled(text: str | None, column: int) -> tuple[str | None, int]:
    if not text or ("\t" not in text and text.isascii()):
        return text, column + len(text or "")
    filled = []
    for character in text:
        if character == "\t":
            filled.append(" " * (_TAB - column % _TAB))
            column += len(filled[-1])
        else:
            filled.append(character)
            column += _columns(character)
    return "".join(filled), column


def _columns(character: str) -> int:
    """Columns of a character in a monospaced font: two for wide East Asian ones, none for combining ones."""
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _indent(line: etree._Element) -> None:
    """Move the leading white space of a line into the text after it: a line must not break between them."""
    if len(line) and line.text and not line.text.strip():
        first = line[0]
        while len(first) and not first.text:
            first = first[0]
        first.text, line.text = line.text + (first.text or ""), None


def _line() -> etree._Element:
    return etree.Element("span", {"class": "line"})


def _copy(element: etree._Element, lines: list[etree._Element], path: list[etree._Element]) -> None:
    if not len(element) and not (element.text or "").strip(" \n\t"):
        _copy_text(element.text, lines, path)  # colour on white space is invisible and breaks lines badly
        return
    path = [*path, element]
    _open(lines[-1], path)
    _copy_text(element.text, lines, path)
    for child in element:
        _copy(child, lines, path)
        _copy_text(child.tail, lines, path)


def _copy_text(text: str | None, lines: list[etree._Element], path: list[etree._Element]) -> None:
    for number, piece in enumerate((text or "").split("\n")):
        if number:
            lines.append(_line())
            for depth in range(1, len(path) + 1):
                _open(lines[-1], path[:depth])
        if piece:
            _append(_deepest(lines[-1], len(path)), piece)


def _open(line: etree._Element, path: list[etree._Element]) -> None:
    """Start a copy of the last element of `path` in the line, inside the copies of those before it."""
    twin = etree.SubElement(_deepest(line, len(path) - 1), path[-1].tag)
    twin.attrib.update(copy(dict(path[-1].attrib)))


def _deepest(line: etree._Element, depth: int) -> etree._Element:
    for _ in range(depth):
        line = line[-1]
    return line


def _append(element: etree._Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
