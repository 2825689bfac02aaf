"""Chinese, Japanese and Korean in a paragraph: where lines may end, where they stretch, which marks are half-width.

The missing width of a line goes between Han characters and between Han and Latin, never into a Latin word (W3C,
Requirements for Chinese Text Layout, 3.2). The first of two adjacent marks loses its empty half (3.1.6), as fonts
define in their feature `halt`. Korean lines end at spaces (Requirements for Hangul Text Layout, 2.3).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from publish.text.patterns import late
from publish.text.scripts import HANGUL, SQUARE

__all__ = ["OPENERS", "hangul_as_letters", "is_chinese_text", "joints", "more_places", "pairs", "words"]

_ATOM = "\u2e80"
_QUOTES = "“”‘’"
_DASHES = "—─…⸺·"
_LATIN = "A-Za-z0-9\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff"
OPENERS = "（《〈「『【〔〖［｛｟“‘"
_CLOSERS = "、。，．；：！？）》〉」』】〕〗］｝｠”’"
_HAS_WIDE = late(f"[{SQUARE}]")
_HANGUL = late(f"[{HANGUL}]")
_JOINT = late(
    f"(?<=[{SQUARE}])(?=[{SQUARE}{_ATOM}{_QUOTES}{_DASHES}])|(?<=[{_ATOM}{_QUOTES}{_DASHES}])(?=[{SQUARE}])"
)
_MEETING = late(f"(?<=[{SQUARE}])(?=[{_LATIN}])|(?<=[{_LATIN}%])(?=[{SQUARE}])")
_BETWEEN, _MEETS_LATIN = 0.3, 0.6
"""How much a gap stretches, compared with a space: between two Han characters, and between Han and Latin."""
_PAIR = late(f"[{_CLOSERS}](?=[{_CLOSERS}{OPENERS}])|[{OPENERS}](?=[{OPENERS}])")
_BEFORE_QUOTE = late(f"(?<=[{SQUARE}”’─])(?<![（《〈「『【〔〖［｛｟])(?=[“‘])|(?<=[：、])(?=[”’][^\\W_])")
_AFTER_QUOTE = late(f"(?<=[”’])(?<![：、，。；（][”’])(?=[{SQUARE}─])(?![{_CLOSERS}])")
_LINES = late(f"(?<=[{SQUARE}])(?<![{OPENERS}])(?=─)|(?<=─)(?=[^─\\s{_CLOSERS}])")
_WORD = late(r"(?<![A-Za-z0-9_.@/\\:-])[A-Za-z]?[a-z]{7,}(?![A-Za-z0-9_@/\\:(-]|\.[A-Za-z])")
_MOSTLY = 0.5


def is_chinese_text(text: str) -> bool:
    """Whether most characters of a text are full-width."""
    return len(_HAS_WIDE.findall(text)) > _MOSTLY * len(text)


def joints(text: str) -> dict[int, float]:
    """Gaps where a line may stretch, by their second character, with their share compared with a space."""
    if not _HAS_WIDE.search(text):
        return {}
    found = {each.start(): _BETWEEN for each in _JOINT.finditer(text)}
    found.update((each.start(), _MEETS_LATIN) for each in _MEETING.finditer(text))
    return found


def pairs(text: str) -> Sequence[int]:
    """Marks that lose their empty half, because another mark follows."""
    if not _HAS_WIDE.search(text):
        return ()
    return [each.start() for each in _PAIR.finditer(text)]


def hangul_as_letters(text: str) -> str:
    """The text with Latin letters in place of Hangul: between these, UAX 14 allows no line break."""
    return _HANGUL.sub("a", text)


def more_places(text: str) -> Iterator[int]:
    """Further line breaks beside quotation marks and dashes in Han text.

    UAX 14 does not know whether such a mark opens or closes; beside Han the mark itself tells.
    """
    if _HAS_WIDE.search(text):
        for pattern in (_BEFORE_QUOTE, _AFTER_QUOTE, _LINES):
            yield from (each.start() for each in pattern.finditer(text))


def words(text: str, first: int, last: int) -> Iterator[tuple[int, str]]:
    """Latin words in Han text that may be hyphenated, with their start."""
    for each in _WORD.finditer(text, first, last):
        yield each.start(), each.group()
