"""How big each part of a cover is: the title as large as it can be, and room left for a picture.

Lengths are in hundredths of the cover's width, so that one template serves every page size.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from publish.covers.fit import Fitted, fit, hyphenated
from publish.errors import RenderError
from publish.language import is_chinese, join_names
from publish.model import Cover

__all__ = ["Plan", "plan"]

EDGE = 7.0
"""Margin left and right."""
HEAD = 15.0
"""Height of the strip with site and date."""
INNER = 100 - 2 * EDGE
_SHARES = (0.60, 0.54, 0.48, 0.42, 0.36, 0.30, 0.24, 0.12)
"""Heights of the picture to try, as parts of the cover's."""
_LARGE = 10.5
"""A title of this size is large enough; the picture need not shrink for it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Where things stand on a cover 100 wide."""

    height: float
    title: Fitted
    authors: Fitted | None
    description: Fitted | None
    plate: float
    """Height of the picture or pattern at the bottom."""
    dice: tuple[int, ...]
    """Numbers from 0 to 255 that a pattern is drawn from."""


def plan(cover: Cover, height: float) -> Plan:
    """The largest picture under a title that is still large; a smaller one where the title needs the room.

    Raises RenderError when the title fits at no size: it has thousands of characters.
    """
    authors = _authors(cover)
    below = (authors.height + 4.5 if authors else 0) + 6
    best: tuple[float, Fitted] | None = None
    for share in _SHARES:
        title = _title(cover, height * (1 - share) - HEAD - below)
        if title is None:
            continue
        if best is None or title.size > best[1].size * 1.12:
            best = (share, title)
        if best[1].size >= _LARGE:
            break
    if best is None:
        raise RenderError(f"the title is too long for a cover: {cover.title[:60]}…")
    share, title = best
    description = None
    for share in [tried for tried in _SHARES if 0.42 <= tried <= best[0]] or [best[0]]:
        description = _description(cover, height * (1 - share) - HEAD - below - title.height)
        if description:
            break
    else:
        share = best[0]
    return Plan(height, title, authors, description, height * share, _dice(cover.seed))


def _title(cover: Cover, room: float) -> Fitted | None:
    leading = 1.22 if is_chinese(cover.language) else 1.08
    found = None
    for text in (cover.title, hyphenated(cover.title, cover.language)):
        found = room > 0 and fit(
            text, "display-semibold.ttf", width=INNER, height=room, largest=22, smallest=2, leading=leading
        )
        if found and found.size >= 8:
            break
    return found or None


def _authors(cover: Cover) -> Fitted | None:
    if not cover.authors:
        return None
    names = join_names(cover.authors, cover.language, others=cover.others)
    return fit(names, "sans-semibold.ttf", width=INNER, height=16, largest=4.0, smallest=0.8, leading=1.3)


def _description(cover: Cover, room: float) -> Fitted | None:
    """The description where it fits whole at a size that can be read, else not at all."""
    if not cover.description or room < 8:
        return None
    return fit(
        cover.description,
        "serif-italic.ttf",
        width=INNER * 0.92,
        height=room - 3,
        largest=3.7,
        smallest=3.0,
        leading=1.36,
    )


def _dice(seed: str) -> tuple[int, ...]:
    return tuple(hashlib.shake_256(f"pattern {seed}".encode()).digest(128))
