"""A planned line as WeasyPrint's boxes: the result of its `split_inline_box` if it had broken the line there."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.layout.percent import resolve_percentages

from publish.text.patterns import late
from publish.text.scripts import HANGUL
from publish.weasy.paragraphs.paragraph import Paragraph, Path, is_gap
from publish.weasy.paragraphs.planning import Line
from publish.weasy.patches import Hyphenated

__all__ = ["Stale", "compose", "flat", "spread"]


_OFF = 0.5
"""Largest difference in ems between a line and its plan; with more, the plan was wrong."""


_PICTURED = late("[\u2600-\u27bf\U0001f000-\U0001faff]")
"""Emoji: WeasyPrint draws them as pictures, and assumes that letters are not stretched."""


_HANGUL = late(f"[{HANGUL}]")


class Stale(Exception):  # noqa: N818  # not an error: the boxes differ from the planned ones
    """The paragraph's boxes have changed since it was gathered."""


def compose(
    context: Any, linebox: Any, position_x: float, block: Any, skip: Any, planned: tuple[Paragraph, Line]
) -> tuple[Any, Any]:
    """The line's box, and the start of the next line (WeasyPrint's `resume_at`). Raises Stale when boxes have
    changed.

    `skip` is WeasyPrint's `skip_stack`: the start of this line.
    """
    builder, line = _Builder(context, block, planned), planned[1]
    box = builder.inside(linebox, (), position_x, flat(skip), line.stop)
    indent = position_x - linebox.position_x  # WeasyPrint includes it
    if abs(box.width - indent - builder.given - line.width) > _OFF * linebox.style["font_size"]:
        raise Stale
    return box, _nested(line.stop)


def flat(skip: Any) -> Path:
    """A `skip_stack` as a path."""
    found = []
    while skip:
        ((number, skip),) = skip.items()
        found.append(number)
    return tuple(found)


def _nested(path: Path | None) -> Any:
    found: Any = None
    for number in reversed(path or ()):
        found = {number: found}
    return found


