"""CSS in drawings: only what is drawn, in a form that every renderer understands."""

from __future__ import annotations

import re
from collections.abc import Mapping

from publish.text.patterns import late

__all__ = ["custom_properties", "families", "plain_sheet", "plain_value"]

_CUSTOM = late(r"(?<![\w-])(--[\w-]{1,60})\s*:\s*([^;{}]{1,500})")
_CALL = late(r"(light-dark|var)\(", re.IGNORECASE)
_AT_RULE = late(r"@[\w-]+")
_OUTSIDE = late(r"url\(\s*(?!['\"]?\s*#)[^)]*\)?", re.IGNORECASE)
_COMMENT = late(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_FONT = late(r"((?<![\w-])font(?:-family)?\s*:\s*)([^;{}]{1,300})", re.IGNORECASE)
_KINDS = {
    "monospace": ("mono", "courier", "consolas", "menlo", "code", "typewriter"),
    "sans-serif": ("sans", "arial", "helvetica", "verdana"),
    "serif": (
        "serif",
        "times",
        "georgia",
        "garamond",
        "palatino",
        "cambria",
        "roman",
        "bookman",
        "century",
        "cmr",
    ),
}
"""Generic font families, and words in family names that belong to them."""
_GENERIC = late(r"(?<![\w-])(?:sans-serif|serif|monospace|cursive|fantasy)(?=\s*(?:,|$))", re.IGNORECASE)
_LONGEST = 200
"""Most characters of a custom property."""
_LONGEST_CALL = 2_000
"""Most characters between the parentheses of `var()` and `light-dark()`."""
_ROUNDS = 2
"""How often variables within variables are replaced."""


def custom_properties(sheet: str) -> Mapping[str, str]:
    """The custom properties in a style sheet, the first value of each (CSS Custom Properties 1)."""
    found: dict[str, str] = {}
    for name, value in _CUSTOM.findall(_COMMENT.sub("", sheet)):
        found.setdefault(name, value.strip()[:_LONGEST])
    for _ in range(_ROUNDS):
        found = {name: plain_value(value, found)[:_LONGEST] for name, value in found.items()}
    return found


def plain_sheet(sheet: str, custom: Mapping[str, str]) -> str:
    """A style sheet without rules for other media and without web fonts, and with its variables replaced."""
    return plain_value(_without_at_rules(_COMMENT.sub("", sheet)), custom)


def plain_value(text: str, custom: Mapping[str, str], rounds: int = _ROUNDS) -> str:
    """Declarations with `var()` replaced and the light one of two colours; outside addresses become `none`."""
    parts: list[str] = []
    place = 0
    while call := _CALL.search(text, place):
        parts.append(text[place : call.start()])
        inside, place = _inside(text, call.end())
        first, _, rest = _parted(inside)
        if call[1].lower() == "var":
            first = custom.get(first.strip(), rest)
        parts.append(plain_value(first.strip(), custom, rounds - 1) if rounds else "none")
    plain = _OUTSIDE.sub("none", "".join(parts) + text[place:])
    return _FONT.sub(lambda found: f"{found[1]}{families(found[2])}", plain)


def families(names: str) -> str:
    """A list of font families that ends in a generic one, because the renderer has none of those named."""
    names = _GENERIC.sub(lambda found: found[0].lower(), names)  # the renderer knows them only in lower case
    small = names.lower()
    if not names.strip() or any(word in small for word in ("inherit", "initial", "unset", "!")):
        return names
    last = small.rpartition(",")[2].strip()
    if last.endswith(("sans-serif", "monospace", "cursive", "fantasy")) or re.search(
        r"(?<![\w-])serif$", last
    ):
        return names
    kind = next(
        (kind for kind, words in _KINDS.items() if any(word in small for word in words)), "sans-serif"
    )
    return f"{names.rstrip()}, {kind}"


def _inside(text: str, start: int) -> tuple[str, int]:
    """The text between parentheses, and the position after it; without an end, it goes on to the end of the text (CSS
    Syntax 3, 5.4.9).
    """
    depth = 1
    for place in range(start, min(len(text), start + _LONGEST_CALL)):
        depth += (text[place] == "(") - (text[place] == ")")
        if depth == 0:
            return text[start:place], place + 1
    return text[start : start + _LONGEST_CALL], len(text)


def _parted(text: str) -> tuple[str, str, str]:
    """A text before and after its first comma outside of parentheses."""
    depth = 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if character == "," and not depth:
            return text[:place], ",", text[place + 1 :]
    return text, "", ""


def _without_at_rules(sheet: str) -> str:
    """Without `@import`, `@font-face`, `@media` and similar rules."""
    parts: list[str] = []
    place = 0
    while rule := _AT_RULE.search(sheet, place):
        parts.append(sheet[place : rule.start()])
        place = _end_of_rule(sheet, rule.end())
    return "".join(parts) + sheet[place:]


def _end_of_rule(sheet: str, start: int) -> int:
    depth = 0
    for found in re.finditer(r"[{};]", sheet[start:]):
        depth += (found[0] == "{") - (found[0] == "}")
        if depth <= 0:
            return start + found.end()
    return len(sheet)
