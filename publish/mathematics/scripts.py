"""Scripts beside a base: raised, lowered, both, and before it (OpenType `MATH`, MathML Core 3.4.1)."""

from __future__ import annotations

from collections.abc import Sequence

from publish.mathematics.boxes import EMPTY, Box, beside, kern
from publish.mathematics.reading import Node, core
from publish.mathematics.setting import Frame, Setter

__all__ = ["beside_base", "many", "scripted"]

_INTEGRAL_KINDS = frozenset("∫∬∭∮∯∰∱∲∳")


def scripted(setter: Setter, node: Node, frame: Frame) -> Box:
    """`msub`, `msup`, `msubsup`."""
    base = setter.kid(node, 0, frame)
    inner = frame.plain()
    lowered = setter.kid(node, 1, inner.script(cramped=True)) if node.name != "msup" else None
    over = 2 if node.name == "msubsup" else 1
    raised = setter.kid(node, over, inner.script()) if node.name != "msub" else None
    return beside_base(setter, base, lowered, raised, frame, operator=core(node))


def beside_base(
    setter: Setter,
    base: Box,
    lowered: Box | None,
    raised: Box | None,
    frame: Frame,
    *,
    operator: Node | None = None,
) -> Box:
    """A base with scripts after it. `operator` is the base's operator, if it is one."""
    lowered = lowered if lowered and (lowered.parts or lowered.width) else None
    raised = raised if raised and (raised.parts or raised.width) else None
    if lowered is None and raised is None:
        return base
    up, down = _heights(setter, base, lowered, raised, frame)
    integral = operator is not None and operator.text[:1] in _INTEGRAL_KINDS
    slant = base.italic
    right = base.width + (0.0 if integral else slant)
    under = base.width - (slant if integral else 0.0)
    boxes: list[tuple[float, float, Box | None]] = [(0.0, 0.0, base)]
    width = base.width
    if lowered is not None:
        under += _kern(setter, base, lowered, -down, upper=False)
        boxes.append((under, -down, lowered))
        width = max(width, under + lowered.width)
    if raised is not None:
        right += _kern(setter, base, raised, up, upper=True)
        boxes.append((right, up, raised))
        width = max(width, right + raised.width)
    parts = tuple((x, y, box) for x, y, box in boxes if box is not None)
    return Box(
        width + setter.constant("SPACE_AFTER_SCRIPT", frame),
        max(y + box.ascent for _, y, box in parts),
        max(box.descent - y for _, y, box in parts),
        parts,
    )


def _heights(
    setter: Setter, base: Box, lowered: Box | None, raised: Box | None, frame: Frame
) -> tuple[float, float]:
    """How far scripts are raised and lowered."""
    up = down = 0.0
    if raised is not None:
        shift = "SUPERSCRIPT_SHIFT_UP_CRAMPED" if frame.cramped else "SUPERSCRIPT_SHIFT_UP"
        up = max(
            setter.constant(shift, frame),
            raised.descent + setter.constant("SUPERSCRIPT_BOTTOM_MIN", frame),
            0.0
            if base.glyph and base.height < 1.2 * frame.size
            else base.ascent - setter.constant("SUPERSCRIPT_BASELINE_DROP_MAX", frame),
        )
    if lowered is not None:
        down = max(
            setter.constant("SUBSCRIPT_SHIFT_DOWN", frame),
            lowered.ascent - setter.constant("SUBSCRIPT_TOP_MAX", frame),
            0.0
            if base.glyph and base.height < 1.2 * frame.size
            else base.descent + setter.constant("SUBSCRIPT_BASELINE_DROP_MIN", frame),
        )
    if raised is not None and lowered is not None:
        gap = (up - raised.descent) - (lowered.ascent - down)
        least = setter.constant("SUB_SUPERSCRIPT_GAP_MIN", frame)
        if gap < least:
            down += least - gap
            low = setter.constant("SUPERSCRIPT_BOTTOM_MAX_WITH_SUBSCRIPT", frame) - (up - raised.descent)
            if low > 0:
                up, down = up + low, down - low
    return up, down


def _kern(setter: Setter, base: Box, script: Box, shift: float, *, upper: bool) -> float:
    """How much closer a script may be, by the shapes of both (OpenType `MathKernInfo`)."""
    if base.glyph is None:
        return 0.0
    corner, opposite = ("TOP_RIGHT", "BOTTOM_LEFT") if upper else ("BOTTOM_RIGHT", "TOP_LEFT")
    heights = (shift - script.descent, base.ascent) if upper else (shift + script.ascent, -base.descent)
    found = []
    for height in heights:
        own = setter.font.kern(base.glyph, corner, round(height / base.size, 3)) * base.size
        theirs = 0.0
        if script.glyph is not None:
            at = round((height - shift) / script.size, 3)
            theirs = setter.font.kern(script.glyph, opposite, at) * script.size
        found.append(own + theirs)
    # For letters slanted to the right, this would push lower scripts away; TeX does not do that.
    return max(found) if upper else min(0.0, max(found))


def many(setter: Setter, node: Node, frame: Frame) -> Box:
    """`mmultiscripts`: pairs of scripts after the base, and before it."""
    base = setter.kid(node, 0, frame)
    kids = list(node.kids[1:])
    cut = next((number for number, kid in enumerate(kids) if kid.name == "mprescripts"), len(kids))
    box = base
    for lowered, raised in _pairs(setter, kids[:cut], frame):
        box = beside_base(setter, box, lowered, raised, frame, operator=core(node))
    before = []
    for lowered, raised in _pairs(setter, kids[cut + 1 :], frame):
        before.append(_in_front(setter, base, lowered, raised, frame))
    return beside([*before, box]) if before else box


def _pairs(setter: Setter, kids: Sequence[Node], frame: Frame) -> list[tuple[Box, Box]]:
    inner = frame.plain()
    below, above = inner.script(cramped=True), inner.script()
    found = []
    for number in range(0, len(kids), 2):
        raised = setter.set(kids[number + 1], above) if number + 1 < len(kids) else EMPTY
        found.append((setter.set(kids[number], below), raised))
    return found


def _in_front(setter: Setter, base: Box, lowered: Box, raised: Box, frame: Frame) -> Box:
    """Scripts before the base, which end at its start."""
    up, down = _heights(
        setter, base, lowered if lowered.parts else None, raised if raised.parts else None, frame
    )
    width = max(lowered.width, raised.width)
    parts = tuple((width - box.width, y, box) for y, box in ((up, raised), (-down, lowered)) if box.parts)
    if not parts:
        return EMPTY
    box = Box(
        width,
        max(y + box.ascent for _, y, box in parts if isinstance(box, Box)),
        max(box.descent - y for _, y, box in parts if isinstance(box, Box)),
        parts,
    )
    return beside([box, kern(setter.constant("SPACE_AFTER_SCRIPT", frame))])
