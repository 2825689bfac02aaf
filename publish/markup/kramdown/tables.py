"""Tables: rows of cells between pipes, with separator lines between head, bodies and foot."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from publish.markup.kramdown.blocks import Blocks, Rule
from publish.markup.kramdown.document import Document
from publish.markup.kramdown.node import Node
from publish.markup.kramdown.patterns import WHITE
from publish.markup.kramdown.spans import spans_of
from publish.text.patterns import late

__all__ = ["TABLE"]

_PIPE = r"(?:\||.*?[^\\\n]\|)"
_LINE = late(rf"{_PIPE}.*?\n")
_HAS_PIPE = late(rf"{_PIPE}")
_SEPARATOR = late(r"([+|: \t-]*?-[+|: \t-]*?)[ \t]*\n")
_FOOT_SEPARATOR = late(r"[+|: \t=]*?=[+|: \t=]*?[ \t]*\n")
_ROW = late(r"(.*?)[ \t]*\n")
_ALIGNMENT = late(r"[ \t]?(:?)-+(:?)[ \t]?")
_CODE_ELEMENT = late(r"(<code.*?>.*?</code>)")
_TICKS = late("`+")
_UNESCAPED_PIPE = late(r"(?<!\\)\|")


@dataclass
class _Parts:
    """A table while its lines are collected."""

    leading_pipe: bool
    groups: list[Node] = field(default_factory=list)
    rows: list[Node] = field(default_factory=list)
    alignment: list[str] = field(default_factory=list)
    has_foot: bool = False

    def close(self, kind: str, *, always: bool = False) -> None:
        """Put the rows so far into a group."""
        if not self.has_foot or kind != "tbody" or always:
            group = Node(kind)
            group.children, self.rows = self.rows, []
            self.groups.append(group)


def _table(blocks: Blocks, found: re.Match[str]) -> bool:
    if not blocks.after_boundary:
        return False
    source = blocks.source
    start = source.pos
    first = source.check(_LINE)
    parts = _Parts(first is not None and first.group().lstrip(WHITE).startswith("|"))
    source.scan(_SEPARATOR)
    _gather(blocks, parts)
    ends = blocks.before_boundary or blocks.document.commonmark
    if not ends or not _pipes_in_every_line(source.text[start : source.pos - 1], blocks.document):
        source.pos = start
        return False
    if parts.rows:
        parts.close("tfoot" if parts.has_foot else "tbody")
    headless = blocks.document.commonmark and not parts.alignment
    if headless or not any(group.kind == "tbody" for group in parts.groups):
        source.pos = start
        return False
    table = blocks.add("table")
    table.children = parts.groups
    _complete(table, parts.alignment)
    return True


def _gather(blocks: Blocks, parts: _Parts) -> None:
    source = blocks.source
    while not source.at_end and source.check(_LINE):
        if separator := source.scan(_SEPARATOR):
            if parts.rows and not parts.alignment and not parts.has_foot:
                parts.close("thead")
                parts.alignment = [_align(*pair) for pair in _ALIGNMENT.findall(separator[1])]
            elif parts.rows:
                parts.close("tbody")
        elif source.scan(_FOOT_SEPARATOR):
            if parts.rows:
                parts.close("tbody", always=True)
            parts.has_foot = True
        elif row := source.scan(_ROW):
            parts.rows.append(_row(row[1], parts.leading_pipe, blocks.document))


def _align(left: str, right: str) -> str:
    if left and right:
        return "center"
    return "left" if left else "right" if right else ""


def _row(text: str, leading_pipe: bool, document: Document) -> Node:
    cells: list[str] = []
    for index, part in enumerate(_CODE_ELEMENT.split(text)):
        if index % 2:
            _extend(cells, [part])
        else:
            for is_code, piece in _code_and_text(part, document):
                split = [piece] if is_code else _UNESCAPED_PIPE.split(piece)
                _extend(cells, split if is_code else [cell.replace(r"\|", "|") for cell in split])
    if leading_pipe and cells and not cells[0].strip(WHITE):
        del cells[0]
    if cells and not cells[-1].strip(WHITE):
        cells.pop()
    row = Node("tr")
    for words in cells:
        cell = Node("td")
        cell.add_text(words.strip(WHITE))
        row.children.append(cell)
    return row


def _extend(cells: list[str], pieces: list[str]) -> None:
    """Join the first piece to the last cell; the others become cells."""
    if cells and pieces:
        cells[-1] += pieces[0]
        cells += pieces[1:]
    else:
        cells += pieces


def _code_and_text(text: str, document: Document) -> list[tuple[bool, str]]:
    """The text in pieces, with code between backticks separate: a pipe in code does not separate cells."""
    row = Node("root")
    spans_of(document, text, only="`").read(row)
    return [
        (True, _quoted(node.value)) if node.kind == "codespan" else (False, node.value)
        for node in row.children
    ]


def _quoted(code: str) -> str:
    ticks = max(_TICKS.findall(code), default="") + "`"
    room = " " if len(ticks) > 1 else ""
    return f"{ticks}{room}{code}{room}{ticks}"


def _pipes_in_every_line(text: str, document: Document) -> bool:
    """Kramdown's rule: whether every line has a pipe that is not escaped and not inside code or an element."""
    table = Node("root")
    spans_of(document, text, only="`<").read(table)
    met = False
    for node in table.children:
        lines = node.value.rstrip("\n").split("\n") if node.value.strip("\n") else []
        if node.kind == "codespan":
            if len(lines) > 2 or (len(lines) == 2 and not met):
                return met
            met = met and len(lines) != 2
        else:
            if len(lines) > 1 and not met and not _HAS_PIPE.match(lines[0]):
                return met
            met = (met and len(lines) <= 1) or bool(lines and _HAS_PIPE.match(lines[-1]))
    return met


def _complete(table: Node, alignment: list[str]) -> None:
    """Fill short rows, mark head cells, and set the alignment of all cells."""
    rows = [row for group in table.children for row in group.children]
    columns = max(len(row.children) for row in rows)
    for group in table.children:
        for row in group.children:
            row.children += [Node("td") for _ in range(columns - len(row.children))]
            for index, cell in enumerate(row.children):
                if group.kind == "thead":
                    cell.kind = "th"
                if index < len(alignment) and alignment[index]:
                    cell.attributes["style"] = f"text-align: {alignment[index]}"


TABLE = Rule(late(rf" {{0,3}}(?=[^ \t\r\n\f\v]){_PIPE}.*?\n"), _table)
