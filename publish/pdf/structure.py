"""Structure elements in the file: from nodes to dictionaries, and the parent tree that leads from marks to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pydyf

from publish.frozen import frozen
from publish.pdf import roles
from publish.pdf.roles import Role

__all__ = ["Annotation", "Mark", "Node", "Writer"]


@frozen
class Mark:
    """Marked content on a page."""

    page: int
    """Index of the page."""
    mcid: int


@frozen
class Annotation:
    """A link's rectangle on a page."""

    page: int
    dictionary: Any


@dataclass(eq=False, slots=True)
class Node:
    """A structure element before it is written."""

    role: Role
    language: str
    """BCP 47 tag; the parent's when the element gives none."""
    parent: Node | None = None
    element: Any = None
    """The HTML element, or None for a node that only the structure needs."""
    box: Any = None
    """The element's first box."""
    page: int = 0
    """Index of that box's page."""
    kids: list[Node | Mark | Annotation] = field(default_factory=list)
    item: Node | None = None
    """In a definition list: the list item that is still open."""


class Writer:
    """Writes a tree of nodes into a PDF that has WeasyPrint's structure root."""

    def __init__(self, pages: list[Any], pdf: pydyf.PDF, prefix: str = "") -> None:
        self.pages = pages
        self.prefix = prefix
        self.pdf = pdf
        self.owners: list[dict[int, bytes]] = [{} for _ in pages]
        self.annotations: list[tuple[Any, bytes]] = []
        self.notes = 0

    def write(self, root: Node) -> None:
        """Write all elements below a root, the role map, and the parent tree (ISO 32000-1, 14.7.4.4)."""
        number = int(bytes(self.pdf.catalog["StructTreeRoot"]).split()[0])
        structure = self.pdf.objects[number]
        structure["K"] = pydyf.Array([self._element(root, structure.reference)])
        structure["RoleMap"] = pydyf.Dictionary({name: f"/{kind}" for name, kind in roles.ROLE_MAP.items()})
        numbers = pydyf.Array()
        for page, owners in enumerate(self.owners):
            rows = [owners.get(mcid, b"null") for mcid in range(max(owners, default=-1) + 1)]
            numbers.extend([page, pydyf.Array(rows)])
        for key, (annotation, owner) in enumerate(self.annotations, len(self.owners)):
            annotation["StructParent"] = key
            numbers.extend([key, owner])
        parents = pydyf.Dictionary({"Nums": numbers})
        self.pdf.add_object(parents)
        structure["ParentTree"] = parents.reference
        structure["ParentTreeNextKey"] = len(self.owners) + len(self.annotations)

    def _element(self, node: Node, parent: bytes) -> bytes:
        dictionary = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{node.role.name}", "P": parent})
        self.pdf.add_object(dictionary)
        reference: bytes = dictionary.reference
        self._describe(node, dictionary)
        kids = pydyf.Array()
        home = next((kid.page for kid in node.kids if isinstance(kid, Mark)), None)
        for kid in node.kids:
            if isinstance(kid, Node):
                kids.append(self._element(kid, reference))
            elif isinstance(kid, Mark):
                kids.append(kid.mcid if kid.page == home else self._distant_mark(kid))
                self.owners[kid.page][kid.mcid] = reference
            else:
                kids.append(self._annotation(kid, reference, node))
        dictionary["K"] = kids
        if home is not None:
            dictionary["Pg"] = self.pdf.page_references[home]
        return reference

    def _distant_mark(self, mark: Mark) -> pydyf.Dictionary:
        """A mark on another page than the element's first."""
        return pydyf.Dictionary(
            {"Type": "/MCR", "Pg": self.pdf.page_references[mark.page], "MCID": mark.mcid}
        )

    def _annotation(self, annotation: Annotation, owner: bytes, node: Node) -> pydyf.Dictionary:
        if words := roles.words(node.element):
            annotation.dictionary["Contents"] = pydyf.String(words)
        self.annotations.append((annotation.dictionary, owner))
        page = self.pdf.page_references[annotation.page]
        return pydyf.Dictionary({"Type": "/OBJR", "Obj": annotation.dictionary.reference, "Pg": page})

    def _describe(self, node: Node, dictionary: pydyf.Dictionary) -> None:
        """Language, alternative text, scope and other attributes of a role."""
        if node.parent is None or node.language != node.parent.language:
            dictionary["Lang"] = pydyf.String(node.language)
        if node.role.name == "Note":  # each needs its own ID (ISO 14289-1, 7.9)
            self.notes += 1
            dictionary["ID"] = pydyf.String(f"{self.prefix}note-{self.notes}")
        if node.element is None or node.box is None:
            return
        if alternative := roles.alternative(node.role, node.element):
            dictionary["Alt"] = pydyf.String(alternative)
        if expansion := roles.expansion(node.element):
            dictionary["E"] = pydyf.String(expansion)
        if attributes := self._attributes(node):
            dictionary["A"] = attributes

    def _attributes(self, node: Node) -> pydyf.Dictionary | None:
        name = node.role.name
        if name in {"TH", "TD"}:
            return _cell(node)
        if name == "L":
            return pydyf.Dictionary({"O": "/List", "ListNumbering": roles.numbering(node.element)})
        if name == "Figure":
            return self._bounds(node)
        return None

    def _bounds(self, node: Node) -> pydyf.Dictionary:
        """The rectangle of a figure, in points from the page's lower left corner (ISO 32000-1, 14.8.5.4.3)."""
        page, box = self.pages[node.page], node.box
        left, top = box.border_box_x(), page.height - box.border_box_y()
        corners = (left, top - box.border_height(), left + box.border_width(), top)
        bounds = pydyf.Array([round(corner * 0.75, 2) for corner in corners])
        return pydyf.Dictionary({"O": "/Layout", "Placement": "/Block", "BBox": bounds})


def _cell(node: Node) -> pydyf.Dictionary | None:
    """Scope and spans of a table cell (ISO 14289-1, 7.5)."""
    attributes = pydyf.Dictionary({"O": "/Table"})
    if node.role.name == "TH":
        attributes["Scope"] = "/Row" if node.element.get("scope") == "row" else "/Column"
    if node.box.colspan != 1:
        attributes["ColSpan"] = node.box.colspan
    if node.box.rowspan != 1:
        attributes["RowSpan"] = node.box.rowspan
    return attributes if len(attributes) > 1 else None
