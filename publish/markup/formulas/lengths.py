"""TeX's lengths, and column specifications of arrays."""

from __future__ import annotations

import re
from collections.abc import Sequence

from publish.text.patterns import late

__all__ = ["LENGTH", "columns", "ems", "is_length"]

LENGTH = late(r"\s*-?\s*[\d.,]*\s*(?:em|ex|pt|px|pc|cm|mm|in|mu|bp|dd|cc|sp|\\[A-Za-z]+)\s*", re.IGNORECASE)
_PARTS = late(r"\s*(-?)\s*([\d.]*)\s*([a-zA-Z]+|\\[A-Za-z]+)?")
_EM = {
    "em": 1.0, "ex": 0.431, "pt": 0.1, "px": 0.0625, "pc": 1.2, "cm": 2.845, "mm": 0.2845, "in": 7.227, "mu": 1 / 18,
    "bp": 0.1, "dd": 0.107, "cc": 1.28,
}  # fmt: skip
"""Units of TeX in ems of 10 points."""
_COLUMNS = "lcr|:"


def is_length(text: str) -> bool:
    """Whether brackets after a row's end contain a length, and not the start of the next row."""
    return LENGTH.fullmatch(text) is not None


def ems(text: str, default: float = 0.0) -> float:
    """A TeX length in ems, between -20 and 20."""
    found = _PARTS.match(text)
    if found is None or not found[2].strip("."):
        return default
    try:
        number = float(found[2])
    except ValueError:
        return default
    value = number * _EM.get((found[3] or "em").lower(), 1.0) * (-1 if found[1] else 1)
    return max(-20.0, min(20.0, value))


def columns(tokens: Sequence[str]) -> str:
    """An array's column specification, with l, c, r, | and : only (`*{3}{c}` expanded, other columns dropped)."""
    found: list[str] = []
    place = 0
    while place < len(tokens) and len(found) < 200:
        token = tokens[place]
        if token == "*":
            count, at = _group(tokens, place + 1)
            repeated, place = _group(tokens, at)
            number = int("".join(count)) if "".join(count).isdecimal() and len(count) < 3 else 1
            found += columns(repeated) * number
            continue
        place += 1
        if token in _COLUMNS:
            found.append(token)
        elif token in ("p", "m", "b", "X", "@", "!", ">", "<"):
            found += ["l"] if token in "pmbX" else []
            if token != "X":
                _, place = _group(tokens, place)
    return "".join(found) or "c"


def _group(tokens: Sequence[str], place: int) -> tuple[list[str], int]:
    while place < len(tokens) and tokens[place] == " ":
        place += 1
    if place >= len(tokens) or tokens[place] != "{":
        return list(tokens[place : place + 1]), place + 1
    depth = 0
    for at in range(place, len(tokens)):
        depth += (tokens[at] == "{") - (tokens[at] == "}")
        if not depth:
            return list(tokens[place + 1 : at]), at + 1
    return list(tokens[place + 1 :]), len(tokens)
