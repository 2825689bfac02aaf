"""`{:toc}`: a list of the document's headings replaces the list with this mark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy

from publish.markup.kramdown.document import Document
from publish.markup.kramdown.node import Node

__all__ = ["fill_contents"]


def fill_contents(root: Node, document: Document) -> None:
    """Fill the first list that is marked with `{:toc}`."""
    marked = next((node for node in root.walk() if node.kind in {"ul", "ol"} and node.is_named("toc")), None)
    if marked is None:
        return
    own = {id(node) for node in marked.walk()}  # headings in the replaced list do not count
    headings = [
        node
        for node in root.walk()
        if node.kind == "header"
        and id(node) not in own
        and node.options["level"] in document.toc_levels
        and not re.search(r"\bno_toc\b", node.attributes.get("class", ""))
        and "id" in node.attributes
    ]
    if not headings:
        marked.kind, marked.children = "raw", []
        return
    marked.attributes.setdefault("id", "markdown-toc")
    marked.children = []
    _nest(marked, headings)


def _nest(contents: Node, headings: Sequence[Node]) -> None:
    """Put deeper headings into a list inside the item of the heading above."""
    path: list[tuple[int, Node]] = []
    for heading in headings:
        level = heading.options["level"]
        while path and path[-1][0] >= level:
            path.pop()
        holder = contents
        if path:
            item = path[-1][1]
            if item.children[-1].kind != contents.kind:
                item.children.append(Node(contents.kind))
            holder = item.children[-1]
        item = _item(heading)
        holder.children.append(item)
        path.append((level, item))


def _item(heading: Node) -> Node:
    link = Node("a")
    link.attributes["href"] = f"#{heading.attributes['id']}"
    link.children = _plain(heading.children)
    paragraph = Node("p", transparent=True)
    paragraph.children = [link]
    item = Node("li")
    item.children = [paragraph]
    return item


def _plain(nodes: Sequence[Node]) -> list[Node]:
    """A heading's text without links and note calls, which are not allowed inside a link."""
    result: list[Node] = []
    for node in nodes:
        if node.kind == "footnote":
            continue
        if node.kind == "a":
            result += _plain(node.children)
            continue
        twin = copy(node)
        twin.attributes = {key: value for key, value in node.attributes.items() if key != "id"}
        twin.children = _plain(node.children)
        result.append(twin)
    return result
