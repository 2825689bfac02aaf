"""The book's XHTML documents, from the style's templates; each is parsed strictly before it is packed."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree
from markupsafe import Markup

from publish.epub import scripts
from publish.epub.body import VOID, parser
from publish.epub.namespaces import CHINESE, EPUB, JAPANESE, MATHEMATICS, STYLESHEET, XHTML, xhtml
from publish.errors import StyleError
from publish.fonts import formulas
from publish.frozen import frozen
from publish.language import direction, is_chinese, label, label_language
from publish.project.style import Style

__all__ = ["Document", "inner", "render", "sheets"]

_SVG = "{http://www.w3.org/2000/svg}svg"

_OLD_READERS = {"\u2060": "\ufeff", "\u2e3a": "—\ufeff—", "\u2e3b": "—\ufeff—\ufeff—"}
"""Many e-readers show a box for the word joiner and the long dashes, so we use older characters with the same effect.
"""


@frozen
class Document:
    """One XHTML file of the package."""

    id: str
    name: str
    content: bytes
    properties: tuple[str, ...] = ()
    """Manifest properties (EPUB 3.3, D.2): what a reader must be able to draw."""
    formula_characters: frozenset[int] = frozenset()
    """Code points that its formulas show."""


def render(style: Style, uid: str, language: str, template: str, values: Mapping[str, object]) -> Document:
    """Fill in a template of the style's `epub` folder. Raises StyleError when the result is not well-formed XML."""
    common = {
        "language": language,
        "direction": direction(language),
        "spoken": label_language(language),
        "stylesheets": list(sheets(style, language)),
        "label": lambda key: label(key, language),
    }
    text = style.render(f"epub/{template}", common | dict(values))
    for character, known in _OLD_READERS.items():
        text = text.replace(character, known)
    try:
        root = etree.fromstring(text.encode(), parser())
    except etree.XMLSyntaxError as error:
        raise StyleError(
            f"template epub/{template} is not well-formed XML: {error}", path=str(style.folder)
        ) from error
    scripts.mark(root, language)
    characters = formulas.used(root)
    if characters:
        _add_sheet(root, MATHEMATICS)
    properties = ["mathml"] if characters else []
    properties += ["svg"] if next(root.iter(_SVG), None) is not None else []
    return Document(uid, f"{uid}.xhtml", serialise(root), tuple(properties), characters)


def _add_sheet(root: etree._Element, name: str) -> None:
    """Let a document take one more style sheet, before the style's own, which may say otherwise."""
    sheet = etree.Element(xhtml("link"), {"rel": "stylesheet", "type": "text/css", "href": name})
    first = next(root.iter(xhtml("link")), None)
    if first is None:
        next(root.iter(xhtml("head"))).append(sheet)
    else:
        sheet.tail = "\n"
        first.addprevious(sheet)


def sheets(style: Style, language: str) -> tuple[str, ...]:
    """Names of the style sheets for documents in a language: one for all, and one for Chinese or Japanese."""
    is_japanese = language.lower().split("-", maxsplit=1)[0] == "ja"
    own = CHINESE if is_chinese(language) else JAPANESE if is_japanese else ""
    return tuple(name for name in (STYLESHEET, own) if name and style.has(f"epub/{name}"))


def inner(elements: list[etree._Element]) -> Markup:
    """Elements as markup, for a template."""
    return Markup("").join(Markup(etree.tostring(element, encoding="unicode")) for element in elements)  # noqa: S704


def serialise(root: etree._Element) -> bytes:
    """A document as bytes that mean the same as HTML and as XML: only void elements are self-closing, and XHTML's
    names have no prefix.
    """
    etree.cleanup_namespaces(root, top_nsmap={None: XHTML, "epub": EPUB}, keep_ns_prefixes=["epub"])  # type: ignore[dict-item]  # None is the default namespace
    for element in root.iter(etree.Element):
        empty = element.text is None and not len(element)
        if empty and element.tag not in VOID and element.tag.startswith(xhtml("")):
            element.text = ""
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", doctype="<!DOCTYPE html>")
