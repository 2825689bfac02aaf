"""HTML blocks: passed on unchanged, or read as Markdown with `markdown="1"`."""

from __future__ import annotations

import re

from publish.errors import ContentError
from publish.markup.kramdown.blocks import MAX_DEPTH, Blocks, Rule
from publish.markup.kramdown.node import Node
from publish.markup.kramdown.patterns import TAG_NAME
from publish.markup.kramdown.tags import (
    CLOSING_TAG,
    COMMENT,
    INSTRUCTION,
    SPAN_ELEMENTS,
    TAG,
    VOID_ELEMENTS,
    content_model,
    element,
)
from publish.text.patterns import late

__all__ = ["HTML"]

_REST_OF_LINE = late(r"[ \t]*\n")
_BLOCK_CLOSING = late(rf" {{0,3}}{CLOSING_TAG.pattern}")
_TAG_START = late(rf"<(?:{TAG_NAME}|/|!--|\?)")
_INDENT = late(r" {0,3}")
_HOLDERS = frozenset(
    "div details section article aside center figure blockquote main nav header footer".split()
)
_BLANK_LINE = late(r"\n(?=[ \t]*\n)")
_INDENTED_HTML = late(r"^(?: {4}|\t)[ \t]*<", re.MULTILINE)
_ASKED = {"0": "raw", "span": "span", "block": "block"}


def _html(blocks: Blocks, found: re.Match[str]) -> bool:
    source = blocks.source
    if comment := source.scan(COMMENT):
        blocks.tree.children.append(Node("comment", comment.group(), category="block"))
        source.scan(_REST_OF_LINE)
        return True
    start = source.pos
    source.scan(_INDENT)
    if (tag := source.check(TAG)) and tag[1].lower() not in SPAN_ELEMENTS:
        source.pos = tag.end()
        _element(blocks, blocks.tree, tag, 0)
        return True
    source.pos = start
    closing = source.check(_BLOCK_CLOSING)
    tree = blocks.tree
    if (
        closing
        and tree.kind == "html"
        and tree.value == closing[1].lower()
        and tree.value not in SPAN_ELEMENTS
    ):
        source.pos = closing.end()
        blocks.closed = True
        return True
    return False


def _element(blocks: Blocks, parent: Node, tag: re.Match[str], depth: int) -> None:
    """Read an element with its content; its start tag was just read."""
    if depth > MAX_DEPTH:
        raise ContentError(f"elements nest more than {MAX_DEPTH} deep (limit depth): use fewer levels")
    source = blocks.source
    if (drawing := source.drawing(tag.start(), tag[1])) is not None:
        blocks.waiting = None
        parent.children.append(Node("raw", f"{drawing}\n" if depth == 0 else drawing, category="block"))
        source.scan(_REST_OF_LINE)
        return
    node = element(tag, "block")
    parent.children.append(node)
    closed = tag[3] is not None or node.value in VOID_ELEMENTS
    handles_body = True
    if node.value in {"script", "style"}:
        _text_until_closing(blocks, node, "raw")
        closed = handles_body = False
    if blocks.waiting is not None:
        node.options["ial"], blocks.waiting = blocks.waiting, None
    inside_raw = parent.kind == "html" and parent.options.get("model") == "raw"
    model = content_model(node.value) if blocks.document.parse_block_html and not inside_raw else "raw"
    asked = node.attributes.pop("markdown", None)
    if asked is not None:
        model = content_model(node.value) if asked == "1" else _ASKED.get(asked, model)
    elif blocks.document.commonmark and not closed and not inside_raw and _holds_markdown(blocks, node.value):
        model = "block"
    if model == "block":
        source.scan(_REST_OF_LINE)
    node.options.update(model=model, alone=not inside_raw)
    if closed or not handles_body:
        node.options["closed"] = closed and model == "raw"
        return
    _body(blocks, node, model, depth)
    if not inside_raw:
        source.scan(_REST_OF_LINE)


def _holds_markdown(blocks: Blocks, name: str) -> bool:
    """CommonMark's rule: a blank line ends HTML, and what follows it is Markdown."""
    if name not in _HOLDERS:
        return False
    source = blocks.source
    start, end = source.pos, source.closing_of(name)
    last = end
    while last > start and source.text[last - 1].isspace():
        last -= 1
    return source.has(_BLANK_LINE, start, last) and not source.has(_INDENTED_HTML, start, end)


def _body(blocks: Blocks, node: Node, model: str, depth: int) -> None:
    if model == "block":
        blocks.read_here(node)
    elif model == "span":
        _text_until_closing(blocks, node, "raw_text")
    else:
        _raw(blocks, node, depth)


def _text_until_closing(blocks: Blocks, node: Node, kind: str) -> None:
    source = blocks.source
    closing = re.compile(rf"</{re.escape(node.value)}(?a:\s)*>", re.IGNORECASE).search(
        source.text, source.pos
    )
    node.add_text(source.text[source.pos : closing.start() if closing else len(source.text)], kind)
    source.pos = closing.end() if closing else len(source.text)


def _raw(blocks: Blocks, node: Node, depth: int) -> None:
    """Read HTML as HTML: elements, comments and text, up to the end tag. An end tag without a start is text."""
    source = blocks.source
    while not source.at_end:
        start = _TAG_START.search(source.text, source.pos)
        if start is None:
            node.add_text(source.rest(), "text")
            return
        node.add_text(source.text[source.pos : start.start()], "text")
        source.pos = start.start()
        if comment := source.scan(COMMENT):
            node.children.append(Node("comment", comment.group(), category="block", in_raw=True))
        elif instruction := source.scan(INSTRUCTION):
            node.children.append(Node("raw", instruction.group(), category="block"))
        elif tag := source.scan(TAG):
            _element(blocks, node, tag, depth + 1)
        elif closing := source.scan(CLOSING_TAG):
            if closing[1].lower() == node.value.lower():
                return
            node.add_text(closing.group(), "text")
        else:
            node.add_text(source.text[source.pos], "text")
            source.pos += 1


HTML = Rule(late(rf" {{0,3}}<(?:{TAG_NAME}|!--|/)"), _html)
