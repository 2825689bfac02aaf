"""The tree between Markdown and HTML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

__all__ = ["Node"]


class Node:
    """One element of a document: its kind (`p`, `header`, `em`, `text` …), a value, attributes and children.

    A block's text stays in `raw_text` children until the whole document is read, because a link or an abbreviation
    may be defined after its use.
    """

    __slots__ = ("attributes", "children", "kind", "options", "value")

    def __init__(self, kind: str, value: str = "", **options: Any) -> None:
        self.kind = kind
        self.value = value
        self.attributes: dict[str, str] = {}
        self.children: list[Node] = []
        self.options: dict[str, Any] = options

    @property
    def last(self) -> Node | None:
        """The last child, if any."""
        return self.children[-1] if self.children else None

    def is_named(self, name: str) -> bool:
        """Whether the node's attribute list has a word such as `toc`."""
        ial = self.options.get("ial")
        return ial is not None and name in ial.names

    def add_text(self, text: str, kind: str = "raw_text") -> None:
        """Append text; to the last child if that is text of the same kind."""
        if not text:
            return
        last = self.last
        if last is not None and last.kind == kind:
            last.value += text
        else:
            self.children.append(Node(kind, text))

    def walk(self) -> Iterator[Node]:
        """The node and all nodes below it, parents first."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))
