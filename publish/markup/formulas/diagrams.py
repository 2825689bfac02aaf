r"""Commutative diagrams (`\begin{CD}`, the `amscd` package) as arrays with arrows between their cells."""

from __future__ import annotations

import re

from publish.markup.formulas.scanner import Scanner
from publish.markup.formulas.tokens import TexError, joined, tokens_of
from publish.text.patterns import late

__all__ = ["read"]

_ARROW = late(r"@\s*(?:([>)<(VA])(.*?)\1(.*?)\1|([=|.]|\\vert|\\Vert))", re.DOTALL)
_ACROSS = {">": r"\xrightarrow", ")": r"\xrightarrow", "<": r"\xleftarrow", "(": r"\xleftarrow"}
_PLAIN = {"=": r"\xlongequal{\quad}", "|": r"\Big\|", r"\vert": r"\Big\|", r"\Vert": r"\Big\|", ".": ""}
_MAX = 40
"""Most rows, and most cells of a row."""


def read(scanner: Scanner) -> list[str]:
    """TeX tokens for the diagram that starts here. Raises TexError when it has no end."""
    text = joined(scanner.until(r"\end"))
    if scanner.words() != "CD":
        raise TexError("a diagram contains another environment")
    text = text.replace("»", ">>").replace("«", "<<")  # Markdown makes these of << and >>
    rows = [_row(row) for row in re.split(r"\\\\|\\cr\b", text)[:_MAX] if row.strip()]
    width = max(map(len, rows), default=1)
    return tokens_of(
        rf"\begin{{array}}{{{'c' * width}}}" + r" \\ ".join(map(" & ".join, rows)) + r"\end{array}"
    )


def _row(text: str) -> list[str]:
    """Cells of a row: objects and the arrows between them, or only arrows, with empty cells between."""
    arrows = list(_ARROW.finditer(text))[:_MAX]
    if arrows and all(_is_upright(arrow) for arrow in arrows) and not text[: arrows[0].start()].strip():
        cells = [_down(arrow) for arrow in arrows]
        return [part for cell in cells for part in (cell, "")][:-1]
    made: list[str] = []
    place = 0
    for arrow in arrows:
        made += [text[place : arrow.start()].strip(), _across(arrow)]
        place = arrow.end()
    return [*made, text[place:].strip()]


def _is_upright(arrow: re.Match[str]) -> bool:
    return arrow[1] in ("V", "A") or arrow[4] in ("|", ".", r"\vert", r"\Vert", "=")


def _across(arrow: re.Match[str]) -> str:
    if arrow[4]:
        return _PLAIN[arrow[4]]
    below = f"[{arrow[3].strip()}]" if arrow[3].strip() else ""
    return (
        f"{_ACROSS.get(arrow[1], chr(92) + 'xrightarrow')}{below}{{{arrow[2].strip() or chr(92) + 'quad'}}}"
    )


def _down(arrow: re.Match[str]) -> str:
    if arrow[4]:
        return r"\Big\|" if arrow[4] == "=" else _PLAIN[arrow[4]]
    sign = r"\Big\downarrow" if arrow[1] == "V" else r"\Big\uparrow"
    left, right = (rf"{{\scriptstyle {part.strip()}}}" if part.strip() else "" for part in arrow.group(2, 3))
    return f"{left}{sign}{right}"
