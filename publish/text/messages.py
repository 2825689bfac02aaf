"""Parts of messages, in English: numbers with their nouns, and the word that was probably meant."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterable

__all__ = ["DISTRIBUTION", "counted", "did_you_mean", "extra", "stands_in", "unfetched"]

DISTRIBUTION = "postbinder"
"""The name that package indexes know us by."""


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 book`, `2 books`, `1,200 entries`; `plural` where it is not the noun and an s."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def stands_in(what: str, reason: str) -> str:
    """The warning about a picture that is missing; `what` is `image` and its address."""
    return f"{what}: {reason}; a stand-in takes its place"


def unfetched(message: str) -> tuple[str, str] | None:
    """The address and the reason in a warning of `stands_in` about a picture on the web; None in any other message."""
    found = re.fullmatch(r"image ((?:https?:)?//\S+): (.*); a stand-in takes its place", message, re.DOTALL)
    return (found[1], found[2]) if found else None


def extra(name: str) -> str:
    """The command that installs what an optional part of publish needs: `…/python -m pip install 'postbinder[sign]'`."""
    return shlex.join((sys.executable, "-m", "pip", "install", f"{DISTRIBUTION}[{name}]"))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean 'style'?` to end a message with, or nothing where no known word is near."""
    from difflib import get_close_matches  # only a wrong word needs it

    found = get_close_matches(word[:100], list(known), 1)
    return f"; did you mean {found[0]!r}?" if found else ""
