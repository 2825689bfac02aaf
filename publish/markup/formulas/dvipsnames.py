r"""Colours that `\color` and its kin know by the names of dvips, where CSS has no such name; as MathJax shows them."""

from __future__ import annotations

from publish.markup.tree import names
from publish.mathematics.reading import colour_of

__all__ = ["DVIPS", "named"]

_NAMED = names(
    "aqua black blue fuchsia gray green lime maroon navy olive purple red silver teal transparent white yellow"
)
"""The colours that MathML 3 (2.1.5.3) has by their names."""

DVIPS = dict(
    each.split(":")
    for each in (
        "Apricot:#fbb982 Bittersweet:#c04f17 BlueGreen:#00b3b8 BrickRed:#b6321c BurntOrange:#f7921d "
        "CarnationPink:#f282b4 Cerulean:#00a2e3 Dandelion:#fdbc42 Emerald:#00a99d JungleGreen:#00a99a "
        "Mahogany:#a9341f Melon:#f89e7b Mulberry:#a93c93 NavyBlue:#006eb8 OliveGreen:#3c8031 Peach:#f7965a "
        "Periwinkle:#7977b8 PineGreen:#008b72 ProcessBlue:#00b0f0 RawSienna:#974006 RedOrange:#f26035 "
        "RedViolet:#a1246b Rhodamine:#ef559f RoyalPurple:#613f99 RubineRed:#ed017d Sepia:#671800 "
        "TealBlue:#00aeb3 VioletRed:#ef58a0 WildStrawberry:#ee2967 YellowOrange:#faa21a"
    ).split()
)
"""Name → colour. Those that CSS has too (`ForestGreen`) are its own."""


def named(colour: str) -> str:
    """A colour of CSS as MathML may write it, which knows few names; empty for what is none."""
    if colour.startswith("#") or colour.lower() in _NAMED:
        return colour
    return colour_of(colour)
