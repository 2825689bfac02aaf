r"""TeX's old fractions between what stands before and after them: `\above`, `\overwithdelims` and their like.

`\over`, `\atop` and `\choose` are known to the converter. The others become marks while a formula is read, for what stands
before them is read already; at the end each mark and its group become one `\genfrac`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from publish.markup.formulas.lengths import ems
from publish.markup.formulas.looks import dimension
from publish.markup.formulas.state import State
from publish.markup.formulas.tokens import TexError

__all__ = ["HANDLERS", "settled"]

_MARK = "\2fraction\2"
_STOPS = frozenset(("&", r"\\"))


def _reader(*, fences: bool, rule: str | None) -> Callable[[State], str]:
    """`rule` is how thick the line is; None where the post says it."""

    def read(state: State) -> str:
        left, right = (_fence(state) for _ in range(2)) if fences else ("", "")
        thick = f"{ems(dimension(state.scanner)):.3g}em" if rule is None else rule
        return _MARK + "\2".join((left, right, thick))

    return read


def _fence(state: State) -> str:
    found = "".join(state.scanner.argument())
    return {".": "", "<": r"\langle", ">": r"\rangle"}.get(found, found)


def settled(tokens: Sequence[str]) -> list[str]:
    """The tokens without marks. TexError for two in one group, of which TeX cannot tell the outer one."""
    made, place = list(tokens), 0
    while (place := next((at for at in range(place, len(made)) if made[at].startswith(_MARK)), -1)) >= 0:
        left, right, thick = made[place].removeprefix(_MARK).split("\2")
        start, end = (
            min(_start(made, place), place),
            _end(made, place),
        )  # what `\left` stands before is no bracket
        fraction = [
            r"\genfrac",
            *(part for each in (left, right, thick, "") for part in ("{", each, "}") if part),
        ]
        made[start:end] = [*fraction, "{", *made[start:place], "}", "{", *made[place + 1 : end], "}"]
    return made


def _start(tokens: Sequence[str], place: int) -> int:
    """Where the part before a mark begins: after the brace, the bracket or the cell's end before it."""
    depth = 0
    for at in range(place - 1, -1, -1):
        token = tokens[at]
        depth += (token in ("}", r"\right") or token.startswith(r"\end{")) - _opens(token)
        if depth < 0:
            return at + (2 if token == r"\left" else 1)
        if not depth and token in _STOPS:
            return at + 1
    return 0


def _end(tokens: Sequence[str], place: int) -> int:
    depth = 0
    for at in range(place + 1, len(tokens)):
        token = tokens[at]
        if not depth and token.startswith(_MARK):
            raise TexError("it has two fractions in one group: put one of them in braces")
        depth += _opens(token) - (token in ("}", r"\right") or token.startswith(r"\end{"))
        if depth < 0 or (not depth and token in _STOPS):
            return at
    return len(tokens)


def _opens(token: str) -> bool:
    return token in ("{", r"\left") or token.startswith(r"\begin{")


HANDLERS: Mapping[str, Callable[[State], str]] = {
    r"\above": _reader(fences=False, rule=None),
    r"\abovewithdelims": _reader(fences=True, rule=None),
    r"\overwithdelims": _reader(fences=True, rule=""),
    r"\atopwithdelims": _reader(fences=True, rule="0em"),
}
