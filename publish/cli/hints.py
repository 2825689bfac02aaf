"""Commands that messages tell their reader to type: whole, so that they work as they stand."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from publish.cli.options import Request, release_flags
from publish.text.counting import counted

if TYPE_CHECKING:
    from publish.posts.release import Reason

__all__ = ["command", "held_back", "places"]

MOST = 6
"""Words that somebody may be asked to type again; of more, the folders that they lead to."""


def command(*words: str) -> str:
    """A command as a shell takes it, in the marks that messages have around one."""
    return f"`{shlex.join(('publish', *words))}`"


def places(request: Request, labels: Iterable[str]) -> tuple[str, ...]:
    """What to give a command that takes POSTS, so that it looks at these posts (`labels`) of a request's.

    The words of the request itself; where those are a volume's file, or many, the posts, or else their folders.
    """
    words: Sequence[str] = request.posts
    if len(words) > MOST or any(word.endswith(".toml") for word in words):
        words = tuple(dict.fromkeys(labels))
    if len(words) > MOST:
        words = tuple(dict.fromkeys(str(Path(word).parent) for word in words))
    return (*words, *release_flags(request.options))


def held_back(held: Mapping[str, tuple[Reason, ...]], *, each: bool | None = None) -> Iterator[str]:
    """One line that says how many posts (by label) are held back, and what to type to have them; none where there are none.

    With `each`, a line for each before it; `each` is None for a command that has no -v to ask for these.
    """
    from publish.posts.release import summary

    if not held:
        return
    if each:
        for label, reasons in held.items():
            yield f"{label}: held back: {', '.join(reason.words for reason in reasons)}"
    more = (
        f": {next(iter(held))}" if len(held) == 1 and not each else "; -v names each" if each is False else ""
    )
    yield f"{counted(len(held), 'post')} held back: {summary(held.values())}{more}"
