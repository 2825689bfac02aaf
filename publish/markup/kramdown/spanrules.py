"""The other spans: mathematics, extensions and attribute lists, strikethrough."""

from __future__ import annotations

import re

from publish.markup.kramdown import attributes
from publish.markup.kramdown.attributes import AttributeList
from publish.markup.kramdown.definitions import EXTENSION_STOP, EXTENSION_TAG, extend
from publish.markup.kramdown.node import Node
from publish.markup.kramdown.patterns import ANY_IN_BRACES, WHITE
from publish.markup.kramdown.reader import Spans
from publish.text.patterns import late

__all__ = ["read_extension", "read_math", "read_strikethrough"]

_EXTENSION = late(EXTENSION_TAG)
_STOP = late(EXTENSION_STOP)
_IAL = late(rf"\{{:({ANY_IN_BRACES}+)\}}")
_STRUCK_END = late(r"(?<![\s~])~~", re.ASCII)


def read_math(spans: Spans) -> bool:
    """Read `$$ … $$`."""
    source = spans.source
    if not source.text.startswith("$$", source.pos):
        return False
    end = source.find("$$", source.pos + 2)
    if end < 0:
        return False
    spans.tree.children.append(Node("math", source.text[source.pos + 2 : end].strip(WHITE), category="span"))
    source.pos = end + 2
    return True


def read_extension(spans: Spans) -> bool:
    """Read `{::name …}…{:/}`, or the attribute list of the span before it."""
    source = spans.source
    if not source.text.startswith("{:", source.pos) or source.find("}", source.pos) < 0:
        return False
    if tag := source.check(_EXTENSION):
        return _extension(spans, tag)
    if source.check(_STOP):
        return False
    ial = source.check(_IAL)
    last = spans.tree.last
    if ial is None or last is None or last.kind == "text":
        return False
    source.pos = ial.end()
    parsed = attributes.parse(ial[1])
    last.options.setdefault("ial", AttributeList()).add(parsed)
    parsed.apply_to(last.attributes, spans.document.named_lists)
    return True


def _extension(spans: Spans, tag: re.Match[str]) -> bool:
    source = spans.source
    body: str | None = None
    end = tag.end()
    if not tag[3]:
        stop = re.compile(rf"\{{:/(?:{re.escape(tag[1])})?\}}").search(source.text, end)
        if stop is None:
            return False
        body, end = source.text[tag.end() : stop.start()], stop.end()
    if not extend(spans.document, spans.tree, tag[1], tag[2] or "", body, "span"):
        return False
    source.pos = end
    return True


def read_strikethrough(spans: Spans) -> bool:
    """Read `~~struck~~`, which only GitHub's Markdown has."""
    source = spans.source
    if not spans.document.github:
        return False
    text, begin = source.text, source.pos + 2
    if not text.startswith("~~", source.pos) or text[begin : begin + 1] in {"", "~", *WHITE}:
        return False
    end = _STRUCK_END.search(text, begin + 1) if source.find("~~", begin + 1) >= 0 else None
    if end is None:
        return False
    node = Node("html", "del", category="span", model="span")
    spans.read_apart(node, text[begin : end.start()])
    spans.tree.children.append(node)
    source.pos = end.end()
    return True
