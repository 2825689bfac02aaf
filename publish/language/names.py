"""The makers of a work: from front matter to an ordered list of people."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.model import Person
from publish.text.patterns import late
from publish.text.scripts import EASTERN

__all__ = ["parse_people"]

_JOINT = late(r"\s+(?:and|und|et(?!\s+al\b))\s+|\s*[&＆;；、/／]\s*|\s*[,，]\s*(?:and\s+)?", re.IGNORECASE)
_TRAILING_ET_AL = late(r"[\s,，、]*(?:\bet\.?\s+al\.?|\band others|等人?)\s*$", re.IGNORECASE)
_SUFFIX = late(r"^(?:jr|sr|ii|iii|iv|ph\.?d|m\.?d|esq)\.?$", re.IGNORECASE)
_PARTICLE = {
    "al",
    "bin",
    "da",
    "de",
    "del",
    "della",
    "der",
    "di",
    "du",
    "ibn",
    "la",
    "le",
    "ten",
    "ter",
    "van",
    "von",
}
_CJK = late(f"[{EASTERN}]")


def parse_people(values: Iterable[str], role: str = "aut") -> tuple[tuple[Person, ...], bool]:
    """People in strings such as `A and B`, `A, B, et al.` or single names; and whether there are others.

    The order is kept, and nobody appears twice. `et al.` is not a person but means that there are others. A comma
    before a suffix (`Jr.`) does not separate names.
    """
    names: dict[str, None] = {}
    others = False
    for value in values:
        text = " ".join(value.split())
        named = _TRAILING_ET_AL.sub("", text)
        others = others or named != text
        for name in _split(named):
            names.setdefault(name)
    return tuple(Person(name, _file_as(name), role) for name in names), others


def _split(value: str) -> list[str]:
    names: list[str] = []
    for part in _JOINT.split(value):
        name = part.strip()
        if not name:
            continue
        if _SUFFIX.match(name) and names:
            names[-1] = f"{names[-1]}, {name}"
        else:
            names.append(name)
    return names


def _file_as(name: str) -> str:
    """The sort key of a name: family name first for names in Latin letters; other names stay."""
    words = name.split(", ", maxsplit=1)[0].split()
    if _CJK.search(name) or len(words) < 2 or name.startswith("@"):
        return name
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLE:
        start -= 1
    return f"{' '.join(words[start:])}, {' '.join(words[:start])}"
