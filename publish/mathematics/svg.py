"""A drawing as SVG 1.1: outlines without fonts, in the text's colour."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from math import inf
from typing import Any

from lxml import etree

from publish.mathematics.boxes import Box, Curve, Drawn, Fill, Letter, Line, Words, flat
from publish.mathematics.font import MathFont

__all__ = ["NAMESPACE", "svg"]

NAMESPACE = "http://www.w3.org/2000/svg"
_UNITS = 1000
"""Units of the drawing per em."""
_MARGIN = 0.04
"""Margin in ems for ink outside of its box: anything outside of a picture is cut off."""


def svg(font: MathFont, box: Box) -> Any:
    """The drawing as an lxml element, with `width`, `height` and `vertical-align` in ems of the surrounding text.

    `currentColor` gives it that text's colour.
    """
    width, height = box.width + 2 * _MARGIN, box.height + 2 * _MARGIN
    view = (-_MARGIN, -box.ascent - _MARGIN, width, height)
    root = etree.Element(f"{{{NAMESPACE}}}svg", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    root.set("viewBox", " ".join(f"{each * _UNITS:.0f}" for each in view))
    root.set("width", f"{width:.3f}em")
    root.set("height", f"{height:.3f}em")
    root.set("style", f"vertical-align: {-box.descent - _MARGIN:.3f}em; margin: 0 {-_MARGIN}em")
    root.set("fill", "currentColor")
    for (solid, colour), group in groupby(flat(box), key=_alike):
        if solid:
            _paths(root, font, list(group), colour)
        else:
            for each in group:
                _stroke(root, each)
    return root


def _alike(drawn: Drawn) -> tuple[bool, str]:
    return isinstance(drawn.mark, Letter | Fill), drawn.colour


def _add(root: Any, name: str, colour: str, **attributes: str) -> Any:
    made = etree.SubElement(root, f"{{{NAMESPACE}}}{name}")
    if colour:
        made.set("fill", colour)
    for key, value in attributes.items():
        made.set(key.replace("_", "-"), value)
    return made


def _paths(root: Any, font: MathFont, found: list[Drawn], colour: str) -> None:
    """Letters and lines of one colour as one outline."""
    words = []
    for each in found:
        x, y, mark = each.x * _UNITS, -each.y * _UNITS, each.mark
        if isinstance(mark, Letter):
            words.append(_outline(font, mark.number, (x, y, mark.size * _UNITS / font.upem)))
        elif isinstance(mark, Fill):
            width, height = mark.width * _UNITS, mark.height * _UNITS
            words.append(f"M{x:.0f} {y:.0f}h{width:.0f}v{-height:.0f}h{-width:.0f}Z")
    if data := "".join(words):
        _add(root, "path", colour, d=data)


def _outline(font: MathFont, number: int, place: tuple[float, float, float]) -> str:
    """A glyph's outline at its position, in the drawing's units."""
    x, y, scale = place
    words: list[str] = []
    for command, points in font.outline(number):
        pairs: Iterable[float] = (
            x + value * scale if index % 2 == 0 else y - value * scale for index, value in enumerate(points)
        )
        words.append(command + " ".join(f"{value:.0f}" for value in pairs))
    return "".join(words)


def _stroke(root: Any, drawn: Drawn) -> None:
    """Lines, curves, and texts that the font lacks."""
    x, y, mark = drawn.x * _UNITS, -drawn.y * _UNITS, drawn.mark
    if isinstance(mark, Words):
        size, wide = f"{mark.size * _UNITS:.0f}", f"{mark.width * _UNITS:.0f}"
        place = {"x": f"{x:.0f}", "y": f"{y:.0f}", "font-size": size, "textLength": wide}
        _add(root, "text", drawn.colour, **place, lengthAdjust="spacingAndGlyphs").text = mark.text
        return
    assert isinstance(mark, Line | Curve)
    pen = {"stroke": drawn.colour or "currentColor", "stroke-width": f"{mark.thickness * _UNITS:.0f}"}
    if isinstance(mark, Line):
        data = f"M{x:.0f} {y:.0f}l{mark.right * _UNITS:.0f} {-mark.up * _UNITS:.0f}"
        _add(root, "path", "none", d=data, **pen)
        return
    width, height = mark.width * _UNITS, mark.height * _UNITS
    if mark.radius == inf:
        around = {"cx": x + width / 2, "cy": y - height / 2, "rx": width / 2, "ry": height / 2}
        _add(root, "ellipse", "none", **{key: f"{value:.0f}" for key, value in around.items()}, **pen)
        return
    around = {"x": x, "y": y - height, "width": width, "height": height, "rx": mark.radius * _UNITS}
    _add(root, "rect", "none", **{key: f"{value:.0f}" for key, value in around.items()}, **pen)
