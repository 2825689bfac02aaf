"""Spans inside a block: emphasis, code, links and others, in kramdown's order."""

from __future__ import annotations

from collections.abc import Callable

from publish.markup.kramdown import characters, emphasis, inlinecode, links, spanhtml, spanrules
from publish.markup.kramdown.document import Document
from publish.markup.kramdown.reader import Spans

__all__ = ["spans_of"]


def spans_of(document: Document, text: str, *, only: str = "") -> Spans:
    """The reader of one block's text. `only` is as in `Spans`."""
    return Spans(document, text, _step, only=only)


def _step(spans: Spans) -> None:
    """Read whatever starts here; a character that starts nothing is text."""
    character = spans.source.text[spans.source.pos]
    if spans.only:
        read = inlinecode.read if character == "`" else spanhtml.read
        if character not in spans.only or not read(spans):
            spans.take()
        return
    rule = _FIRST.get(character)
    if rule is not None and rule(spans):
        return
    if characters.read_quote(spans):
        return
    rule = _THEN.get(character)
    if rule is None or not rule(spans):
        spans.take()


_Rule = Callable[[Spans], bool]

_FIRST: dict[str, _Rule] = {
    "*": emphasis.read,
    "_": emphasis.read,
    "`": inlinecode.read,
    "<": spanhtml.read_tag_or_address,
    "[": links.read_note_or_link,
    "!": links.read_image,
}
"""Rules before quotation marks."""
_THEN: dict[str, _Rule] = {
    "$": spanrules.read_math,
    "{": spanrules.read_extension,
    "&": characters.read_entity,
    "-": characters.read_symbol,
    ".": characters.read_symbol,
    "<": characters.read_symbol,
    ">": characters.read_symbol,
    " ": characters.read_space,
    "\\": characters.read_backslash,
    "~": spanrules.read_strikethrough,
}
"""Rules after them."""
