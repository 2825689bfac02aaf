"""A drawing as SVG 1.1: outlines, no fonts, sized in ems."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from xml.sax.saxutils import escape, quoteattr

from publish.mathematics.boxes import Box, Curve, Drawn, Fill, Letter, Line, Words, flat
from publish.mathematics.font import MathFont

__all__ = ["svg"]

_UNITS = 1000
"""Units of the drawing an em."""


def svg(font: MathFont, box: Box, *, margin: float = 0.0, title: str = "", colour: str = "") -> str:
    """The drawing. `margin` is what is left around it in ems, for ink that stands out; `colour` is of what has none."""
    left, top = -margin * _UNITS, -(box.ascent + margin) * _UNITS
    width, height = (box.width + 2 * margin) * _UNITS, (box.height + 2 * margin) * _UNITS
    inside = "".join(_mark(font, each) for each in flat(box))
    named = f"<title>{escape(title)}</title>" if title else ""
    fill = f" fill={quoteattr(colour)}" if colour else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:.0f} {top:.0f} {width:.0f} {height:.0f}"'
        f"{fill}>{named}{inside}</svg>"
    )


def _mark(font: MathFont, drawn: Drawn) -> str:
    x, y, mark = drawn.x * _UNITS, -drawn.y * _UNITS, drawn.mark
    colour = f' fill="{drawn.colour}"' if drawn.colour else ""
    stroke = f' fill="none" stroke="{drawn.colour or "currentColor"}"'
    if isinstance(mark, Letter):
        path = _path(font, mark.number, (x, y, mark.size * _UNITS / font.upem))
        return f'<path{colour} d="{path}"/>' if path else ""
    if isinstance(mark, Fill):
        height = mark.height * _UNITS
        return f'<rect{colour} x="{x:.0f}" y="{y - height:.0f}" width="{mark.width * _UNITS:.0f}" height="{height:.0f}"/>'
    if isinstance(mark, Words):
        size = mark.size * _UNITS
        return (
            f'<text{colour} x="{x:.0f}" y="{y:.0f}" font-size="{size:.0f}" textLength="{mark.width * _UNITS:.0f}"'
            f' lengthAdjust="spacingAndGlyphs">{escape(mark.text)}</text>'
        )
    thick = mark.thickness * _UNITS
    if isinstance(mark, Line):
        end = f'x2="{x + mark.right * _UNITS:.0f}" y2="{y - mark.up * _UNITS:.0f}"'
        return f'<line{stroke} x1="{x:.0f}" y1="{y:.0f}" {end} stroke-width="{thick:.0f}"/>'
    assert isinstance(mark, Curve)
    width, height = mark.width * _UNITS, mark.height * _UNITS
    if mark.radius == inf:
        centre = (
            f'cx="{x + width / 2:.0f}" cy="{y - height / 2:.0f}" rx="{width / 2:.0f}" ry="{height / 2:.0f}"'
        )
        return f'<ellipse{stroke} {centre} stroke-width="{thick:.0f}"/>'
    at = f'x="{x:.0f}" y="{y - height:.0f}" width="{width:.0f}" height="{height:.0f}" rx="{mark.radius * _UNITS:.0f}"'
    return f'<rect{stroke} {at} stroke-width="{thick:.0f}"/>'


def _path(font: MathFont, number: int, place: tuple[float, float, float]) -> str:
    """A glyph's outline at its place, in the drawing's units."""
    x, y, scale = place
    words: list[str] = []
    for command, points in font.outline(number):
        pairs: Iterable[float] = (
            x + value * scale if index % 2 == 0 else y - value * scale for index, value in enumerate(points)
        )
        words.append(command + " ".join(f"{value:.0f}" for value in pairs))
    return "".join(words)
