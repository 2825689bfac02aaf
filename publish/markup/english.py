"""English typography after the Standard Ebooks manual (8.7–8.9), without changes to the author's words.

It adds only invisible characters: word joiners, hair spaces, no-break spaces instead of spaces. Numbers, punctuation
and spelling stay.
"""

from __future__ import annotations

import re

from publish.markup.tree import names
from publish.text.patterns import late

__all__ = ["typeset"]

JOINER, HAIR, NO_BREAK = "\u2060", "\u200a", "\u00a0"
_UNITS = (
    "km|cm|mm|nm|m|mi|ft|in|kg|mg|g|lb|lbs|oz|t|ha|km²|m²|km2|m2|mph|kph|km/h|m/s|kn|nmi|"
    "W|kW|MW|GW|TW|kWh|MWh|GWh|TWh|V|kV|Hz|kHz|MHz|GHz|B|KB|kB|MB|GB|TB|bps|Mbps|Gbps|px|dpi|°C|°F|K|"
    r"a\.m\.|p\.m\.|am|pm|AM|PM|BC|BCE|AD|CE"
)
_UNIT = late(rf"([0-9]) (?=(?:{_UNITS})(?![\w/]))")
_ABBREVIATIONS = names(
    "Mr Mrs Ms Dr Prof St Gen Col Maj Capt Lt Sgt Sen Rep Gov No Nos Fig Figs Vol pp p ch Ch vs"
)
"""Abbreviations whose full stop does not end a sentence; the next word belongs to them."""
_STOP = late(r"\. (?=[A-Z0-9])")
_LAST_WORD = late(r"(?<![\w’])[A-Za-z]{1,5}\Z")
# They begin with a character, and look at the one before it afterwards: Python then skips all other places fast.
_DASH = late(r"—(?<=[^\s—\u2060]—)| (?<=\S )(?=[—–](?:\s|$))|–(?<=\w–)(?=\w)")
_DOTS = late(r"…(?<=[^\s“‘(\[…\u2060\u200a]…)| (?<=\S )(?=…)")
_DOTS_BEFORE_MARK = late(r"…(?=[.,!?;:])")
_ADJOINING = ("“‘", "”’", "‘“", "’”")


def typeset(text: str, before: str = "") -> str:
    """The text with finer spaces. `before` is the character before it in its line, or empty."""
    joined = before + text  # every rule needs at most one character of context
    # Searching for a plain character first is much faster than trying each pattern at each position.
    for pair in _ADJOINING:
        if pair in joined:
            joined = joined.replace(pair, f"{pair[0]}{HAIR}{pair[1]}")
    if "—" in joined or "–" in joined:
        joined = _DASH.sub(_dash, joined)
    if "…" in joined:
        joined = _DOTS.sub(_dots, joined)
        joined = _DOTS_BEFORE_MARK.sub(f"…{HAIR}", joined)
    joined = _UNIT.sub(rf"\1{NO_BREAK}", joined)
    joined = _STOP.sub(_stop, joined)
    if "§ " in joined or "¶ " in joined:
        joined = joined.replace("§ ", f"§{NO_BREAK}").replace("¶ ", f"¶{NO_BREAK}")
    return joined.removeprefix(before) if before else joined


def _dash(found: re.Match[str]) -> str:
    mark = found.group()
    if mark == " ":
        return NO_BREAK
    return f"{JOINER}—" if mark == "—" else f"{JOINER}–{JOINER}"


def _dots(found: re.Match[str]) -> str:
    return NO_BREAK if found.group() == " " else f"{JOINER}{HAIR}{JOINER}…"


def _stop(found: re.Match[str]) -> str:
    word = _LAST_WORD.search(found.string, max(0, found.start() - 6), found.start())
    return f".{NO_BREAK}" if word and word.group() in _ABBREVIATIONS else found.group()
