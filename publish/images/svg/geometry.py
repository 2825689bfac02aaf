"""Transforms and lengths of CSS, in the form of SVG's own attributes, which the renderer knows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from math import pi

from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.perimeterPen import PerimeterPen
from fontTools.svgLib.path import parse_path
from lxml import etree

from publish.text.patterns import late

__all__ = ["Box", "own_box", "plain_transform", "real_dashes"]

_CALL = late(r"\s*([A-Za-z]\w{0,11})\(([^()]{0,200})\)\s*,?")
_NUMBER = late(
    r"([+-]?(?:\d{1,9}\.?\d{0,9}|\.\d{1,9})(?:e[+-]?\d{1,2})?)(px|deg|rad|turn|grad|r?em|cm|mm|in|pt|pc|%)?",
    re.IGNORECASE,
)
_TIMES = {"rad": 180 / pi, "turn": 360.0, "grad": 0.9, "em": 16.0, "rem": 16.0, "cm": 96 / 2.54,
          "mm": 96 / 25.4, "in": 96.0, "pt": 96 / 72, "pc": 16.0}  # fmt: skip
"""Units in degrees or CSS pixels."""
_NAMES = {"translatex": "translate({0} 0)", "translatey": "translate(0 {0})", "scalex": "scale({0} 1)",
          "scaley": "scale(1 {0})", "rotatez": "rotate({0})", "translate3d": "translate({0} {1})",
          "scale3d": "scale({0} {1})", "skewx": "skewX({0})", "skewy": "skewY({0})"}  # fmt: skip
_KNOWN = frozenset({"translate", "scale", "rotate", "matrix"})
_PLACES = {"left": 0.0, "top": 0.0, "center": 0.5, "right": 1.0, "bottom": 1.0}
_MOST_PATH = 20_000
"""Characters of a path whose length is measured."""

Box = tuple[float, float, float, float]


def plain_transform(value: str, origin: str, own_box: Box | None, view: Box) -> str | None:
    """A CSS transform as the attribute; None when it has a function that SVG lacks (CSS Transforms 1).

    `own_box` is the element's own box, for `transform-box: fill-box`.
    """
    parts = []
    place = 0
    while found := _CALL.match(value, place):
        place = found.end()
        numbers = _numbers(found[2])
        name = found[1].lower()
        if numbers is None or (name not in _KNOWN and name not in _NAMES):
            return None
        shown = [f"{each:g}" for each in numbers]
        with suppress(IndexError):
            parts.append(_NAMES[name].format(*shown) if name in _NAMES else f"{name}({' '.join(shown)})")
    if not parts or value[place:].strip():
        return None
    left, top = _origin(origin, own_box, view)
    if not (left or top):
        return " ".join(parts)
    return f"translate({left:g} {top:g}) {' '.join(parts)} translate({-left:g} {-top:g})"


def _numbers(text: str) -> list[float] | None:
    """Numbers in px and degrees; None when one is a share of an unknown box."""
    found = []
    for part in re.split(r"[\s,]+", text.strip()):
        number = _NUMBER.fullmatch(part)
        if number is None or number[2] == "%":
            return None
        found.append(float(number[1]) * _TIMES.get((number[2] or "").lower(), 1.0))
    return found


def _origin(text: str, own_box: Box | None, view: Box) -> tuple[float, float]:
    """The point around which a transform turns; without one, SVG's zero, or the middle of the element's own box."""
    box = own_box or view
    words = text.lower().split()[:2] or (["center", "center"] if own_box else ["0", "0"])
    words += ["center"] * (2 - len(words))
    if words[0] in {"top", "bottom"} or words[1] in {"left", "right"}:
        words.reverse()
    shift = own_box[:2] if own_box else (view[0], view[1])
    found = []
    for axis, word in enumerate(words):
        number = _NUMBER.fullmatch(word)
        size = box[2 + axis]
        if word in _PLACES:
            found.append(shift[axis] + _PLACES[word] * size)
        elif number and number[2] == "%":
            found.append(shift[axis] + float(number[1]) / 100 * size)
        else:
            found.append((float(number[1]) if number else 0.0) + (own_box[axis] if own_box else 0.0))
    return found[0], found[1]


def real_dashes(element: etree._Element, dashes: str, length: float) -> str | None:
    """Dashes in real units, of an element that says that its `pathLength` is `length` (SVG 2, 9.6.1)."""
    real = _perimeter(element)
    numbers = _numbers(dashes) if real and length > 0 else None
    return " ".join(f"{each * real / length:g}" for each in numbers) if numbers and real else None


def own_box(element: etree._Element) -> Box | None:
    """The box of a simple shape; None for a group or text."""
    name = etree.QName(element).localname
    at = _attributes(element, "x", "y", "width", "height", "cx", "cy", "r", "rx", "ry")
    if at is None:
        return None
    x, y, width, height, cx, cy, r, rx, ry = at
    if name in {"rect", "image", "use"}:
        return (x, y, width, height)
    if name in {"circle", "ellipse"}:
        across, down = (r, r) if name == "circle" else (rx, ry)
        return (cx - across, cy - down, 2 * across, 2 * down)
    if name == "path":
        pen = BoundsPen(None)
        if _draw(element.get("d", ""), pen) and pen.bounds:
            left, top, right, bottom = pen.bounds
            return (left, top, right - left, bottom - top)
    return None


def _perimeter(element: etree._Element) -> float | None:
    name = etree.QName(element).localname
    at = _attributes(element, "x1", "y1", "x2", "y2", "width", "height", "r")
    if at is None:
        return None
    x1, y1, x2, y2, width, height, r = at
    if name == "line":
        return float(((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5)
    if name == "path":
        pen = PerimeterPen(None)
        return float(pen.value) if _draw(element.get("d", ""), pen) else None
    return {"circle": 2 * pi * r, "rect": 2 * (width + height)}.get(name)


def _draw(path: str, pen: BoundsPen | PerimeterPen) -> bool:
    if len(path) > _MOST_PATH:
        return False
    try:
        parse_path(path, pen)
    except (ValueError, TypeError, IndexError, AssertionError, ArithmeticError, AttributeError):
        return False
    return True


def _attributes(element: etree._Element, *names: str) -> Sequence[float] | None:
    numbers = [_NUMBER.fullmatch(element.get(name, "0").strip()) for name in names]
    if any(number is None or number[2] == "%" for number in numbers):
        return None
    return [float(number[1]) * _TIMES.get((number[2] or "").lower(), 1.0) for number in numbers if number]
