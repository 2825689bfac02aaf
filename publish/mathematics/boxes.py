"""The parts of a finished formula: marks at positions. Lengths are in ems of the text's size, upwards is positive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from publish.frozen import frozen

__all__ = [
    "EMPTY",
    "Box",
    "Curve",
    "Drawn",
    "Fill",
    "Letter",
    "Line",
    "Mark",
    "Words",
    "beside",
    "coloured",
    "flat",
    "kern",
    "shifted",
]


@frozen
class Letter:
    """A glyph of the mathematics font; its position is the glyph's origin."""

    number: int
    size: float
    """Size in ems of the text."""
    text: str
    """The character of the glyph."""


@frozen
class Words:
    """Text that the mathematics font lacks, in the text's font; its position is the start of its baseline."""

    text: str
    size: float
    width: float


@frozen
class Fill:
    """A filled rectangle: a line, or a background. Its position is its lower left corner."""

    width: float
    height: float


@frozen
class Line:
    """A stroke from its position to another one, given relative to it."""

    right: float
    up: float
    thickness: float


@frozen
class Curve:
    """An ellipse, or a box with round corners, drawn as a line; its position is its lower left corner."""

    width: float
    height: float
    radius: float
    """Largest corner radius; infinite for an ellipse."""
    thickness: float


Mark = Letter | Words | Fill | Line | Curve


@frozen
class Box:
    """A part of a formula."""

    width: float = 0.0
    ascent: float = 0.0
    descent: float = 0.0
    parts: tuple[tuple[float, float, Box | Mark], ...] = ()
    """The content: how far right and up from the box's origin, and the mark or box."""
    italic: float = 0.0
    """How far its top extends beyond its width, because it is slanted."""
    accent: float | None = None
    """Horizontal position of an accent above it; None: the middle of its width."""
    glyph: int | None = None
    """Its glyph, when it is a single glyph."""
    size: float = 1.0
    """The font size, when it is a glyph."""
    colour: str = ""
    """`#rrggbb` of everything inside, when it has its own colour."""

    @property
    def height(self) -> float:
        """From its lowest to its highest point."""
        return self.ascent + self.descent


EMPTY = Box()


def kern(width: float) -> Box:
    """Horizontal space, which may be negative."""
    return Box(width)


def shifted(box: Box, up: float) -> Box:
    """The box moved upwards."""
    return Box(box.width, box.ascent + up, box.descent - up, ((0.0, up, box),))


def beside(boxes: Iterable[Box]) -> Box:
    """Boxes in a row on one baseline."""
    x, ascent, descent, parts, last = 0.0, None, None, [], EMPTY
    for box in boxes:
        if box.parts:
            ascent = box.ascent if ascent is None else max(ascent, box.ascent)
            descent = box.descent if descent is None else max(descent, box.descent)
            parts.append((x, 0.0, box))
        elif box.height:  # a phantom has the height of its content
            ascent = max(ascent or 0.0, box.ascent)
            descent = max(descent or 0.0, box.descent)
        x += box.width
        last = box
    return Box(x, ascent or 0.0, descent or 0.0, tuple(parts), italic=last.italic)


def coloured(box: Box, colour: str) -> Box:
    """The box in its own colour."""
    return replace(box, colour=colour) if colour else box


@frozen
class Drawn:
    """A mark at its position in the whole formula."""

    x: float
    y: float
    mark: Mark
    colour: str
    """`#rrggbb`; empty: the text's colour."""


def flat(box: Box) -> Iterator[Drawn]:
    """All marks of a box from its origin, in reading order."""
    waiting: list[tuple[float, float, str, Box | Mark]] = [(0.0, 0.0, "", box)]
    while waiting:
        x, y, colour, part = waiting.pop()
        if not isinstance(part, Box):
            yield Drawn(x, y, part, colour)
            continue
        own = part.colour or colour
        waiting.extend((x + right, y + up, own, inner) for right, up, inner in reversed(part.parts))
