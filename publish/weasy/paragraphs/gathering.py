"""From WeasyPrint's boxes to a paragraph as one text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.layout.percent import resolve_percentages
from weasyprint.text.line_break import strut

from publish.text.patterns import late
from publish.weasy.formulas import Span
from publish.weasy.paragraphs import han
from publish.weasy.paragraphs.paragraph import ATOM, FORMULA, Leaf, Paragraph, Path, is_gap
from publish.weasy.paragraphs.shaping import NotComposed, Shaped, half_width, shape

__all__ = ["gather"]

_FLOWING = ("normal", "nowrap", "pre-line")
_CODE = frozenset({"code", "kbd", "samp"})
_ONE_LINE = late("[^\\n\\t\\f\\x85\u2028\u2029]*").fullmatch
_MOST = 200_000
"""Most characters of a paragraph. A longer one is not prose, and WeasyPrint breaks it."""


def gather(context: Any, linebox: Any, block: Any, *, justified: bool) -> Paragraph:
    """The paragraph of a line box in a block. Raises NotComposed when it has content that we cannot handle."""
    paragraph = Paragraph(linebox.children, block.width, justified)
    paragraph.unbroken[()] = linebox.style["white_space"] == "nowrap"
    _Walk(context, block, paragraph).children(linebox, ())
    paragraph.joints = han.joints(paragraph.text)
    _halve(paragraph, context)
    return paragraph


def _halve(paragraph: Paragraph, context: Any) -> None:
    """Set the first of two adjacent marks half-width, if its font can."""
    lost = 0.0
    marks = han.pairs(paragraph.text)
    for number, mark in enumerate(marks):
        leaf = paragraph.leaf(mark)
        half = half_width(paragraph.text[mark], leaf.box.style, context) if leaf.shaped else None
        if half is not None:
            # An opening mark loses the empty half of the mark after it, so it stays in place.
            paragraph.halves[mark] = (half[0], 0.0) if paragraph.text[mark] in han.OPENERS else half
            lost += half[0]
        if lost:
            until = marks[number + 1] + 1 if number + 1 < len(marks) else len(paragraph.at)
            for place in range(mark + 1, until):
                paragraph.at[place] -= lost


def _is_call(box: Any) -> bool:
    """Whether a box is the call of a note. UAX 14 would let a line end before one after a full stop, or in Chinese."""
    return bool(box.element_tag.endswith("::footnote-call")) or (
        box.element is not None and "noteref" in box.element.get("class", "").split()
    )


class _Walk:
    """Visits the boxes of a paragraph in the order of its text."""

    def __init__(self, context: Any, block: Any, paragraph: Paragraph) -> None:
        self.context, self.block, self.paragraph = context, block, paragraph
        self.edge = 0.0
        """Edges of boxes that started since the last character."""

    def children(self, parent: Any, path: Path) -> None:
        """Add the content of a line box or inline box."""
        for number, box in enumerate(parent.children):
            here = (*path, number)
            if not box.is_in_normal_flow() or box.is_leader or box.style["direction"] == "rtl":
                raise NotComposed
            self.paragraph.begins[here] = len(self.paragraph.text)
            if isinstance(box, boxes.TextBox):
                self._text(box, here)
            elif isinstance(box, boxes.InlineBox):
                self._inline(box, here)
            elif isinstance(box, boxes.AtomicInlineLevelBox):
                self._atom(box, here)
            else:
                raise NotComposed

    def _text(self, box: Any, path: Path) -> None:
        style, text = box.style, box.text
        resolve_percentages(box, self.block)
        if not text:
            return
        space, broken = style["white_space"], text == "\n"
        if len(self.paragraph.text) + len(text) > _MOST:
            raise NotComposed
        if style["font_size"] == 0 or style["word_break"] == "break-all" or space == "pre":
            raise NotComposed
        if not broken and (space not in _FLOWING or not _ONE_LINE(text)):
            raise NotComposed
        if broken:
            self.paragraph.forced.append(len(self.paragraph.text))
        shaped = Shaped.nothing(text) if broken else shape(text, style, self.context)
        self.paragraph.unbroken[path] = space == "nowrap"
        leaf = Leaf(path, len(self.paragraph.text), box, shaped, strut(style)[0])
        self._add(leaf, text, shaped.at)

    def _inline(self, box: Any, path: Path) -> None:
        resolve_percentages(box, self.block)
        box.margin_left = 0 if box.margin_left == "auto" else box.margin_left
        box.margin_right = 0 if box.margin_right == "auto" else box.margin_right
        left = box.margin_left + box.border_left_width + box.padding_left
        right = box.margin_right + box.border_right_width + box.padding_right
        if (left or right) and box.style["box_decoration_break"] == "clone":
            raise NotComposed
        self.paragraph.unbroken[path] = box.style["white_space"] in ("nowrap", "pre")
        before = len(self.paragraph.text)
        if _is_call(box):
            self.paragraph.tied.add(before)
        self.edge += left
        self.children(box, path)
        if len(self.paragraph.text) == before:
            left, self.edge = self.edge, 0.0
            self._close(left)
        elif box.element_tag in _CODE:
            self.paragraph.codes.append((before, len(self.paragraph.text)))
        elif is_gap(box):
            self.paragraph.gaps[len(self.paragraph.text)] = right
        self._close(right)

    def _close(self, edge: float) -> None:
        if edge:
            here = len(self.paragraph.text)
            self.paragraph.at[-1] += edge
            self.paragraph.closed[here] = self.paragraph.closed.get(here, 0.0) + edge

    def _atom(self, box: Any, path: Path) -> None:
        if any(not each.is_in_normal_flow() for each in box.descendants()):
            raise NotComposed
        resolve_percentages(box, self.block)
        laid = inline.atomic_box(self.context, box, 0, None, self.block, [], [])
        self.paragraph.unbroken[path] = True
        stands = FORMULA if isinstance(getattr(box, "replacement", None), Span) else ATOM
        self._add(Leaf(path, len(self.paragraph.text), box, None, 0.0), stands, (0.0, laid.margin_width()))

    def _add(self, leaf: Leaf, text: str, at: Sequence[float]) -> None:
        paragraph = self.paragraph
        base = paragraph.at[-1] + self.edge
        self.edge = 0.0
        # Edges of boxes that start here belong to this character; its `at` stays at the end of the one before.
        paragraph.at.extend(base + place for place in at[1:])
        paragraph.text += text
        paragraph.leaves.append(leaf)
