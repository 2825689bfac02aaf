"""Which role each HTML element has in the PDF's structure tree (ISO 32000-1, 14.8.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["NOTE", "ROLE_MAP", "Role", "alternative", "expansion", "numbering", "role_of", "words"]

_TEXT = frozenset(
    [
        "P",
        "H1",
        "H2",
        "H3",
        "H4",
        "H5",
        "H6",
        "Span",
        "Em",
        "Strong",
        "Code",
        "Link",
        "Lbl",
        "LBody",
        "Caption",
        "TD",
        "TH",
        "Quote",
        "Reference",
        "Note",
        "Formula",
        "Figure",
    ]
)
ROLE_MAP = {"Em": "Span", "Strong": "Span", "Aside": "Sect"}
"""Roles of PDF 2.0 that PDF 1.7 does not know, and what they are there."""


@dataclass(frozen=True, slots=True)
class Role:
    """A structure type."""

    name: str
    body: bool = False
    """For a list item: its content goes into an LBody."""

    @property
    def holds_text(self) -> bool:
        """Whether text may stand directly in it; else a paragraph is put between."""
        return self.name in _TEXT


NOTE = Role("Note")
_ROLES = {
    "article": Role("Art"),
    "aside": Role("Aside"),
    "blockquote": Role("BlockQuote"),
    "caption": Role("Caption"),
    "code": Role("Code"),
    "kbd": Role("Code"),
    "samp": Role("Code"),
    "dd": Role("LBody"),
    "dl": Role("L"),
    "dt": Role("Lbl"),
    "em": Role("Em"),
    "i": Role("Em"),
    "strong": Role("Strong"),
    "b": Role("Strong"),
    "figcaption": Role("Caption"),
    "figure": Role("Figure"),
    "img": Role("Figure"),
    "li": Role("LI", body=True),
    "main": Role("Part"),
    "ol": Role("L"),
    "p": Role("P"),
    "pre": Role("P"),
    "q": Role("Quote"),
    "section": Role("Sect"),
    "table": Role("Table"),
    "tbody": Role("TBody"),
    "td": Role("TD"),
    "tfoot": Role("TFoot"),
    "th": Role("TH"),
    "thead": Role("THead"),
    "tr": Role("TR"),
    "ul": Role("L"),
    **{f"h{level}": Role(f"H{level}") for level in range(1, 7)},
}


def role_of(element: Any, tag: str) -> Role | None:
    """The role of an element or one of its pseudo-elements; None when its content belongs to its parent's."""
    name, _, pseudo = tag.partition("::")
    if pseudo:
        return {
            "marker": Role("Lbl"),
            "footnote-call": Role("Reference"),
            "footnote-marker": Role("Lbl"),
        }.get(pseudo)
    classes = set(element.get("class", "").split())
    if "cover" in classes:
        return Role("Figure")
    if name == "a" and element.get("href"):
        return Role("Link")
    if name == "nav" and "contents" in classes:
        return Role("TOC")
    if "contents-line" in classes:
        return Role("TOCI")
    if "math" in classes and element.get("data-alt"):
        return Role("Formula")
    if "footnote" in classes and name == "span":
        return NOTE
    if name == "figure" and element.get("data-group"):
        return Role("Sect")
    if name == "img" and (_inside_figure(element) or not element.get("data-alt")):
        return None
    if name in {"abbr", "span", "div", "time", "cite", "bdi"} and (element.get("lang") or expansion(element)):
        return Role("Span") if name != "div" else Role("Sect")
    return _ROLES.get(name)


def _inside_figure(element: Any) -> bool:
    return element.get("data-in-figure") == "1"


def words(element: Any) -> str:
    """The text of an element, for the description of a link (ISO 14289-1, 7.18.1); pictures count by their alt."""
    if element is None:
        return ""
    parts = [*element.itertext(), *(image.get("alt", "") for image in element.iter("img"))]
    return " ".join(" ".join(parts).split())[:300] or element.get("href", "")


def alternative(name: str, element: Any) -> str:
    """What stands for a picture or formula, for those who cannot see it."""
    if name == "Formula":
        return str(element.get("data-alt", ""))
    if name != "Figure":
        return ""
    if alt := element.get("data-alt") or element.get("alt"):
        return str(alt)
    image = element.find(".//img")
    return str(image.get("alt", "")) if image is not None else ""


def expansion(element: Any) -> str:
    """What an abbreviation stands for."""
    return str(element.get("title", "")) if element.tag == "abbr" else ""


def numbering(element: Any) -> str:
    """How a list is marked (ISO 32000-1, table 347)."""
    if element.tag == "ol":
        return "/Decimal"
    return "/None" if element.tag == "dl" else "/Disc"
