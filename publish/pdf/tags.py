"""The structure tree: what each mark on a page is, in reading order, for readers who cannot see it.

WeasyPrint writes a tree of boxes: an element that runs over a page is there twice, a note is a span, a list body is
lacking, languages are lost. We let it number the marks on the page (MCIDs), take those numbers over, and build the
tree from the elements themselves (`roles.py` says which role each has): PDF/UA-1 (ISO 14289-1) and ISO 32000-1, 14.7.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pydyf
from weasyprint import Document, Page
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from publish.pdf import roles
from publish.pdf.roles import Role

__all__ = ["build", "keep_marks"]


class MarkedPage(Page):  # type: ignore[misc]  # WeasyPrint ships no types
    """A page that keeps which box has which mark once it is painted, and leaves WeasyPrint no boxes to tag."""

    def __init__(self, page: Page) -> None:
        self.__dict__.update(page.__dict__)
        self.box = page._page_box
        self.marks: dict[Any, int] = {}
        self.stream: Any = None

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Paint, then take the marks over."""
        super().paint(stream, scale)
        self.stream = stream
        self.marks = {box: mark["mcid"] for box, mark in stream._tags.items()}
        stream._tags.clear()
        self._page_box = self.box.copy_with_children([])


def keep_marks(document: Document) -> Document:
    """The same pages, which remember their marks for `build`."""
    return document.copy([MarkedPage(page) for page in document.pages])


@dataclass(eq=False)
class Node:
    """A structure element in the making."""

    role: Role
    parent: Node | None
    element: Any = None
    kids: list[Node | tuple[int, int] | pydyf.Dictionary] = field(default_factory=list)
    """Nodes, marks as (page, MCID), and link annotations."""
    page: int = 0
    lasting: int = 0
    """Last page that the element was met on."""
    box: Any = None
    language: str = ""
    item: Node | None = None
    """In a definition list: the list item that is open."""
    dictionary: pydyf.Dictionary | None = None


