"""Who made a work: from what front matter says to people in order."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publish.model import Person

__all__ = ["parse_people"]

_JOINT = re.compile(r"\s+(?:and|und|et(?!\s+al\b))\s+|\s*[&＆;；、]\s*|\s*[,，]\s*(?:and\s+)?", re.IGNORECASE)
_ET_AL = re.compile(r"^(?:et\.?\s*al\.?|and others|等)$", re.IGNORECASE)
_TRAILING_ET_AL = re.compile(r"[\s,，]*\b(?:et\.?\s+al\.?|and others)\s*$", re.IGNORECASE)
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv|ph\.?d|m\.?d|esq)\.?$", re.IGNORECASE)
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
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")


def parse_people(values: Iterable[str], role: str = "aut") -> tuple[Person, ...]:
    """People named by strings such as `A and B`, `A, B, et al.` or one name each; order kept, none twice.

    `et al.` is not a person. A comma before a suffix (`Jr.`) does not part names.
    """
    names: dict[str, None] = {}
    for value in values:
        for name in _split(" ".join(value.split())):
            names.setdefault(name)
    return tuple(Person(name, _file_as(name), role) for name in names)


def _split(value: str) -> list[str]:
    names: list[str] = []
    for part in _JOINT.split(_TRAILING_ET_AL.sub("", value)):
        name = part.strip(" .") if part.strip().endswith("..") else part.strip()
        if not name or _ET_AL.match(name):
            continue
        if _SUFFIX.match(name) and names:
            names[-1] = f"{names[-1]}, {name}"
        else:
            names.append(name)
    return names


def _file_as(name: str) -> str:
    """How a name is sorted: family name first for names in Latin letters, as it is for the others."""
    words = name.split(", ")[0].split()
    if _CJK.search(name) or len(words) < 2 or name.startswith("@"):
        return name
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLE:
        start -= 1
    return f"{' '.join(words[start:])}, {' '.join(words[:start])}"
