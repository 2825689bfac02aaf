"""The structure tree: the meaning of each mark on a page, in reading order, for screen readers.

WeasyPrint writes a tree of boxes: an element across two pages appears twice, a note is a span, list bodies and
languages are missing. We let it number the marks on the page (MCIDs), take those numbers, and build the tree from the
elements themselves (`roles.py` has the roles): PDF/UA-1 (ISO 14289-1) and ISO 32000-1, 14.7.
"""

from __future__ import annotations

from typing import Any

import pydyf
from weasyprint import Document, Page
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from publish.pdf import hyphens, roles
from publish.pdf.roles import Role
from publish.pdf.structure import Annotation, Mark, Node, Writer
from publish.weasy import afterlayout, chinese, runningheads, wrapsigns

__all__ = ["MarkedPage", "build", "keep_marks"]


class MarkedPage(Page):  # type: ignore[misc]  # WeasyPrint ships no types
    """A page that records which box has which mark when it is painted, and gives WeasyPrint no boxes to tag."""

    def __init__(self, page: Page) -> None:
        chinese.flush(page._page_box)
        afterlayout.end_with_text(page._page_box)
        afterlayout.to_foot(page._page_box)
        runningheads.mirror(page._page_box)
        afterlayout.labels_in_lines(page._page_box)
        afterlayout.readings_last(page._page_box)
        afterlayout.keep_lone_spaces(page._page_box)
        super().__init__(page._page_box)
        self.box = page._page_box
        self.marks: dict[Any, int] = {}
        self.hyphenated: set[int] = set()
        self.copied: dict[int, str] = {}
        self.stream: Any = None

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Paint, then take the marks."""
        super().paint(stream, scale)
        wrapsigns.draw(self.box, stream, scale)
        self.stream = stream
        for font in stream._fonts.values():
            _prefer_spaces(font.to_unicode)
        self.marks = {box: mark["mcid"] for box, mark in stream._tags.items()}
        self.hyphenated = {mcid for box, mcid in self.marks.items() if hyphens.ends_with_one(box)}
        self.copied = {
            mcid: text for box, mcid in self.marks.items() if (text := roles.copied(box.element)) is not None
        }
        stream._tags.clear()
        self._page_box = self.box.copy_with_children([])


def keep_marks(document: Document) -> Document:
    """The same pages, which record their marks for `build`."""
    return document.copy([MarkedPage(page) for page in document.pages])


def build(document: Document, pdf: pydyf.PDF, language: str, notes: str = "") -> None:
    """Write the file's structure tree. The finisher calls this after painting. `notes` is the prefix of note ids."""
    builder = Builder(language)
    for number, page in enumerate(document.pages):
        _rewrite(page.stream.stream, builder.add(number, page), page)
    Writer(document.pages, pdf, notes).write(builder.root)


def _prefer_spaces(to_unicode: dict[int, str]) -> None:
    """Map glyphs to spaces, not to no-break spaces: both have the same glyph, and the first one used would appear in
    copied text.
    """
    for glyph, text in to_unicode.items():
        if text == "\xa0":
            to_unicode[glyph] = " "


def _rewrite(stream: list[Any], artifacts: dict[int, str], page: MarkedPage) -> None:
    """Mark soft hyphens from line breaking, and let formulas be copied as TeX (ISO 32000-1, 14.9.4).

    Running heads, page numbers, repeated table heads and decorative pictures become artifacts (ISO 14289-1, 7.1 and
    7.8), of the types in ISO 32000-1, table 330.
    """
    for index, item in enumerate(stream):
        if not isinstance(item, pydyf.Dictionary):
            continue
        mcid = item.get("MCID")
        if mcid in page.hyphenated:
            hyphens.soften(stream, index)
        if mcid in page.copied:
            stream[index - 1] = (
                "/Span"  # WeasyPrint writes Figure, but readers look for replacement text only in spans
            )
            item["ActualText"] = pydyf.String(page.copied[mcid])
        if mcid in artifacts:
            stream[index - 1] = "/Artifact"
            stream[index] = pydyf.Dictionary({"Type": artifacts[mcid]})


