"""How big each part of a cover is: the title as large as it can be, and room left for a picture.

Lengths are in hundredths of the cover's width, so that one template serves every page size.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from publish.covers.fit import Fitted, fit
from publish.errors import RenderError
from publish.language import is_chinese, join_names
from publish.model import Cover

__all__ = ["Plan", "plan"]

EDGE = 7.0
"""Margin left and right."""
HEAD = 15.0
"""Height of the strip with site and date."""
INNER = 100 - 2 * EDGE


@dataclass(frozen=True, slots=True)
class Plan:
    """Where things stand on a cover 100 wide."""

    height: float
    title: Fitted
    authors: Fitted | None
    description: Fitted | None
    plate: float
    """Height of the picture or pattern at the bottom."""
    tracks: tuple[tuple[float, float, float], ...]
    """Numbers between 0 and 1 that a pattern is drawn from, three a figure."""


def plan(cover: Cover, height: float) -> Plan:
    """The largest picture under a title that is still large; a smaller one where the title needs the room.

    Raises RenderError when the title fits at no size: it has thousands of characters.
    """
    leading = 1.22 if is_chinese(cover.language) else 1.08
    authors = _authors(cover)
    below = (authors.height + 4.5 if authors else 0) + 6
    best: tuple[float, Fitted] | None = None
    for share in (0.60, 0.54, 0.48, 0.42, 0.36, 0.30, 0.24, 0.12):
        room = height * (1 - share) - HEAD - below
        title = room > 0 and fit(
            cover.title,
            "display-semibold.ttf",
            width=INNER,
            height=room,
            largest=17,
            smallest=2,
            leading=leading,
        )
        if not title:
            continue
        if best is None or title.size > best[1].size * 1.12:
            best = (share, title)
        if best[1].size >= 10.5:
            break
    if best is None:
        raise RenderError(f"the title is too long for a cover: {cover.title[:60]}…")
    share, title = best
    plate = height * share
    left = height - plate - HEAD - below - title.height
    return Plan(height, title, authors, _description(cover, left), plate, _tracks(cover.seed))


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


def _tracks(seed: str) -> tuple[tuple[float, float, float], ...]:
    digest = hashlib.sha512(f"pattern {seed}".encode()).digest()
    return tuple((digest[i] / 255, digest[i + 1] / 255, digest[i + 2] / 255) for i in range(0, 36, 3))
