"""Characters that no font has: emoji are printed as names, characters without a shape are left out, others are an
error.

Such a character never becomes an empty box, and is never dropped if a reader would see it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from unicodedata import category, unidata_version

from publish import doctor
from publish.errors import GlyphError
from publish.fonts import faces
from publish.frozen import frozen
from publish.language import emoji
from publish.text.characters import is_seen

__all__ = ["Lack", "lack", "needs_of", "printed", "refuse", "remedy", "remedy_of_emoji", "shown"]

_SPACES = "\u115f\u1160\u2028\u2029\u2800\u3164\uffa0"
"""Characters without a shape but with a width."""
_SHAPED_BY_ENGINE = frozenset(
    map(
        chr,
        (
            *(0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF),
            *(*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)),
        ),
    )
)
"""Joiners, direction marks, variation selectors: Pango handles them without glyphs."""
_NEWER_HAN = (range(0x2EBF0, 0x2EE5E), range(0x31350, 0x33480))
"""Extensions H to J, which this Python's Unicode may not know."""
_LACKED = "the font packages that publish knows are installed, and lack it: install another font that has it"
_SHOWN = 8
"""Most characters in a message."""


@frozen
class Lack:
    """Characters of a text that no font has, by what happens to them."""

    named: frozenset[str] = frozenset()
    """Emoji: their names are printed."""
    blank: frozenset[str] = frozenset()
    """Characters without a shape: left out, or replaced by spaces."""
    lost: frozenset[str] = frozenset()
    """Characters that a reader would miss."""

    def __bool__(self) -> bool:
        return bool(self.named or self.blank or self.lost)


def lack(text: str) -> Lack:
    """The characters of a text that no font has. Raises RenderError without fontconfig."""
    absent = frozenset(faces.absent(text))
    seen = frozenset(filter(is_seen, absent))
    named = frozenset(filter(emoji.is_emoji, seen)) if seen else frozenset()
    separators = frozenset("\u2028\u2029").intersection(
        text
    )  # no engine prints these, whatever the fonts have
    blank = frozenset(each for each in absent - seen - _SHAPED_BY_ENGINE if not each.isspace())
    return Lack(named, blank | separators, seen - named)


def printed(text: str, language: str, lacking: Lack) -> str:
    """The text as it is printed. `language` is a BCP 47 tag. Lost characters stay: see `refuse`."""
    if lacking.named and not lacking.named.isdisjoint(text):
        text = emoji.replace(text, lacking.named, language)
    if not lacking.blank.isdisjoint(text):
        text = text.translate({ord(each): " " if each in _SPACES else "" for each in lacking.blank})
    return text


def refuse(lacking: Lack, label: str) -> None:
    """Raise GlyphError if any characters are lost, with the post (`label`, empty for none) and the command that installs a
    font.
    """
    if not lacking.lost:
        return
    message = f"no font on this machine has {shown(lacking.lost)}; {remedy(lacking.lost)}"
    raise GlyphError(message, path=label or None, characters="".join(sorted(lacking.lost)))


def shown(characters: Iterable[str]) -> str:
    """Characters for a message: the first of them with their numbers."""
    found = sorted(characters)
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return ", ".join(f"{character} (U+{ord(character):04X})" for character in found[:_SHOWN]) + more


def remedy(characters: frozenset[str]) -> str:
    """How to get fonts for characters, in words: `install one: …`. Where that differs, for each of them."""
    undefined = frozenset(filter(_is_undefined, characters))
    by_need: dict[doctor.Need, set[str]] = {}
    for each in sorted(characters - undefined):
        by_need.setdefault(_need(each), set()).add(each)
    needs = {need: needs_of(found) for need, found in by_need.items()}
    to_get = {each for need, found in by_need.items() if needs[need] for each in found}
    parts = (
        (to_get, _installing(tuple(dict.fromkeys(each for found in needs.values() for each in found)))),
        (characters - undefined - to_get, _LACKED),
        (
            undefined,
            f"Unicode {unidata_version} does not define it: use another, or install a font that has it",
        ),
    )
    said = [(found, words) for found, words in parts if found]
    if len(said) == 1:
        return said[0][1]
    return "; ".join(f"for {shown(found)}: {words}" for found, words in said)


def _installing(needs: Sequence[doctor.Need]) -> str:
    """How to get fonts, in words."""
    if all(need in doctor.NEEDS for need in needs):
        return "install one: publish doctor --install"
    command = doctor.install_command(needs)
    names = ", ".join(need.name for need in needs)
    return f"install one: {' '.join(command)}" if command else f"install {names}"


def remedy_of_emoji(characters: frozenset[str]) -> str:
    """How to get emoji, in words: `to get emoji: …`."""
    needs = needs_of(characters)
    command = remedy(characters).removeprefix("install one: ")
    return f"to get emoji: {command}" if needs else "they are newer than this machine's emoji font"


def needs_of(
    characters: Iterable[str], is_there: Callable[[doctor.Need], bool] = lambda need: need.is_there()
) -> tuple[doctor.Need, ...]:
    """What this machine lacks that most likely has fonts for characters; each once, in the characters' order.

    Each need is looked for once by `is_there`, which starts a process.
    """
    needs = dict.fromkeys(_need(each) for each in sorted(characters) if not _is_undefined(each))
    found = []
    for need in needs:
        each = doctor.OTHER_HAN if need is doctor.RARE_HAN and is_there(need) else need
        if each not in found and not is_there(each):
            found.append(each)
    return tuple(found)


def _is_undefined(character: str) -> bool:
    """Whether no font is likely to have it: Unicode has no such character, nor did it add it after this Python was made."""
    newer = any(ord(character) in block for block in _NEWER_HAN)
    return category(character) == "Cn" and not newer and not emoji.is_emoji(character)


def _need(character: str) -> doctor.Need:
    return doctor.EMOJI if emoji.is_emoji(character) else doctor.need_for(ord(character))
