"""The plain blocks: blank lines, markers, paragraphs, headings, rules, quotes and code."""

from __future__ import annotations

import re

from publish.markup.kramdown.blocks import Blocks, Rule
from publish.markup.kramdown.patterns import (
    ATX_HEADER,
    ATX_OVER_WORDS,
    BLANK,
    BLOCKQUOTE,
    END_OF_BLOCK,
    FENCE_START,
    HTML_START,
    HTML_STOP,
    IAL_BLOCK,
    INDENT,
    LAZY_END,
    LAZY_PARAGRAPH_END,
    PARAGRAPH_END,
    WHITE,
)
from publish.markup.kramdown.source import Source
from publish.text.patterns import late

__all__ = [
    "ATX",
    "BLANK_LINE",
    "CODE",
    "FENCED",
    "MARKER",
    "PARAGRAPH",
    "QUOTE",
    "RULE",
    "SETEXT",
    "indented_lines",
]

_HEADER_ID = late(r"[\t ]\{#([A-Za-z_:\u00c0-\uffff][\w:.\-]*)\}\Z")
_TRAILING_HASHES = late(r"[\t ]#+\Z")
_INDENTED_LINE = late(r"(?:\t| {4})[ \t]*[^ \t\r\n\f\v].*\n")
_FULL_LINE = late(r"[ \t]*[^ \t\r\n\f\v].*\n")
_CODE_STOP = late(rf"{IAL_BLOCK.pattern}|{END_OF_BLOCK.pattern}| {{0,3}}{HTML_STOP}| {{0,3}}{HTML_START}")
_FENCE_RUN = late(r"( {0,3})(~{3,50}|`{3,50})")
_FENCE_REST = late(r"[ \t\r\f\v]*(?:(\S+?)(?:\?\S*)?[ \t\r\f\v]*)?\n", re.ASCII)
_FENCE_LINE = late(r"^ {0,3}(~{3,}|`{3,})[ \t\r\f\v]*\n", re.MULTILINE)
_QUOTE_MARK = late(rf"^{BLOCKQUOTE.pattern}", re.MULTILINE)
_LINE_INDENT = late(rf"^{INDENT.pattern}", re.MULTILINE)


def _blank_line(blocks: Blocks, found: re.Match[str]) -> bool:
    blocks.source.pos = found.end()
    last = blocks.tree.last
    if last is not None and last.kind == "blank":
        last.value += found.group()
    else:
        blocks.add("blank", found.group())
    return True


def _marker(blocks: Blocks, found: re.Match[str]) -> bool:
    blocks.source.pos = found.end()
    blocks.add("eob")
    return True


def _paragraph(blocks: Blocks, found: re.Match[str]) -> bool:
    source = blocks.source
    start = source.pos
    end = PARAGRAPH_END if blocks.document.paragraph_end else LAZY_PARAGRAPH_END
    text = lines_until(source, end).rstrip(WHITE + "\0")
    last = blocks.tree.last
    if last is not None and last.kind == "p":
        inner = last.last
        if inner is not None and inner.kind == "raw_text":
            inner.value += ("  \n" if source.text[max(0, start - 3) : start] == "  \n" else "\n") + text
        else:
            last.add_text(text)
    else:
        blocks.add("p").add_text(text.lstrip(WHITE + "\0"))
    return True


def lines_until(source: Source, stop: re.Pattern[str]) -> str:
    """The current line, and the lines after it up to one that ends a lazy block."""
    start = source.pos
    source.line()
    while not source.at_end and stop.match(source.text, source.pos) is None:
        source.line()
    return source.text[start : source.pos]


def _add_header(blocks: Blocks, found: re.Match[str], level: int, text: str, identifier: str | None) -> bool:
    blocks.source.pos = found.end()
    header = blocks.add("header", level=level)
    header.add_text(text)
    if identifier:
        header.attributes["id"] = identifier
    return True


def _header_contents(text: str) -> tuple[str, str | None]:
    text = text.rstrip(WHITE)
    named = _HEADER_ID.search(text) if "{#" in text else None
    return (text[: named.start()].rstrip(WHITE), named[1]) if named else (text, None)


