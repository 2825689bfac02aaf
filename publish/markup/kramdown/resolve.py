"""After the blocks: read their texts, set attributes on blocks, make unique heading ids."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from publish.markup.kramdown.document import Document
from publish.markup.kramdown.node import Node
from publish.markup.kramdown.spans import spans_of

__all__ = ["resolve"]

_SPANS = frozenset(["a", "em", "strong"])
_HYPHENS = str.maketrans(" \t", "--")


def resolve(root: Node, document: Document) -> None:
    """Finish the tree and its notes, in place."""
    _read_texts(root, document)
    for note in document.footnotes.values():
        _read_texts(note.content, document)
    replace = _abbreviations(document)
    for tree in (root, *(note.content for note in document.footnotes.values())):
        if replace is not None:
            _mark_abbreviations(tree, replace, document)
    if document.hard_wrap:
        _wrap_hard(root)
    if document.github:
        _break_lines(root)
    _name_headings(root, document)


def _read_texts(node: Node, document: Document) -> None:
    children: list[Node] = []
    for child in node.children:
        if child.kind == "raw_text":
            spans_of(document, child.value).read(child)
            children += child.children
            continue
        if child.kind == "eob":
            if "ial" in child.options:
                child.options["ial"].apply_to(child.attributes, document.named_lists)
            continue
        _read_texts(child, document)
        if "ial" in child.options and child.kind not in {"a", "img"}:
            child.options["ial"].apply_to(child.attributes, document.named_lists)
        children.append(child)
    node.children = children


def _abbreviations(document: Document) -> re.Pattern[str] | None:
    """A pattern for all abbreviations as whole words; the longest first."""
    if not document.abbreviations:
        return None
    names = sorted(document.abbreviations, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", re.ASCII)


def _mark_abbreviations(tree: Node, pattern: re.Pattern[str], document: Document) -> None:
    for node in tree.walk():
        if node.options.get("model") == "raw" or not any(child.kind == "text" for child in node.children):
            continue
        children: list[Node] = []
        for child in node.children:
            children += _split(child, pattern, document) if child.kind == "text" else [child]
        node.children = children


def _split(text: Node, pattern: re.Pattern[str], document: Document) -> list[Node]:
    parts: list[Node] = []
    end = 0
    for found in pattern.finditer(text.value):
        parts.append(Node("text", text.value[end : found.start()]))
        node = Node("abbreviation", found.group())
        node.attributes = dict(document.abbreviation_markers[found.group()].attributes)
        if document.abbreviations[found.group()]:
            node.attributes["title"] = document.abbreviations[found.group()]
        parts.append(node)
        end = found.end()
    parts.append(Node("text", text.value[end:]))
    return [part for part in parts if part.value]


def _break_lines(node: Node) -> None:
    r"""GFM: a backslash at a line's end breaks the line, except inside HTML and at the end of a block."""
    children: list[Node] = []
    for child in node.children:
        if child.kind == "text" and "\\\n" in child.value:
            children += _with_breaks(child, "\\\n", node)
            continue
        named = child.kind == "header" and "id" not in child.attributes
        if child.kind != "html" and not named:
            _break_lines(child)
        children.append(child)
    node.children = children


def _with_breaks(text: Node, mark: str, parent: Node) -> Iterator[Node]:
    """A text's lines, with a break for each mark but one at the end of a block."""
    first, *rest = text.value.split(mark)
    yield Node("text", first)
    for index, line in enumerate(rest, start=1):
        at_end = index == len(rest) and not line and parent.kind not in _SPANS and text is parent.last
        if not at_end:
            yield Node("br")
        yield Node("text", f"\n{line}")


def _wrap_hard(node: Node) -> None:
    """`hard_wrap`: each line end breaks the line, except inside HTML and at the end of a block."""
    children: list[Node] = []
    for child in node.children:
        if child.kind == "text" and "\n" in child.value:
            children += _with_breaks(child, "\n", node)
            continue
        if child.kind != "html":
            _wrap_hard(child)
        children.append(child)
    node.children = children


def _name_headings(root: Node, document: Document) -> None:
    """GitHub's heading ids: lower case, no punctuation, hyphens for spaces, a number for duplicates.

    Without GFM, and inside HTML, ids are in ASCII only.
    """
    seen: dict[bool, Counter[str]] = {False: Counter(), True: Counter()}
    stack = [(root, False)]
    while stack:
        node, in_html = stack.pop()
        if node.kind == "header" and document.auto_ids and "id" not in node.attributes:
            plain = in_html or not document.github
            name = _ascii_name(_words(node)) if plain else _name(_words(node))
            name = f"{document.auto_id_prefix}{name}"
            count = seen[in_html]
            node.attributes["id"] = f"{name}-{count[name]}" if count[name] else name
            count[name] += 1
        stack.extend((child, in_html or node.kind == "html") for child in reversed(node.children))


def _name(words: str) -> str:
    return "".join(filter(_may_name, words.lower())).translate(_HYPHENS)


def _ascii_name(words: str) -> str:
    kept = re.sub(r"[^a-zA-Z0-9 -]", "", re.sub(r"^[^a-zA-Z]+", "", words))
    return kept.replace(" ", "-").lower() or "section"


def _words(node: Node) -> str:
    return "".join(
        child.value if child.kind in {"text", "char", "codespan", "math"} else _words(child)
        for child in node.children
    )


def _may_name(character: str) -> bool:
    """Whether an id keeps a character: letters with their marks, digits, connecting punctuation, hyphens, spaces."""
    return (
        character in "- \t"
        or unicodedata.category(character)[0] in "LM"
        or unicodedata.category(character) in {"Nd", "Nl", "Pc"}
    )
