"""Drawings around a part: boxes, strikes, and similar (MathML 3, `menclose`)."""

from __future__ import annotations

from math import inf, sqrt

from publish.mathematics.boxes import Box, Curve, Fill, Line, Mark
from publish.mathematics.fractions import under_root
from publish.mathematics.reading import Node
from publish.mathematics.rows import row
from publish.mathematics.setting import Frame, Setter

__all__ = ["enclosed"]

_THICK = 0.05
"""Width of a line in ems: TeX's `fboxrule` in ten-point type."""
_PAD = 0.3
"""Space inside a box in ems: TeX's `fboxsep`."""
_BESIDE, _BEYOND = 0.1, 0.2
"""Ems by which a stroke across reaches beyond its part at the sides, and above and below: at the corners of an x it would
be one of the letter's own.
"""
_SIDES = frozenset(
    {"box", "left", "right", "top", "bottom", "actuarial", "madruwb", "longdiv", "roundedbox", "circle"}
)


def enclosed(setter: Setter, node: Node, frame: Frame) -> Box:
    """`menclose`. An unknown notation draws nothing."""
    kinds = node.get("notation").split() or ["longdiv"]
    inner = row(setter, node, frame.plain())
    if "radical" in kinds:
        inner = under_root(setter, inner, frame)
    pad = _PAD * frame.size if _SIDES & set(kinds) else 0.0
    if not pad and any(kind.startswith(("updiagonal", "downdiagonal")) for kind in kinds):
        more = (_BESIDE * frame.size, _BEYOND * frame.size)
    elif "circle" in kinds:  # an ellipse around a rectangle is wider by the square root of two
        more = ((sqrt(2) - 1) / 2 * inner.width, (sqrt(2) - 1) / 2 * inner.height)
    else:
        more = (0.0, 0.0)
    side, above = pad + more[0], pad + more[1]
    whole = Box(inner.width + 2 * side, inner.ascent + above, inner.descent + above, ((side, 0.0, inner),))
    marks = [mark for kind in kinds for mark in _marks(kind, whole, _THICK * frame.size)]
    return Box(whole.width, whole.ascent, whole.descent, (*whole.parts, *marks))


def _marks(kind: str, box: Box, thick: float) -> list[tuple[float, float, Mark]]:
    """The marks of one notation."""
    width, height, low = box.width, box.height, -box.descent
    sides: dict[str, tuple[float, float, Mark]] = {
        "left": (0.0, low, Fill(thick, height)),
        "right": (width - thick, low, Fill(thick, height)),
        "top": (0.0, low + height - thick, Fill(width, thick)),
        "bottom": (0.0, low, Fill(width, thick)),
    }
    strokes: dict[str, tuple[float, float, Mark]] = {
        "updiagonalstrike": (0.0, low, Line(width, height, thick)),
        "downdiagonalstrike": (0.0, low + height, Line(width, -height, thick)),
        "horizontalstrike": (0.0, low + height / 2 - thick / 2, Fill(width, thick)),
        "verticalstrike": (width / 2 - thick / 2, low, Fill(thick, height)),
        "roundedbox": (thick / 2, low + thick / 2, Curve(width - thick, height - thick, 6 * thick, thick)),
        "circle": (thick / 2, low + thick / 2, Curve(width - thick, height - thick, inf, thick)),
    }
    several = {
        "box": ("left", "right", "top", "bottom"),
        "actuarial": ("top", "right"),
        "madruwb": ("right", "bottom"),
        "longdiv": ("left", "top"),
    }
    if kind in strokes:
        return [strokes[kind]]
    if kind == "updiagonalarrow":
        return _arrow(box, thick)
    return [sides[side] for side in several.get(kind, (kind,)) if side in sides]


def _arrow(box: Box, thick: float) -> list[tuple[float, float, Mark]]:
    """An arrow upwards."""
    low, length = -box.descent, sqrt(box.width**2 + box.height**2) or 1.0
    right, up, head = box.width / length, box.height / length, 5 * thick
    marks: list[tuple[float, float, Mark]] = [(0.0, low, Line(box.width, box.height, thick))]
    for turn in (0.5, -0.5):
        back = (-right - turn * up) * head, (-up + turn * right) * head
        marks.append((box.width, low + box.height, Line(*back, thick)))
    return marks
