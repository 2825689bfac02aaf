"""Definitions for use elsewhere: links, notes, abbreviations, attribute lists; and extensions."""

from __future__ import annotations

import re

from publish.markup.kramdown import attributes
from publish.markup.kramdown.attributes import NAMED_LIST, AttributeList
from publish.markup.kramdown.blocks import Blocks, Rule
from publish.markup.kramdown.document import Document, Footnote, LinkDefinition, link_key
from publish.markup.kramdown.node import Node
from publish.markup.kramdown.options import levels_of, number_of, quotes_of
from publish.markup.kramdown.patterns import ALD_NAME, ANY_IN_BRACES, IAL_BLOCK, SPACE, WHITE
from publish.markup.kramdown.simple import indented_lines, unindent
from publish.text.patterns import late

__all__ = ["ABBREVIATION", "EXTENSION", "LINK", "NOTE", "extend"]

EXTENSION_TAG = rf"\{{::((?a:\w)+)(?:(?a:\s)({ANY_IN_BRACES}*?)|)(/)?\}}"
EXTENSION_STOP = rf"\{{:/(?:{ALD_NAME})?\}}"
_BLOCK_EXTENSION = late(rf" {{0,3}}(?:{EXTENSION_TAG}|{EXTENSION_STOP}){SPACE}*\n")
_MARKERS_WITH_LIST = {"link", "abbreviation", "note"}


def _link(blocks: Blocks, found: re.Match[str]) -> bool:
    if re.search(r"""[ \t]+["']""", found[3] or ""):
        return False
    blocks.source.pos = found.end()
    marker = blocks.add("eob", "link")
    address = found[2] if found[2] is not None else found[3]
    blocks.document.links[link_key(found[1])] = LinkDefinition(address, found[5], marker)
    return True


def _note(blocks: Blocks, found: re.Match[str]) -> bool:
    source = blocks.source
    source.pos = found.end()
    text = found[2] + indented_lines(source)
    content = Node("note")
    blocks.read(content, unindent(text))
    marker = blocks.add("eob", "note")
    if found[1] in blocks.document.footnotes:
        blocks.document.repeated_notes[found[1]] = None
    blocks.document.footnotes[found[1]] = Footnote(content, marker)
    return True


def _abbreviation(blocks: Blocks, found: re.Match[str]) -> bool:
    blocks.source.pos = found.end()
    blocks.document.abbreviations[found[1]] = found[2].strip(WHITE)
    blocks.document.abbreviation_markers[found[1]] = blocks.add("eob", "abbreviation")
    return True


def _extension(blocks: Blocks, found: re.Match[str]) -> bool:
    source = blocks.source
    if named := source.scan(NAMED_LIST):
        blocks.document.named_lists.setdefault(named[1], AttributeList()).add(attributes.parse(named[2]))
        blocks.add("eob", "named")
        return True
    if tag := source.check(_BLOCK_EXTENSION):
        return _block_extension(blocks, tag)
    ial = source.scan(IAL_BLOCK)
    if ial is None:
        return False
    last = blocks.tree.last
    if last is not None and last.kind != "blank" and (last.kind != "eob" or last.value in _MARKERS_WITH_LIST):
        last.options.setdefault("ial", AttributeList()).add(attributes.parse(ial[1]))
        if not source.check(IAL_BLOCK):
            blocks.add("eob", "ial")
    else:
        blocks.waiting = blocks.waiting or AttributeList()
        blocks.waiting.add(attributes.parse(ial[1]))
    return True


def _block_extension(blocks: Blocks, tag: re.Match[str]) -> bool:
    source = blocks.source
    name = tag[1]
    if name is None:
        return False
    body: str | None = None
    end = tag.end()
    if not tag[3]:
        stop = re.compile(rf"^ {{0,3}}\{{:/(?:{re.escape(name)})?\}} *\n", re.M).search(source.text, end)
        if stop is None:
            return False
        body, end = source.text[tag.end() : stop.start()].removesuffix("\n"), stop.end()
    if not extend(blocks.document, blocks.tree, name, tag[2] or "", body, "block"):
        return False
    source.pos = end
    if name == "options":
        blocks.add("eob", "extension")
    return True


def extend(document: Document, tree: Node, name: str, text: str, body: str | None, category: str) -> bool:
    """Handle `{::name text}body{:/}`; False for an unknown name."""
    if name == "comment":
        if body is not None:
            tree.children.append(Node("comment", body, category=category))
    elif name == "nomarkdown":
        kinds = attributes.parse(text).attributes.get("type", "html").split()
        if body is not None and "html" in kinds:
            tree.children.append(Node("raw", body, category=category))
    elif name == "options":
        _set_options(document, attributes.parse(text).attributes)
    else:
        return False
    return True


def _set_options(document: Document, options: dict[str, str]) -> None:
    for key in ("parse_block_html", "parse_span_html", "auto_ids"):
        if key in options:
            setattr(document, key, options[key].strip(WHITE).lower() not in {"false", ""})
    document.toc_levels = levels_of(options.get("toc_levels")) or document.toc_levels
    document.footnote_nr = number_of(options.get("footnote_nr")) or document.footnote_nr
    document.quotes = quotes_of(options.get("smart_quotes")) or document.quotes


LINK = Rule(
    late(
        r" {0,3}\[([^\n\]]+)\]:[ \t]*(?:<(.*?)>|([^\n]*?[^ \t\r\n\f\v][^\n]*?))"
        r"""(?:(?:[ \t]*?\n|[ \t]+?)[ \t]*?(["'])(.+?)\4)?[ \t]*?\n"""
    ),
    _link,
)
NOTE = Rule(late(rf" {{0,3}}\[\^({ALD_NAME})\]:(.*?\n)"), _note)
ABBREVIATION = Rule(late(r" {0,3}\*\[(.+?)\]:(.*?)\n"), _abbreviation)
EXTENSION = Rule(late(r" {0,3}\{:"), _extension)
