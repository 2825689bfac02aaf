"""Letters, numbers, words and operators."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import cache

from publish.frozen import frozen
from publish.mathematics import operators, stretch
from publish.mathematics.boxes import EMPTY, Box, Letter, Words, beside, shifted
from publish.mathematics.operators import Operator
from publish.mathematics.reading import Node, length
from publish.mathematics.setting import Frame, Grow, Setter
from publish.text.patterns import late

__all__ = ["Resolved", "centred", "identifier", "operator", "resolved", "space", "text", "words"]

_SELECTORS = late("[\ufe00-\ufe0f]")
_MEANT = {
    "-": "−",
    "*": "∗",
    "'": "′",
    "''": "″",
    "'''": "‴",
    "`": "‵",
    "<=": "≤",
    ">=": "≥",
    "!=": "≠",
    "->": "→",
    "||": "‖",
    "∖": "⧵",
}
"""Operators for characters on a keyboard."""
_ACROSS = {"∣": "|", "∥": "‖", "❘": "|", "⟮": "(", "⟯": ")"}
"""Brackets that are drawn with stretchable glyphs of other characters."""
_STYLES = {
    "bold": "BOLD", "italic": "ITALIC", "bold-italic": "BOLD ITALIC", "double-struck": "DOUBLE-STRUCK", "script": "SCRIPT",
    "bold-script": "BOLD SCRIPT", "fraktur": "FRAKTUR", "bold-fraktur": "BOLD FRAKTUR", "sans-serif": "SANS-SERIF",
    "bold-sans-serif": "SANS-SERIF BOLD", "sans-serif-italic": "SANS-SERIF ITALIC",
    "sans-serif-bold-italic": "SANS-SERIF BOLD ITALIC", "monospace": "MONOSPACE", "-tex-calligraphic": "SCRIPT",
    "-tex-bold-calligraphic": "BOLD SCRIPT", "-tex-mathit": "ITALIC",
}  # fmt: skip
_OLDER = {"ITALIC SMALL H": "PLANCK CONSTANT"}
_SYMBOLS = {"ϵ": "EPSILON", "ϑ": "THETA", "ϰ": "KAPPA", "ϕ": "PHI", "ϱ": "RHO", "ϖ": "PI"}


@cache
def _styled(character: str, style: str) -> str:
    """The Unicode letter in that style; the character itself when there is none."""
    if character == "∂" and "ITALIC" in style:
        return unicodedata.lookup(f"MATHEMATICAL {style} PARTIAL DIFFERENTIAL")
    name = unicodedata.name(character, "")
    found = re.fullmatch(r"(?:LATIN|GREEK) (CAPITAL|SMALL) LETTER ([A-Z]+)|(DIGIT [A-Z]+)", name)
    if character in _SYMBOLS:
        wanted = f"{style} {_SYMBOLS[character]} SYMBOL"
    elif character in "ıȷ":
        wanted = f"{style} SMALL DOTLESS {'I' if character == 'ı' else 'J'}"
    elif found:
        wanted = f"{style} {found[3] or f'{found[1]} {found[2]}'}"
    else:
        return character
    older = style.replace("FRAKTUR", "BLACK-LETTER")
    for full in (f"MATHEMATICAL {wanted}", wanted.replace(style, older), _OLDER.get(wanted, "")):
        try:
            return unicodedata.lookup(full)
        except KeyError:
            continue
    return character


def identifier(setter: Setter, node: Node, frame: Frame) -> Box:
    """`mi`: one letter is italic, a name upright."""
    variant = node.get("mathvariant")
    bare = _SELECTORS.sub("", node.text)
    if not variant and len(bare) == 1 and not "\U0001d400" <= bare <= "\U0001d7ff":
        return words(setter, _styled(bare, "ITALIC"), frame)
    return words(setter, _varied(node.text, variant), frame)


def text(setter: Setter, node: Node, frame: Frame) -> Box:
    """`mn`, `mtext`, `ms`."""
    return words(setter, _varied(node.text, node.get("mathvariant")), frame)


def _varied(shown: str, variant: str) -> str:
    style = _STYLES.get(variant)
    return "".join(_styled(each, style) for each in shown) if style else shown


def words(setter: Setter, shown: str, frame: Frame) -> Box:
    """A text: in the mathematics font as far as that has its characters, the rest in the text's font."""
    runs: list[tuple[bool, str]] = []
    for each in shown:
        known = setter.font.has(each) or (bool(runs) and "\ufe00" <= each <= "\ufe0f" and runs[-1][0])
        if runs and runs[-1][0] == known:
            runs[-1] = (known, runs[-1][1] + each)
        else:
            runs.append((known, each))
    boxes = [_shaped(setter, run, frame) if known else _foreign(setter, run, frame) for known, run in runs]
    return boxes[0] if len(boxes) == 1 else beside(boxes)


