"""A chapter's body as the page needs it: notes where they are called, code by the line, pictures by our addresses."""

from __future__ import annotations

from lxml import etree
from markupsafe import Markup

from publish.errors import RenderError
from publish.markup.tree import Element
from publish.model import Chapter
from publish.pdf import code, mathematics, notes, pictures

__all__ = ["prepare"]

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
    notes.to_feet(root)
    mathematics.draw(root)
    code.split_lines(root)
    pictures.prepare(root, chapter.language)
    if prefix:
        _prefix_ids(root, prefix)
    parts = (etree.tostring(child, encoding="unicode", method="html") for child in root)
    return Markup.escape(root.text or "") + Markup("".join(parts))  # noqa: S704  # serialised from a tree


def _prefix_ids(root: Element, prefix: str) -> None:
    for element in root.iter(etree.Element):
        if name := element.get("id"):
            element.set("id", prefix + name)
        if (target := element.get("href", "")).startswith("#"):
            element.set("href", f"#{prefix}{target[1:]}")
