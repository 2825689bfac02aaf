"""Language tags (BCP 47) from user input."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publish.text.patterns import late

if TYPE_CHECKING:
    from babel import Locale

__all__ = ["core_of", "fault_of_tag", "iso639_3", "locale_of", "name_language", "normalise"]

_TAG = late(
    r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?",
    re.ASCII | re.IGNORECASE,
)
"""Language, script, region, variants; then extensions such as `u-co-phonebk`; then what is private (RFC 5646, 2.1)."""
_EXTENSION = late("-[a-z0-9]-", re.IGNORECASE)
_CHINESE = {
    "zh-tw": "zh-Hant-TW",
    "zh-hk": "zh-Hant-HK",
    "zh-mo": "zh-Hant-MO",
    "zh-cn": "zh-Hans-CN",
    "zh-sg": "zh-Hans-SG",
}


_TWO_LETTERS = frozenset(
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et "
    "eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it iu iw ja ji jv jw ka kg "
    "ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb nd ne ng nl nn no "
    "nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg "
    "th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu".split()
)
"""ISO 639-1, with the old codes that BCP 47 still allows. Those of three letters are too many to list."""
_MODIFIERS = {"latin": "Latn", "cyrillic": "Cyrl", "arabic": "Arab", "devanagari": "Deva", "hebrew": "Hebr"}
"""Scripts as POSIX names them in a locale: `sr_RS@latin`."""
_NONE = ("und", "mul", "zxx", "mis")
"""Tags for no language in particular."""
_MACRO = {"ar": "ara", "fa": "fas", "zh": "zho"}
"""Codes of languages that ISO 639-3 divides further."""


def normalise(text: str) -> str:
    """A well-formed tag in its usual case: `zh_tw` → `zh-Hant-TW`, `EN-us` → `en-US`; empty when it is not a tag.

    Chinese tags get the script of their region: fonts and labels depend on the script.
    """
    tag = text.strip().split(".")[0].replace("_", "-")
    if not _TAG.fullmatch(tag):
        return ""
    first, *rest = tag.split("-")
    short = next((number for number, part in enumerate(rest) if len(part) == 1), len(rest))
    after = [part.lower() for part in rest[short:]]  # extensions, and what is private
    tag = "-".join([first.lower(), *map(_subtag, rest[:short])])
    return "-".join([_CHINESE.get(tag.lower(), tag), *after])


def _subtag(part: str) -> str:
    if len(part) == 4 and part.isalpha():
        return part.title()
    return part.upper() if len(part) == 2 else part.lower()


def fault_of_tag(text: str) -> str:
    """What is wrong with a language that somebody wrote, and what to write; empty when it is a tag (BCP 47)."""
    tag = normalise(text)
    first = tag.partition("-")[0]
    if first in _NONE:
        return f"{text[:40]!r} is no language: write that of most of the text, or leave it out and publish looks at the text"
    if tag and (len(first) != 2 or first in _TWO_LETTERS):
        return ""
    return f"{text[:40]!r} is not a language tag: write one such as en or zh-Hant{_meant(text)}"


def _meant(text: str) -> str:
    """The tag that was probably meant, as a question; or empty."""
    tag = _of_locale(text) if "@" in text else _of_name(text)
    return f"; did you mean {tag!r}?" if tag else ""


def _of_locale(text: str) -> str:
    """The tag of a POSIX locale with a script: `sr_RS@latin` → `sr-Latn-RS`; else empty."""
    place, _, modifier = text.partition("@")
    first, *rest = normalise(place).split("-")
    script = _MODIFIERS.get(modifier.strip().lower())
    return "-".join([first, script, *rest]) if script and first in _TWO_LETTERS else ""


def _of_name(text: str) -> str:
    """The tag of a language by its name in English, in Chinese or in itself, or of what is official in a country of that code."""
    from difflib import get_close_matches

    from babel import Locale
    from babel.languages import get_official_languages
    from babel.localedata import locale_identifiers

    word = text.strip().casefold()
    official = get_official_languages(word.upper()) if len(word) == 2 else ()
    tag = next(iter(official), "").replace("_", "-")
    names = {code: Locale(code).languages for code in locale_identifiers() if len(code) == 2}
    own = [(code, name) for at, said in names.items() for code, name in said.items() if code[:2] == at]
    chinese = [*Locale("zh").languages.items(), *Locale.parse("zh_Hant").languages.items()]
    known = [*chinese, *own, *names["en"].items()]
    tags = {name.casefold(): code.replace("_", "-") for code, name in known if code not in _NONE}
    near = get_close_matches(word[:100], list(tags), 1)
    return tag or (tags[near[0]] if near else "")


def core_of(tag: str) -> str:
    """A tag without extensions and what is private: `de-AT-u-co-phonebk` → `de-AT`."""
    return _EXTENSION.split(tag, maxsplit=1)[0]


def locale_of(tag: str) -> Locale | None:
    """What CLDR knows of a tag's language; None when it does not have it."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(core_of(tag), sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def name_language(tag: str, words: str) -> str:
    """The name of a tag's language in the language `words` (CLDR): `zh-Hant` → `Chinese (Traditional)`.

    For Chinese it gives the script, not the region, because readers distinguish those.
    """
    parts = tag.split("-")
    if parts[0] == "zh" and len(parts) > 2:
        tag = "-".join(parts[:2])
    locale, other = locale_of(tag), locale_of(words)
    return (locale and other and locale.get_display_name(other)) or tag


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
