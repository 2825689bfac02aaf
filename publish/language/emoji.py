"""Names of emoji, for paper without a font for them: the short names in Unicode's CLDR, in the text's language.

The library `emoji` knows all sequences, and names in fourteen languages. Traditional Chinese is not among them: its
names are in a table beside this module; those of flags come from Babel.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from publish.text.patterns import late

__all__ = ["candidates", "is_emoji", "replace"]

_TABLE = Path(__file__).parent / "emoji-zh-hant.tsv"
_TRADITIONAL = late(r"(?:zh-.*\b(?:hant|tw|hk|mo)\b|yue\b)", re.IGNORECASE)
_SELECTORS = late("[\ufe0e\ufe0f]*")
_JOINER = "\u200d"
_FIRST_INDICATOR, _LAST_INDICATOR = 0x1F1E6, 0x1F1FF
"""Regional indicators: two of them are a flag; one alone is a letter from A to Z."""
_TONES = range(0x1F3FB, 0x1F400)
"""Skin tones, which follow their emoji."""
_ALONE = late(
    "[\u20e3\U0001f1e6-\U0001f1ff\U0001f300-\U0001f64f\U0001f680-\U0001f6ff\U0001f900-\U0001f9ff\U0001fa70-\U0001faff]"
)
"""Keycaps, letters of flags, and blocks of pictographs, including characters that are not emoji and future ones."""


_CANDIDATES = late("[\xa9\xae\u203c-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001ffff]")


def candidates(text: str) -> str:
    """The characters of a text that may be emoji, each once, in Unicode order. This is fast and loads no names."""
    return "".join(sorted(set(_CANDIDATES.findall(text))))


def replace(text: str, lacking: frozenset[str], language: str) -> str:
    """The text with `[name]` for every emoji that contains one of the lacking characters.

    `language` is a BCP 47 tag; English is used when a language has no names. A flag or a family of several characters
    is one emoji with one name.
    """
    pieces: list[str] = []
    place = 0
    for start, end, sequence in _sequences(text):
        if not lacking.isdisjoint(sequence):
            pieces += (text[place:start], f"[{_name(sequence, language)}]")
            selectors = _SELECTORS.match(text, end)
            place = selectors.end() if selectors else end
    return "".join((*pieces, text[place:]))


def is_emoji(character: str) -> bool:
    """Whether a character is an emoji or a part of one."""
    return any(True for _ in _sequences(character))


def _sequences(text: str) -> Iterator[tuple[int, int, str]]:
    """The emoji in a text: start, end, and the characters of each."""
    import emoji

    place = 0
    for token in emoji.analyze(text, non_emoji=False, join_emoji=True):
        assert not isinstance(token.value, str)  # it is one only for text that is not an emoji
        for found in _ALONE.finditer(text, place, token.value.start):
            yield found.start(), found.end(), found[0]
        place = token.value.end
        yield token.value.start, place, token.chars
    for found in _ALONE.finditer(text, place):
        yield found.start(), found.end(), found[0]


def _name(sequence: str, language: str) -> str:
    own = _traditional if _TRADITIONAL.match(language) else _of_library
    if name := own(sequence, language):
        return name
    if len(parts := sequence.split(_JOINER)) > 1:  # a joined sequence without a name
        return ", ".join(_name(part, language) for part in parts if part)
    if _is_indicator(sequence):
        return chr(ord("A") + ord(sequence) - _FIRST_INDICATOR)
    return _of_library(sequence, "en") or unicodedata.name(sequence[0], f"U+{ord(sequence[0]):04X}").lower()


def _is_indicator(character: str) -> bool:
    return len(character) == 1 and _FIRST_INDICATOR <= ord(character) <= _LAST_INDICATOR


def _of_library(sequence: str, language: str) -> str:
    """The library's name in a language, else in English; empty for an unknown sequence."""
    import emoji

    code = language.split("-", maxsplit=1)[0].lower()
    if code in emoji.LANGUAGES:
        emoji.config.load_language(code)
    known = emoji.EMOJI_DATA.get(sequence, {})
    return str(known.get(code) or known.get("en") or "").strip(":").replace("_", " ")


def _traditional(sequence: str, language: str) -> str:
    """The name in Traditional Chinese; with a skin tone, that of the emoji and then that of the tone."""
    if len(sequence) == 2 and all(map(_is_indicator, sequence)):
        return _territory("".join(chr(ord("A") + ord(each) - _FIRST_INDICATOR) for each in sequence))
    bare = _SELECTORS.sub("", sequence)
    if name := _table().get(bare, ""):
        return name
    tones = [each for each in bare if ord(each) in _TONES]
    plain = "".join(each for each in bare if ord(each) not in _TONES)
    name = _table().get(plain, "")
    return " ".join((name, *(_table()[tone] for tone in dict.fromkeys(tones)))) if name else ""


def _territory(code: str) -> str:
    from babel import Locale

    return str(Locale.parse("zh_Hant").territories.get(code, ""))


@lru_cache(maxsize=1)
def _table() -> Mapping[str, str]:
    rows = (line.partition("\t") for line in _TABLE.read_text("utf-8").split("\n") if line[:1] != "#")
    return {sequence: name for sequence, _, name in rows}
