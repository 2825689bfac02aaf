"""Parts above and below a base: limits, accents, braces, bars (MathML Core 3.4.2)."""

from __future__ import annotations

from dataclasses import replace

from publish.mathematics import stretch, tokens
from publish.mathematics.boxes import Box, Fill
from publish.mathematics.reading import Node, core
from publish.mathematics.scripts import beside_base
from publish.mathematics.setting import Frame, Grow, Setter

__all__ = ["stacked"]

_ACCENTS = {
    "ˆ": "\u0302", "^": "\u0302", "˜": "\u0303", "~": "\u0303", "∼": "\u0303", "¯": "\u0304", "ˉ": "\u0304", "˙": "\u0307",
    ".": "\u0307", "¨": "\u0308", "ˇ": "\u030c", "˘": "\u0306", "´": "\u0301", "`": "\u0300", "˚": "\u030a", "°": "\u030a",
    "→": "\u20d7", "←": "\u20d6", "ˊ": "\u0301", "ˋ": "\u0300", "↔": "\u20e1",
    **{each: each for each in "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030c\u20d6\u20d7\u20db\u20dc\u20e1"},
}  # fmt: skip
"""The font's names of accents."""
_KEYS = frozenset("^~ˆ˜¯ˇ˘˙¨´`˚⃗⃖\u0302\u0303\u20d7")
"""Marks that are accents even without an attribute."""
_BARS = frozenset("¯‾\u0304\u0305\u0332_ˉ―–−─\u00af\u203e\u2015_")
_WIDE_ARROWS = frozenset("→←↔⇒⇐⇔⇀↽↼⇁")
_SHORT = frozenset("\u20d7\u20d6\u20e1")


def stacked(setter: Setter, node: Node, frame: Frame) -> Box:
    """`munder`, `mover`, `munderover`."""
    if not node.kids:
        return Box()
    under = node.kids[1] if node.name != "mover" and len(node.kids) > 1 else None
    number = 2 if node.name == "munderover" else 1
    over = node.kids[number] if node.name != "munder" and len(node.kids) > number else None
    operator = core(node.kids[0])
    entry = tokens.resolved(operator, frame).entry if operator is not None else None
    if entry is not None and entry.limits and not frame.display:
        inner = frame.plain()
        lowered = setter.set(under, inner.script(cramped=True)) if under is not None else None
        raised = setter.set(over, inner.script()) if over is not None else None
        return beside_base(setter, setter.set(node.kids[0], frame), lowered, raised, frame, operator=operator)
    above = _Part(setter, node, over, frame, above=True)
    below = _Part(setter, node, under, frame, above=False)
    base = _base(setter, node.kids[0], frame, (above, below), sideways=entry is not None and entry.sideways)
    large = entry is not None and entry.large
    # Braces and bars are close to their base, limits further away.
    box = base
    if below.node is not None:
        box = below.put(box, base, large=large)
    if above.node is not None:
        box = above.put(box, base, large=large)
    return box


def _base(setter: Setter, node: Node, frame: Frame, parts: tuple[_Part, _Part], *, sideways: bool) -> Box:
    """The base; an arrow grows to the width of the parts above and below it."""
    inner = replace(frame, cramped=True) if parts[0].accent else frame
    if not sideways:
        return setter.set(node, inner)
    width = max((part.set(0.0).width for part in parts if part.node is not None), default=0.0)
    return setter.set(node, replace(inner, grow=Grow(width=width)))


