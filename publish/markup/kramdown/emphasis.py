"""Emphasis: `*em*`, `_em_`, `**strong**`, `__strong__`."""

from __future__ import annotations

import re

from publish.markup.kramdown.node import Node
from publish.markup.kramdown.reader import Spans
from publish.text.patterns import late

__all__ = ["read"]

_MARK = late(r"\*\*?|__?")
_IN_WORD = late(r"[^\W\d_]-?[^\W\d_]*\Z")


def read(spans: Spans) -> bool:
    """Read an emphasis; its mark is text when it opens none."""
    source = spans.source
    start = source.pos
    mark = _MARK.match(source.text, start)
    assert mark is not None  # called for this first character only
    delimiter, end = mark.group(), mark.end()
    kind = "strong" if len(delimiter) == 2 else "em"
    if _cannot_open(spans, delimiter[0], kind, end):
        spans.take(len(delimiter))
        return True
    source.pos = end
    node = _span(spans, kind, delimiter)
    if node is None and kind == "strong" and spans.tree.kind != "em":
        source.pos, delimiter = start + 1, delimiter[0]
        node = _span(spans, "em", delimiter)
    if node is None:
        source.pos = start
        spans.take(end - start)
    else:
        source.pos += len(delimiter)
        spans.tree.children.append(node)
    return True


def _cannot_open(spans: Spans, character: str, kind: str, end: int) -> bool:
    text, start = spans.source.text, spans.source.pos
    if spans.impatient or (text[end : end + 1] in " \t\r\n\f\v" and end < len(text)):
        return True
    if character == "_" and _IN_WORD.search(text, max(0, start - 80), start):
        return True
    return spans.tree.kind == kind or spans.inside(kind)


def _span(spans: Spans, kind: str, delimiter: str) -> Node | None:
    """The content up to a matching delimiter; None when there is none."""
    source, text = spans.source, spans.source.text
    start = source.pos
    if source.find(delimiter, start) < 0:
        return None
    node = Node(kind)
    double = delimiter * 2

    def ends(found: re.Match[str]) -> bool:
        at = found.start()
        if text[at - 1] in " \t\r\n\f\v" or not node.children:
            return False
        if kind == "em" and text.startswith(double, at) and text[at + 2 : at + 3] != delimiter:
            return False
        return delimiter[0] != "_" or not text[found.end() : found.end() + 1].isalnum()

    if spans.read_until(node, re.escape(delimiter), ends):
        return node
    spans.waste(start, source.pos)
    return None