class _Builder:
    """Makes the boxes of one line."""

    def __init__(self, context: Any, block: Any, planned: tuple[Paragraph, Line]) -> None:
        self.context, self.block = context, block
        self.paragraph, self.line = planned
        self.given = 0.0
        """By what share letters are stretched."""

    def inside(self, box: Any, path: Path, position_x: float, skip: Path, stop: Path | None) -> Any:
        """A copy of a line box or inline box with its content in this line, from `position_x` on."""
        begin, children = position_x, []
        for number in range(skip[0] if skip else 0, len(box.children)):
            if stop is not None and (number > stop[0] or (number == stop[0] and len(stop) == 1)):
                break
            here = skip[1:] if skip and number == skip[0] else ()
            rest = stop[1:] if stop is not None and number == stop[0] else None
            made = self._child(box.children[number], (*path, number), position_x, here, rest)
            if made is not None:
                children.append(made)
                position_x = made.position_x + made.margin_width()
        if path and not children and stop is not None and not self.line.forced:
            return None
        new = box.copy_with_children(children)
        new.remove_decoration(start=bool(skip), end=stop is not None)
        if path:
            new.position_x = begin
            if left := new.margin_left + new.border_left_width + new.padding_left:
                for child in children:
                    child.translate(dx=left)
        if path and stop is None and self._ends_line(box, path):
            new.margin_right = 0
        new.width = 0
        if children:
            new.width = children[-1].position_x + children[-1].margin_width() - new.content_box_x()
        inline._adjust_line_height(new)
        return new

    def _ends_line(self, box: Any, path: Path) -> bool:
        """Whether the gap after a box is at the line's end, where there is none."""
        gaps = self.paragraph.gaps
        if not gaps or self.line.end not in gaps or not is_gap(box):
            return False
        leaf = self.paragraph.leaf(self.line.end - 1)
        return leaf.path[: len(path)] == path

    def _child(self, box: Any, path: Path, position_x: float, skip: Path, stop: Path | None) -> Any:
        if path not in self.paragraph.begins:
            raise Stale
        box.position_y = 0
        if isinstance(box, boxes.TextBox):
            return self._text(box, path, position_x, skip[0] if skip else 0) if box.text else None
        resolve_percentages(box, self.block)
        if isinstance(box, boxes.InlineBox):
            box.margin_left = 0 if box.margin_left == "auto" else box.margin_left
            box.margin_right = 0 if box.margin_right == "auto" else box.margin_right
            return self.inside(box, path, position_x, skip, stop)
        made = inline.atomic_box(self.context, box, position_x, None, self.block, [], [])
        made.position_x = position_x
        made.joints = self._joints(place := self.paragraph.begins[path], place + 1)
        return made

    def _text(self, box: Any, path: Path, position_x: float, skip: int) -> Any:
        leaf = self.paragraph.leaf(self.paragraph.begins[path])
        shaped = leaf.shaped
        if shaped is None or shaped.text != box.text:
            raise Stale
        if box is not leaf.box:  # a page number is known now, and is as expected
            resolve_percentages(box, self.block)
        first = max(bisect_right(shaped.offsets, skip) - 1, self.line.first - leaf.first)
        last = min(len(shaped.text), self.line.end - leaf.first)
        if first >= last or shaped.whole is None:
            return None
        hyphen = (
            box.style["hyphenate_character"]
            if self.line.hyphen and last + leaf.first == self.line.end
            else ""
        )
        piece = shaped.piece(box, self.context, first, last, hyphen)
        new = box.copy_with_text(piece.layout.text)
        if hyphen:
            new.text = Hyphenated(new.text)
        new.position_x = position_x
        new.pango_layout = piece.layout
        new.width, new.height = piece.width, piece.height
        if self.line.give and not _PICTURED.search(new.text):
            new.give = self.line.give
            new.width += piece.width * new.give
            self.given += piece.width * new.give
        new.mixed = not shaped.plain or bool(_HANGUL.search(new.text))
        new.joints = self._joints(leaf.first + first, leaf.first + last)
        if self.paragraph.halves:
            self._halve(new, leaf.first + first, leaf.first + last)
        new.margin_top = new.margin_bottom = (leaf.leading - piece.height) / 2
        new.baseline = piece.baseline + new.margin_top
        return new

    def _joints(self, first: int, last: int) -> dict[int, float]:
        """The stretchable gaps between some characters of the line, counted from the first of them."""
        known = self.paragraph.joints
        if not known:
            return {}
        first_joint = max(first, self.line.first + 1)
        return {place - first: known[place] for place in range(first_joint, last) if place in known}

    def _halve(self, box: Any, first: int, last: int) -> None:
        """Remove the space in a text that half-width marks do not need."""
        known, last = self.paragraph.halves, min(last, self.line.end - 1)
        moves = {place - first: known[place] for place in range(first, last) if place in known}
        box.moves = {number: (-lost, shift) for number, (lost, shift) in moves.items()}
        box.width -= sum(lost for lost, _ in moves.values())


def spread(box: Any, each: float, moved: float = 0.0) -> float:
    """Make every space of a line wider by `each`, which may be negative. Returns the offset of the following content."""
    joints = getattr(box, "joints", {})
    moved += each * joints.get(0, 0.0)
    if isinstance(box, boxes.TextBox):
        box.position_x += moved
        added = each / (1 + getattr(box, "give", 0.0))
        count: float = box.text.count(" ") + box.text.count("\u00a0")
        if box.mixed or joints:
            count = _grow(box, added)
        elif count:
            box.justification_spacing = box.pango_layout.justification_spacing = added
        box.width += each * count
        moved += each * count
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        box.position_x += moved
        before = moved
        for child in box.children:
            moved = spread(child, each, moved)
        box.width += moved - before
    else:
        box.translate(moved, 0)
    return moved


def _grow(box: Any, each: float) -> float:
    """Stretch single characters of a text: spaces by `each`, those before gaps by a share of it. Returns the number
    of spaces.

    Pango stretches a space in another font than its neighbours, or inside Hangul, only by half of what WeasyPrint
    asks for.
    """
    weights = {number: 1.0 for number, character in enumerate(box.text) if character in " \u00a0"}
    for place, weight in box.joints.items():
        if place:
            weights[place - 1] = weights.get(place - 1, 0.0) + weight
    moves = box.moves = dict(getattr(box, "moves", {}))
    for place, weight in weights.items():
        wider, shift = moves.get(place, (0.0, 0.0))
        moves[place] = wider + each * weight, shift
    return sum(weights.values())
