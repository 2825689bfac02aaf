"""Detects the language of a text from its characters; that of a text in Latin letters from its small words.

Two old character sets separate Simplified and Traditional Chinese: a character in GB 2312 but not in Big5 is
simplified, one in Big5 but not in GB 2312 is traditional. So we need no table of our own.
"""

from __future__ import annotations

import re
from functools import lru_cache

from publish.language.spoken import spoken
from publish.text.patterns import late
from publish.text.scripts import EASTERN, HAN, HANGUL, KANA, is_western

__all__ = ["detect", "han_script", "is_chinese", "is_eastern", "language_of", "shortened"]

_HAN, _KANA, _HANGUL = (late(f"[{letters}]") for letters in (HAN, KANA, HANGUL))
_SCRIPTS = (
    ("ru", late("[\u0400-\u04ff]")),
    ("el", late("[\u0370-\u03ff]")),
    ("he", late("[\u0590-\u05ff]")),
    ("ar", late("[\u0600-\u06ff]")),
    ("th", late("[\u0e00-\u0e7f]")),
    ("hi", late("[\u0900-\u097f]")),
)
_EASTERN = late(f"[{EASTERN}]")
_SHORTENED = late(r"[A-Za-z]+['’](?:s|t|re|ll|ve|d|m)(?![A-Za-z])(?: [A-Za-z][A-Za-z'’-]*)*")
_LATIN = late(r"[A-Za-zÀ-ɏ]+")
_NOT_PROSE = late(
    r"^(?:```|~~~).*?^(?:```|~~~)|`[^`\n]*`|\{[%{].{0,500}?[%}]\}|</?\w[^>]*>|\]\([^)\s]*\)|https?://\S+",
    re.MULTILINE | re.DOTALL,
)
_SAMPLE = 40_000
"""Most characters that are read: the language is clear long before that."""


def is_chinese(tag: str) -> bool:
    """Whether a BCP 47 tag is any form of Chinese."""
    return tag.lower().split("-")[0] in {"zh", "yue", "cmn", "lzh"}


@lru_cache(maxsize=8192)
def _form(character: str) -> int:
    """-1 for a simplified character, 1 for a traditional one, 0 for one in both."""
    simplified, traditional = (_encodes(character, charset) for charset in ("gb2312", "big5"))
    return int(traditional) - int(simplified)


def _encodes(character: str, charset: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def han_script(text: str) -> str:
    """`Hans` or `Hant` for the Han characters of a text; the empty string when they fit both."""
    balance = sum(_form(character) for character in _HAN.findall(text[:_SAMPLE]))
    if balance == 0:
        return ""
    return "Hant" if balance > 0 else "Hans"


def detect(text: str, default: str = "") -> str:
    """The BCP 47 tag of the main language of a text. Latin letters tell no language: then it is `default`, and without one
    what the small words tell, or English.

    A Han character counts as about half a Latin word. Code, addresses and tags do not count.
    """
    prose = _NOT_PROSE.sub(" ", text[:_SAMPLE])
    words = len(_LATIN.findall(prose))
    han = kana = hangul = 0
    if not is_western(prose):
        han, kana, hangul = (len(found.findall(prose)) for found in (_HAN, _KANA, _HANGUL))
    if kana > 3 and kana * 8 > han and kana + han > words:
        return "ja"
    if hangul > words and hangul > han:
        return "ko"
    if han > words * 1.5:
        script = han_script(prose)
        return f"zh-{script}" if script else "zh"
    for tag, letters in _SCRIPTS:
        if len(letters.findall(prose)) > 3 * words + 8:
            return tag
    return default or spoken(prose) or "en"


def language_of(text: str, known: str) -> str:
    """The BCP 47 tag of a short text (a title or a name), given its declared language.

    A Chinese post can have an English title, and the other way round. The letters decide only when they are clear: a
    text declared as Chinese, Japanese or Korean that has no letter of these, and a text declared as another language
    that is mostly Han, kana or Hangul.
    """
    if not is_western(text) and _EASTERN.search(text):
        found = detect(text, known)
        return found if not is_eastern(known) and is_eastern(found) else known
    if not is_eastern(known) or not any(map(str.isalpha, text)):
        return known
    if _LATIN.search(text):
        return detect(text, "en")
    return next((tag for tag, letters in _SCRIPTS if letters.search(text)), known)


def shortened(text: str) -> list[tuple[int, int]]:
    """The positions of English words with an apostrophe, with the Latin words after them: (start, end) of each.

    In Chinese the apostrophe would be a quotation mark, as wide as a character.
    """
    return [found.span() for found in _SHORTENED.finditer(text)]


def is_eastern(tag: str) -> bool:
    """Whether a BCP 47 tag is Chinese, Japanese or Korean."""
    return is_chinese(tag) or tag.lower().split("-")[0] in {"ja", "ko"}
