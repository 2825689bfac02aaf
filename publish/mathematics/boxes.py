"""What a formula is made of once it is set: marks at their places. Lengths are ems of the text's size, upwards positive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

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


@dataclass(frozen=True, slots=True)
class Letter:
    """A glyph of the mathematics font; its place is the glyph's origin."""

    number: int
    size: float
    """Ems of the text."""
    text: str
    """The character that it stands for."""


@dataclass(frozen=True, slots=True)
class Words:
    """Text that the mathematics font lacks, set in the text's own; its place is the beginning of its baseline."""

    text: str
    size: float
    width: float


@dataclass(frozen=True, slots=True)
class Fill:
    """A filled rectangle: a rule, or what lies behind a part. Its place is its lower left corner."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """A stroke from its place to another, given from there."""

    right: float
    up: float
    thickness: float


@dataclass(frozen=True, slots=True)
class Curve:
    """An ellipse, or a box with round corners, drawn as a line; its place is its lower left corner."""

    width: float
    height: float
    radius: float
    """Of the corners, at most; infinite for an ellipse."""
    thickness: float


Mark = Letter | Words | Fill | Line | Curve


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a formula."""

    width: float = 0.0
    ascent: float = 0.0
    descent: float = 0.0
    parts: tuple[tuple[float, float, Box | Mark], ...] = ()
    """What is inside: how far to the right and up from the box's origin, and what."""
    italic: float = 0.0
    """How far its top leans over its width."""
    accent: float | None = None
    """Where an accent over it has its middle; None where that is the middle of its width."""
    glyph: int | None = None
    """Its glyph, where it is one and nothing else."""
    size: float = 1.0
    """The type's size where it is a glyph."""
    colour: str = ""
    """`#rrggbb` of all that is inside, where it has one of its own."""

    @property
    def height(self) -> float:
        """From its lowest to its highest point."""
        return self.ascent + self.descent


EMPTY = Box()


def kern(width: float) -> Box:
    """Room, which may be negative."""
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
        elif box.height:  # a phantom is as high as what it stands for
            ascent = max(ascent or 0.0, box.ascent)
            descent = max(descent or 0.0, box.descent)
        x += box.width
        last = box
    return Box(x, ascent or 0.0, descent or 0.0, tuple(parts), italic=last.italic)


def coloured(box: Box, colour: str) -> Box:
    """The box in a colour of its own."""
    return replace(box, colour=colour) if colour else box


@dataclass(frozen=True, slots=True)
class Drawn:
    """A mark at its place in the whole."""

    x: float
    y: float
    mark: Mark
    colour: str
    """`#rrggbb`, or empty for the text's."""


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
