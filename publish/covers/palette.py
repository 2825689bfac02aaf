"""A cover's colours: one of the style's palettes; with a hero picture, one near its hue, shifted towards it.

Backgrounds and text colours are adjusted until every text is legible.
"""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache

from publish.covers import colour, hero
from publish.covers.colour import RGB, Lch
from publish.errors import StyleError, reason_of
from publish.frozen import frozen
from publish.keep.cache import made_once
from publish.model import Cover
from publish.project.style import Style

__all__ = ["TONES", "Palette", "accent", "palette", "size"]

TONES = 3
"""Palettes in the file are in groups of this many tones: a light background, a dark one, a strong one."""
_FILE = "covers/palettes.toml"
_NEUTRAL = 0.03
"""Below this chroma a background counts as paper, and its accent gives the palette's hue."""
_MOST = 20.0
"""Largest shift in degrees towards a picture's hue; with more, the colours no longer match."""


@frozen
class Palette:
    """Colours as `#rrggbb`. `ink` and `accent` have a contrast of 4.5 or more on `ground` and on `shade`."""

    ground: str
    """Background of the text."""
    ink: str
    """Colour of title and other text."""
    accent: str
    """Second colour, for small text and lines."""
    shade: str
    """A colour close to the background, for panels."""
    bright: str
    """A strong colour for patterns and panels."""
    second: str
    """Another strong colour."""
    deep: str
    """Nearly black, with the palette's hue: a veil over pictures, behind light text."""
    pale: str
    """Nearly white: a veil behind dark text."""


@lru_cache(maxsize=16)
def _recipes(text: str) -> tuple[dict[str, RGB], ...]:
    return made_once("palettes", text, lambda: _read(text))


def _read(text: str) -> tuple[dict[str, RGB], ...]:
    import tomllib

    try:
        return tuple(
            {
                role: colour.from_hex(each[role])
                for role in ("ground", "ink", "accent", "shade", "bright", "second")
            }
            for each in tomllib.loads(text)["palette"]
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise StyleError(f"{_FILE}: {reason_of(error)}") from error


def size(style: Style) -> int:
    """Number of palettes in the style. Raises StyleError when they cannot be read."""
    return len(_recipes(style.text(_FILE)))


def palette(cover: Cover, style: Style) -> Palette:
    """The colours of a cover: always the same for one book. Raises StyleError when the style has none."""
    recipes = _recipes(style.text(_FILE))
    number, hue = cover.turn[1] % len(recipes), hero.hue(cover.hero)
    if hue is not None:
        number = _nearest(recipes, number, hue)
    return _mixed(tuple(recipes[number].items()), hue, cover.grey)


def _nearest(recipes: tuple[dict[str, RGB], ...], number: int, hue: float) -> int:
    """The palette nearest to a hue among those with the same tone; equally near ones take turns."""
    tone = sorted(
        range(number % TONES, len(recipes), TONES),
        key=lambda each: abs(_hue_difference(hue, _key(recipes[each]))),
    )
    return tone[number // TONES % 2 if len(tone) > 1 else 0]


def _key(recipe: dict[str, RGB]) -> float:
    """The hue of a palette in degrees: that of its background, or of its accent when the background is paper."""
    ground = Lch.of(recipe["ground"])
    return ground.hue if ground.chroma > _NEUTRAL else Lch.of(recipe["accent"]).hue


def _hue_difference(hue: float, other: float) -> float:
    """Degrees from one hue to another, -180 to 180."""
    return (hue - other + 180) % 360 - 180


@lru_cache(maxsize=256)
def _mixed(recipe: tuple[tuple[str, RGB], ...], found: float | None, in_greys: bool) -> Palette:
    colours = dict(recipe)
    apart = 0.0 if found is None else _hue_difference(_away_from_mud(found, colours["ground"]), _key(colours))
    turn = max(-_MOST, min(_MOST, apart))
    paper = Lch.of(colours["ground"]).chroma <= _NEUTRAL
    kept = (
        ("second",) if paper else ("accent", "bright", "second")
    )  # colours that make the background look vivid
    turned = {role: each if role in kept else _turned(each, turn) for role, each in colours.items()}
    hue = Lch.of(turned["ground"]).hue if found is None else found
    turned |= {"deep": Lch(0.17, 0.03, hue).rgb(), "pale": Lch(0.975, 0.008, hue).rgb()}
    if in_greys:
        turned = {role: colour.grey(each) for role, each in turned.items()}
    for role in ("ink", "accent"):
        readable = colour.legible(turned[role], turned["ground"], turned["shade"])
        turned[role] = colour.grey(readable) if in_greys else readable
    return Palette(**{field.name: colour.to_hex(turned[field.name]) for field in fields(Palette)})


def _turned(each: RGB, turn: float) -> RGB:
    if not turn:
        return each
    light, chroma, hue = Lch.of(each)
    return Lch(light, chroma, (hue + turn) % 360).rgb()


def _away_from_mud(hue: float, ground: RGB) -> float:
    """Shift dark yellows and their neighbours, which look muddy, to ochre or to green."""
    if Lch.of(ground).light > 0.7 or not 72 < hue < 135:
        return hue
    return 55.0 if hue < 98 else 150.0


def accent(cover: Cover, style: Style) -> str:
    """A dark colour of the cover for small things on white paper, with a contrast of 4.5 or more."""
    chosen = palette(cover, style)
    wanted = colour.from_hex(chosen.accent)
    if Lch.of(wanted).light > 0.62:  # a light accent for a dark background would look muddy
        ground = colour.from_hex(chosen.ground)
        wanted = ground if Lch.of(ground).chroma > _NEUTRAL else colour.from_hex(chosen.bright)
    return colour.to_hex(colour.legible(wanted, (255, 255, 255)))
