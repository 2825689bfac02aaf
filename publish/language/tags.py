"""Language tags (BCP 47) from what people write."""

from __future__ import annotations

import re

__all__ = ["name_language", "normalise"]

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_CHINESE = {
    "zh-tw": "zh-Hant-TW",
    "zh-hk": "zh-Hant-HK",
    "zh-mo": "zh-Hant-MO",
    "zh-cn": "zh-Hans-CN",
    "zh-sg": "zh-Hans-SG",
}


def normalise(text: str) -> str:
    """A well-formed tag in its usual case: `zh_tw` → `zh-Hant-TW`, `EN-us` → `en-US`; empty when it is none.

    Chinese tags gain the script that their region implies: fonts and labels follow the script.
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
    """What speakers of the language `words` call the language of a tag (CLDR): `zh-Hant` → `Chinese (Traditional)`.

    Of Chinese the script is told, not the region: that is what readers tell apart.
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
