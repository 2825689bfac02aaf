"""A chapter's body as the page needs it: notes where they are called, code by the line, pictures by our addresses."""

from __future__ import annotations

from lxml import etree
from markupsafe import Markup

from publish.errors import RenderError
from publish.markup.addresses import give_up
from publish.markup.tree import Element, add_class
from publish.model import Chapter
from publish.pdf import code, emphasis, mathematics, notes, pictures

__all__ = ["prepare"]

_SHORT, _WIDE, _VERY_WIDE = 12, 6, 9
"""Rows of a table that is kept whole; columns from which its type gets smaller, twice."""
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def prepare(chapter: Chapter, prefix: str) -> Markup:
    """The body as HTML text. `prefix` goes before every id, so that chapters do not collide in one file.

    Raises RenderError when the body is not well-formed.
    """
    try:
        root = etree.fromstring(f"<body>{chapter.body}</body>", _PARSER)
    except etree.XMLSyntaxError as error:
        raise RenderError(
            f"the converted text is not well-formed: {error.msg}", path=chapter.label
        ) from error
    give_up(root)
    notes.to_feet(root)
    mathematics.draw(root)
    code.split_lines(root)
    emphasis.dot(root, chapter.language)
    pictures.prepare(root, chapter.language)
    _size_tables(root)
    if prefix:
        _prefix_ids(root, prefix)
    parts = (etree.tostring(child, encoding="unicode", method="html") for child in root)
    return Markup.escape(root.text or "") + Markup("".join(parts))  # noqa: S704  # serialised from a tree


def _size_tables(root: Element) -> None:
    """Mark tables that should stay on one page (`short`) and those that need smaller type (`wide`, `very-wide`)."""
    for table in root.iter("table"):
        rows = list(table.iter("tr"))
        columns = max((len(row) for row in rows), default=0)
        if len(rows) <= _SHORT:
            add_class(table, "short")
        if columns >= _WIDE:
            add_class(table, "very-wide" if columns >= _VERY_WIDE else "wide")


def _prefix_ids(root: Element, prefix: str) -> None:
    for element in root.iter(etree.Element):
        if name := element.get("id"):
            element.set("id", prefix + name)
        if (target := element.get("href", "")).startswith("#"):
            element.set("href", f"#{prefix}{target[1:]}")