class _Part:
    """The part above the base, or below."""

    def __init__(self, setter: Setter, parent: Node, node: Node | None, frame: Frame, *, above: bool) -> None:
        self.made: Box | None = None
        self.setter, self.node, self.outer, self.above = setter, node, frame, above
        mo = core(node) if node is not None else None
        self.mark = mo if node is not None and (mo is node or (mo and len(list(node.walk())) <= 3)) else None
        said = parent.get("accent" if above else "accentunder") or (
            self.mark.get("accent") if self.mark else ""
        )
        self.accent = said == "true" or (
            not said and above and self.mark is not None and self.mark.text in _KEYS
        )
        plain = frame.plain()
        self.frame = plain if self.accent else plain.script(cramped=not above)
        self.sideways = False
        if self.mark is not None:
            entry = tokens.resolved(self.mark, replace(plain, form="postfix")).entry
            self.sideways = entry.sideways
            if self.sideways:
                self.frame = plain

    def set(self, width: float) -> Box:
        """The part alone, as wide as needed."""
        assert self.node is not None
        if self.mark is None or not self.sideways:
            self.made = self.made or self.setter.set(
                self.node, self.frame
            )  # once: repeated layout of nested parts would double each time
            return self.made
        shown = self.mark.text
        if shown in _BARS:
            thick = self.setter.constant("OVERBAR_RULE_THICKNESS", self.frame)
            return Box(width, thick, 0.0, ((0.0, 0.0, Fill(width, thick)),))
        return self.setter.set(self.node, replace(self.frame, grow=Grow(width=width)))

    def put(self, box: Box, base: Box, *, large: bool) -> Box:
        """Add the part to the box so far; `base` decides its horizontal position."""
        if self.mark is not None and self.above and self.mark.text in _ACCENTS and self._is_accent():
            return self._with_accent(box, base)
        if self.mark is not None and not self.above and self.accent and not self.sideways:
            return self._joined(box, self.set(base.width), 0.1 * self.outer.size, base, 0.0)
        part = self.set(base.width)
        lean = base.italic / 2 if large else 0.0
        return self._joined(box, part, self._gap(box, part, large), base, lean if self.above else -lean)

    def _is_accent(self) -> bool:
        assert self.mark is not None
        wide_bar = self.mark.text in _BARS and self.sideways and self.mark.get("stretchy") != "false"
        wide_arrow = self.mark.text in _WIDE_ARROWS and self.mark.get("stretchy") != "false" and self.sideways
        return self.accent and not wide_bar and not wide_arrow

    def _gap(self, box: Box, part: Box, large: bool) -> float:
        """The space between base and part."""
        setter, frame = self.setter, self.outer
        if self.mark is not None and self.sideways:
            name = "OVERBAR_VERTICAL_GAP" if self.above else "UNDERBAR_VERTICAL_GAP"
            return setter.constant(name, frame) * (1.0 if self.mark.text in _BARS else 0.6)
        if self.above:
            least = setter.constant("UPPER_LIMIT_GAP_MIN", frame)
            rise = setter.constant("UPPER_LIMIT_BASELINE_RISE_MIN", frame)
            return max(least, rise - part.descent) if large else max(least, 0.0)
        least = setter.constant("LOWER_LIMIT_GAP_MIN", frame)
        drop = setter.constant("LOWER_LIMIT_BASELINE_DROP_MIN", frame)
        return max(least, drop - part.ascent)

    def _joined(self, box: Box, part: Box, gap: float, base: Box, lean: float) -> Box:
        """The part above or below, both centred on the wider one."""
        middle = base.width / 2 if box is base else box.width / 2
        left = middle + lean - part.width / 2
        shift = max(0.0, -left)
        width = max(box.width + shift, left + shift + part.width)
        up = box.ascent + gap + part.descent if self.above else -(box.descent + gap + part.ascent)
        return Box(
            width,
            max(box.ascent, up + part.ascent),
            max(box.descent, part.descent - up),
            ((shift, 0.0, box), (left + shift, up, part)),
        )

    def _with_accent(self, box: Box, base: Box) -> Box:
        """An accent: at the height for small letters, and above the font's accent position."""
        assert self.mark is not None
        setter, size = self.setter, self.outer.size
        name = _ACCENTS[self.mark.text]
        glyph = setter.font.character(name, self.outer.level)
        middle = base.accent if base.accent is not None and base.glyph else base.width / 2
        wide = self.sideways and name not in _SHORT and base.width > 0.0
        if wide:
            part = stretch.sidewards(setter.font, glyph, size, self.mark.text, base.width, within=True)
            own = part.width / 2
        else:
            part = stretch.glyph_box(glyph, size, self.mark.text)
            own = glyph.accent * size if glyph.accent is not None else (glyph.left + glyph.right) / 2 * size
        up = max(0.0, base.ascent - setter.constant("ACCENT_BASE_HEIGHT", self.outer))
        left = middle - own
        return Box(
            box.width,
            max(box.ascent, up + part.ascent),
            box.descent,
            ((0.0, 0.0, box), (left, up, part)),
            italic=base.italic,
            glyph=base.glyph if base.glyph and box is base else None,
            size=base.size,
        )
