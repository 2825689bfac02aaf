"""HTML inside Markdown: patterns of tags, and what each element may contain."""

from __future__ import annotations

import re

from publish.markup.kramdown.node import Node
from publish.markup.kramdown.patterns import TAG_NAME
from publish.text.patterns import late

__all__ = [
    "BLOCK_ELEMENTS",
    "CLOSING_TAG",
    "COMMENT",
    "ENTITY",
    "INSTRUCTION",
    "KNOWN_ELEMENTS",
    "RAW_MODEL",
    "SPAN_ELEMENTS",
    "TAG",
    "VOID_ELEMENTS",
    "content_model",
    "element",
]

TAG = late(
    rf"<({TAG_NAME})(?a:\s)*((?>(?:(?a:\s)+{TAG_NAME}(?:(?a:\s*=\s*)(?:\w++|\"[^\"]*+\"|'[^']*+'))?)*))(?a:\s)*(/)?>",
    re.DOTALL,
)
CLOSING_TAG = late(rf"</({TAG_NAME})(?a:\s)*>")
COMMENT = late(r"<!--.*?-->", re.DOTALL)
INSTRUCTION = late(r"<\?.*?\?>", re.DOTALL)
ENTITY = late(r"&(?:[\w:][\-\w.:]*|#\d+|#x[0-9a-fA-F]+);", re.ASCII)
_ATTRIBUTE = late(rf"(?a:\s)*({TAG_NAME})(?:(?a:\s*=\s*)(?:(\w+)|\"([^\"]*)\"|'([^']*)'))?", re.DOTALL)

_BLOCK_MODEL = frozenset(
    """
    address applet article aside blockquote body dd details div dl fieldset figure figcaption footer
    form header hgroup iframe li main map menu nav noscript object section summary td
    """.split()
)
_SPAN_MODEL = frozenset(
    """
    a abbr acronym b bdo big button cite caption del dfn dt em h1 h2 h3 h4 h5 h6 i ins label legend
    optgroup p q rb rbc rp rt rtc ruby select small span strong sub sup th tt
    """.split()
)
RAW_MODEL = frozenset(["script", "style", "math", "option", "textarea", "pre", "code", "kbd", "samp", "var"])
SPAN_ELEMENTS = frozenset(
    """
    a abbr acronym b big bdo br button cite code del dfn em i img input ins kbd label mark option q
    rb rbc rp rt rtc ruby samp select small span strong sub sup tt u var
    """.split()
)
BLOCK_ELEMENTS = frozenset(
    """
    address article aside applet body blockquote caption col colgroup dd div dl dt fieldset
    figcaption footer form h1 h2 h3 h4 h5 h6 header hgroup hr html head iframe legend menu li main
    map nav ol optgroup p pre section summary table tbody td th thead tfoot tr ul
    """.split()
)
VOID_ELEMENTS = frozenset(
    """
    area base br col command embed hr img input keygen link meta param source track wbr
    """.split()
)
KNOWN_ELEMENTS = SPAN_ELEMENTS | BLOCK_ELEMENTS | VOID_ELEMENTS | _BLOCK_MODEL | _SPAN_MODEL | RAW_MODEL


def content_model(name: str) -> str:
    """`block`, `span` or `raw`: how kramdown reads an element's content as Markdown."""
    if name in _BLOCK_MODEL:
        return "block"
    return "span" if name in _SPAN_MODEL else "raw"


def element(tag: re.Match[str], category: str) -> Node:
    """The element of a start tag; names of HTML's own elements and their attributes in lower case."""
    name = tag[1].lower() if tag[1].lower() in KNOWN_ELEMENTS else tag[1]
    node = Node("html", name, category=category)
    for found in _ATTRIBUTE.finditer(tag[2]):
        key = found[1].lower() if name in KNOWN_ELEMENTS else found[1]
        node.attributes[key] = next((value for value in found.group(2, 3, 4) if value is not None), "")
    return node
