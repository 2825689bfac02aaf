"""Text in another language inside a post (WCAG 2.2, 3.1.2): a Chinese name in English, an English sentence in
Chinese.

Only text whose characters make the language certain is marked; a few Latin letters do not.
"""

from __future__ import annotations

import re
from itertools import pairwise

from publish.frozen import frozen
from publish.language import han_script, is_chinese, is_eastern, shortened
from publish.markup.texts import Line, Piece
from publish.text.patterns import late
from publish.text.scripts import EASTERN, HAN, HANGUL, KANA, is_western

__all__ = ["Foreign", "Run"]

_OPEN = "「『《〈（【〔“‘"
_MARKS = "、。，；：！？」』》〉）】〕·・—…～　”’"
_JOINED = "\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef"
"""What belongs to the character before it: voicing marks, and the selectors of a character's variants (UTS 37)."""
_EASTERN_RUN = late(
    rf"[「『《〈（【〔]*[{EASTERN}](?:[{EASTERN}{_JOINED}]|[{_MARKS}{_OPEN}]+(?=[{EASTERN}])|[ 0-9]{{1,4}}(?=[{EASTERN}]))*[、。，；！？」』》〉）】〕]*"
)
_ANY_EASTERN = late(f"[{EASTERN}]")
_HANGUL_RUN = late(rf"[{HANGUL}](?:[{HANGUL}]|[ ,.]{{1,2}}(?=[{HANGUL}]))*")
_KANA_RUN = late(f"[{KANA}][{KANA}{_JOINED}]+")
_IS_KANA, _IS_HANGUL, _IS_HAN = (late(f"[{letters}]") for letters in (KANA, HANGUL, HAN))
_LATIN_RUN = late(r"[A-Za-z][A-Za-z'’-]*(?:[ ,;:—–()“”\"‘’]{1,3}[A-Za-z0-9][A-Za-z0-9'’.-]*){3,}[.!?]?")
_ENGLISH = frozenset(
    ["the", "of", "and", "to", "in", "is", "that", "for", "was", "with", "are", "this", "not", "from", "have", "it", "we", "you"]
)  # fmt: skip
"""Words typical of English: frequent there, and rarely together in another language."""


@frozen
class Run:
    """A part of a text: start, end, language."""

    start: int
    end: int
    language: str


class Foreign:
    """Finds foreign text in one post. The post's Han text as a whole decides the script of short names."""

    def __init__(self, language: str, all_text: str, site_language: str) -> None:
        self.chinese = self._han_language(language, all_text, site_language)

    @staticmethod
    def _han_language(language: str, all_text: str, site_language: str) -> str:
        """The language of Han characters that do not show it themselves."""
        if is_chinese(language):
            return language
        han = "".join(_IS_HAN.findall(all_text))
        if not han or (language == "ja" or len(_IS_KANA.findall(all_text)) * 3 > len(han)):
            return "ja" if han else "zh"
        script = han_script(han)
        if script:
            return f"zh-{script}"
        return site_language if is_chinese(site_language) else "zh"

    def whole(self, line: Line) -> str:
        """The language of a completely foreign block, or the empty string."""
        text, base = line.text, line.language
        if not line.alone or line.block.get("lang"):
            return ""
        if is_eastern(base) and not _ANY_EASTERN.search(text) and shortened(text):
            return "en"
        runs = self.runs(text, base)
        if not runs:
            return ""
        outside = text[: runs[0].start] + text[runs[-1].end :]
        outside += "".join(text[a.end : b.start] for a, b in pairwise(runs))
        same = len({run.language for run in runs}) == 1
        return runs[0].language if same and not re.search(r"\w", outside) else ""

    def runs(self, text: str, base: str) -> list[Run]:
        """Foreign parts of a text in a base language, in order."""
        primary = base.split("-", 1)[0].lower()
        if is_eastern(base):
            return self._in_eastern(text, primary)
        if is_western(text) or not _ANY_EASTERN.search(text):
            return []
        return [
            Run(found.start(), found.end(), self._eastern(found.group()))
            for found in _EASTERN_RUN.finditer(text)
        ]

    def _eastern(self, text: str) -> str:
        if _IS_HANGUL.search(text):
            return "ko"
        if _IS_KANA.search(text):
            return "ja"
        script = han_script(text)
        if not script or self.chinese == "ja" or script in self.chinese:
            return self.chinese
        return f"zh-{script}"

    @staticmethod
    def _in_eastern(text: str, primary: str) -> list[Run]:
        found = [Run(m.start(), m.end(), "en") for m in _LATIN_RUN.finditer(text) if _is_english(m.group())]
        found += [
            Run(start, end, "en")
            for start, end in shortened(text)
            if not any(run.start < end and start < run.end for run in found)
        ]
        if primary != "ko":
            found += [Run(m.start(), m.end(), "ko") for m in _HANGUL_RUN.finditer(text)]
        if primary != "ja":
            found += [Run(m.start(), m.end(), "ja") for m in _KANA_RUN.finditer(text)]
        return sorted(found, key=lambda run: run.start)


def _is_english(text: str) -> bool:
    return len(_ENGLISH.intersection(re.findall(r"[a-z]+", text.lower()))) >= 2


def spread(line: Line, language: str) -> None:
    """Mark the language of a whole block."""
    line.block.set("lang", language)
    line.language = language
    piece: Piece
    for piece in line.pieces:
        piece.language = language
