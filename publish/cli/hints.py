"""Commands that messages tell the reader to type. Each is complete and works as it stands."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from publish.cli.options import Request, release_flags
from publish.text.messages import counted

if TYPE_CHECKING:
    from publish.posts.release import Reason

__all__ = ["command", "held_back", "places"]

MOST = 6
"""Most arguments that we ask the user to type again. When there are more, we give their folders instead."""
LONG = 100
"""Most characters of arguments that the user did not type."""


def command(*words: str) -> str:
    """A command, quoted for a shell, in the backticks that messages use."""
    return f"`{shlex.join(('publish', *words))}`"


def places(request: Request, labels: Iterable[str]) -> tuple[str, ...]:
    """The POSTS arguments with which a command looks at these posts (`labels`) of a request.

    These are the request's own arguments. Where those are a volume's file, or too many, they are the posts, or else
    the posts' folders.
    """
    words: Sequence[str] = request.posts
    if len(words) > MOST or any(word.endswith(".toml") for word in words):
        words = tuple(dict.fromkeys(labels))
    if len(words) > MOST or (words != request.posts and len(" ".join(words)) > LONG):
        words = tuple(dict.fromkeys(str(Path(word).parent) for word in words))
    return (*words, *release_flags(request.options))


def held_back(held: Mapping[str, tuple[Reason, ...]], *, each: bool | None = None) -> Iterator[str]:
    """One line that says how many posts (by label) are held back, and which options include them; no line when there
    are none.

    With `each`, one line for each post comes before it. `each` is None for a command that has no -v.
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
