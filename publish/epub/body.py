"""A chapter's body as a tree: parsed strictly, ids unique, pictures named as the package names them."""

from __future__ import annotations

from lxml import etree

from publish.epub.names import IMAGES, XHTML, XML, xhtml
from publish.errors import RenderError
from publish.language import label
from publish.markup import tree
from publish.markup.tasks import DONE
from publish.model import Chapter

__all__ = ["VOID", "ids", "parse", "parser"]

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
        language = element.get("lang")
        if language is not None:
            element.set(f"{{{XML}}}lang", language)  # what readers of before EPUB 3 know
        if element.tag == xhtml("img"):
            _picture(element, chapter, images)
        elif "task-box" in element.get("class", "").split():
            _check_box(element, chapter.language)
    return body


def ids(elements: list[etree._Element]) -> set[str]:
    """Every id in some elements and below them."""
    return {found for element in elements for node in element.iter() if (found := node.get("id"))}


def _own_id(element: etree._Element, seen: set[str]) -> None:
    """An id is an XML name that starts with no underscore (those are the templates') and stands once."""
    value = element.get("id")
    if value is None:
        return
    if value in seen or value.startswith("_") or not _is_name(value):
        del element.attrib["id"]
    seen.add(value)


def _is_name(value: str) -> bool:
    return (value[:1].isalpha() or value[:1] == "_") and all(c.isalnum() or c in "_-.·" for c in value)


def _check_box(box: etree._Element, language: str) -> None:
    """A drawn box as the control that a reader's software knows how to show and to read aloud."""
    done = box.text == DONE
    box.tag, box.text = xhtml("input"), None
    box.set("type", "checkbox")
    box.set("disabled", "disabled")
    if done:
        box.set("checked", "checked")
    box.set("aria-label", label("task-done" if done else "task-open", language))


def _picture(element: etree._Element, chapter: Chapter, images: frozenset[str]) -> None:
    name = element.get("src", "")
    if name not in images:
        raise RenderError(f"the picture {name!r} was not gathered", path=chapter.label)
    element.set("src", IMAGES + name)
    if element.get("alt") is None:
        element.set("alt", "")
