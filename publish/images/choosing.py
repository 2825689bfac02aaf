"""Which of several addresses of one picture (`srcset`, `picture`) suits a device best."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from publish.images.profiles import Profile
from publish.markup.pictures import candidates
from publish.markup.picturesizes import wish_of
from publish.markup.tree import Element, take

__all__ = ["Choice", "choose"]

_DENSITY = 3.0
"""Pixels per CSS pixel that print and good screens show."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An address, and how many of its pixels make one CSS pixel (HTML, 4.8.4.2.1: the descriptor `x`)."""

    address: str
    density: float = 1.0


def choose(image: Element, profile: Profile, is_there: Callable[[str], bool]) -> Choice:
    """The address for an `img`: of those that are there the smallest with enough pixels for the device, else the largest.

    `src` counts where the set has no widths, and where nothing else is there. Takes `srcset` away.
    """
    found = candidates(take(image, "srcset"))
    source = image.get("src", "")
    width = wish_of(image).width
    most = float(profile.side)
    if width is not None and width.unit != "%":
        most = min(most, _DENSITY * width.pixels)
    sized = sorted((each for each in found if each.unit == "w"), key=lambda each: _order(each.size, most))
    dense = sorted((each for each in found if each.unit == "x"), key=lambda each: _order(each.size, _DENSITY))
    choices = [Choice(each.address) for each in sized] or [Choice(each.address, each.size) for each in dense]
    choices.append(Choice(source))
    asked = choices[:-1]
    return next((each for each in asked if each.address and is_there(each.address)), choices[-1])


def _order(size: float, wanted: float) -> tuple[bool, float]:
    """Sorts those that are large enough first, the smallest of them at the front; then the others from the largest."""
    return size < wanted, size if size >= wanted else -size
