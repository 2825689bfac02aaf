"""Code between backticks."""

from __future__ import annotations

from publish.markup.kramdown.node import Node
from publish.markup.kramdown.reader import Spans
from publish.text.patterns import late

__all__ = ["read"]

_RUN = late(r"`+")
_SPACE = " \t\r\n\f\v"


def read(spans: Spans) -> bool:
    """Read a code span; its backticks are text when nothing closes them."""
    source = spans.source
    text, start = source.text, source.pos
    run = _RUN.match(text, start)
    assert run is not None  # called for this first character only
    mark, begin = run.group(), run.end()
    stands_alone = (
        len(mark) == 1 and (start == 0 or text[start - 1] in _SPACE) and text[begin : begin + 1] in _SPACE
    )
    end = -1 if stands_alone and begin < len(text) else source.find(mark, begin)
    if end < 0:
        spans.take(len(mark))
        return True
    code = text[begin:end]
    if len(mark) > 1:
        code = code.removeprefix(" ").removesuffix(" ")
    source.pos = end + len(mark)
    spans.tree.children.append(Node("codespan", code))
    return True
