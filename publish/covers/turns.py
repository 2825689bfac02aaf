"""Whose turn it is: neighbours never get one cover template, nor palettes of one tone. Looks at names only.

Posts stand next to each other in their folder, and by date (with which their names begin) in a list of the whole site.
A post's turn follows from its own name and those before it, so that adding the newest post changes no older cover.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from publish.covers.palette import TONES

__all__ = ["Turn", "turns_of"]

Turn = tuple[int, int]
"""Which of the style's turns of templates, and which of its palettes."""


def turns_of(posts: Iterable[Path], variety: Turn) -> Mapping[Path, Turn]:
    """The turn of every post of these folders. `variety` says how many turns of templates and palettes there are."""
    templates, palettes = variety
    turns: dict[Path, Turn] = {}
    last: Turn | None = None
    last_in: dict[Path, Turn] = {}
    for post in sorted(set(posts), key=lambda path: (path.stem, path.as_posix())):
        before = [turn for turn in (last, last_in.get(post.parent)) if turn is not None]
        digest = hashlib.sha256(f"{post.parent.name}/{post.stem}".encode("utf-8", "surrogateescape")).digest()
        template = _free(digest[0], templates, {turn[0] for turn in before}, templates)
        colour = _free(digest[1], palettes, {turn[1] % TONES for turn in before}, TONES)
        turns[post] = last = last_in[post.parent] = (template, colour)
    return turns


def _free(wanted: int, count: int, taken: set[int], kinds: int) -> int:
    """The wanted number below `count`, or the next one whose kind is not taken; the wanted one when all are."""
    tried = [(wanted + step) % count for step in range(count)]
    return next((number for number in tried if number % kinds not in taken), tried[0])
