"""What is wrong with a YAML text, in words for who wrote it: PyYAML's own are for who knows its grammar."""

from __future__ import annotations

import yaml

__all__ = ["MEANT", "explain"]

MEANT = "a value that begins with `{}` means something else to YAML: put it in quotes"
_QUOTE = "a quotation mark is not closed: add the second one, or put the whole value in single quotes"
_AFTER = "text stands after a closing quotation mark or bracket: put the whole value in quotes"
_KEY = "this is no `key: value`: a key, a colon and a space are needed"
_TAB = "a tab: YAML takes only spaces at the beginning of a line"
_DEEPER = "this line is indented further than the one above: begin it where that one begins"
_UNEVEN = "this line begins further left or right than the others of its list or table: indent all alike"
_PLAIN = (
    ("block sequence entries", "a list begins on the line below its key, with `- ` before each item"),
    ("unknown escape character", "a backslash in double quotes: write it twice, or use single quotes"),
    ("expected ',' or ']'", "a [ is not closed, or a comma is missing: write [a, b]"),
    ("expected ',' or '}'", "a { is not closed, or a comma is missing: write {a: b, c: d}"),
    ("expected node content", "a bracket or comma with no value before it: put the value in quotes"),
    ("comment or line break", "after | or > the text begins on the next line: put the value in quotes"),
    ("could not find expected ':'", _KEY),
    ("expected '-' indicator", _UNEVEN),
    ("<document start>", _UNEVEN),
    ("tab character", _TAB),
    ("unexpected document indicator", _QUOTE),
    ("unexpected end of stream", _QUOTE),
    ("scanning a tag", MEANT.format("!")),
    ("scanning an alias", MEANT.format("*")),
    ("scanning an anchor", MEANT.format("&")),
)
"""A part of PyYAML's words, and ours."""
_FROM_START = (_QUOTE, _KEY)
"""Faults that are where a value or key begins, and not where reading it ended."""


def explain(error: yaml.MarkedYAMLError, last: yaml.Event, text: str) -> tuple[str, int]:
    """What is wrong and the line of the text, counted from 1. `last` is what was read before it."""
    at = error.problem_mark or error.context_mark
    line = at.line if at else 0
    lines = text.split("\n")
    here = lines[line] if line < len(lines) else ""
    words = f"{error.context or ''}: {error.problem or ''}"
    if "mapping values" in words:
        return _colon(last, line, lines)
    if "cannot start any token" in words:
        sign = here[at.column : at.column + 1] if at else ""
        return (_TAB if sign in {"\t", ""} else MEANT.format(sign)), line + 1
    if "expected key" in words:
        return _no_key(last, line, lines)
    message = next((ours for theirs, ours in _PLAIN if theirs in words), error.problem or "not YAML")
    opened = "is not closed" in message or message in _FROM_START
    begin = error.context_mark.line if opened and error.context_mark else line
    return message, begin + 1


def _colon(last: yaml.Event, line: int, lines: list[str]) -> tuple[str, int]:
    """A second colon where a value stands: it is one of the value, or the line is indented, or the one above has none."""
    above = lines[line - 1] if line else ""
    if line and above.strip() and _indent(lines[line]) > _indent(above):
        return _DEEPER, line + 1
    begin = last.start_mark.line if last.start_mark else line
    if begin < line and isinstance(last, yaml.ScalarEvent):
        return _KEY, begin + 1
    return "a colon inside a value: put the value in quotes", line + 1


def _no_key(last: yaml.Event, line: int, lines: list[str]) -> tuple[str, int]:
    """Something stands where the next key should: after a value in quotes or brackets, or indented in another way."""
    start, end = last.start_mark, last.end_mark
    if start is None or end is None or not lines[line][: _column(last, line)].strip():
        return _UNEVEN, line + 1
    if isinstance(last, yaml.ScalarEvent) and last.style and end.line > start.line:
        return _QUOTE, start.line + 1
    return _AFTER, line + 1


def _column(last: yaml.Event, line: int) -> int:
    """Where what was read last ends on a line."""
    return last.end_mark.column if last.end_mark and last.end_mark.line == line else 0


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
