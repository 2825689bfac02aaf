"""The role of each HTML element in the PDF's structure tree (ISO 32000-1, 14.8.4)."""

from __future__ import annotations

from typing import Any

from publish.frozen import frozen
from publish.language.tokens import without_places
from publish.markup.tree import names
from publish.pdf.ruby import BASE, READING, RUBY

__all__ = [
    "NOTE",
    "ROLE_MAP",
    "Role",
    "alternative",
    "copied",
    "expansion",
    "is_decoration",
    "numbering",
    "role_of",
    "words",
]

ROLE_MAP = {"Em": "Span", "Strong": "Span", "Aside": "Sect"}
"""Roles of PDF 2.0, with their equivalents in PDF 1.7."""
_HOLD_TEXT = names(
    "P RB RT H1 H2 H3 H4 H5 H6 Span Em Strong Code Link Lbl LBody Caption TD TH Quote Reference Note Formula Figure"
)


@frozen
class Role:
    """A structure type."""

    name: str

    @property
    def holds_text(self) -> bool:
        """Whether it can contain text directly; else it needs a paragraph."""
        return self.name in _HOLD_TEXT


NOTE = Role("Note")
_BY_NAME = {
    "article": "Art",
    "aside": "Aside",
    "b": "Strong",
    "blockquote": "BlockQuote",
    "caption": "Caption",
    "code": "Code",
    "dd": "LBody",
    "dl": "L",
    "dt": "Lbl",
    "em": "Em",
    "figcaption": "Caption",
    "figure": "Figure",
    "h1": "H1",
    "h2": "H2",
    "h3": "H3",
    "h4": "H4",
    "h5": "H5",
    "h6": "H6",
    "i": "Em",
    "img": "Figure",
    "kbd": "Code",
    "li": "LI",
    "main": "Part",
    "ol": "L",
    "p": "P",
    "pre": "P",
    "q": "Quote",
    "samp": "Code",
    "section": "Sect",
    "strong": "Strong",
    "table": "Table",
    "tbody": "TBody",
    "td": "TD",
    "tfoot": "TFoot",
    "th": "TH",
    "thead": "THead",
    "tr": "TR",
    "ul": "L",
}
_BY_CLASS = {
    "cover": "Figure",
    "contents-list": "TOC",
    "contents-line": "TOCI",
    "contents-section": "Caption",
    "math": "Formula",
    RUBY: "Ruby",
    BASE: "RB",
    READING: "RT",
}
"""Elements of our templates."""
_NUMBERING = {
    "list-none": "/None",
    "list-circle": "/Circle",
    "list-square": "/Square",
    "list-lower-alpha": "/LowerAlpha",
    "list-upper-alpha": "/UpperAlpha",
    "list-lower-roman": "/LowerRoman",
    "list-upper-roman": "/UpperRoman",
}
_PSEUDO = {"marker": "Lbl", "footnote-call": "Reference", "footnote-marker": "Lbl"}


def role_of(element: Any, tag: str) -> Role | None:
    """The role of an element or of one of its pseudo-elements; None: its content belongs to its parent."""
    name, _, pseudo = tag.partition("::")
    found = _PSEUDO.get(pseudo) if pseudo else _special(element, name) or _plain(element, name)
    return Role(found) if found else None


def _special(element: Any, name: str) -> str | None:
    classes = element.get("class", "").split()
    if name == "span" and "footnote" in classes:
        return NOTE.name
    return next((_BY_CLASS[name] for name in classes if name in _BY_CLASS), None)


def _plain(element: Any, name: str) -> str | None:
    if name == "a":
        return "Link" if element.get("href") else None
    if name == "img" and (element.get("data-in-figure") or not element.get("data-alt")):
        return None  # its figure has the role
    if name == "figure" and element.get("data-group"):
        return "Sect"
    if name in {"abbr", "bdi", "cite", "span", "time"} and (element.get("lang") or expansion(element)):
        return "Span"
    return "Sect" if name == "div" and element.get("lang") else _BY_NAME.get(name)


def is_decoration(element: Any) -> bool:
    """Whether an element is a decorative picture, and so not content."""
    return (
        element is not None
        and element.tag == "img"
        and not (element.get("data-alt") or element.get("data-in-figure"))
    )


def words(element: Any) -> str:
    """The text of a link, for its description (ISO 14289-1, 7.18.1); pictures count with their alternative text."""
    if element is None:
        return ""
    parts = [*element.itertext(), *(image.get("alt", "") for image in element.iter("img"))]
    parts += [formula.get("data-alt", "") for formula in element.iter("span")]
    return " ".join(without_places(" ".join(parts)).split())[:300] or str(element.get("href", ""))


def alternative(role: Role, element: Any) -> str:
    """The alternative text of a picture or formula."""
    return str(element.get("data-alt", "")) if role.name in {"Figure", "Formula"} else ""


def copied(element: Any) -> str | None:
    """The text for copying a part of a formula: TeX, or empty; None when it is not a formula."""
    if element is None:
        return None
    if element.tag == "span" and {"math", "math-fenced"} & set(element.get("class", "").split()):
        return " "  # between its parts
    said: str | None = element.get("data-copied")
    return said


def expansion(element: Any) -> str:
    """The expansion of an abbreviation."""
    return str(element.get("title", "")) if element.tag == "abbr" else ""


def numbering(element: Any) -> str:
    """The kind of a list's markers (ISO 32000-1, table 347)."""
    marker = next((_NUMBERING[name] for name in element.get("class", "").split() if name in _NUMBERING), "")
    if marker or element.tag == "ol":
        return marker or "/Decimal"
    return "/None" if element.tag == "dl" else "/Disc"
