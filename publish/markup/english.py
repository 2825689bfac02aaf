"""English typesetting after the Standard Ebooks manual (8.7–8.9), as far as it leaves the author's words alone.

Only characters that nobody reads are added: word joiners, hair spaces, no-break spaces in place of spaces. Numbers,
signs and spelling stay as they were written.
"""

from __future__ import annotations

import re

__all__ = ["typeset"]

JOINER, HAIR, NO_BREAK = "\u2060", "\u200a", "\u00a0"
_UNITS = (
    "km|cm|mm|nm|m|mi|ft|in|kg|mg|g|lb|lbs|oz|t|ha|km²|m²|km2|m2|mph|kph|km/h|m/s|kn|nmi|"
    "W|kW|MW|GW|TW|kWh|MWh|GWh|TWh|V|kV|Hz|kHz|MHz|GHz|B|KB|kB|MB|GB|TB|bps|Mbps|Gbps|px|dpi|°C|°F|K|"
    r"a\.m\.|p\.m\.|am|pm|AM|PM|BC|BCE|AD|CE"
)
_UNIT = re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?![\w/]))")
_NAMED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Col|Maj|Capt|Lt|Sgt|Sen|Rep|Gov|No|Nos|Fig|Figs|Vol|pp|p|ch|Ch|vs)\. (?=[A-Z0-9])|[§¶] (?=\d)"
)
_DASH = re.compile(r"(?<=[^\s—\u2060])—|(?<=\S) (?=[—–](?:\s|$))|(?<=\w)–(?=\w)")
_DOTS = re.compile(r"(?<=[^\s“‘(\[…\u2060\u200a])…|(?<=\S) (?=…)")
_DOTS_BEFORE_MARK = re.compile(r"…(?=[.,!?;:])")
_QUOTES = re.compile(r"(?<=[“”])(?=[‘’])|(?<=[‘’])(?=[“”])")
_INTERESTING = re.compile("[—–…“”‘’§¶]|[0-9] [A-Za-z°]|[a-z]\\. ")


def typeset(text: str, before: str = "") -> str:
    """The text with finer spaces. `before` is the character that stands before it in its line, or empty."""
    if not _INTERESTING.search(text):
        return text
    joined = before + text  # one character of context is enough for every rule
    joined = _QUOTES.sub(HAIR, joined)
    joined = _DASH.sub(_dash, joined)
    joined = _DOTS.sub(_dots, joined)
    joined = _DOTS_BEFORE_MARK.sub(f"…{HAIR}", joined)
    joined = _UNIT.sub(NO_BREAK, joined)
    joined = _NAMED.sub(lambda found: found.group().replace(" ", NO_BREAK), joined)
    return joined.removeprefix(before) if before else joined


def _dash(found: re.Match[str]) -> str:
    mark = found.group()
    if mark == " ":
        return NO_BREAK
    return f"{JOINER}—" if mark == "—" else f"{JOINER}–{JOINER}"


def _dots(found: re.Match[str]) -> str:
    return NO_BREAK if found.group() == " " else f"{JOINER}{HAIR}{JOINER}…"
