"""Links, images and note calls."""

from __future__ import annotations

import re

from publish.markup.kramdown.attributes import AttributeList
from publish.markup.kramdown.characters import unescape
from publish.markup.kramdown.document import link_key
from publish.markup.kramdown.node import Node
from publish.markup.kramdown.patterns import ALD_NAME, WHITE
from publish.markup.kramdown.reader import Spans
from publish.text.patterns import late

__all__ = ["read_image", "read_note_or_link"]

_NOTE = late(rf"\[\^({ALD_NAME})\]")
_BRACKET = r"\]|!?\["
_IDENTIFIER = late(r"\s*?\[([^\]]+)?\]", re.ASCII)
_WORD = late(r"[^\W\d_]{2}")
_POINTED = late(r"\(<(.*?)>")
_PARENTHESIS = late(r"""\(|\)|\s(?=['"])""", re.ASCII)
_TITLE = late(r"""\s*?(["'])(.+?)\1\s*?\)""", re.DOTALL | re.ASCII)


def read_note_or_link(spans: Spans) -> bool:
    """Read a note call or a link."""
    if spans.source.text.startswith("[^", spans.source.pos):
        return _read_note(spans)
    return _read(spans, "a", 1)


def read_image(spans: Spans) -> bool:
    """Read an image."""
    text, pos = spans.source.text, spans.source.pos
    if not text.startswith("![", pos) or text.startswith("![^", pos):
        return False
    return _read(spans, "img", 2)


def _read_note(spans: Spans) -> bool:
    found = spans.source.check(_NOTE)
    if not found:
        return False
    spans.document.note_calls[found[1]] = None
    if found[1] not in spans.document.footnotes:
        spans.take(len(found.group()))
        return True
    spans.source.pos = found.end()
    spans.tree.children.append(Node("footnote", found[1]))
    return True


def _read(spans: Spans, kind: str, length: int) -> bool:
    source = spans.source
    start = source.pos
    if not _finish(spans, kind, length):
        spans.waste(start, source.pos)
        source.pos = start
        spans.take(length)
    return True


def _finish(spans: Spans, kind: str, length: int) -> bool:
    """Read a complete link or image; False when it is none."""
    source = spans.source
    begin = source.pos + length
    if source.pos + length >= len(source.text) or spans.impatient or source.find("]", begin) < 0:
        return False
    if (kind == "a" and (spans.inside("a") or spans.inside("img"))) or len(spans.open) > 40:
        return False
    node = Node(kind)
    source.pos = begin
    depth = 1

    def ends(found: re.Match[str]) -> bool:
        nonlocal depth
        depth += -1 if found.group() == "]" else 1
        return depth - sum(child.kind == "img" for child in node.children) == 0

    if not spans.read_until(node, _BRACKET, ends):
        return False
    words = unescape(source.text[begin : source.pos])
    source.pos += 1
    if identifier := source.scan(_IDENTIFIER):
        known = _by_definition(spans, node, identifier[1] or words, words)
        start = begin - length
        if not known and _is_meant(words, identifier) and not source.text[start - 1 : start].isalnum():
            spans.document.lost_links[source.text[start : source.pos]] = None
        return known
    if not source.text.startswith("(", source.pos):
        return _by_definition(spans, node, words, words)
    return _by_address(spans, node, words)


def _is_meant(words: str, identifier: re.Match[str]) -> bool:
    """Whether an author meant a link: it has a word, unlike `[1][2]`, and no space before the name, unlike `[sic] [2]`."""
    name = identifier[1] or ""
    return bool(name and _WORD.search(words)) and identifier[0].startswith("[") and "[" not in words + name


def _by_definition(spans: Spans, node: Node, name: str, words: str) -> bool:
    definition = spans.document.links.get(link_key(name))
    if definition is None:
        return False
    _add(spans, node, definition.address, definition.title, words, definition.marker.options.get("ial"))
    return True


def _by_address(spans: Spans, node: Node, words: str) -> bool:
    source = spans.source
    if pointed := source.scan(_POINTED):
        address = pointed[1]
        if source.text.startswith(")", source.pos):
            source.pos += 1
            _add(spans, node, address, None, words)
            return True
    else:
        start, depth = source.pos, 0
        while found := _PARENTHESIS.search(source.text, source.pos):
            source.pos = found.end()
            depth += {"(": 1, ")": -1}.get(found.group(), 0)
            if found.group() not in "()" or depth == 0:
                break
        address = source.text[start + 1 : source.pos - 1].strip(WHITE)
        if depth == 0:
            _add(spans, node, address, None, words)
            return True
    if title := source.scan(_TITLE):
        _add(spans, node, address, title[2], words)
        return True
    return False


def _add(
    spans: Spans, node: Node, address: str, title: str | None, words: str, ial: AttributeList | None = None
) -> None:
    if ial is not None:
        ial.apply_to(node.attributes, spans.document.named_lists)
    if node.kind == "a":
        node.attributes["href"] = address
    else:
        node.attributes["src"], node.attributes["alt"] = address, words
        node.children.clear()
    if title:
        node.attributes["title"] = title
    node.options["standalone"] = False
    spans.tree.children.append(node)
