"""Signs where a code line continues on the next line: in panels, and in inline code that is wider than a line.

They are drawn as lines, not as characters: copied or read code is as written. Their colour is the
`text-decoration-color` of `span.line` and of `code`; with a transparent one there is no sign.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from weasyprint.draw.color import get_color
from weasyprint.formatting_structure import boxes

__all__ = ["Sign", "draw", "find"]

_COLUMN = 0.6
"""Width in ems of a character of code."""
_CODE = frozenset({"code", "kbd", "samp"})
_HOOK = (((0.0, -0.62), (0.0, -0.24), (0.78, -0.24)), ((0.54, -0.4), (0.78, -0.24), (0.54, -0.08)))
"""The shape of the sign, in ems from its left end on the baseline."""
_STROKE = 0.06

Sign = tuple[float, float, Any]
"""Start of a sign, its baseline, and the style with its size and colour."""


def find(box: Any) -> Iterator[Sign]:
    """The signs on a page, or in a box of it."""
    children = getattr(box, "children", ())
    lines = [each for each in children if isinstance(each, boxes.LineBox)]
    is_line = _is_line(box)
    for line, following in pairwise(lines):
        if is_line:
            size = box.style["font_size"]
            yield (
                _start(following) - 2.5 * _COLUMN * size,
                following.position_y + following.baseline,
                box.style,
            )
        elif (code := _last_code(line)) is not None and code.element is getattr(
            _first_code(following), "element", None
        ):
            end = code.position_x + code.margin_width()
            yield end + 0.3 * code.style["font_size"], line.position_y + line.baseline, code.style
    for child in children:
        if isinstance(child, boxes.Box) and not isinstance(child, boxes.LineBox):
            yield from find(child)


def draw(page_box: Any, stream: Any, scale: float) -> None:
    """Draw the signs of a page."""
    signs = list(find(page_box))
    if not signs:
        return
    with stream.artifact(), stream.stacked():
        stream.transform(a=scale, d=scale)
        for x, y, style in signs:
            colour, size = get_color(style, "text_decoration_color"), style["font_size"]
            if colour.alpha == 0:
                continue
            stream.set_color(colour, stroke=True)
            stream.set_line_width(_STROKE * size)
            for first, *rest in _HOOK:
                stream.move_to(x + first[0] * size, y + first[1] * size)
                for each in rest:
                    stream.line_to(x + each[0] * size, y + each[1] * size)
                stream.stroke()


def _is_line(box: Any) -> bool:
    return box.element_tag == "span" and box.element is not None and box.element.get("class") == "line"


def _start(line: Any) -> float:
    return min((float(each.position_x) for each in line.children), default=float(line.position_x))


def _last_code(line: Any) -> Any:
    return _edge(line, -1)


def _first_code(line: Any) -> Any:
    return _edge(line, 0)


def _edge(box: Any, index: int) -> Any:
    """The inline code at the end or the start of a line."""
    while getattr(box, "children", ()):
        box = box.children[index]
        if isinstance(box, boxes.InlineBox) and box.element_tag in _CODE:
            return box
    return None
