"""Parts of messages, in English: numbers with their nouns, and the word that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["counted", "did_you_mean"]


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 book`, `2 books`, `1,200 entries`; `plural` where it is not the noun and an s."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean 'style'?` to end a message with, or nothing where no known word is near."""
    from difflib import get_close_matches  # only a wrong word needs it

    found = get_close_matches(word[:100], list(known), 1)
    return f"; did you mean {found[0]!r}?" if found else ""
