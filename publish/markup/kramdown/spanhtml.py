"""HTML inside text, and addresses between angle brackets."""

from __future__ import annotations

import re

from publish.markup.kramdown.node import Node
from publish.markup.kramdown.patterns import TAG_NAME
from publish.markup.kramdown.reader import Spans
from publish.markup.kramdown.tags import (
    BLOCK_ELEMENTS,
    CLOSING_TAG,
    KNOWN_ELEMENTS,
    RAW_MODEL,
    TAG,
    VOID_ELEMENTS,
    content_model,
    element,
)
from publish.text.patterns import late

__all__ = ["read", "read_tag_or_address"]

_START = late(rf"<(?:{TAG_NAME}|!--|/)")
_ADDRESS = late(r"<((mailto|https?|ftps?):[^\n]+?|[\w.-]+?@[\w.-]+?)>")
_MAX_TAG = 20_000
"""Most characters of one tag."""


def read_tag_or_address(spans: Spans) -> bool:
    """Read an address, a tag with its content, or a comment."""
    source = spans.source
    if source.find(">", source.pos) < 0:
        return False
    if address := source.check(_ADDRESS):
        source.pos = address.end()
        node = Node("a")
        node.attributes["href"] = address[1] if address[2] else f"mailto:{address[1]}"
        node.add_text(address[1].removeprefix("mailto:"), "text")
        spans.tree.children.append(node)
        return True
    return read(spans)


def read(spans: Spans) -> bool:
    """Read a tag with its content, or a comment."""
    source = spans.source
    if not source.check(_START) or source.find(">", source.pos) < 0:
        return False
    if source.text.startswith("<!--", source.pos):
        end = source.find("-->", source.pos + 4)
        if end >= 0:
            comment = source.text[source.pos : end + 3]
            source.pos = end + 3
            spans.tree.children.append(Node("comment", comment, category="span"))
            return True
    if closing := source.check(CLOSING_TAG):
        spans.take(len(closing.group()))
        return True
    tag = TAG.match(source.text, source.pos, min(len(source.text), source.pos + _MAX_TAG))
    if tag is None:
        return False
    if (tag[1].lower() if tag[1].lower() in KNOWN_ELEMENTS else tag[1]) in BLOCK_ELEMENTS:
        spans.take(len(tag.group()))
        return True
    if (drawing := source.drawing(tag.start(), tag[1])) is not None:
        spans.tree.children.append(Node("raw", drawing, category="span"))
        return True
    source.pos = tag.end()
    _element(spans, tag)
    return True


def _element(spans: Spans, tag: re.Match[str]) -> None:
    node = element(tag, "span")
    for key, value in node.attributes.items():
        node.attributes[key] = re.sub(r"\n+", " ", value)
    parse = _reads_markdown(spans, node)
    node.options["model"] = "span" if parse else "raw"
    spans.tree.children.append(node)
    if tag[3] or node.value in VOID_ELEMENTS:
        return
    source = spans.source
    stop = rf"</{re.escape(node.value)}(?a:\s)*>"
    closing = re.compile(stop, re.IGNORECASE)
    if _has_closing(spans, node.value) and spans.read_until(
        node, stop, lambda _: True, only="" if parse else "<"
    ):
        source.scan(closing)
    else:
        # kramdown closes it at the end: the content so far stays, the rest is text.
        if not _has_closing(spans, node.value):
            spans.read_until(node, r"(?!)", lambda _: False, only="" if parse else "<")
        node.add_text(source.rest(), "text")


def _has_closing(spans: Spans, name: str) -> bool:
    source = spans.source
    key = f"</{name.lower()}"
    if source.pos >= source.memory.get(key, len(source.text) + 1):
        return False
    if re.compile(re.escape(key), re.IGNORECASE).search(source.text, source.pos):
        return True
    source.memory[key] = source.pos
    return False


def _reads_markdown(spans: Spans, node: Node) -> bool:
    raw = (
        node.value in RAW_MODEL
        or content_model(node.value) == "raw"
        or spans.tree.options.get("model") == "raw"
    )
    parse = spans.document.parse_span_html and not raw
    asked = node.attributes.pop("markdown", None)
    if asked == "span":
        return True
    if asked == "1":
        return content_model(node.value) != "raw"
    return False if asked == "0" else parse
