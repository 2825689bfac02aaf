"""Fractions and roots (OpenType `MATH`; MathML Core 3.3.2 and 3.3.3)."""

from __future__ import annotations

from dataclasses import replace

from publish.mathematics import stretch
from publish.mathematics.boxes import Box, Fill, Line, beside, kern
from publish.mathematics.reading import Node, length
from publish.mathematics.rows import row
from publish.mathematics.setting import Frame, Setter

__all__ = ["fraction", "root", "square_root", "under_root"]

_SIDE = 0.12
"""Space beside a fraction in ems: TeX's `nulldelimiterspace`."""


def fraction(setter: Setter, node: Node, frame: Frame) -> Box:
    """`mfrac`."""
    inner = frame.plain()
    parts = replace(inner, display=False) if inner.display else inner.script()
    above = setter.kid(node, 0, parts)
    below = setter.kid(node, 1, replace(parts, cramped=True))
    own = setter.constant("FRACTION_RULE_THICKNESS", frame)
    said = node.get("linethickness")
    thick = max(0.0, length(said, own / frame.size, own / frame.size) * frame.size) if said else own
    if node.get("bevelled") == "true":
        return _slanted(setter, above, below, frame)
    up, down = _shifts(setter, above, below, thick, frame)
    width = max(above.width, below.width)
    side = _SIDE * frame.size
    ways = {"left": 0.0, "right": 1.0}
    left = side + (width - above.width) * ways.get(node.get("numalign"), 0.5)
    right = side + (width - below.width) * ways.get(node.get("denomalign"), 0.5)
    placed: list[tuple[float, float, Box | Fill]] = [(left, up, above), (right, -down, below)]
    if thick:
        placed.insert(1, (side, setter.axis * frame.size - thick / 2, Fill(width, thick)))
    return Box(width + 2 * side, up + above.ascent, down + below.descent, tuple(placed))


def _shifts(setter: Setter, above: Box, below: Box, thick: float, frame: Frame) -> tuple[float, float]:
    """Distances of numerator and denominator from the baseline."""
    display = "DISPLAY_STYLE_" if frame.display else ""
    if not thick:
        up = setter.constant(f"STACK_TOP_{display}SHIFT_UP", frame)
        down = setter.constant(f"STACK_BOTTOM_{display}SHIFT_DOWN", frame)
        least = setter.constant(f"STACK_{display}GAP_MIN", frame)
        lacks = least - ((up - above.descent) - (below.ascent - down))
        return (up + lacks / 2, down + lacks / 2) if lacks > 0 else (up, down)
    axis = setter.axis * frame.size
    numerator, denominator = (
        ("FRACTION_NUM_DISPLAY_STYLE_GAP_MIN", "FRACTION_DENOM_DISPLAY_STYLE_GAP_MIN")
        if frame.display
        else ("FRACTION_NUMERATOR_GAP_MIN", "FRACTION_DENOMINATOR_GAP_MIN")
    )
    up = max(
        setter.constant(f"FRACTION_NUMERATOR_{display}SHIFT_UP", frame),
        axis + thick / 2 + setter.constant(numerator, frame) + above.descent,
    )
    down = max(
        setter.constant(f"FRACTION_DENOMINATOR_{display}SHIFT_DOWN", frame),
        thick / 2 - axis + setter.constant(denominator, frame) + below.ascent,
    )
    return up, down


def _slanted(setter: Setter, above: Box, below: Box, frame: Frame) -> Box:
    """A fraction with a slash."""
    height = max(above.height, below.height) * 1.4
    slash = Box(
        0.4 * frame.size,
        height * 0.7,
        height * 0.3,
        ((0.0, -height * 0.3, Line(0.4 * frame.size, height, 0.06 * frame.size)),),
    )
    raised = Box(above.width, above.ascent + 0.3, above.descent - 0.3, ((0.0, 0.3 * frame.size, above),))
    return beside([raised, slash, below])


def square_root(setter: Setter, node: Node, frame: Frame) -> Box:
    """`msqrt`."""
    return under_root(setter, row(setter, node, replace(frame.plain(), cramped=True)), frame)


def root(setter: Setter, node: Node, frame: Frame) -> Box:
    """`mroot`: the degree is above the foot of the root sign."""
    inner = setter.kid(node, 0, replace(frame.plain(), cramped=True))
    box = under_root(setter, inner, frame)
    small = frame.plain().script().script()
    degree = setter.kid(node, 1, small)
    if not degree.parts:
        return box
    before = setter.constant("RADICAL_KERN_BEFORE_DEGREE", frame)
    after = setter.constant("RADICAL_KERN_AFTER_DEGREE", frame)
    up = (
        setter.font.constant("RADICAL_DEGREE_BOTTOM_RAISE_PERCENT") * box.height
        - box.descent
        + degree.descent
    )
    left = max(0.0, before + degree.width + after)
    start = left - after - degree.width
    return Box(
        left + box.width,
        max(box.ascent, up + degree.ascent),
        box.descent,
        ((start, up, degree), (left, 0.0, box)),
    )


def under_root(setter: Setter, inner: Box, frame: Frame) -> Box:
    """A box under the root sign, with the font's gap below the bar."""
    name = "RADICAL_DISPLAY_STYLE_VERTICAL_GAP" if frame.display else "RADICAL_VERTICAL_GAP"
    gap, thick = setter.constant(name, frame), setter.constant("RADICAL_RULE_THICKNESS", frame)
    extra = setter.constant("RADICAL_EXTRA_ASCENDER", frame)
    ascent, descent = (inner.ascent, inner.descent) if inner.height else (0.45 * frame.size, 0.0)
    wanted = ascent + descent + gap + thick
    sign = stretch.upwards(setter.font, setter.font.character("√", frame.level), frame.size, "√", wanted)
    spare = max(0.0, sign.height - wanted)
    gap += spare / 2
    top = ascent + gap + thick
    placed: list[tuple[float, float, Box | Fill]] = [(0.0, top - sign.ascent, sign)]
    # The bar starts slightly inside the sign: engines show a seam where two shapes only touch.
    placed.append((sign.width - 0.01 * frame.size, top - thick, Fill(inner.width + 0.05 * frame.size, thick)))
    placed.append((sign.width, 0.0, inner))
    low = sign.height - top
    return beside(
        [
            Box(sign.width + inner.width + 0.04 * frame.size, top + extra, max(descent, low), tuple(placed)),
            kern(0.0),
        ]
    )
