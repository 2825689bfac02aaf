"""Colours of CSS in a form that every renderer knows: `#rrggbb`, with two more digits for transparency (CSS Color 5)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from tinycss2.color4 import Color
from tinycss2.color5 import parse_color

from publish.text.patterns import late

__all__ = ["COLOURS", "plain_colours"]

COLOURS = frozenset("color fill stroke stop-color flood-color lighting-color background-color".split())
"""Properties whose value is a colour."""

_FUNCTION = late(
    r"(?<![\w-])(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix)\((?:[^()]|\([^()]*\)){0,200}\)",
    re.IGNORECASE,
)
_NO_COLOUR = late(r"url\(|(?:none|inherit|initial|unset|revert|context-fill|context-stroke)$", re.IGNORECASE)
_HEX = late(r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")
_WORD = late(r"[A-Za-z]{3,30}")
_TO_LINEAR = {
    "display-p3": ((1.2249401, -0.2249404, 0.0), (-0.0420569, 1.0420571, 0.0), (-0.0196376, -0.0786361, 1.0982735)),
    "xyz-d65": ((3.2404542, -1.5371385, -0.4985314), (-0.9692660, 1.8760108, 0.0415560), (0.0556434, -0.2040259, 1.0572252)),
    "xyz-d50": ((3.1338561, -1.6168667, -0.4906146), (-0.9787684, 1.9161415, 0.0334540), (0.0719453, -0.2289914, 1.4052427)),
}  # fmt: skip
"""Matrices to linear sRGB (CSS Color 4, 10)."""


@lru_cache(maxsize=4_096)
def plain_colours(name: str, value: str) -> str | None:
    """The value of a property with its colours in plain form; None when it has a colour that we do not know, so that
    an earlier declaration counts.
    """
    word = value.strip()
    if _HEX.fullmatch(word):
        return word
    if name in COLOURS and not _NO_COLOUR.match(word) and parse_color(word) is None:
        return None
    if _WORD.fullmatch(word):
        return _named(word)
    if "(" not in value:
        return value
    found = {each: _plain(each) for each in _FUNCTION.findall(value)}
    if not all(found.values()):
        return None
    return _FUNCTION.sub(lambda each: found[each[0]], value)


def _named(word: str) -> str:
    """A keyword as the renderer knows it: in lower case, but for one."""
    colour = parse_color(word)
    if colour == "currentcolor":
        return "currentColor"
    if colour is None:
        return word
    return "#663399" if word.lower() == "rebeccapurple" else word.lower()


def _plain(text: str) -> str:
    try:
        colour = parse_color(text)
        parts = (
            None if colour is None or isinstance(colour, str) else (*(_in_srgb(colour) or ()), colour.alpha)
        )
        digits = [round(255 * min(max(part, 0.0), 1.0)) for part in parts or ()]
    except (ArithmeticError, ValueError):  # numbers without bounds
        return ""
    return (
        "#" + "".join(f"{each:02x}" for each in (digits if digits[3] < 255 else digits[:3]))
        if len(digits) == 4
        else ""
    )


def _in_srgb(colour: Color) -> Sequence[float] | None:
    space = str(colour.space)
    if space == "display-p3":
        return _encoded(space, [_decoded(float(each or 0)) for each in colour.coordinates])
    for target in ("srgb", "xyz-d65", "xyz-d50"):
        try:
            parts = [float(each or 0) for each in colour.to(target).coordinates]
        except NotImplementedError:
            continue
        return parts if target == "srgb" else _encoded(target, parts)
    return None


def _encoded(space: str, parts: Sequence[float]) -> Sequence[float]:
    linear = (sum(a * b for a, b in zip(row, parts, strict=True)) for row in _TO_LINEAR[space])
    return [12.92 * each if each <= 0.0031308 else 1.055 * each ** (1 / 2.4) - 0.055 for each in linear]


def _decoded(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
