"""Gives posts their turns: neighbours never get the same cover template, nor palettes of the same tone. Uses names
only.

Posts are neighbours in their folder, and by date (with which their names start) in a list of the whole site. A post's
turn depends on its own name and on names before it, so adding the newest post changes no older cover.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from publish.covers.palette import TONES

__all__ = ["Turn", "turns_of"]

Turn = tuple[int, int]
"""Turn among the style's templates, and turn among its palettes."""


def turns_of(posts: Iterable[Path], variety: Turn) -> Mapping[Path, Turn]:
    """The turns of all posts in these folders. `variety` is the number of turns of templates and of palettes."""
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
    """The wanted number below `count`, or the next one whose kind is not taken; the wanted one when all are taken."""
    tried = [(wanted + step) % count for step in range(count)]
    return next((number for number in tried if number % kinds not in taken), tried[0])
