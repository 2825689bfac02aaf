"""Which characters are allowed in a book's text, and which have no shape."""

from __future__ import annotations

import unicodedata

from publish.text.patterns import late

__all__ = [
    "FORBIDDEN",
    "PRIVATE",
    "UNUSUAL",
    "USUAL_BYTES",
    "allowed",
    "dashes_at_line_ends",
    "is_seen",
    "one_line",
    "settle",
    "without_hints",
]


_NONCHARACTERS = "".join(f"{chr(plane << 16 | 0xFFFE)}-{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
FORBIDDEN = late(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]")
"""Characters that XML 1.0 forbids or discourages (2.2), including lone surrogates and non-characters.

NEL (U+0085) is not included: it is a line end.
"""
PRIVATE = late("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
"""Private use: only one font knows their meaning, usually an icon font; nobody can read them without it."""
UNUSUAL = late("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\uf8ff\ufdd0-\ufdef\ufffe-\U0010ffff]")
"""All of these, and more that is rare: text without such a character needs no closer look. One range above U+FFFF makes
it five times as fast as FORBIDDEN.
"""
USUAL_BYTES = bytes({*range(0x20, 0xED), *b"\t\n\r"} - {0x7F, 0xC2})
"""Text in UTF-8 with no other bytes has no UNUSUAL character. To look for others takes a tenth of that search's time."""
_BREAKS = late("[\x0b\x0c\x85\u2028\u2029]")
_KEYCAP = late("(?<![0-9#*])([0-9#*])\u20e3")
"""A key without the selector that makes it an emoji: no font for text has its frame around the sign (UTS 51, ED-14c)."""
_FLAG = "\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"
"""The flag of a region (England, Texas): the only remaining use of tag characters (UTS 51, 1.4.9)."""
_MEANINGLESS = late(f"({_FLAG})|[\u2065\u206a-\u206f\ufff0-\ufffc\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]")
"""Characters for other programs: annotations and objects of word processors, deprecated format characters, tags."""
_HINTS = late("[\xad\u200b\u2060\ufeff]")
"""Soft hyphens, and where a line may or must not break."""
_BEFORE_DASH = late(r" (?<=\S )(?=[–—](?:\s|$))")
_UNSEEN = frozenset(
    map(
        chr,
        (
            *(0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810)),
            *(*range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070), 0x2800, 0x3164),
            *(*range(0xFE00, 0xFE10), 0xFEFF, 0xFFA0, *range(0xFFF0, 0xFFFD)),
            *(*range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B), *range(0xE0000, 0xE1000)),
        ),
    )
)
"""Default_Ignorable_Code_Point (Unicode 5.21), Hangul's fillers, the blank of Braille, line and paragraph separators."""


def settle(text: str) -> str:
    """Clean a text from outside for a book.

    Line and paragraph separators become line ends, which are spaces in a paragraph. Characters that no reader can see
    or understand are removed: private use, characters for other programs, and those that XML forbids. Keys become emoji.
    """
    text = _BREAKS.sub("\n", text)
    if "\u20e3" in text:
        text = _KEYCAP.sub("\\1\ufe0f\u20e3", text)
    if UNUSUAL.search(text):
        text = PRIVATE.sub("", FORBIDDEN.sub("", text))
    return _MEANINGLESS.sub(lambda found: found[1] or "", text)


def allowed(text: str) -> str:
    """The text without characters that XML forbids."""
    return FORBIDDEN.sub("", text) if UNUSUAL.search(text) else text


def one_line(text: str) -> str:
    """The same in one line, with white space folded; empty when nothing in it is visible."""
    line = " ".join(settle(text).split())
    return line if any(map(is_seen, line)) else ""


def without_hints(text: str) -> str:
    """The text without hints for line breaks. Lists of books print soft hyphens, and a search for the word fails."""
    return _HINTS.sub("", text)


def dashes_at_line_ends(text: str) -> str:
    """The text with a no-break space before each dash between words: a line may end with one, and never begins with it.
    Engines break lines at both sides.
    """
    return _BEFORE_DASH.sub("\u00a0", text) if "–" in text or "—" in text else text


def is_seen(character: str) -> bool:
    """Whether a character has a shape; spaces, controls and joiners have none."""
    return character not in _UNSEEN and unicodedata.category(character) not in {"Cc", "Cf", "Zs", "Zl", "Zp"}
