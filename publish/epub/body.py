"""A chapter's body as a tree: parsed strictly, with unique ids, and the package's names for pictures."""

from __future__ import annotations

from lxml import etree

from publish.epub.namespaces import IMAGES, OWN, XHTML, xhtml
from publish.errors import RenderError
from publish.language import label
from publish.markup import tree
from publish.markup.tasks import MEANINGS
from publish.model import Chapter
from publish.text.patterns import late

__all__ = ["VOID", "ids", "parse", "parser"]

_NAME = late(r"[A-Za-z][\w.·-]*")
VOID = frozenset(map(xhtml, tree.VOID))
"""XHTML elements that are always empty."""


def parser() -> etree.XMLParser:
    """A parser for our own output only: no entities, no network, no redundant namespace declarations."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        ns_clean=True,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,  # we never look up ids, and the table gets slow when there are many
    )


def parse(chapter: Chapter, images: frozenset[str]) -> etree._Element:
    """The chapter's `body` element.

    `images` are the names of the pictures in the book. Raises RenderError when the body is not well-formed or shows a
    picture that is not in the book.
    """
    try:
        body = etree.fromstring(f'<body xmlns="{XHTML}">{chapter.body}</body>', parser())
    except etree.XMLSyntaxError as error:
        raise RenderError(
            f"the converted text is not well-formed XML: {error}", path=chapter.label
        ) from error
    if body.text and body.text.strip():
        paragraph = etree.Element(xhtml("p"))
        paragraph.text, body.text = body.text, None
        body.insert(0, paragraph)
    seen: set[str] = set()
    for element in body.iter(etree.Element):
        _drop_bad_id(element, seen)
        if element.tag == xhtml("img"):
            _picture(element, chapter, images)
        elif element.text in MEANINGS and "task-box" in element.get("class", "").split():
            _check_box(element, chapter.language)
    return body


def ids(elements: list[etree._Element]) -> set[str]:
    """All ids in some elements and below them."""
    return {found for element in elements for node in element.iter() if (found := node.get("id"))}


def _drop_bad_id(element: etree._Element, seen: set[str]) -> None:
    """Remove an id that is not unique, no XML name, or used by the templates."""
    value = element.get("id")
    if value is None:
        return
    if value in seen or value.startswith(OWN) or not _NAME.fullmatch(value):
        del element.attrib["id"]
    seen.add(value)


def _check_box(box: etree._Element, language: str) -> None:
    """A drawn box with a name: many readers show no form controls, but all show a box with a check mark."""
    box.set("role", "img")
    box.set("aria-label", label(MEANINGS[box.text or ""], language))
    if not (box.tail or " ")[0].isspace():
        box.tail = f" {box.tail}"


def _picture(element: etree._Element, chapter: Chapter, images: frozenset[str]) -> None:
    name = element.get("src", "")
    if name not in images:
        raise RenderError(f"the picture {name!r} is not in the book: please report it", path=chapter.label)
    element.set("src", IMAGES + name)
    if element.get("alt") is None:
        element.set("alt", "")
