"""Numbered equations: which rows have numbers, and references to them (AMS-LaTeX; MathJax's `tags`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from publish.frozen import frozen
from publish.markup.formulas.reading import Tags
from publish.markup.formulas.tokens import joined, without_spaces
from publish.text.patterns import late

__all__ = ["Equation", "Row", "Rows", "equation_tex", "read"]

_NUMBERED = ("equation", "align", "gather", "multline")
_BEGIN = late(r"\\begin\{([a-z]+)(\*?)\}.*", re.DOTALL)
_SIGNS = {
    r"\ast": "∗", r"\star": "⋆", r"\dagger": "†", r"\ddagger": "‡", r"\prime": "′", r"\bullet": "•", r"\heartsuit": "♡",
    r"\spadesuit": "♠", r"\clubsuit": "♣", r"\diamondsuit": "♢", r"\S": "§", r"\P": "¶", r"\checkmark": "✓", "'": "′",
    r"\diamond": "⋄", r"\circ": "∘", r"\triangle": "△", r"\dag": "†", r"\ddag": "‡", r"\sharp": "♯", r"\flat": "♭",
    r"\alpha": "α", r"\beta": "β", r"\gamma": "γ", r"\ ": " ", "~": " ", r"\,": " ",
}  # fmt: skip
"""Commands in tags, as characters: a number also appears in text."""


@frozen
class Row:
    """One row, and the commands about its number."""

    tokens: tuple[str, ...]
    tag: str | None = None
    """What stands in the margin, with its parentheses; None for a row whose number is counted, if it has one."""
    bare: str = ""
    """What `\\ref` makes of the tag: without the parentheses that are not the author's own."""
    labels: tuple[str, ...] = ()
    silent: bool = False
    """Whether the author wants no number."""


@frozen
class Equation:
    """A formula whose rows may have numbers."""

    environment: str
    rows: tuple[Row, ...]
    counted: bool
    """Whether its rows are numbered automatically."""


@dataclass(slots=True)
class Rows:
    """The numbers of a post's equations so far."""

    tags: Tags
    count: int = 0
    shown: dict[str, str] = field(default_factory=dict)
    """Label → the number of its row, without parentheses."""
    twice: list[str] = field(default_factory=list)
    """Labels of several rows: the first has them."""

    def number(self, row: Row, counted: bool) -> str | None:
        """What stands in a row's margin, or None; its labels mean it from now on."""
        text, bare = row.tag, row.bare
        if text is None and counted and not row.silent:
            self.count += 1
            text, bare = f"({self.count})", str(self.count)
        if text is not None:
            for label in row.labels:
                if self.shown.setdefault(label, bare) != bare:
                    self.twice.append(label)
        return text


def read(tokens: Sequence[str], tags: Tags, *, display: bool) -> Equation | None:
    """The equation of a formula; None for a formula without numbers."""
    whole = without_spaces(tokens)
    found = _BEGIN.fullmatch(whole[0]) if whole else None
    end = _matching_end(whole) if found and found[1] in _NUMBERED else -1
    rest = [token for token in whole[end + 1 :] if token != " "]
    if found and end > 0 and all(_is_mark(token) for token in rest):
        inside = [*whole[1:end], *rest]
        counted = not found[2] and tags in ("ams", "all")
        rows = _split(inside) if found[1] in ("align", "gather", "multline") else [inside]
        if found[1] == "multline":  # its number is at its last row
            marks = [token for row in rows for token in row if _is_mark(token)]
            rows = [[token for token in row if not _is_mark(token)] for row in rows]
            rows[-1] += marks
            made = [Row(tuple(row), silent=True) for row in rows[:-1]] + [_row(rows[-1])]
        else:
            made = [_row(row) for row in rows]
        return Equation(found[1], tuple(made), counted)
    if not display:
        return None
    row = _row(whole)
    if row.tag is None and not (tags == "all" and row.tokens):
        return None
    return Equation("equation", (row,), tags == "all")


def _is_mark(token: str) -> bool:
    return token[0] == "\1" and not token.startswith(("\1ref", "\1eqref"))


def _matching_end(tokens: Sequence[str]) -> int:
    depth = 0
    for place, token in enumerate(tokens):
        depth += token.startswith(r"\begin{") - token.startswith(r"\end{")
        if not depth:
            return place
    return -1


def _split(tokens: Sequence[str]) -> list[list[str]]:
    r"""Rows, which end with `\\` outside of groups and environments; without an empty last one."""
    rows: list[list[str]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token == "{") - (token == "}")
        depth += token.startswith(r"\begin{") - token.startswith(r"\end{")
        depth += (token == r"\left") - (token == r"\right")
        if token == r"\\" and depth <= 0:
            rows.append([])
        else:
            rows[-1].append(token)
    if len(rows) > 1 and not any(token != " " for token in rows[-1]):
        rows.pop()
    return rows


def _row(tokens: Sequence[str]) -> Row:
    tag: str | None = None
    bare = ""
    labels: list[str] = []
    silent = False
    kept: list[str] = []
    for token in tokens:
        if not _is_mark(token):
            kept.append(token)
            continue
        _, kind, text = token.split("\1", 2)
        if kind == "label":
            labels.append(text)
        elif kind == "notag":
            silent = True
        else:
            bare = plain_mark(text)
            tag = bare if kind == "tag*" else f"({bare})"
    return Row(tuple(kept), tag, bare, tuple(labels), silent)


def plain_mark(text: str) -> str:
    """A tag's words as plain text."""
    text = re.sub(r"\\(?:text|textrm|textbf|textit|mathrm|rm|mathbf|bf|mbox|hbox)\b\s*", "", text)
    text = re.sub(r"\\[A-Za-z]+|\\.|['~]", lambda sign: _SIGNS.get(sign[0], sign[0].lstrip("\\")), text)
    return " ".join(re.sub(r"[${}]", "", text).split()) or "*"


def equation_tex(equation: Equation, numbers: Sequence[str | None]) -> str:
    """TeX of an equation in which row number n, from 0, has the tag `pubtagn`."""
    star = "" if any(number is not None for number in numbers) else "*"
    rows = []
    for place, (row, number) in enumerate(zip(equation.rows, numbers, strict=True)):
        mark = "" if star else r"\notag " if number is None else rf"\tag*{{pubtag{place}}}"
        rows.append(joined(row.tokens) + mark)
    environment = equation.environment + star
    return rf"\begin{{{environment}}}" + r"\\ ".join(rows) + rf"\end{{{environment}}}"
