"""The cover templates of a style: what each asks for, and which one a book gets.

A template says so in its first line: `{# cover: turn=1 hero=needed pixels=700x900 #}`. Books that stand next to each
other have different turns, and a template belongs to one turn only: so they never share one, whatever each has.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Literal, get_args

from publish.covers import palette
from publish.errors import StyleError
from publish.keep.once import once
from publish.model import Cover
from publish.project.style import Style

__all__ = ["SMALLEST_HERO", "Template", "choose", "templates", "turns", "variety"]

Shown = Literal["needed", "shown", "unused"]
SMALLEST_HERO = 200
"""Pixels of the shorter side below which a picture is an icon, and no hero."""
_HEAD = re.compile(r"\{#-?\s*cover:(?P<keys>.*?)-?#\}", re.DOTALL)
_KEY = re.compile(r"(\w+)=(\S+)")


@dataclass(frozen=True, slots=True)
class Template:
    """One template and what it asks for."""

    name: str
    turn: int = 0
    """Books in that turn may get it; 0 for a template that is only used where it is asked for by name."""
    hero: Shown = "shown"
    """Whether it shows a picture: must have one, shows one where there is one, or never does."""
    pixels: tuple[int, int] = (0, 0)
    """Width and height that its picture must have."""
    description: tuple[int, int] | None = None
    """The fewest and most characters of the description that it must have."""
    pattern: bool = False
    """Whether it draws a pattern where it shows no picture."""
    headlines: bool = False
    """Whether it lists what a volume announces."""

    def suits(self, cover: Cover) -> bool:
        """Whether a cover has what this template asks for."""
        if self.description and not self.description[0] <= len(cover.description) <= self.description[1]:
            return False
        if cover.hero is None or self.hero == "unused":
            return self.hero != "needed"
        return cover.hero.width >= self.pixels[0] and cover.hero.height >= self.pixels[1]

    def shows(self, cover: Cover) -> bool:
        """Whether the cover's picture, where it has one, is seen."""
        return cover.hero is not None and self.hero != "unused"


def templates(style: Style) -> tuple[Template, ...]:
    """Every template of a style, by name. StyleError for a first line that cannot be read."""
    return _read(style)


@once
def _read(style: Style) -> tuple[Template, ...]:
    names = style.listing("covers", ".html")
    return tuple(_parse(name, style.text(f"covers/{name}.html")) for name in names)


def _parse(name: str, text: str) -> Template:
    head = _HEAD.match(text)
    keys = dict(_KEY.findall(head["keys"])) if head else {}
    wrong = set(keys) - {"turn", "hero", "pixels", "description", "pattern", "headlines"}
    shown = keys.get("hero", "shown")
    if wrong or shown not in get_args(Shown):
        allowed = "turn=N, hero=needed|shown|unused, pixels=WxH, description=N-N, pattern=yes, headlines=yes"
        raise StyleError(f"the first line of covers/{name}.html may say {allowed}")
    try:
        return Template(
            name,
            int(keys.get("turn", "0")),
            shown,
            _pair(keys.get("pixels", "0x0"), "x"),
            _pair(keys["description"], "-") if "description" in keys else None,
            keys.get("pattern") == "yes",
            keys.get("headlines") == "yes",
        )
    except ValueError as error:
        raise StyleError(f"the first line of covers/{name}.html: {error}") from error


def _pair(text: str, between: str) -> tuple[int, int]:
    first, _, second = text.partition(between)
    return int(first), int(second)


def turns(style: Style) -> tuple[int, ...]:
    """The turns that a style's templates take."""
    return tuple(sorted({each.turn for each in templates(style) if each.turn}))


def variety(style: Style) -> tuple[int, int]:
    """How many turns and how many palettes a style has."""
    return len(turns(style)), palette.size(style)


def choose(cover: Cover, style: Style) -> Template:
    """The template that a cover names, else, or where that needs a picture and there is none, the one whose turn it is.

    Raises StyleError when the style has no template of that name, or none that suits.
    """
    known = templates(style)
    if cover.template:
        for each in known:
            if each.name == cover.template and (cover.hero or each.hero != "needed"):
                return each
        if cover.template not in {each.name for each in known}:
            names = ", ".join(each.name for each in known)
            raise StyleError(f"no cover {cover.template!r}: use one of {names}", path=str(style.folder))
    order = turns(style)
    mine = order[cover.turn[0] % len(order)] if order else 0
    fitting = [each for each in known if each.turn and each.suits(cover)]
    if not fitting:
        raise StyleError("no cover template suits a book without a picture", path=str(style.folder))
    if cover.headlines:
        listing = [each for each in fitting if each.headlines] or fitting
        return listing[cover.turn[0] % len(listing)]
    ours = [each for each in fitting if each.turn == mine] or fitting
    seen = [each for each in ours if each.shows(cover)] or [each for each in ours if each.description] or ours
    number = hashlib.sha256(f"template {cover.seed}".encode()).digest()[0]
    return seen[number % len(seen)]