class Builder:
    """Walks through the boxes of all pages and builds one tree of elements."""

    def __init__(self, language: str) -> None:
        self.root = Node(Role("Document"), language)
        self._known: dict[tuple[Any, str], Node] = {}
        self._page = 0
        self._marks: dict[Any, int] = {}
        self._used: set[int] = set()
        self._decoration: set[int] = set()

    def add(self, number: int, page: MarkedPage) -> dict[int, str]:
        """Add the content of one page. Returns marks that are not content, with the type of artifact of each."""
        self._page, self._marks, self._used, self._decoration = number, page.marks, set(), set()
        for child in page.box.children:
            self._visit(child, self.root)
        rest = set(page.marks.values()) - self._used
        return {mcid: "/Layout" if mcid in self._decoration else "/Pagination" for mcid in rest}

    def _visit(self, box: Any, parent: Node) -> None:
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, boxes.MarginBox):
            return
        node, element = self._node(box, parent), box.element
        if node is None:
            return
        if box.link_annotation is not None:
            self._link(box.link_annotation, node)
        if isinstance(box, boxes.TextBox | boxes.ReplacedBox) and (mcid := self._marks.get(box)) is not None:
            if roles.is_decoration(element) and node.role.name != "Figure":
                self._decoration.add(mcid)
                return
            self._used.add(mcid)
            self._holder(node).kids.append(Mark(self._page, mcid))
            return
        for child in box.children:
            self._visit(child, node)

    def _node(self, box: Any, parent: Node) -> Node | None:
        """The node for a box's content: its element's, or its parent's; None for a repeated table head."""
        element, tag = box.element, box.element_tag or ""
        if element is None or isinstance(box, boxes.LineBox | boxes.FootnoteAreaBox | boxes.PageBox):
            return parent
        known = self._known.get((element, tag))
        if known is not None:
            return None if tag == "thead" and known.page != self._page else known
        role = roles.role_of(element, tag)
        return parent if role is None else self._start(role, box, tag, parent)

    def _start(self, role: Role, box: Any, tag: str, parent: Node) -> Node:
        parent = self._proper_parent(role, parent, tag)
        element = box.element
        language = parent.language if "::" in tag else element.get("lang") or parent.language
        node = Node(role, language, parent, element, box, self._page)
        if role.name == "Lbl" and parent.role.name == "LI":
            parent.kids.insert(0, node)  # the label must come first, even if its box comes later
        else:
            parent.kids.append(node)
        if role.name == "LI":
            body = Node(Role("LBody"), language, node, element, page=self._page)
            node.kids.append(body)
            node = body
        self._known[element, tag] = node
        if tag.endswith("::footnote-call"):
            # In reading order the note follows its call; its boxes come last on the page.
            self._start(roles.NOTE, box, element.tag, parent)
        return node

    def _proper_parent(self, role: Role, parent: Node, tag: str) -> Node:
        """The parent that a role needs: labels beside list bodies, terms and definitions in list items (ISO 32000-1,
        14.8.4.3.3).
        """
        if tag.endswith("::marker"):
            while parent.role.name != "LI" and parent.parent is not None:
                parent = parent.parent
            return parent
        if role.name in {"Lbl", "LBody"} and parent.role.name == "L":
            if role.name == "Lbl" or parent.item is None:
                parent.item = Node(Role("LI"), parent.language, parent, page=self._page)
                parent.kids.append(parent.item)
            return parent.item
        return parent

    def _holder(self, node: Node) -> Node:
        """The node itself if it can contain text, else a paragraph in it."""
        if node.role.holds_text:
            return node
        last = node.kids[-1] if node.kids else None
        if not (isinstance(last, Node) and last.element is None and last.role.name == "P"):
            last = Node(Role("P"), node.language, node, page=self._page)
            node.kids.append(last)
        return last

    def _link(self, dictionary: Any, node: Node) -> None:
        """Put a link's annotation into the nearest Link element (ISO 14289-1, 7.18.5)."""
        link: Node | None = node
        while link is not None and link.role.name != "Link":
            link = link.parent
        (link or node).kids.append(Annotation(self._page, dictionary))
