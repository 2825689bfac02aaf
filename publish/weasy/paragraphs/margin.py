"""What stands at the right edge of a line: signs that hang out a little, so that the edge looks straight, and the sign of
code that goes on, for which the line leaves room.

Hyphens, stops and quotation marks are light: flush with letters they look as if the line were shorter (Hàn Thế Thành,
"Micro-typographic extensions to the TeX typesetting system", 2000).
"""

from __future__ import annotations

from typing import Any

__all__ = ["outside", "sign"]

_PARTS = {
    **dict.fromkeys("-\u2010\u00ad", 0.5),
    **dict.fromkeys(".,", 0.6),
    **dict.fromkeys("\u2019\u201d'\"", 0.5),
}
"""Part of a sign's width that stands outside."""
_MOST = 3.6
"""Pixels that stand outside at most."""
_SIGN = 1.16
"""Ems that the sign after a broken line of code takes, with the space before it (see `wrapsigns`)."""


def outside(character: str, width: float) -> float:
    """How much of a character of this width stands outside, in the same unit."""
    return min(_PARTS.get(character, 0.0) * width, _MOST)


def sign(style: Any) -> float:
    """The room for the sign after inline code of a style, in pixels; none where the style has no sign."""
    colour = style["text_decoration_color"]
    if getattr(colour, "alpha", 1) == 0:
        return 0.0
    return float(_SIGN * style["font_size"])
