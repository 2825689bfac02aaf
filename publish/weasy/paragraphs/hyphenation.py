"""Which words may be hyphenated, and where, as an editor would accept it.

Not hyphenated: words in capitals or with digits, compounds with a hyphen, addresses, paths and file names. A name
inside a sentence is hyphenated only if necessary.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from types import SimpleNamespace

import pyphen

from publish.text.patterns import late
from publish.weasy.paragraphs import han

__all__ = ["careful", "parts", "patterns", "prefer_american"]

_TOKEN = late("[^\\s\u2013\u2014\u2026\u200b\u2e80]+")
"""Text between spaces, dashes and dots: a word with its punctuation."""
_CORE = late(r"[^\W\d_]+")
_OPENING = "\"'“‘„‚«‹([{¿¡*†‡§"
_CLOSING = "\"'”’»›)]},.;:!?*†‡⁠"
_POSSESSIVE = late("['’][^\\W\\d_]{1,3}")
_SENTENCE = late('[.!?:…"“‘«(\\[]["\'”’)\\]]*\\s*$')
_SQUARE = frozenset({"zh", "ja", "ko"})
"""Languages without hyphenation, but with Latin words."""
_BRITISH = ("AU", "IE", "IN", "NZ", "ZA", "HK", "SG", "MT", "KE", "NG")


def prefer_american() -> None:
    """Use American patterns for `en` without region, as TeX does; pyphen would use British ones."""
    pyphen.LANGUAGES["en"] = pyphen.LANGUAGES["en_US"]
    for region in _BRITISH:
        pyphen.LANGUAGES[f"en_{region}"] = pyphen.LANGUAGES["en_GB"]
        pyphen.LANGUAGES_LOWERCASE[f"en_{region.lower()}"] = f"en_{region}"


@lru_cache(maxsize=64)
def patterns(language: str) -> str | None:
    """The name of pyphen's patterns for a language tag (BCP 47); None when there are none."""
    name: str | None = pyphen.language_fallback(language)
    return name


def parts(
    text: str, language: str, limits: tuple[int, int, int], first: int = 0, last: int | None = None
) -> Iterator[tuple[int, bool]]:
    """Places for hyphens in a text: the number of characters before, and whether the word is a name.

    `language` is a tag (BCP 47); `limits` are the minimum letters of a word, before a hyphen and after it. Only words
    between the characters `first` and `last` are checked. Latin words in Han text are hyphenated as American English.
    """
    last = len(text) if last is None else last
    name = patterns(language)
    if language.split("-", maxsplit=1)[0] in _SQUARE:
        for begin, word in han.words(text, first, last):
            yield from ((begin + place, False) for place in _places(word, "en_US", *limits))
        return
    if name is None:
        return
    for token in _TOKEN.finditer(text, first, last):
        word = token.group().lstrip(_OPENING)
        start = token.end() - len(word)
        core = _CORE.match(word)
        if core is None or len(letters := core.group()) < limits[0]:
            continue
        rest = word[core.end() :].rstrip(_CLOSING)
        if (rest and not _POSSESSIVE.fullmatch(rest)) or _has_capitals(letters):
            continue
        if _goes_on(text[start - 1 : start]) or _goes_on(text[token.end() : token.end() + 1]):
            continue
        places = _places(letters, name, *limits)
        named = bool(places) and letters[0].isupper() and not _begins(text, token.start())
        for place in places:
            yield start + place, named


def _has_capitals(word: str) -> bool:
    """Whether a word has capitals after its first letter."""
    return any(map(str.isupper, word[1:]))


class _Careful(pyphen.Pyphen):  # type: ignore[misc]  # pyphen ships no types
    """Pyphen for WeasyPrint's own line breaking."""

    def iterate(self, word: str) -> Iterator[tuple[str, str]]:
        """The parts of a word; none when it has capitals inside."""
        return iter(()) if _has_capitals(word) else super().iterate(word)


careful = SimpleNamespace(Pyphen=_Careful, language_fallback=pyphen.language_fallback)
"""Replaces pyphen where WeasyPrint looks for it."""


def _goes_on(neighbour: str) -> bool:
    """Whether a word continues outside of the checked part."""
    return neighbour.isalpha() or (neighbour != "" and neighbour in "-\u2010\u2011\u00ad/@_\\")


def _begins(text: str, place: int) -> bool:
    """Whether a sentence begins here."""
    before = text[max(0, place - 8) : place].rstrip()
    return not before or bool(_SENTENCE.search(before))


@lru_cache(maxsize=100_000)
def _places(word: str, name: str, total: int, left: int, right: int) -> tuple[int, ...]:
    dictionary = _dictionary(name, left, right)
    # Leave out places with data, which would change letters (Hungarian, older German).
    return tuple(int(place) for place in dictionary.positions(word) if getattr(place, "data", None) is None)


@lru_cache(maxsize=32)
def _dictionary(name: str, left: int, right: int) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang=name, left=left, right=right, cache=True)
