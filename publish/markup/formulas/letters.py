r"""Bold letters of the calligraphic and the script alphabet (`\boldsymbol{\mathcal{L}}`), which the converter lacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from publish.markup.formulas.state import State

__all__ = ["HANDLERS"]

_ALPHABETS = frozenset((r"\mathcal", r"\mathscr", r"\cal", r"\scr"))
_CAPITAL, _SMALL = 0x1D4D0, 0x1D4EA
"""The first letters of Unicode's mathematical bold script."""


def _bold(command: str) -> Callable[[State], list[str]]:
    def read(state: State) -> list[str]:
        return [f"\0raw\0{command}", "{", *_scripts_bold(state.scanner.argument()), "}"]

    return read


def _scripts_bold(content: Sequence[str]) -> list[str]:
    r"""The tokens, with `\mathcal L` and `\mathcal{LM}` as bold letters."""
    made: list[str] = []
    rest = list(reversed(content))
    while rest:
        token = rest.pop()
        letters = _taken(rest) if token in _ALPHABETS else []
        made += _script(letters) if letters else [token]
    return made


def _taken(rest: list[str]) -> list[str]:
    """The letters of an alphabet's argument, taken off the end of the reversed tokens; none when it has anything else."""
    while rest and rest[-1] == " ":
        rest.pop()
    if rest and _is_letter(rest[-1]):
        return [rest.pop()]
    if not rest or rest[-1] != "{":
        return []
    end = len(rest) - 2
    while end >= 0 and (rest[end] == " " or _is_letter(rest[end])):
        end -= 1
    if end < 0 or rest[end] != "}":
        return []
    inner = [token for token in reversed(rest[end + 1 : -1]) if token != " "]
    del rest[end:]
    return inner


def _script(content: Sequence[str]) -> list[str]:
    """Letters in bold script; what is no letter stays."""
    return ["{", *map(_letter, content), "}"]


def _is_letter(token: str) -> bool:
    return len(token) == 1 and token.isascii() and token.isalpha()


def _letter(token: str) -> str:
    if not _is_letter(token):
        return token
    return chr(_CAPITAL + ord(token) - ord("A") if token.isupper() else _SMALL + ord(token) - ord("a"))


HANDLERS: Mapping[str, Callable[[State], list[str]]] = {
    **{command: _bold(command) for command in (r"\boldsymbol", r"\bm")},
    **dict.fromkeys(
        (r"\mathbfcal", r"\symbfcal", r"\mathbfscr", r"\symbfscr"),
        lambda state: _script(state.scanner.argument()),
    ),
}
