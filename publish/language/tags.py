"""Language tags (BCP 47) from user input."""

from __future__ import annotations

import re

__all__ = ["iso639_3", "name_language", "normalise"]

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_CHINESE = {
    "zh-tw": "zh-Hant-TW",
    "zh-hk": "zh-Hant-HK",
    "zh-mo": "zh-Hant-MO",
    "zh-cn": "zh-Hans-CN",
    "zh-sg": "zh-Hans-SG",
}


_MACRO = {"ar": "ara", "fa": "fas", "zh": "zho"}
"""Codes of languages that ISO 639-3 divides further."""


def normalise(text: str) -> str:
    """A well-formed tag in its usual case: `zh_tw` → `zh-Hant-TW`, `EN-us` → `en-US`; empty when it is not a tag.

    Chinese tags get the script of their region: fonts and labels depend on the script.
    """
    tag = text.strip().split(".")[0].replace("_", "-")
    if not _TAG.fullmatch(tag):
        return ""
    if tag.lower() in _CHINESE:
        return _CHINESE[tag.lower()]
    first, *rest = tag.split("-")
    return "-".join([first.lower(), *(_subtag(part) for part in rest)])


def _subtag(part: str) -> str:
    if len(part) == 4 and part.isalpha():
        return part.title()
    return part.upper() if len(part) == 2 else part.lower()


def name_language(tag: str, words: str) -> str:
    """The name of a tag's language in the language `words` (CLDR): `zh-Hant` → `Chinese (Traditional)`.

    For Chinese it gives the script, not the region, because readers distinguish those.
    """
    from babel import Locale, UnknownLocaleError

    parts = tag.split("-")
    if parts[0] == "zh" and len(parts) > 2:
        tag = "-".join(parts[:2])
    try:
        locale = Locale.parse(tag, sep="-")
        name = locale.get_display_name(Locale.parse(words, sep="-"))
    except (UnknownLocaleError, ValueError):
        return tag
    return name or tag


def iso639_3(tag: str) -> str:
    """The code of ISO 639-3, with three letters, for a tag: `en-GB` → `eng`; `und` for one that nobody knows."""
    from babel.core import get_global

    first = tag.split("-", maxsplit=1)[0].lower()
    if len(first) == 3 or first in _MACRO:
        return _MACRO.get(first, first)
    found = (
        code for code, short in get_global("language_aliases").items() if short == first and len(code) == 3
    )
    return next(found, "und")
