"""Words and phrases of Chinese and Japanese, which have no spaces between them: BudouX's models tell them apart."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from publish.text.patterns import late
from publish.text.scripts import HAN, KANA, is_western

if TYPE_CHECKING:
    import budoux

__all__ = ["is_single", "phrases", "ties"]

_LETTER, _ENDS = late(f"[{HAN}{KANA}]"), late(f"[0-9{HAN}{KANA}]")
_FOLLOWS = frozenset("的地得了着著過过們们呢嗎吗吧啊嘛裏裡里上下中間间")
"""Particles and words for places, which belong to the word before them: with one of them no line should begin."""
_LEADS = frozenset("不沒没在從从把被給给對对向與与和及跟也都很最更再又是有為为於于讓让使")
"""Short words that belong to what comes after them: with one of them no line should end, but one may begin."""
_UNITS = late(
    "(?<=[0-9〇-九十百千萬万])(?=[年月日號号歲岁個个本位次張张人天章期年級级萬万億亿%])|(?<=第)(?=[0-9])"
    "|(?<=年)(?=[0-9〇一二三四五六七八九十]{1,2}月)|(?<=月)(?=[0-9〇一二三四五六七八九十]{1,3}[日號号])"
)
_OPENS, _CLOSES = "（《〈「『【〔“‘", "、。，．；：！？）》〉」』】〕”’"
_WORD, _PHRASE, _PARTICLE, _SHORT = 1.0, 0.45, 0.8, 0.7
"""How close the ties are: inside a word, inside a phrase of Japanese, before a particle, beside a word of one character."""


def ties(text: str, language: str) -> Mapping[int, float]:
    """How closely the characters before and after a place belong together, by the number of characters before it: 1
    inside a word. Only places between two letters of Chinese or Japanese that belong together are in it.

    `language` is a BCP 47 tag. In a text of another language only figures and their units belong together, as in a date
    (`2026年3月`).
    """
    base = language.split("-", maxsplit=1)[0]
    if base not in ("zh", "ja"):
        return {} if is_western(text) else {each.start(): _WORD for each in _UNITS.finditer(text)}
    if len(text) < 2:
        return {}
    cuts = (0, *accumulate(map(len, _parser(_model(base, language)).parse(text))))
    whole = _WORD if base == "zh" else _PHRASE
    found = {place: whole for first, last in pairwise(cuts) for place in range(first + 1, last)}
    if base == "zh":
        for before, here, after in zip(cuts, cuts[1:], cuts[2:], strict=False):
            found[here] = _between(text[before:here], text[here:after])
    found |= {each.start(): _PARTICLE for each in _UNITS.finditer(text)}
    return {place: tie for place, tie in found.items() if tie and _joins(text, place)}


def phrases(text: str, language: str) -> tuple[str, ...]:
    """The parts of a text between which a line should end; together they are the text. Punctuation is in the part
    before it, and what is not Chinese or Japanese is not divided.
    """
    tied = ties(text, language)
    if not tied or language.split("-", maxsplit=1)[0] not in ("zh", "ja"):
        return (text,)
    cuts = [
        place for place in range(1, len(text)) if place not in tied and _parts(text[place - 1], text[place])
    ]
    return tuple(text[first:last] for first, last in pairwise((0, *cuts, len(text))))


def _parts(before: str, after: str) -> bool:
    """Whether a phrase may end between these characters: after a letter or a mark, and before a letter or what opens."""
    if after in _OPENS:
        return before not in _OPENS
    return bool(_LETTER.match(after) and (_LETTER.match(before) or before in _CLOSES))


def is_single(text: str) -> bool:
    """Whether a text is one character of Chinese or Japanese, perhaps with punctuation."""
    return not is_western(text) and len(_LETTER.findall(text)) == 1 and sum(map(str.isalnum, text)) == 1


def _joins(text: str, place: int) -> bool:
    """Whether a line could end between these characters, though there is no space and no punctuation."""
    return bool(_ENDS.match(text[place - 1]) and _ENDS.match(text[place]))


def _between(word: str, next_: str) -> float:
    """How closely two neighbouring words belong together. What the model takes for a word of one character is often a
    part of its neighbour.
    """
    end, start = _run(word[::-1]), _run(next_)
    if start == 1 and next_[0] in _FOLLOWS:
        return _PARTICLE
    if end == 1 and word[-1] not in _FOLLOWS:
        return _SHORT
    return _SHORT if start == 1 and next_[0] not in _LEADS else 0.0


def _run(text: str) -> int:
    """How many letters of Chinese a text begins with."""
    return next((number for number, each in enumerate(text) if not _LETTER.match(each)), len(text))


def _model(base: str, language: str) -> str:
    if base == "ja":
        return "japanese"
    parts = language.lower().split("-")
    return "traditional_chinese" if {"hant", "tw", "hk", "mo"} & set(parts) else "simplified_chinese"


@cache
def _parser(model: str) -> budoux.Parser:
    import budoux  # reading a model takes some milliseconds

    parser: budoux.Parser = getattr(budoux, f"load_default_{model}_parser")()
    return parser
