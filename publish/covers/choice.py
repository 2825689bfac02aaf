"""The cover templates of a style: what each needs, and which one a book gets.

A template declares this in its first line: `{# cover: turn=1 hero=needed pixels=700x900 #}`. Neighbouring books have
different turns, and each template has only one turn: so neighbours never have the same template.
"""

from __future__ import annotations

import hashlib
import re
from typing import Literal, get_args

from publish.covers import palette
from publish.errors import StyleError
from publish.frozen import frozen
from publish.keep.once import once
from publish.model import Cover
from publish.project.style import Style
from publish.text.messages import did_you_mean
from publish.text.patterns import late

__all__ = ["SMALLEST_HERO", "Template", "choose", "templates", "turns", "variety"]

Shown = Literal["needed", "shown", "unused"]
SMALLEST_HERO = 200
"""Pixels of the shorter side below which a picture is an icon, not a hero picture."""
_HEAD = late(r"\{#-?\s*cover:(?P<keys>.*?)-?#\}", re.DOTALL)
_KEY = late(r"(\w+)=(\S+)")


@frozen
class Template:
    """One template and its requirements."""

    name: str
    turn: int = 0
    """Books with this turn may get it; 0: the template is used only by name."""
    hero: Shown = "shown"
    """Whether it needs a picture, shows one if there is one, or never shows one."""
    pixels: tuple[int, int] = (0, 0)
    """Minimum width and height of its picture."""
    description: tuple[int, int] | None = None
    """Minimum and maximum characters of the description."""
    pattern: bool = False
    """Whether it draws a pattern when it shows no picture."""
    headlines: bool = False
    """Whether it lists a volume's headlines."""

    def suits(self, cover: Cover) -> bool:
        """Whether a cover meets this template's requirements."""
        if self.description and not self.description[0] <= len(cover.description) <= self.description[1]:
            return False
        if cover.hero is None or self.hero == "unused":
            return self.hero != "needed"
        return cover.hero.width >= self.pixels[0] and cover.hero.height >= self.pixels[1]

    def shows(self, cover: Cover) -> bool:
        """Whether the cover's picture, if there is one, is visible."""
        return cover.hero is not None and self.hero != "unused"


def templates(style: Style) -> tuple[Template, ...]:
    """All templates of a style, by name. Raises StyleError for a first line that is wrong."""
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
        raise StyleError(f"the first line of covers/{name}.html is wrong: it may contain {allowed}")
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
    """The turns of a style's templates."""
    return tuple(sorted({each.turn for each in templates(style) if each.turn}))


def variety(style: Style) -> tuple[int, int]:
    """The number of turns and the number of palettes of a style."""
    return len(turns(style)), palette.size(style)


def choose(cover: Cover, style: Style) -> Template:
    """The template that a cover names; without a name, or when that one needs a picture and there is none, the one
    for its turn.

    Raises StyleError when the style has no template of that name, or none that suits.
    """
    known = templates(style)
    if cover.template:
        for each in known:
            if each.name == cover.template and (cover.hero or each.hero != "needed"):
                return each
        if cover.template not in {each.name for each in known}:
            names = [each.name for each in known]
            near = did_you_mean(cover.template.lower(), names)
            raise StyleError(
                f"no cover {cover.template!r}: use one of {', '.join(names)}{near}", path=str(style.folder)
            )
    order = turns(style)
    mine = order[cover.turn[0] % len(order)] if order else 0
    fitting = [each for each in known if each.turn and each.suits(cover)]
    if not fitting:
        raise StyleError(
            "no cover template of this style works without a picture: add one", path=str(style.folder)
        )
    if cover.headlines:
        listing = [each for each in fitting if each.headlines] or fitting
        return listing[cover.turn[0] % len(listing)]
    ours = [each for each in fitting if each.turn == mine] or fitting
    seen = [each for each in ours if each.shows(cover)] or [each for each in ours if each.description] or ours
    number = hashlib.sha256(f"template {cover.seed}".encode()).digest()[0]
    return seen[number % len(seen)]
