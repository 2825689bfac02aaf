"""Which of several addresses of one picture (`srcset`, `picture`) suits a device best."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from publish.frozen import frozen
from publish.images.profiles import Profile
from publish.markup.pictures import candidates
from publish.markup.picturesizes import wish_of
from publish.markup.tree import Element, take

__all__ = ["Choice", "choices"]

_DENSITY = 3.0
"""Pixels per CSS pixel that print and good screens show."""


@frozen
class Choice:
    """An address, and how many of its pixels make one CSS pixel (HTML, 4.8.4.2.1: the descriptor `x`)."""

    address: str
    density: float = 1.0


def choices(image: Element, profile: Profile, is_there: Callable[[str], bool]) -> Iterator[Choice]:
    """The addresses for an `img`, the best first: of those that are there the smallest with enough pixels for the device,
    else the largest. `src` comes last; it is the only one where nothing else is there. Takes `srcset` away.

    A file is looked for only when its turn comes.
    """
    found = candidates(take(image, "srcset"))
    source = image.get("src", "")
    width = wish_of(image).width
    most = float(profile.side)
    if width is not None and width.unit != "%":
        most = min(most, _DENSITY * width.pixels)
    sized = sorted((each for each in found if each.unit == "w"), key=lambda each: _order(each.size, most))
    dense = sorted((each for each in found if each.unit == "x"), key=lambda each: _order(each.size, _DENSITY))
    offered = [Choice(each.address) for each in sized] or [Choice(each.address, each.size) for each in dense]
    given: set[str] = set()
    for each in offered:
        if each.address and each.address not in given and is_there(each.address):
            given.add(each.address)
            yield each
    if source not in given and (source or not given):
        yield Choice(source)


def _order(size: float, wanted: float) -> tuple[bool, float]:
    """Sorts those that are large enough first, the smallest of them at the front; then the others from the largest."""
    return size < wanted, size if size >= wanted else -size
