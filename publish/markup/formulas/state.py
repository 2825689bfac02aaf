"""The data that command handlers share while a formula is read."""

from __future__ import annotations

from collections.abc import Sequence

from publish.markup.formulas.macros import Macros
from publish.markup.formulas.reading import Reading
from publish.markup.formulas.scanner import Scanner
from publish.markup.formulas.wrappers import Wrappers

__all__ = ["State", "switch", "wrapped"]


class State:
    """The current formula, and earlier definitions of the post."""

    reading: Reading
    scanner: Scanner
    wrappers: Wrappers
    """The styles of this formula."""
    macros: Macros
    colours: dict[str, str]
    """Colour names that the post defines."""
    unknown: str
    """A command of the formula that is shown by its name, or nothing."""
    links: bool
    """Whether the formula had a link; a book does not keep it."""


def wrapped(state: State, content: Sequence[str], tag: str, **attributes: str) -> list[str]:
    """TeX tokens for a part of a formula inside a MathML element."""
    return ["{", *switch(state, tag, **attributes), "{", *content, "}", "}"]


def switch(state: State, tag: str, **attributes: str) -> list[str]:
    """TeX tokens that put the rest of the group into a MathML element."""
    return ["\0raw\0" + state.wrappers.switch(tag, **attributes)]