def _setext(blocks: Blocks, found: re.Match[str]) -> bool:
    text, identifier = _header_contents(found[1])
    if not blocks.after_boundary or not text:
        return False
    return _add_header(blocks, found, 2 if found[2] == "-" else 1, text, identifier)


def _atx(blocks: Blocks, found: re.Match[str]) -> bool:
    document = blocks.document
    if (document.github and not found[2]) or not (document.paragraph_end or blocks.after_boundary):
        return False
    if not document.github and not found[3]:
        found = ATX_OVER_WORDS.match(found.string, found.start()) or found
    text, identifier = _header_contents(found[3])
    text = _TRAILING_HASHES.sub("", text).rstrip(WHITE) if _TRAILING_HASHES.search(text) else text
    return bool(text) and _add_header(blocks, found, len(found[1]), text, identifier)


def _rule(blocks: Blocks, found: re.Match[str]) -> bool:
    blocks.source.pos = found.end()
    blocks.add("hr")
    return True


def _quote(blocks: Blocks, found: re.Match[str]) -> bool:
    text = _QUOTE_MARK.sub("", lines_until(blocks.source, LAZY_END))
    blocks.read(blocks.add("blockquote"), text)
    return True


def indented_lines(source: Source) -> str:
    """Indented lines, with lazy lines after them and blank lines between."""
    start = source.pos
    while True:
        at = source.pos
        source.scan(BLANK)
        if not source.scan(_INDENTED_LINE):
            source.pos = at
            break
        while source.scan(_INDENTED_LINE):
            continue
        while source.check(_CODE_STOP) is None and source.scan(_FULL_LINE):
            continue
    return source.text[start : source.pos]


def unindent(text: str) -> str:
    """The lines without the indent of code."""
    return _LINE_INDENT.sub("", text)


def _code(blocks: Blocks, found: re.Match[str]) -> bool:
    text = re.sub(r"\n( {0,3}[^ \t\r\n\f\v])", r" \1", indented_lines(blocks.source))
    if not text:
        return False
    blocks.add("codeblock", unindent(text))
    return True


def _fenced(blocks: Blocks, found: re.Match[str]) -> bool:
    source = blocks.source
    run = source.check(_FENCE_RUN)
    if run and run[2][0] == "`" and not blocks.document.github:
        return False
    # If no fence of this length closes it, the last marks may belong to the language's name.
    for length in range(len(run[2]) if run else 0, 2, -1):
        opening = _FENCE_REST.match(source.text, source.pos + len(run[1]) + length) if run else None
        closing = opening and run and _closing_fence(source, run[2][:length], opening.end())
        if opening and closing:
            node = blocks.add("codeblock", source.text[opening.end() : closing.start()])
            if opening[1]:
                node.attributes["class"] = f"language-{opening[1]}"
            source.pos = closing.end()
            return True
    return False


def _closing_fence(source: Source, mark: str, start: int) -> re.Match[str] | None:
    """The first line after `start` with at least as many marks; a failed search is remembered."""
    if start >= source.memory.get(mark, len(source.text) + 1):
        return None
    for line in _FENCE_LINE.finditer(source.text, start):
        if line[1].startswith(mark):
            return line
    source.memory[mark] = start
    return None


BLANK_LINE = Rule(BLANK, _blank_line)
MARKER = Rule(END_OF_BLOCK, _marker)
PARAGRAPH = Rule(late(r" {0,3}[^ \t].*?\n"), _paragraph)
SETEXT = Rule(late(r" {0,3}([^ \t].*)\n([-=])[-=]*[ \t\r\f\v]*\n"), _setext)
ATX = Rule(ATX_HEADER, _atx)
RULE = Rule(late(r" {0,3}(\*|-|_)[ \t]*\1[ \t]*\1(?:\1|[ \t])*\n"), _rule)
QUOTE = Rule(BLOCKQUOTE, _quote)
CODE = Rule(INDENT, _code)
FENCED = Rule(FENCE_START, _fenced)