class Builder:
    """Walks the boxes of all pages and grows one tree of elements."""

    def __init__(self, pages: list[MarkedPage], language: str) -> None:
        self.pages = pages
        self.root = Node(Role("Document"), None, language=language)
        self.known: dict[tuple[Any, str], Node] = {}
        self.decoration: dict[int, set[int]] = {}
        """Page → marks that are no content: running heads, repeated table heads."""
        self.page = 0
        self.seen: set[int] = set()

    def grow(self) -> Node:
        """The tree of the whole document."""
        for self.page, page in enumerate(self.pages):
            self.seen = set()
            for child in page.box.children:
                self.visit(child, self.root)
            self.decoration[self.page] = set(page.marks.values()) - self.seen
        return self.root

    def visit(self, box: Any, parent: Node) -> None:
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, boxes.MarginBox):
            return
        if (
            isinstance(box, boxes.TextBox | boxes.ReplacedBox)
            and (mark := self.pages[self.page].marks.get(box)) is not None
        ):
            self.leaf(box, mark, parent)
            return
        node = self.node_of(box, parent)
        if node is None:
            return
        if box.link_annotation is not None:
            self.annotate(box.link_annotation, node)
        for child in box.children:
            self.visit(child, node)

    def node_of(self, box: Any, parent: Node) -> Node | None:
        """The node that a box's content goes to: that of its element, or its parent's; None for a repeated head."""
        element, tag = box.element, box.element_tag or ""
        if element is None or isinstance(box, boxes.LineBox | boxes.FootnoteAreaBox | boxes.PageBox):
            return parent
        if tag == "thead" and (head := self.known.get((element, tag))) and head.page != self.page:
            return None
        if (node := self.known.get((element, tag))) is not None:
            node.lasting = self.page
            return node
        role = roles.role_of(element, tag)
        if role is None:
            return parent
        return self.start(role, box, element, tag, parent)

    def start(self, role: Role, box: Any, element: Any, tag: str, parent: Node) -> Node:
        parent = self.proper_parent(role, parent)
        node = Node(role, parent, element, page=self.page, lasting=self.page, box=box)
        node.language = (
            element.get("lang") or self.language_of(parent) if "::" not in tag else self.language_of(parent)
        )
        if role.name == "Lbl" and parent.role.name == "LI":
            parent.kids.insert(0, node)
        else:
            parent.kids.append(node)
        self.known[element, tag] = node
        if role.name == "LI" and role.body:
            body = Node(Role("LBody"), node, element, page=self.page, language=node.language)
            node.kids.append(body)
            self.known[element, tag] = body
            self.known[element, "li"] = body
            return body
        if tag.endswith("::footnote-call"):
            self.start(roles.NOTE, box, element, element.tag, parent)
        return node

    def proper_parent(self, role: Role, parent: Node) -> Node:
        """Where ISO 32000-1, 14.8.4.3 lets an element stand: labels beside list bodies, terms and definitions in items."""
        if role.name == "Lbl" and parent.role.name == "LBody" and parent.parent:
            return parent.parent
        if role.name in {"Lbl", "LBody"} and parent.role.name == "L":
            if role.name == "Lbl" or parent.item is None:
                parent.item = Node(Role("LI"), parent, page=self.page, language=self.language_of(parent))
                parent.kids.append(parent.item)
            return parent.item
        return parent

    @staticmethod
    def language_of(node: Node) -> str:
        return node.language

    def leaf(self, box: Any, mark: int, parent: Node) -> None:
        self.seen.add(mark)
        node = self.node_of(box, parent)
        if node is None:
            self.seen.discard(mark)
            return
        if not node.role.holds_text:
            if not (node.kids and isinstance(node.kids[-1], Node) and node.kids[-1].element is None):
                node.kids.append(Node(Role("P"), node, page=self.page, language=node.language))
            last = node.kids[-1]
            assert isinstance(last, Node)
            node = last
        node.kids.append((self.page, mark))
        if isinstance(box, boxes.ReplacedBox) and box.link_annotation is not None:
            self.annotate(box.link_annotation, node)

    def annotate(self, annotation: pydyf.Dictionary, node: Node) -> None:
        """Put a link's annotation into the nearest Link element (ISO 14289-1, 7.18.5)."""
        link: Node | None = node
        while link is not None and link.role.name != "Link":
            link = link.parent
        annotation["OnPage"] = self.page
        (link or node).kids.append(annotation)


def build(document: Document, pdf: pydyf.PDF, language: str) -> None:
    """Give the file its structure tree. Called by the finisher, after painting."""
    builder = Builder(document.pages, language)
    root = builder.grow()
    for number, page in enumerate(document.pages):
        _make_artifacts(page.stream, builder.decoration[number])
    Writer(document, pdf).write(root)


def _make_artifacts(stream: Any, marks: set[int]) -> None:
    """Turn marks of running heads and repeated table heads into artifacts (ISO 14289-1, 7.1 and 7.8)."""
    if not marks:
        return
    for index, item in enumerate(stream.stream):
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") in marks:
            stream.stream[index - 1] = "/Artifact"
            stream.stream[index] = pydyf.Dictionary({"Type": "/Pagination"})


