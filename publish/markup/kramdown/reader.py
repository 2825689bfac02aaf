"""State of reading a block's text: open spans, their possible ends, and failed attempts."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from publish.errors import ContentError
from publish.markup.kramdown.document import Document
from publish.markup.kramdown.node import Node
from publish.markup.kramdown.source import Source
from publish.text.patterns import late

__all__ = ["Spans", "Step"]

MAX_DEPTH = 80
"""Most nested spans."""
_SPECIAL = r"""[*_`<&\[\\"']|!\[|\$\$|\{:|--|\.\.\.|>>|\ (?:<<|>>|\ \n)|~~|[^\\]["']"""
"""Only where it matches counts. Each part begins with one character, which Python tries fast."""


@cache
def _until(stop: str, only: str) -> re.Pattern[str]:
    """Pattern of the next interesting place: a special character or the end of the span."""
    special = f"[{only}]" if only else _SPECIAL
    return _pattern(f"{stop}|{special}" if stop else special, stop)


class Spans:
    """Reads one block's text into nodes. `step` reads whatever starts at a place."""

    def __init__(self, document: Document, text: str, step: Step, *, only: str = "") -> None:
        self.document = document
        self._step = step
        self.source = Source(text)
        self.tree = Node("root")
        self.open: list[Node] = []
        """The spans that are open, outermost first."""
        self.only = only
        """First characters of the only spans that are read, for code and HTML; empty for all."""
        self._patience = 3 * len(text) + 50_000
        """Characters that may still be read in vain; after that, opening marks are plain text."""

    def read(self, node: Node) -> None:
        """Read the whole text into a node."""
        self.tree = node
        source = self.source
        special = _until("", self.only)
        while not source.at_end:
            found = special.search(source.text, source.pos)
            if found is None:
                node.add_text(source.rest(), "text")
                return
            node.add_text(source.text[source.pos : found.start()], "text")
            source.pos = found.start()
            self._step(self)

    def read_until(
        self, node: Node, stop: str, ends: Callable[[re.Match[str]], bool], *, only: str = ""
    ) -> bool:
        """Read into a node up to a place where `stop` matches and `ends` agrees; False when there is none.

        Then the source is at that place; on failure, anywhere after the start.
        """
        if len(self.open) > MAX_DEPTH:
            raise ContentError(
                f"emphasis, links and elements nest more than {MAX_DEPTH} deep (limit depth): use fewer levels"
            )
        source = self.source
        outer, outer_only = self.tree, self.only
        self.tree, self.only = node, only
        self.open.append(node)
        try:
            pattern = _until(stop, only)
            end = _stop(stop)
            while not source.at_end:
                found = pattern.search(source.text, source.pos)
                if found is None:
                    return False
                node.add_text(source.text[source.pos : found.start()], "text")
                source.pos = found.start()
                met = end.match(source.text, source.pos)
                if met and ends(met):
                    return True
                self._step(self)
            return False
        finally:
            self.open.pop()
            self.tree, self.only = outer, outer_only

    def read_apart(self, node: Node, text: str) -> None:
        """Read another text into a node, by the same rules, as a separate text."""
        Spans(self.document, text, self._step).read(node)

    def waste(self, start: int, reached: int) -> None:
        """Record that the text between was read in vain."""
        self._patience -= reached - start

    @property
    def impatient(self) -> bool:
        """Whether too much was read in vain already."""
        return self._patience < 0

    def inside(self, kind: str) -> bool:
        """Whether a span of this kind is open."""
        return any(node.kind == kind for node in self.open)

    def take(self, length: int = 1) -> None:
        """Take the next characters as text."""
        source = self.source
        self.tree.add_text(source.text[source.pos : source.pos + length], "text")
        source.pos += length


@cache
def _stop(stop: str) -> re.Pattern[str]:
    return _pattern(stop, stop)


def _pattern(text: str, stop: str) -> re.Pattern[str]:
    """One of ours; or one with the name of an author's element, which is not kept for other commands."""
    return re.compile(text, re.IGNORECASE) if "</" in stop else late(text)


Step = Callable[[Spans], None]
"""Reads whatever starts at the source's place; a character that starts nothing is text."""
