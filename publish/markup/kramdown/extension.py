"""The extension that makes `markdown.Markdown` read kramdown."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Self

from markdown import Markdown
from markdown.extensions import Extension
from markdown.util import Registry

from publish.errors import ContentError
from publish.markup.kramdown.blocks import Blocks, Rule
from publish.markup.kramdown.contents import fill_contents
from publish.markup.kramdown.definitions import ABBREVIATION, EXTENSION, LINK, NOTE
from publish.markup.kramdown.document import Document, Notes
from publish.markup.kramdown.htmlblocks import HTML
from publish.markup.kramdown.lists import DEFINITIONS, LISTS
from publish.markup.kramdown.mathematics import BLOCK_MATH
from publish.markup.kramdown.node import Node
from publish.markup.kramdown.options import PLAIN, KramdownOptions
from publish.markup.kramdown.output import Output
from publish.markup.kramdown.resolve import resolve
from publish.markup.kramdown.simple import (
    ATX,
    BLANK_LINE,
    CODE,
    FENCED,
    MARKER,
    PARAGRAPH,
    QUOTE,
    RULE,
    SETEXT,
)
from publish.markup.kramdown.tables import TABLE

__all__ = ["KramdownExtension", "render", "rendered"]

RULES: tuple[Rule, ...] = (
    BLANK_LINE, CODE, FENCED, QUOTE, ATX, RULE, LISTS, DEFINITIONS, HTML, SETEXT, BLOCK_MATH, TABLE, NOTE, LINK,
    ABBREVIATION, EXTENSION, MARKER, PARAGRAPH,
)  # fmt: skip  # the order matters
"""Rules for blocks, tried in this order."""


class _Tree:
    """A finished document in the place of Markdown's element tree."""

    def __init__(self, root: Node, document: Document) -> None:
        self.root = root
        self.document = document

    def getroot(self) -> _Tree:
        """Markdown passes this to tree processors and the serialiser."""
        return self


class _Parser:
    """Replaces Markdown's block parser."""

    def __init__(self, options: KramdownOptions) -> None:
        self.options = options
        self.notes = Notes()
        """Notes of the last text that do not fit together."""

    def parseDocument(self, lines: Sequence[str]) -> _Tree:  # noqa: N802  # Markdown's name
        """Read the whole text."""
        document = self.options.document()
        blocks = Blocks(document, RULES)
        text = "\n".join(lines).removesuffix("\n") + "\n"
        blocks.read(blocks.root, text)
        resolve(blocks.root, document)
        fill_contents(blocks.root, document)
        self.notes = document.notes
        return _Tree(blocks.root, document)


class KramdownExtension(Extension):
    """Replaces Markdown's steps between text and HTML."""

    def __init__(self, options: KramdownOptions = PLAIN) -> None:
        super().__init__()
        self.options = options

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Markdown's name
        """Remove Markdown's own steps and insert kramdown's."""
        stages: Any = md
        stages.preprocessors, stages.treeprocessors, stages.postprocessors = (
            Registry(),
            Registry(),
            Registry(),
        )
        stages.parser = _Parser(self.options)
        stages.output_formats = dict.fromkeys(md.output_formats, _serialise)
        stages.stripTopLevelTags = False


def _serialise(tree: Any) -> str:
    return Output(tree.document).write(tree.root)


class _Bare(Markdown):
    """Markdown without its own steps, which the extension would remove: to make them takes as long as to read a short post."""

    def build_parser(self) -> Self:
        """Leave all to the extension."""
        return self


@lru_cache(maxsize=8)
def _markdown(options: KramdownOptions) -> Markdown:
    """The converter for a site's options."""
    return _Bare(extensions=[KramdownExtension(options)])


def render(text: str, options: KramdownOptions = PLAIN) -> str:
    """The HTML of `rendered` alone."""
    return rendered(text, options)[0]


def rendered(text: str, options: KramdownOptions = PLAIN) -> tuple[str, Notes]:
    """From Markdown (after Liquid, without front matter) to the HTML that Jekyll inserts as `{{ content }}`, and the
    notes that do not fit together.

    Raises ContentError when the text nests too deeply.
    """
    if not text.strip():
        return "", Notes()
    converter = _markdown(options)
    try:
        html = converter.convert(text)
    except RecursionError as error:
        raise ContentError("it nests too deeply (limit depth): use fewer levels") from error
    parser: Any = converter.parser
    return html, parser.notes
