"""Finds the language of a text in Latin letters by its most common small words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType

from publish.text.patterns import late

__all__ = ["spoken"]

_WORD = late(r"[^\W\d_]+")
_SAMPLE = 8_000
"""Most characters that are read."""
_FEWEST = 20
"""Words that a text must have."""
_SHARE = 0.15
"""Part of all words that must be small words of a language: in prose, they are a third."""
_LEAD = 1.15
"""How many times as often its words must be there as those of the next language."""
_SMALL: Mapping[str, frozenset[str]] = MappingProxyType({
    tag: frozenset(words.split())
    for tag, words in {
        "en": "the of and to in is that it was for with as on are this be by not from at have or an they which you we his her but he she had there what all their i a",
        "de": "der die das und ist nicht ein eine den von zu mit sich auf für im dem des auch als es ich wir sie er war wie aus bei nach nur wird dass oder aber noch einen einer sind hat in an um",
        "fr": "le la les des et est une un dans que qui pour pas sur au avec du ce il elle nous vous ne se sont plus par mais ou cette ses leur aux on je de l d en à c qu n s",
        "es": "el la los las de que y en un una por con no para es se del al lo como más pero sus su ya este esta porque entre cuando muy sin sobre era hay a",
        "it": "il lo la i gli le di che e è un una per non con sono si da del della dei nel nella alla come più ma anche al questo ha l in a",
        "pt": "o a os as de que e do da em um uma para com não por se na no dos das mais como mas foi ao ele são à também seu sua pelo pela é era",
        "nl": "de het een en van is dat niet in op te zijn met voor die er aan ook als maar om uit bij nog dan naar wordt door wat ik we was ze hij",
        "sv": "och att det som en på är av för med till den inte om har de ett jag var men vi sig från så kan han i",
        "da": "og at det er en til på som af for med den ikke der de har et jeg men vi var om sig fra kan han hun blev i",
        "nb": "og at det er en til på som av for med den ikke de har et jeg men vi var om seg fra kan han hun ble i å",
        "fi": "ja on ei että se oli en hän mutta kun niin ovat ole tai myös kuin mitä joka jos vain sen minä me he ne",
        "pl": "i w na z się nie do że jest to o jak co ale po za od przez są dla tego był tym już tylko czy a jego",
        "cs": "a v na se je že s z do to o i ve jako za by ale jsem pro jsou si byl jak nebo po tak k byla",
        "tr": "ve bir bu da de için ile çok ne gibi daha olarak var ama olan kadar o ki mi her ben biz",
        "id": "yang dan di dengan untuk ini itu tidak dari dalam akan pada juga ke ada oleh atau karena saya kita mereka adalah",
        "vi": "và của là có không cho các được những một trong với người này để đã như khi tôi ở",
        "ro": "și de la în a cu pe nu este din să că care un o mai pentru sunt ca dar ce se au am",
        "hu": "a az és hogy nem is egy ez van volt de meg csak mint már még ha azt ki el",
        "ca": "el la els les de que i en un una per amb no és del al com més però aquest seva va hi d l s",
    }.items()
})  # fmt: skip


def spoken(prose: str) -> str:
    """The BCP 47 tag of the language, or the empty string when the text is short or its words do not tell."""
    counts = Counter(_WORD.findall(prose[:_SAMPLE].casefold()))
    found = sorted(
        ((sum(counts[word] for word in words), tag) for tag, words in _SMALL.items()), reverse=True
    )
    (most, tag), (next_most, _) = found[:2]
    total = counts.total()
    clear = total >= _FEWEST and most >= _SHARE * total and most >= _LEAD * next_most
    return tag if clear else ""
