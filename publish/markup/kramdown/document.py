"""Data of a whole document: definitions, which may be anywhere, and options."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from publish.frozen import frozen
from publish.markup.kramdown.attributes import AttributeList
from publish.markup.kramdown.node import Node

__all__ = ["Document", "Footnote", "LinkDefinition", "Notes", "link_key"]


@dataclass
class LinkDefinition:
    """`[id]: address "title"`."""

    address: str
    title: str | None
    marker: Node
    """The node at the definition; an attribute list after it belongs to the link."""


@dataclass
class Footnote:
    """`[^name]: text`."""

    content: Node
    marker: Node


@frozen
class Notes:
    """Names of notes, and of links' addresses, that do not fit together."""

    undefined: tuple[str, ...] = ()
    """Called, but not defined."""
    unused: tuple[str, ...] = ()
    """Defined, but not called."""
    repeated: tuple[str, ...] = ()
    """Defined more than once; the last definition counts."""
    misnamed: tuple[str, ...] = ()
    """Defined with a name that no note has: kramdown takes them for addresses of links."""
    links: tuple[str, ...] = ()
    """Links as they are written, `[words][name]`, whose name has no address."""


@dataclass
class Document:
    """Definitions by name, and the options that `{::options}` can change."""

    links: dict[str, LinkDefinition] = field(default_factory=dict)
    footnotes: dict[str, Footnote] = field(default_factory=dict)
    note_calls: dict[str, None] = field(default_factory=dict)
    """Names of all note calls, also of those without a note."""
    lost_links: dict[str, None] = field(default_factory=dict)
    """Links as they are written, `[words][name]`, whose name had no address when they were read."""
    repeated_notes: dict[str, None] = field(default_factory=dict)
    abbreviations: dict[str, str] = field(default_factory=dict)
    abbreviation_markers: dict[str, Node] = field(default_factory=dict)
    named_lists: dict[str, AttributeList] = field(default_factory=dict)
    github: bool = True
    """Whether the text is read as GitHub writes it (`input: GFM`), not as kramdown alone (`input: kramdown`)."""
    paragraph_end: bool = True
    """Whether a list, a heading, a quote or code may follow a paragraph without a blank line."""
    commonmark: bool = False
    """Whether lists, tables and HTML are read as CommonMark reads them."""
    parse_block_html: bool = False
    parse_span_html: bool = True
    auto_ids: bool = True
    auto_id_prefix: str = ""
    hard_wrap: bool = False
    header_offset: int = 0
    footnote_nr: int = 1
    """The number of the first note."""
    quotes: tuple[str, ...] = ("‘", "’", "“", "”")
    symbols: dict[str, str] = field(default_factory=dict)
    toc_levels: frozenset[int] = frozenset(range(1, 7))

    @property
    def notes(self) -> Notes:
        """The notes that do not fit together, when the whole text is read."""
        called, defined = self.note_calls, self.footnotes
        return Notes(
            tuple(name for name in called if name not in defined),
            tuple(name for name in defined if name not in called),
            tuple(self.repeated_notes),
            tuple(name[1:] for name in self.links if name.startswith("^")),
            tuple(self.lost_links),
        )


def link_key(name: str) -> str:
    """A link name for comparing: white space folded, lower case."""
    return re.sub(r"\s+", " ", name, flags=re.ASCII).lower()
