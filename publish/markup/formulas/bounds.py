"""Limits for the converter: it recurses into groups, and tries unclosed brackets again and again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from publish.markup.formulas.tokens import TexError

__all__ = ["check"]

MAX_CHARACTERS = 60_000
"""Characters of TeX after macro expansion."""
MAX_NESTING = 80
"""Most nested groups."""
MAX_COMMANDS = 120
"""Most commands in a row: each may be the argument of the one before, so they nest too."""
MAX_OPEN = 12
"""Most brackets that are not closed; each doubles the converter's work."""
_NEST = re.compile(
    r"\\left(?![a-zA-Z])|\\right(?![a-zA-Z])|\\(?:begin|end)\{[a-z]*\*?\}|\\[a-zA-Z]+|\\.|[{}]", re.DOTALL
)
_RUN = re.compile(rf"(?:\\[a-zA-Z]+\s*){{{MAX_COMMANDS}}}")
_OPENING = frozenset(
    r"( [ \{ \lbrace \lbrack \langle \lang \lfloor \lceil \lvert \lVert \ulcorner \llcorner \llbracket \lgroup \lmoustache "
    r"\lBrace \lparen \llparenthesis \Bra \bra".split()
)
_CLOSING = frozenset(
    r") ] \} \rbrace \rbrack \rangle \rang \rfloor \rceil \rvert \rVert \urcorner \lrcorner \rrbracket \rgroup \rmoustache "
    r"\rBrace \rparen \rrparenthesis \ket \Ket".split()
)
_PART = re.compile(r"\\[a-zA-Z]+|\\.|.", re.DOTALL)


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
    """The most brackets that are still open at the end of a cell."""
    levels = [0]
    most = here = 0
    last = ""
    for part in parts:
        if part == r"\begin":
            levels.append(here)
        elif part in ("&", r"\\", r"\end"):
            most = max(most, here)
            here = levels[-1]
            if part == r"\end" and len(levels) > 1:
                here = levels.pop()
        elif last not in (r"\left", r"\right", r"\middle"):
            here += _opens(part)
            here = max(here, levels[-1])
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
