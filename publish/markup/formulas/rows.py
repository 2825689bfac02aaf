"""Rows only where TeX has some."""

from __future__ import annotations

from collections.abc import Sequence

from publish.markup.formulas.tokens import TexError

__all__ = ["rows_kept"]


def rows_kept(tokens: Sequence[str]) -> list[str]:
    r"""The tokens without ends of rows inside a group or between `\left` and `\right`, where TeX has no rows."""
    opened: list[bool] = []
    made: list[str] = []
    depth = 0
    for token in tokens:
        depth += (token == "{") - (token == "}")
        if depth < 0:
            raise TexError("a brace closes nothing")
        if token in ("{", r"\left") or token.startswith(r"\begin{"):
            opened.append(token[0] == "\\" and token != r"\left")
        elif opened and (token in ("}", r"\right") or token.startswith(r"\end{")):
            opened.pop()
        if token != r"\\" or not opened or opened[-1]:
            made.append(token)
    if depth:
        raise TexError("a brace is not closed")
    return made
