r"""Commands for letters of words that stand in a formula outside of `\text`: `\ae`, `\"{o}`, `\textdagger`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from publish.markup.formulas.state import State
from publish.markup.formulas.textsigns import SIGNS
from publish.markup.formulas.tokens import is_word
from publish.markup.formulas.words import ACCENTS, LETTERS, said

__all__ = ["HANDLERS"]


def _sign(text: str) -> Callable[[State], list[str]]:
    return lambda _: [said(text)]


def _accent(command: str) -> Callable[[State], list[str]]:
    """A letter with its accent. A command that has none is shown by its name, as scripts do: Markdown makes one of the
    two backslashes that end a row.
    """

    def read(state: State) -> list[str]:
        scanner = state.scanner
        following = scanner.peek() or ""
        if following == "{" or (not is_word(command) and following.isalpha()):
            argument = scanner.argument()
            letter = "".join(argument).strip()
            if len(letter) == 1 and letter.isalpha():
                return [said(letter + ACCENTS[command[1:]])]
            scanner.push(["{", *argument, "}"])
        state.unknown = state.unknown or command
        return [said(command)]

    return read


HANDLERS: Mapping[str, Callable[[State], list[str]]] = {
    **{command: _sign(text) for command, text in {**SIGNS, **LETTERS}.items()},
    **{f"\\{sign}": _accent(f"\\{sign}") for sign in ACCENTS},
}
