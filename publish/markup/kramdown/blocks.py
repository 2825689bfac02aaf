"""Reads blocks: the rules in order, and what they share."""

from __future__ import annotations

import re
from collections.abc import Callable

from publish.errors import ContentError
from publish.frozen import frozen
from publish.markup.kramdown.attributes import AttributeList
from publish.markup.kramdown.document import Document
from publish.markup.kramdown.node import Node
from publish.markup.kramdown.patterns import BOUNDARY
from publish.markup.kramdown.source import Source

__all__ = ["MAX_DEPTH", "Blocks", "Rule"]

MAX_DEPTH = 60
"""Most nested blocks."""


@frozen
class Rule:
    """One kind of block: a pattern for its first line, and the function that reads it.

    The function returns False, with the source at the same place, when it is not such a block after all.
    """

    start: re.Pattern[str]
    read: Callable[[Blocks, re.Match[str]], bool]


class Blocks:
    """Reads blocks into a tree."""

    def __init__(self, document: Document, rules: tuple[Rule, ...]) -> None:
        self.document = document
        self.rules = rules
        self.root = Node("root")
        self.tree = self.root
        self.source = Source("")
        self.waiting: AttributeList | None = None
        """An attribute list before its block."""
        self.depth = 0
        self.closed = False
        """Whether the end tag of the current HTML element was found."""

    def read(self, node: Node, text: str) -> None:
        """Read a separate text into a node."""
        outer, self.source = self.source, Source(text)
        self.read_here(node)
        self.source = outer

    def read_here(self, node: Node) -> bool:
        """Continue with the current text into a node, to its end or to the end tag of the node's element.

        Returns whether there was such a tag. Raises ContentError when blocks nest too deeply.
        """
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ContentError(f"blocks nest more than {MAX_DEPTH} deep (limit depth): use fewer levels")
        outer = (self.tree, self.waiting)
        self.tree, self.waiting, self.closed = node, None, False
        source = self.source
        while not source.at_end and not self.closed:
            if not self._one_block(source):
                node.add_text(source.line())
        closed, self.closed = self.closed, False
        self.tree, self.waiting = outer
        self.depth -= 1
        return closed

    def _one_block(self, source: Source) -> bool:
        for rule in self.rules:
            found = rule.start.match(source.text, source.pos)
            if found and rule.read(self, found):
                return True
        return False

    def new(self, kind: str, value: str = "", **options: object) -> Node:
        """A new block, with the attribute list before it."""
        node = Node(kind, value, **options)
        if self.waiting is not None:
            node.options["ial"] = self.waiting
            self.waiting = None
        return node

    def add(self, kind: str, value: str = "", **options: object) -> Node:
        """A new block, added to the tree."""
        node = self.new(kind, value, **options)
        self.tree.children.append(node)
        return node

    @property
    def after_boundary(self) -> bool:
        """Whether the previous block has ended: at a blank line, a marker, or the start."""
        last = self.tree.last
        return (
            last is None
            or last.kind == "blank"
            or (last.kind == "eob" and not last.value)
            or self.waiting is not None
        )

    @property
    def before_boundary(self) -> bool:
        """Whether the next line is blank, a marker or the end."""
        return self.source.check(BOUNDARY) is not None