class Writer:
    """Writes nodes as structure elements, and the tree that leads from marks back to them."""

    def __init__(self, document: Document, pdf: pydyf.PDF) -> None:
        self.document = document
        self.pdf = pdf
        self.owners: list[dict[int, bytes]] = [{} for _ in document.pages]
        self.annotations: list[tuple[pydyf.Dictionary, bytes]] = []
        self.notes = 0

    def write(self, root: Node) -> None:
        structure = self._root()
        top = self.element(root, structure.reference)
        structure["K"] = pydyf.Array([top])
        structure["RoleMap"] = pydyf.Dictionary({name: f"/{kind}" for name, kind in roles.ROLE_MAP.items()})
        numbers = pydyf.Array()
        for page, owners in enumerate(self.owners):
            filled = [owners.get(mcid, b"null") for mcid in range(max(owners, default=-1) + 1)]
            numbers.extend([page, pydyf.Array(filled)])
        for key, (annotation, owner) in enumerate(self.annotations, len(self.owners)):
            annotation["StructParent"] = key
            numbers.extend([key, owner])
        parents = pydyf.Dictionary({"Nums": numbers})
        self.pdf.add_object(parents)
        structure["ParentTree"] = parents.reference
        structure["ParentTreeNextKey"] = len(self.owners) + len(self.annotations)

    def _root(self) -> pydyf.Dictionary:
        """WeasyPrint's own root, emptied."""
        number = int(bytes(self.pdf.catalog["StructTreeRoot"]).split()[0])
        structure: pydyf.Dictionary = self.pdf.objects[number]
        return structure

    def element(self, node: Node, parent: bytes) -> bytes:
        dictionary = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{node.role.name}", "P": parent})
        node.dictionary = dictionary
        self.pdf.add_object(dictionary)
        reference: bytes = dictionary.reference
        self.attributes(node, dictionary)
        kids = pydyf.Array()
        home: int | None = None
        for kid in node.kids:
            if isinstance(kid, Node):
                kids.append(self.element(kid, reference))
            elif isinstance(kid, tuple):
                page, mark = kid
                home = page if home is None else home
                kids.append(mark if page == home else self.far_mark(page, mark))
                self.owners[page][mark] = reference
            else:
                kids.append(self.annotation(kid, reference, node))
        dictionary["K"] = kids
        if home is not None:
            dictionary["Pg"] = self.pdf.page_references[home]
        return reference

    def far_mark(self, page: int, mark: int) -> pydyf.Dictionary:
        return pydyf.Dictionary({"Type": "/MCR", "Pg": self.pdf.page_references[page], "MCID": mark})

    def annotation(self, annotation: pydyf.Dictionary, owner: bytes, node: Node) -> pydyf.Dictionary:
        page = annotation.pop("OnPage")
        words = roles.words(node.element)
        if words:
            annotation["Contents"] = pydyf.String(words)
        self.annotations.append((annotation, owner))
        return pydyf.Dictionary(
            {"Type": "/OBJR", "Obj": annotation.reference, "Pg": self.pdf.page_references[page]}
        )

    def attributes(self, node: Node, dictionary: pydyf.Dictionary) -> None:
        """Language, alternative text, scope and the rest that a role asks for."""
        if node.language and (node.parent is None or node.language != node.parent.language):
            dictionary["Lang"] = pydyf.String(node.language)
        if node.role.name == "Note":
            self.notes += 1
            dictionary["ID"] = pydyf.String(f"note-{self.notes}")
        if node.element is None or node.box is None:
            return
        if alternative := roles.alternative(node.role.name, node.element):
            dictionary["Alt"] = pydyf.String(alternative)
        if expansion := roles.expansion(node.element):
            dictionary["E"] = pydyf.String(expansion)
        if attributes := self.layout(node):
            dictionary["A"] = attributes

    def layout(self, node: Node) -> pydyf.Dictionary | None:
        name, box = node.role.name, node.box
        if name in {"TH", "TD"}:
            attributes = pydyf.Dictionary({"O": "/Table"})
            if name == "TH":
                attributes["Scope"] = "/Row" if node.element.get("scope") == "row" else "/Column"
            if box.colspan != 1:
                attributes["ColSpan"] = box.colspan
            if box.rowspan != 1:
                attributes["RowSpan"] = box.rowspan
            return attributes if len(attributes) > 1 else None
        if name == "L":
            return pydyf.Dictionary({"O": "/List", "ListNumbering": roles.numbering(node.element)})
        if name == "Figure":
            return self.bounds(node)
        return None

    def bounds(self, node: Node) -> pydyf.Dictionary:
        """The rectangle of a figure, in points from the page's lower left corner (ISO 32000-1, 14.8.5.4.3)."""
        page, box = self.document.pages[node.page], node.box
        left, top = box.border_box_x(), box.border_box_y()
        corners = (
            left,
            page.height - top - box.border_height(),
            left + box.border_width(),
            page.height - top,
        )
        return pydyf.Dictionary(
            {
                "O": "/Layout",
                "Placement": "/Block",
                "BBox": pydyf.Array([round(c * 0.75, 2) for c in corners]),
            }
        )
