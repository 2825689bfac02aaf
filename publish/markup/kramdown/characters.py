"""Character replacements: quotation marks, dashes, ellipses, entities, escapes, and line breaks."""

from __future__ import annotations

import re
from html.entities import name2codepoint

from publish.markup.kramdown.node import Node
from publish.markup.kramdown.reader import Spans
from publish.text.patterns import late

__all__ = ["read_backslash", "read_entity", "read_quote", "read_space", "read_symbol", "unescape"]

_ESCAPABLE = r"[\\.*_+`<>()\[\]{}#!:|\"'$=\-~]"
_ESCAPED = late(rf"\\({_ESCAPABLE})")
_ENTITY = late(r"&(?:([\w:][\-\w.:]*)|#(\d{1,9})|#x([0-9a-fA-F]{1,8}));", re.ASCII)
_NAMED = {name: chr(code) for name, code in name2codepoint.items()} | {"apos": "'", "vellip": "⋮"}
"""Names of HTML 4, and two more; later names stay text."""
_SYMBOLS = {
    "---": "—", "--": "–", "...": "…", "<<": "«", ">>": "»",
    "<< ": "«\N{NO-BREAK SPACE}", " >>": "\N{NO-BREAK SPACE}»",
}  # fmt: skip
_SYMBOL = late(r"---|--|\.\.\.|<<|>>")
_POINTED = late(r"\\(<<|>>)")

_SPACE = r"[ \t\r\n\f\v]"
_WORD = r"(?a:\w)"
_PUNCTUATION = r"""[!"#$%'()*+,\-./:;<=>?@\[\\\]^_`{|}~]"""
_MAYBE_QUOTE = late(r"""[^\\]?["']""", re.DOTALL)
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (late(pattern, re.DOTALL | re.MULTILINE), sides)
    # A pattern, and its quotation marks: opening (<) or closing (>).
    for pattern, sides in (
        (r"()([\"'])(?=[_*]{1,2}[^ \t\r\n\f\v])", "<"),
        (rf"()([\"'])(?={_PUNCTUATION}(?!\.\.)\B)", ">"),
        (rf"({_SPACE}?)(\"')(?={_WORD})", "<<"),
        (rf"({_SPACE}?)('\")(?={_WORD})", "<<"),
        (rf"({_SPACE}?)(')(?=(?a:\d\d)s)", ">"),
        (rf"({_SPACE})(['\"])(?={_WORD})", "<"),
        (r"([^ \\\t\r\n\[{(-])(['\"])", ">"),
        (rf"()([\"'])(?={_SPACE}|s\b|$)", ">"),
        (r"(.?)(['\"])", "<"),
    )
)
_MARKS = {("'", "<"): 0, ("'", ">"): 1, ('"', "<"): 2, ('"', ">"): 3}
"""Index of one of the document's four quotation marks."""


def unescape(text: str) -> str:
    """The text without escaping backslashes."""
    return _ESCAPED.sub(r"\1", text)


def read_quote(spans: Spans) -> bool:
    """Read a quotation mark, with the character before it if no other rule took that."""
    source = spans.source
    if not source.check(_MAYBE_QUOTE):
        return False
    for pattern, sides in _RULES:
        found = source.scan(pattern)
        if found:
            spans.tree.add_text(found[1], "text")
            for mark, side in zip(found[2], sides, strict=True):
                spans.tree.children.append(Node("char", spans.document.quotes[_MARKS[mark, side]]))
            return True
    return False


def read_symbol(spans: Spans) -> bool:
    """Read dashes, an ellipsis or guillemets; the space in `<< ` and ` >>` becomes a no-break space."""
    source = spans.source
    found = source.scan(_SYMBOL)
    if not found:
        return False
    mark, own = found.group(), spans.document.symbols
    if mark == "<<" and source.text.startswith(" ", source.pos):
        source.pos += 1
        mark = "<< "
    spans.tree.children.append(Node("char", own.get(mark, _SYMBOLS[mark])))
    return True


def read_space(spans: Spans) -> bool:
    """Read the space before guillemets, or the two spaces of a line break."""
    source = spans.source
    if source.text.startswith(" >>", source.pos):
        source.pos += 3
        spans.tree.children.append(Node("char", spans.document.symbols.get(" >>", _SYMBOLS[" >>"])))
        return True
    return source.text.startswith("  \n", source.pos) and _line_break(spans)


def _line_break(spans: Spans) -> bool:
    if spans.document.hard_wrap:  # then each line end is a break already
        return False
    spans.source.pos += 2
    spans.tree.children.append(Node("br"))
    return True


def read_backslash(spans: Spans) -> bool:
    r"""Read an escaped character, or the `\\` of a line break."""
    source = spans.source
    if pointed := source.scan(_POINTED):
        spans.tree.children.append(Node("char", pointed[1]))
        return True
    if source.text.startswith("\\\\\n", source.pos) and _line_break(spans):
        return True
    escaped = source.scan(_ESCAPED)
    if not escaped:
        return False
    spans.tree.add_text(escaped[1], "text")
    return True


def read_entity(spans: Spans) -> bool:
    """Read an entity as its character; an unknown one stays as written."""
    source = spans.source
    found = source.check(_ENTITY)
    if not found:
        return False
    character = _character(found)
    if character is None:
        spans.tree.children.append(Node("char", "&"))
        spans.tree.add_text(found.group()[1:], "text")
    else:
        spans.tree.children.append(Node("char", character))
    source.pos = found.end()
    return True


def _character(found: re.Match[str]) -> str | None:
    if found[1]:
        return _NAMED.get(found[1])
    number = int(found[2]) if found[2] else int(found[3], 16)
    if 0x80 <= number < 0xA0:
        return bytes([number]).decode("cp1252", "replace")
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else None
