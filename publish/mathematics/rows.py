"""Rows: elements side by side, the space between them, and brackets as tall as their content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from publish.frozen import frozen
from publish.mathematics import tokens
from publish.mathematics.boxes import EMPTY, Box, beside, kern
from publish.mathematics.operators import OPENING, THIN
from publish.mathematics.reading import Node, core, length
from publish.mathematics.setting import Frame, Grow, Setter
from publish.mathematics.tokens import Resolved

__all__ = ["Item", "items", "padded", "phantom", "row"]

_NO_BINARY_AFTER = frozenset({"relation", "binary", "open", "punctuation", "large"})


@frozen
class Item:
    """One element in a row."""

    box: Box
    before: float
    after: float
    kind: str
    """The operator's kind, `space`, or empty when it is not an operator."""


def row(setter: Setter, node: Node, frame: Frame) -> Box:
    """`mrow` and all elements that are laid out like it."""
    if len(node.kids) == 1 and frame.grow is not None:
        return setter.set(node.kids[0], frame)
    return _joined(items(setter, node.kids, frame))


def _joined(found: Sequence[Item]) -> Box:
    if len(found) == 1 and not found[0].before and not found[0].after:
        return found[0].box
    boxes = []
    for item in found:
        if item.before:
            boxes.append(kern(item.before))
        boxes.append(item.box)
        if item.after:
            boxes.append(kern(item.after))
    return beside(boxes)


def items(setter: Setter, kids: Sequence[Node], frame: Frame) -> list[Item]:
    """The children of a row as boxes, with the space beside them."""
    cores = [core(kid) for kid in kids]
    frames = [_formed(number, cores, frame) for number in range(len(kids))]
    known = [
        None if each is None else tokens.resolved(each, of) for each, of in zip(cores, frames, strict=True)
    ]
    _binaries(cores, frames, known)
    boxes: list[Box | None] = []
    for kid, of, entry in zip(kids, frames, known, strict=True):
        boxes.append(None if entry is not None and entry.entry.upright else setter.set(kid, of))
    tall = [box for box in boxes if box is not None and (box.parts or box.height)]
    grow = Grow(
        max((box.ascent for box in tall), default=0.0), max((box.descent for box in tall), default=0.0)
    )
    found = []
    for number, kid in enumerate(kids):
        box = boxes[number]
        if box is None:
            box = setter.set(kid, replace(frames[number], grow=grow))
        found.append(_spaced(number, kids, known, box, frame))
    return found


def _formed(number: int, cores: Sequence[Node | None], frame: Frame) -> Frame:
    """The frame of a child: operators are prefix at the start of a row and postfix at its end."""
    inner = frame.plain()
    if cores[number] is None or len(cores) == 1:
        return inner
    if number == 0 and not (frame.cell and frame.display):
        return replace(inner, form="prefix")
    return replace(inner, form="postfix") if number == len(cores) - 1 else inner


def _binaries(cores: Sequence[Node | None], frames: list[Frame], known: list[Resolved | None]) -> None:
    """A sign after another operator has no left operand: it is a sign, not a binary operator (TeXbook, rule 5 of
    appendix G).
    """
    for number, entry in enumerate(known[1:], 1):
        before = known[number - 1]
        node = cores[number]
        if node is None or entry is None or before is None or node.get("form"):
            continue
        if entry.entry.kind == "binary" and before.entry.kind in _NO_BINARY_AFTER:
            frames[number] = replace(frames[number], form="prefix")
            known[number] = tokens.resolved(node, frames[number])


def _spaced(
    number: int, kids: Sequence[Node], known: Sequence[Resolved | None], box: Box, frame: Frame
) -> Item:
    entry = known[number]
    if entry is None:
        colon = kids[number].name == "mi" and kids[number].text == ":"  # `\colon`, which is not a relation
        kind = "space" if kids[number].name == "mspace" else ""
        return Item(box, 0.0, THIN * frame.size if colon else 0.0, kind)
    kind, before, after = entry.entry.kind, entry.before, entry.after
    alone = len(kids) == 1 and not frame.cell
    first, last = number == 0, number == len(kids) - 1
    following = known[number + 1] if not last else None
    if entry.before == entry.after == 0.0 and not entry.said_before and not last and _applies(kids[number]):
        stops = following is not None and following.entry.kind in ("open", "punctuation", "relation", "close")
        after = (
            0.0
            if stops or _opens(kids[number + 1]) or kids[number + 1].name == "mspace"
            else THIN * frame.size
        )
        return Item(box, 0.0, after, "")
    small = frame.level > 0 and kind in ("relation", "binary", "punctuation")
    begins = first and not (frame.cell and frame.display)
    if not entry.said_before and (small or alone or (begins and kind == "large")):
        before = 0.0
    if kind == "large" and not last and not after and _wants_room(kids[number + 1], following):
        after = THIN * frame.size
    if not entry.said_after:
        embraces = kind == "large" and following is not None and following.entry.kind in ("open", "relation")
        if small or alone or embraces or (last and kind in ("large", "punctuation")):
            after = 0.0
    return Item(box, before, after, kind)


def _wants_room(node: Node, entry: Resolved | None) -> bool:
    """Whether TeX puts a thin space between a large operator and this, although the converter has none.

    The converter omits it before braces, which are not brackets in TeX.
    """
    if entry is None:
        return node.name != "mspace"
    return entry.entry.kind == "large" and not entry.before


def _applies(node: Node) -> bool:
    """Whether a node is the invisible operator between a function's name and its argument."""
    return node.text == "\u2061"


def _opens(node: Node) -> bool:
    r"""Whether a row begins with a bracket that does not grow: `\sin(x)` has no space inside."""
    while node.name == "mrow" and node.kids:
        node = node.kids[0]
    return node.text in OPENING and not node.flag("stretchy", otherwise=True)


def phantom(setter: Setter, node: Node, frame: Frame) -> Box:
    """`mphantom`: the space of invisible content."""
    box = row(setter, node, frame)
    return Box(box.width, box.ascent, box.descent)


def padded(setter: Setter, node: Node, frame: Frame) -> Box:
    """`mpadded`: content with changed metrics."""
    box, size = row(setter, node, frame), frame.size
    own = {"width": box.width, "height": box.ascent, "depth": box.descent}

    def wanted(name: str, before: float) -> float:
        said = node.get(name).strip()
        if not said:
            return before
        for unit, measure in own.items():  # as in `+50%width`, `2height`
            if said.endswith(unit):
                factor = said.removesuffix(unit) or "1"
                return before * (said[0] in "+-") + length(factor, 1.0) * measure
        value = length(said, whole=before / size) * size
        return before + value if said[0] in "+-" else value

    left, up = wanted("lspace", 0.0), length(node.get("voffset")) * size
    width, ascent, descent = (wanted(name, measure) for name, measure in own.items())
    return Box(width, ascent, descent, ((left, up, box),) if box.parts else EMPTY.parts)
