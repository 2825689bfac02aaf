r"""Delimiters that a post declares in pairs (`mathtools`): `\DeclarePairedDelimiter` and its longer kin."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from publish.markup.formulas.macros import fill
from publish.markup.formulas.state import State

__all__ = ["HANDLERS"]

_SIZE = r"\delimsize"
"""In what stands between them: as large as they are."""


def _paired(state: State) -> list[str]:
    left, right = state.scanner.argument(), state.scanner.argument()
    grows = state.scanner.next_is("*")
    size = state.scanner.optional() or []
    return _set(left, right, state.scanner.argument(), size, grows=grows)


def _with_body(state: State) -> list[str]:
    count, before, left, right, after, body = (state.scanner.argument() for _ in range(6))
    grows = state.scanner.next_is("*")
    size = state.scanner.optional() or []
    given = [state.scanner.argument() for _ in range(int("".join(count)))]
    middle = [r"\middle"] if grows else size
    sized = [each for token in body for each in (middle if token == _SIZE else [token])]
    before, sized, after = (fill(tuple(each), given) for each in (before, sized, after))
    return [*before, *_set(left, right, sized, size, grows=grows), *after]


def _set(
    left: Sequence[str], right: Sequence[str], content: Sequence[str], size: Sequence[str], *, grows: bool
) -> list[str]:
    if grows:
        return [r"\left", *left, *content, r"\right", *right]
    return ["{", *size, *left, *content, *size, *right, "}"]


HANDLERS: Mapping[str, Callable[[State], list[str]]] = {"\0paired": _paired, "\0pairedx": _with_body}
"""What `macros` makes of such declarations."""
