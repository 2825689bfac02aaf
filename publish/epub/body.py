"""A chapter's body as a tree: parsed strictly, ids unique, pictures named as the package names them."""

from __future__ import annotations

import re

from lxml import etree

from publish.epub.namespaces import IMAGES, OWN, XHTML, xhtml
from publish.errors import RenderError
from publish.language import label
from publish.markup import tree
from publish.markup.tasks import DONE
from publish.model import Chapter

__all__ = ["VOID", "ids", "parse", "parser"]

_NAME = re.compile(r"[A-Za-z][\w.·-]*")
VOID = frozenset(map(xhtml, tree.VOID))
"""Elements of XHTML that never hold anything."""


def parser() -> etree.XMLParser:
    """A parser that reads our own output only: no entities, no network, no repeated namespace declarations."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        ns_clean=True,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,  # nobody asks by id, and the table grows slow with many
    )


def parse(chapter: Chapter, images: frozenset[str]) -> etree._Element:
    """The chapter's `body` element.

    `images` are the names of the pictures in the book. Raises RenderError for a body that is not well-formed or
    that shows a picture the book does not carry.
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
        _own_id(element, seen)
        if element.tag == xhtml("img"):
            _picture(element, chapter, images)
        elif "task-box" in element.get("class", "").split():
            _check_box(element, chapter.language)
    return body


def ids(elements: list[etree._Element]) -> set[str]:
    """Every id in some elements and below them."""
    return {found for element in elements for node in element.iter() if (found := node.get("id"))}


def _own_id(element: etree._Element, seen: set[str]) -> None:
    """An id is an XML name that begins with a letter, is none of the templates' and stands once."""
    value = element.get("id")
    if value is None:
        return
    if value in seen or value.startswith(OWN) or not _NAME.fullmatch(value):
        del element.attrib["id"]
    seen.add(value)


def _check_box(box: etree._Element, language: str) -> None:
    """A drawn box with its name: many readers show no form's control, and a box with a check is a letter to all."""
    box.set("role", "img")
    box.set("aria-label", label("task-done" if box.text == DONE else "task-open", language))
    if not (box.tail or " ")[0].isspace():
        box.tail = f" {box.tail}"


def _picture(element: etree._Element, chapter: Chapter, images: frozenset[str]) -> None:
    name = element.get("src", "")
    if name not in images:
        raise RenderError(f"the picture {name!r} was not gathered", path=chapter.label)
    element.set("src", IMAGES + name)
    if element.get("alt") is None:
        element.set("alt", "")
