"""What a command's handler works on while a formula is read."""

from __future__ import annotations

from collections.abc import Sequence

from publish.markup.formulas.reading import Reading
from publish.markup.formulas.scanner import Scanner
from publish.markup.formulas.wrappers import Wrappers

__all__ = ["State", "switch", "wrapped"]


class State:
    """The formula at hand, and what the post defined before it."""

    reading: Reading
    scanner: Scanner
    wrappers: Wrappers
    """The looks that this formula carries."""
    colours: dict[str, str]
    """Names that the post gives to colours."""
    links: bool
    """Whether the formula had a link, which a book does not take."""


def wrapped(state: State, content: Sequence[str], tag: str, **attributes: str) -> list[str]:
    """TeX tokens for a part of a formula inside an element."""
    return ["{", *switch(state, tag, **attributes), "{", *content, "}", "}"]


def switch(state: State, tag: str, **attributes: str) -> list[str]:
    """TeX tokens that put the rest of the group into an element."""
    return ["\0raw\0" + state.wrappers.switch(tag, **attributes)]
