"""What a style's sheets say of a page, as far as it decides what fits: margins, and the sizes of text, notes and tables.

The sheets are read as text, because the engine's own reader takes longer than a short book. `styles/README.md` says what a
rule must look like to be found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from publish.frozen import frozen
from publish.text.patterns import late

__all__ = ["MILLIMETRE", "Sizes", "applied", "sizes_of"]

MILLIMETRE = 72 / 25.4
"""In points."""
_POINTS = {
    "pt": 1.0,
    "px": 0.75,
    "pc": 12.0,
    "in": 72.0,
    "q": MILLIMETRE / 4,
    "mm": MILLIMETRE,
    "cm": 10 * MILLIMETRE,
}
_LENGTH = late(rf"(?<![\w.-])(\d*\.?\d+)({'|'.join(_POINTS)})(?![\w%])")
_SKIPPED = late(r"""/\*.*?(?:\*/|\Z)|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.DOTALL)
_MEDIA = late(r"@media\b([^{};]*)\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}", re.IGNORECASE)
_PRINTED = late(r"\s*(?:(?:only\s+)?(?:print|all)\s*)?", re.IGNORECASE)
_RULE = late(r"([^{};]+)\{((?:[^{}]|\{[^{}]*\})*)\}")
_BOX = late(r"@[\w-]+\s*\{[^{}]*\}")
_TEXT = late(r"html|:root")
_NOTE = late(r"(?:[\w.# >-]+[ >])?(?:span)?\.footnote")
_TABLES = late(r"([\d.]+)em")
_SIDES = ("top", "right", "bottom", "left")
_ENGINES_MARGIN = 75 * _POINTS["px"]
"""The engine's own, of a side without a rule."""


@frozen
class Sizes:
    """Sizes that a style and a page preset give together."""

    text: float = 10.0
    """Points."""
    notes: float = 7.8
    """Points."""
    tables: float | None = None
    """Ems, of every table: tables that are too wide are split, not set smaller."""
    margins: tuple[float, float, float, float] | None = None
    """Points: above, at the right, below, at the left."""


def applied(sheet: str) -> str:
    """A style sheet without comments, strings, and what is for other media than print."""
    text = _SKIPPED.sub(lambda found: " " if found[0].startswith("/*") else '""', sheet)
    return _MEDIA.sub(lambda found: found[2] if _PRINTED.fullmatch(found[1]) else " ", text)


def sizes_of(sheets: Iterable[str]) -> Sizes:
    """The sizes in style sheets; a later rule replaces an earlier one."""
    usual = Sizes()
    text, notes, tables = usual.text, usual.notes, usual.tables
    margins: dict[str, float] = {}
    for selectors, name, value in _declarations("\n".join(map(applied, sheets))):
        size = _length(_LENGTH.search(value.partition("/")[0])) if name in {"font", "font-size"} else None
        if name == "--tables" and (found := _TABLES.fullmatch(value)):
            tables = float(found[1])
        elif selectors == ["@page"]:
            margins |= _margins(name, value)
        elif size and any(map(_TEXT.fullmatch, selectors)):
            text = size
        elif size and any(map(_NOTE.fullmatch, selectors)):
            notes = size
    top, right, bottom, left = (margins.get(side, _ENGINES_MARGIN) for side in _SIDES)
    return Sizes(text, notes, tables, (top, right, bottom, left) if margins else None)


def _declarations(text: str) -> Iterator[tuple[list[str], str, str]]:
    """Each declaration: the selectors of its rule, its name and its value."""
    for rule in _RULE.finditer(text):
        # No comma in parentheses, as in `:is(a, b)`, parts selectors.
        selectors = [" ".join(each.split()) for each in re.split(r",(?![^(]*\))", rule[1])]
        for each in _BOX.sub(";", rule[2]).split(";"):
            name, _, value = each.partition(":")
            yield selectors, name.strip().lower(), value.replace("!important", "").strip().lower()


def _length(found: re.Match[str] | None) -> float | None:
    """An absolute length in points."""
    return float(found[1]) * _POINTS[found[2]] if found else None


def _margins(name: str, value: str) -> dict[str, float]:
    """The sides that a declaration of margins sets, in points: `margin` with one to four lengths, or that of one side."""
    lengths = [0.0 if each == "0" else _length(_LENGTH.fullmatch(each)) for each in value.split()]
    known = [each for each in lengths if each is not None]
    if len(known) != len(lengths) or not 1 <= len(known) <= 4:
        return {}
    if name == "margin":
        # One that is missing is that of the other side, or that at the top (CSS 2.2, 8.3).
        right = known[1] if len(known) > 1 else known[0]
        all_sides = (known[0], right, *known[2:], *(known[0], right)[len(known[2:]) :])
        return dict(zip(_SIDES, all_sides, strict=True))
    side = name.removeprefix("margin-")
    return {side: known[0]} if side in _SIDES and side != name and len(known) == 1 else {}
