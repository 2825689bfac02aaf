"""Formula layout: from MathML nodes to boxes, with a rule for each kind (MathML Core, chapter 3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from publish.frozen import frozen
from publish.mathematics.boxes import EMPTY, Box, Fill, coloured
from publish.mathematics.font import MathFont
from publish.mathematics.reading import Node, colour_of, length

__all__ = ["Frame", "Grow", "Measure", "Rule", "Setter", "changed"]

Measure = Callable[[str], tuple[float, float, float]]
"""Measures a text in the text's own font: its width, ascent and descent, in ems."""
_SIZES = {"small": 0.8, "normal": 1.0, "big": 1.25}


@frozen
class Grow:
    """The size to which an operator must grow."""

    ascent: float = 0.0
    descent: float = 0.0
    width: float | None = None


@frozen
class Frame:
    """The context of a layout: size and style."""

    base: float = 1.0
    """Ems of the text, before the reduction for scripts."""
    level: int = 0
    """Level of scripts."""
    display: bool = True
    cramped: bool = False
    form: str = "infix"
    """Form of the next operator."""
    grow: Grow | None = None
    cell: bool = False
    """Whether this is a table cell, where a relation may come first."""
    scales: tuple[float, float, float] = (1.0, 0.7, 0.55)

    @property
    def size(self) -> float:
        """Size in ems of the text."""
        return self.base * self.scales[min(self.level, 2)]

    def plain(self) -> Frame:
        """The same, without a size to grow to and without a form."""
        return replace(self, grow=None, form="infix", cell=False)

    def script(self, *, cramped: bool = False) -> Frame:
        """The frame for a script: one size smaller."""
        return replace(
            self.plain(), level=min(self.level + 1, 2), display=False, cramped=self.cramped or cramped
        )


Rule = Callable[["Setter", Node, Frame], Box]


class Setter:
    """Lays out nodes, each with the rule for its name."""

    def __init__(self, font: MathFont, measure: Measure, rules: dict[str, Rule], otherwise: Rule) -> None:
        self.font, self.measure = font, measure
        self._rules, self._otherwise = rules, otherwise
        self.axis = font.constant("AXIS_HEIGHT")

    def constant(self, name: str, frame: Frame) -> float:
        """A length in the font's `MATH` table at the size of a frame."""
        return self.font.constant(name) * frame.size

    def set(self, node: Node, frame: Frame) -> Box:
        """One node as a box."""
        frame = changed(node, frame)
        box = self._rules.get(node.name, self._otherwise)(self, node, frame)
        if back := colour_of(node.get("mathbackground")):
            behind = Box(0.0, parts=((0.0, -box.descent, Fill(box.width, box.height)),), colour=back)
            box = Box(box.width, box.ascent, box.descent, ((0.0, 0.0, behind), (0.0, 0.0, box)))
        return coloured(box, colour_of(node.get("mathcolor") or node.get("color")))

    def kid(self, node: Node, number: int, frame: Frame) -> Box:
        """A child by its number; an empty box when there is none."""
        return self.set(node.kids[number], frame) if number < len(node.kids) else EMPTY


def changed(node: Node, frame: Frame) -> Frame:
    """The frame with changes by a node's own attributes."""
    if not node.attributes:
        return frame
    changes: dict[str, object] = {}
    if shown := node.get("displaystyle"):
        changes["display"] = shown == "true"
    if level := node.get("scriptlevel"):
        try:
            number = int(level)
        except ValueError:
            number = 0
        changes["level"] = max(0, frame.level + number if level[0] in "+-" else number)
    if size := node.get("mathsize"):
        factor = _SIZES.get(size) or length(size, 1.0)
        changes["base"] = frame.base * min(max(factor, 0.1), 10.0)
    return replace(frame, **changes) if changes else frame  # type: ignore[arg-type]