def _shaped(setter: Setter, run: str, frame: Frame) -> Box:
    size, font = frame.size, setter.font
    found = font.shape(run, frame.level)
    if len(found) == 1:
        return stretch.glyph_box(font.glyph(found[0][0]), size, run)
    x, ascent, descent, inside = 0.0, 0.0, 0.0, []
    seen: set[int] = set()
    for number, advance, cluster in found:
        glyph = font.glyph(number)
        ends = [each[2] for each in found if each[2] > cluster]
        stands = run[cluster : min(ends, default=len(run))] if cluster not in seen else ""
        seen.add(cluster)
        if glyph.right > glyph.left:
            inside.append((x, 0.0, Letter(number, size, stands)))
            ascent, descent = max(ascent, glyph.ascent * size), max(descent, glyph.descent * size)
        x += advance * size
    return Box(x, ascent, descent, tuple(inside))


def _foreign(setter: Setter, run: str, frame: Frame) -> Box:
    width, ascent, descent = (each * frame.size for each in setter.measure(run))
    return Box(width, ascent, descent, ((0.0, 0.0, Words(run, frame.size, width)),))


def space(setter: Setter, node: Node, frame: Frame) -> Box:
    """`mspace`."""
    size = frame.size
    width, up, down = (length(node.get(name)) * size for name in ("width", "height", "depth"))
    return Box(width, up, down)


@frozen
class Resolved:
    """An operator in its place: its dictionary entry, changed by its attributes."""

    entry: Operator
    before: float
    after: float
    """In ems of the text."""
    said_before: bool
    said_after: bool
    """Whether the attributes say that."""


def resolved(node: Node, frame: Frame) -> Resolved:
    """The properties of an `mo` in its frame's form."""
    entry = operators.find(_meant(node), node.get("form") or frame.form)
    if node.get("form") == "infix" and node.text in ("|", "‖"):  # `\bigm|`, which says so
        entry = replace(entry, before=operators.THICK, after=operators.THICK, kind="relation")
    stretchy = node.flag("stretchy", entry.upright or entry.sideways)
    known = entry.upright or entry.sideways
    entry = replace(
        entry,
        upright=stretchy and (entry.upright or not known),
        sideways=stretchy and (entry.sideways or not known),
        symmetric=node.flag("symmetric", entry.symmetric),
        large=node.flag("largeop", entry.large),
        limits=node.flag("movablelimits", entry.limits),
    )
    before, after = node.get("lspace"), node.get("rspace")
    size = frame.size
    return Resolved(
        entry,
        length(before, entry.before) * size,
        length(after, entry.after) * size,
        bool(before),
        bool(after),
    )


def _meant(node: Node) -> str:
    return _MEANT.get(node.text, node.text)


def centred(setter: Setter, box: Box, frame: Frame) -> Box:
    """The box with its middle on the axis of fractions and relations."""
    return shifted(box, setter.axis * frame.size - (box.ascent - box.descent) / 2)


def operator(setter: Setter, node: Node, frame: Frame) -> Box:
    """`mo`, as large as needed."""
    shown = _varied(_meant(node), node.get("mathvariant"))
    if not shown or all(each in operators.INVISIBLE for each in shown):
        return EMPTY
    entry = resolved(node, frame).entry
    grow = frame.grow
    if grow is not None and entry.upright:
        shown = _ACROSS.get(shown, shown)
    found = setter.font.shape(shown, frame.level) if setter.font.has(_SELECTORS.sub("", shown)) else ()
    if len(found) != 1:
        return words(setter, shown, frame)
    glyph = setter.font.glyph(found[0][0])
    own = stretch.glyph_box(glyph, frame.size, shown)
    if entry.large and frame.display:
        least = setter.constant("DISPLAY_OPERATOR_MIN_HEIGHT", frame)
        large = stretch.upwards(setter.font, glyph, frame.size, shown, least)
        return replace(centred(setter, large, frame), italic=large.italic, glyph=large.glyph, size=frame.size)
    if grow is not None and entry.upright:
        return _grown(setter, node, frame, own, entry, grow)
    if grow is not None and grow.width is not None and entry.sideways and grow.width > own.width:
        return stretch.sidewards(setter.font, glyph, frame.size, shown, grow.width)
    return own


def _grown(setter: Setter, node: Node, frame: Frame, own: Box, entry: Operator, grow: Grow) -> Box:
    """A vertically grown operator: at least 0.901 of its content's height, and at most half an em less than it (TeX's
    defaults).
    """
    size = frame.size
    axis = setter.axis * size
    if entry.symmetric:
        half = max(grow.ascent - axis, grow.descent + axis)
        height = max(0.901 * 2 * half, 2 * half - 0.5 * size)
    else:
        height = grow.ascent + grow.descent
    if least := node.get("minsize"):
        height = max(height, length(least, whole=own.height / size) * size)
    if most := node.get("maxsize"):
        height = min(height, length(most, 1e6, own.height / size) * size)
    if height <= own.height:
        return own
    letter = own.parts[0][2]
    assert isinstance(letter, Letter)
    tall = stretch.upwards(setter.font, setter.font.glyph(letter.number), size, letter.text, height)
    if entry.symmetric:
        return centred(setter, tall, frame)
    return shifted(tall, tall.descent - grow.descent)
