"""TeX as tokens: control words and symbols, braces, spaces, single characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from publish.text.patterns import late

__all__ = ["TexError", "joined", "tokens_of", "without_spaces"]

_TOKEN = late(r"\\[a-zA-Z]+|\\.|\s+|%[^\n]*(?:\n\s*|\Z)|.", re.DOTALL)
_SPACE = late(r"\s+")


class TexError(ValueError):
    """TeX that cannot be converted; the message gives the problem."""


def tokens_of(tex: str) -> list[str]:
    """The tokens of a text; without comments; white space is one space, also after a backslash."""
    return [_SPACE.sub(" ", token) for token in _TOKEN.findall(tex) if token[0] != "%"]


def is_word(token: str) -> bool:
    """Whether a token is a control word: a letter after it would become a part of its name."""
    return token[0] == "\\" and token[-1].isalpha() and token[-1].isascii()


def joined(tokens: Iterable[str]) -> str:
    """Tokens as TeX, with a space where two tokens would otherwise become one control word."""
    parts: list[str] = []
    open_word = False
    for token in tokens:
        if open_word and token[0].isascii() and token[0].isalpha():
            parts.append(" ")
        parts.append(token)
        open_word = is_word(token)
    return "".join(parts)


def without_spaces(tokens: Sequence[str]) -> list[str]:
    """The tokens without white space at either end."""
    start, end = 0, len(tokens)
    while start < end and tokens[start] == " ":
        start += 1
    while end > start and tokens[end - 1] == " ":
        end -= 1
    return list(tokens[start:end])
