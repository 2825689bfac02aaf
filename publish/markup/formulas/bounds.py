"""Limits for the converter: it recurses into groups, and tries unclosed brackets again and again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from publish.markup.formulas.tokens import TexError
from publish.text.patterns import late

__all__ = ["check"]

MAX_CHARACTERS = 60_000
"""Characters of TeX after macro expansion."""
MAX_NESTING = 80
"""Most nested groups."""
MAX_COMMANDS = 120
"""Most commands in a row: each may be the argument of the one before, so they nest too."""
MAX_OPEN = 12
"""Most brackets that are not closed; each doubles the converter's work."""
_NEST = late(
    r"\\left(?![a-zA-Z])|\\right(?![a-zA-Z])|\\(?:begin|end)\{[a-z]*\*?\}|\\[a-zA-Z]+|\\.|[{}]", re.DOTALL
)
_RUN = late(rf"(?:\\[a-zA-Z]+\s*){{{MAX_COMMANDS}}}")
_OPENING = frozenset(
    r"( [ \{ \lbrace \lbrack \langle \lang \lfloor \lceil \lvert \lVert \ulcorner \llcorner \llbracket \lgroup \lmoustache "
    r"\lBrace \lparen \llparenthesis \Bra \bra".split()
)
_CLOSING = frozenset(
    r") ] \} \rbrace \rbrack \rangle \rang \rfloor \rceil \rvert \rVert \urcorner \lrcorner \rrbracket \rgroup \rmoustache "
    r"\rBrace \rparen \rrparenthesis \ket \Ket".split()
)
_PART = late(r"\\[a-zA-Z]+|\\.|.", re.DOTALL)


def check(tex: str) -> None:
    """Raise TexError for TeX that would take the converter too long."""
    if len(tex) > MAX_CHARACTERS:
        raise TexError("it is too long")
    if _nesting(tex) > MAX_NESTING or _RUN.search(tex):
        raise TexError("it nests too deeply")
    if _open(_PART.findall(tex)) > MAX_OPEN:
        raise TexError(f"it has more than {MAX_OPEN} opening brackets without a closing one")


def _nesting(tex: str) -> int:
    depth = deepest = 0
    for mark in _NEST.findall(tex):
        if mark in ("{", r"\left") or mark.startswith(r"\begin{"):
            depth += 1
            deepest = max(deepest, depth)
        elif mark in ("}", r"\right") or mark.startswith(r"\end{"):
            depth -= 1
    return deepest


def _open(parts: Iterable[str]) -> int:
    """The most brackets that are open at the end of a cell, or of the formula: outside of environments are no cells."""
    levels: list[tuple[bool, int]] = [(False, 0)]
    """For each environment and group around this place: whether it is an environment, and what was open before it."""
    most = here = 0
    last = ""
    for part in parts:
        within, before = levels[-1]
        if part in (r"\begin", "{"):
            levels.append((part != "{", here if part != "{" else before))
        elif part == "}":
            levels = levels[:-1] if len(levels) > 1 and not within else levels
        elif part == r"\end" or (part in ("&", r"\\") and within):
            most = max(most, here)
            here = before
            levels = levels[:-1] if part == r"\end" and len(levels) > 1 else levels
        elif last not in (r"\left", r"\right", r"\middle"):
            here = max(here + _opens(part), before)
        last = part
    return max(most, here)


def _opens(part: str) -> int:
    if part in _OPENING:
        return 1
    if part in _CLOSING:
        return -1
    if len(part) == 1 and not part.isascii():
        kind = unicodedata.category(part)
        return (kind in ("Ps", "Pi")) - (kind in ("Pe", "Pf"))
    return 0
