"""Draws formulas in a PDF's content: glyphs by number, lines, strokes."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from math import inf
from typing import Any, NamedTuple

import tinycss2.color5
from weasyprint.matrix import Matrix
from weasyprint.text.line_break import create_layout

from publish.fonts import faces
from publish.mathematics.boxes import Box, Curve, Drawn, Fill, Letter, Line, Words, flat
from publish.mathematics.font import math_font

__all__ = ["draw"]

_ROUND = 0.5523
"""Position of Bézier handles for a quarter of a unit circle."""


def draw(stream: Any, box: Box, corner: tuple[float, float], size: float, style: Any) -> None:
    """Draw a box with its upper left corner at `corner`, in the stream's coordinates; `size` is its em in pixels."""
    origin = corner[0], corner[1] + box.ascent * size
    font = None
    marks = list(flat(box))
    if marks and isinstance(marks[0].mark, Letter) and marks[0].y:
        # Readers that copy a formula use the line of its first letter for all of it, so a space on the baseline comes first.
        marks.insert(0, Drawn(0.0, 0.0, Letter(math_font().character(" ").number, 1.0, " "), ""))
    for kind, group in groupby(marks, key=_alike):
        found = list(group)
        _colour(stream, kind.colour, style, stroke=kind.name == "stroke")
        if kind.name == "letter":
            font = font or _font(stream, style)
            _letters(stream, font, found, origin, size)
        else:
            for each in found:
                _shape(stream, each, origin, size, style)


class _Kind(NamedTuple):
    """Properties of glyphs that can be written together."""

    name: str
    y: float
    size: float
    colour: str


def _alike(drawn: Drawn) -> _Kind:
    """Letters with the same size on the same line are written together."""
    if isinstance(drawn.mark, Letter):
        return _Kind("letter", round(drawn.y, 5), drawn.mark.size, drawn.colour)
    return _Kind("stroke" if isinstance(drawn.mark, Line | Curve) else "fill", 0.0, 0.0, drawn.colour)


def _colour(stream: Any, colour: str, style: Any, *, stroke: bool) -> None:
    stream.set_color(_parsed(colour) if colour else style["color"], stroke)


@lru_cache(maxsize=256)
def _parsed(colour: str) -> Any:
    return tinycss2.color5.parse_color(colour)


def _font(stream: Any, style: Any) -> Any:
    """WeasyPrint's record of the mathematics font in this file."""
    own = style.copy()
    own["font_family"] = (faces.MATHEMATICS.family,)
    own["font_weight"], own["font_style"], own["font_size"] = 400, "normal", 10.0
    layout = create_layout("x", own, None, None, 0)
    line, _ = layout.get_first_line()
    font, _ = stream.add_font(line.runs[0].data.item.analysis.font)
    layout.deactivate()
    return font


def _letters(stream: Any, font: Any, found: list[Drawn], origin: tuple[float, float], size: float) -> None:
    """Glyphs on one line, each at its position."""
    measures = math_font()
    first = found[0]
    letter = first.mark
    assert isinstance(letter, Letter)
    em = letter.size * size
    stream.begin_text()
    stream.set_font_size(font.hash, round(em, 4))
    x, y = origin[0] + first.x * size, origin[1] - first.y * size
    stream.set_text_matrix(1, 0, 0, -1, round(x, 3), round(y, 3))
    words, at = "<", first.x
    for each in found:
        mark = each.mark
        assert isinstance(mark, Letter)
        if gap := round((at - each.x) / mark.size * 1000):
            words += f">{gap}<"
            at -= gap / 1000 * mark.size
        width = round(measures.glyph(mark.number).width * 1000)
        font.widths[mark.number] = width
        font.to_unicode.setdefault(mark.number, mark.text or "\u2063")
        words += f"{mark.number:04x}"
        at += width / 1000 * mark.size
    stream.show_text(words + ">")
    stream.end_text()


def _shape(stream: Any, drawn: Drawn, origin: tuple[float, float], size: float, style: Any) -> None:
    mark = drawn.mark
    x, y = origin[0] + drawn.x * size, origin[1] - drawn.y * size
    if isinstance(mark, Fill):
        stream.rectangle(
            round(x, 3),
            round(y - mark.height * size, 3),
            round(mark.width * size, 3),
            round(mark.height * size, 3),
        )
        stream.fill()
    elif isinstance(mark, Words):
        _words(stream, mark, (x, y), size, style)
    elif isinstance(mark, Line):
        stream.set_line_width(round(mark.thickness * size, 3))
        stream.move_to(round(x, 3), round(y, 3))
        stream.line_to(round(x + mark.right * size, 3), round(y - mark.up * size, 3))
        stream.stroke()
    elif isinstance(mark, Curve):
        stream.set_line_width(round(mark.thickness * size, 3))
        _round(
            stream, (x, y - mark.height * size), (mark.width * size, mark.height * size), mark.radius * size
        )
        stream.stroke()


def _round(stream: Any, corner: tuple[float, float], extent: tuple[float, float], radius: float) -> None:
    """A rectangle with round corners, or an ellipse."""
    (x, y), (width, height) = corner, extent
    across, down = min(radius, width / 2), min(radius, height / 2)
    if radius != inf:
        across = down = min(across, down)
    right, low = x + width, y + height
    a, b = across * (1 - _ROUND), down * (1 - _ROUND)
    stream.move_to(x + across, y)
    stream.line_to(right - across, y)
    stream.curve_to(right - a, y, right, y + b, right, y + down)
    stream.line_to(right, low - down)
    stream.curve_to(right, low - b, right - a, low, right - across, low)
    stream.line_to(x + across, low)
    stream.curve_to(x + a, low, x, low - b, x, low - down)
    stream.line_to(x, y + down)
    stream.curve_to(x, y + b, x + a, y, x + across, y)


class _Text:
    """The attributes that WeasyPrint needs to draw a line of text: a text box without a position."""

    def __init__(self, text: str, style: Any) -> None:
        self.text, self.style = text, style
        self.pango_layout = create_layout(text, style, None, None, 0)
        self.baseline = 0.0


def _words(stream: Any, mark: Words, place: tuple[float, float], size: float, style: Any) -> None:
    """Text in the surrounding font, with exactly the computed width."""
    from weasyprint.draw.text import draw_first_line
    from weasyprint.text.line_break import line_size

    own = style.copy()
    own["font_size"] = mark.size * size
    text = _Text(mark.text, own)
    line, _ = text.pango_layout.get_first_line()
    wide = line_size(line, own)[0]
    scale = mark.width * size / wide if wide else 1.0
    stream.begin_text()
    draw_first_line(stream, text, "clip", "none", Matrix(a=scale, d=-1, e=place[0], f=place[1]))
    stream.end_text()
    text.pango_layout.deactivate()
