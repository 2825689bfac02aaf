"""Recognises addresses, paths, names from code and similar words by their special characters.

They get no hyphens, because an added hyphen would change an address. A long one may break at its special characters.
A break opportunity is U+200B, which has no glyph, so copied text is the author's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.text.patterns import late
from publish.text.scripts import HANGUL, SQUARE

__all__ = ["BREAK", "FIRST_SIGN", "JOIN", "OTHERS", "is_token", "parted", "spans", "without_places"]

BREAK = "\u200b"
"""A break opportunity (UAX 14, class ZW)."""
JOIN = "\u2060"
"""A character that forbids a break (UAX 14, class WJ)."""
FIRST_SIGN = late(r"(?<=\S )[.,:;!?/](?=\w)")
"""The sign of such words as `.name`, `/path` and `!important`. UAX 14 lets a line end after it, not before it: it takes it
for the end of a sentence.
"""
_LONG = 20
"""From this number of characters on, a token gets break opportunities."""
_EDGE = 3
"""Minimum characters before the first and after the last break of a token."""
_NAME = 16
"""Most characters without a break in a camel-case name."""
_WORD_PART = 24
"""Most letters without a break; no word in an address is longer."""
_PART, _GROUP = 12, 4
"""Most characters without a break when there are digits among them, and the size of groups in longer ones."""
OTHERS = f"\u2013\u2014\u2026\u2018\u201c\u201d\u00ab\u00bb{SQUARE}{HANGUL}"
"""Characters besides white space that end a token: dashes, quotation marks, East Asian characters."""
_WORD = late(rf"[^\s\u200b\u2060{OTHERS}]+")
_TOKEN = late(
    r"""
    ://  |  /  |  \\  |  ^www\.  |  \w@\w  |  ^[@\#$~]\w  |  ^--?\w   # addresses, paths, mentions, options
    |  \w\.\w  |  \w::?\w  |  ->  |  \w\(\)  |  [\w%]=\w  |  \w[&?+|]\w    # joined names, calls, queries
    |  _\w  |  \w_  |  %[0-9A-Fa-f]{2}                                 # names with low lines, coded characters
    |  [a-z][A-Z](?!n(?:nen)?\b)                                       # camel case, and not German "LehrerInnen"
    |  [^\W\d_]\d  |  \d[^\W\d_]                                       # letters and figures
    """,
    re.VERBOSE,
)
_HYPHENATED = late(r"[^\W\d_]{5}")
"""Words that would be hyphenated: WeasyPrint hyphenates no shorter ones."""
_HYPHEN = late(r"(?<=[\w\u200b])-(?=\w)")
"""A hyphen of the author. At the end of a line it would look like an added one."""
_PLUSES = late(r"(?<=\w)\+\+")
"""As in `C++`. UAX 14 lets a line end between them."""
_HUMP = late(r"(?<=[a-z\d])(?=[A-Z][a-z])")
_SIGNS = r"/\\,;:_?&=\#+~|@!)"
_PLACE = late(
    rf"""
    (?<=[{_SIGNS}])(?=[^\s.{_SIGNS}-])              # after signs
    | (?<=\D\.)(?=[^\s.{_SIGNS}-]) | (?<=\.)(?=[^\W\d])   # after a point, where it is not one between figures
    | (?=%[0-9A-Fa-f]{{2}}) | (?<=%[0-9A-Fa-f]{{2}})
    | (?<=\w)(?=-\w)                                # before a hyphen
    """,
    re.VERBOSE,
)


def is_token(word: str) -> bool:
    """Whether a word, without white space, is an address, path, file name, name from code, hash or similar."""
    return _TOKEN.search(word) is not None


def spans(text: str) -> Iterator[tuple[int, int]]:
    """The tokens of a text that would be hyphenated or are long."""
    return (word.span() for word in _WORD.finditer(text) if _needs_breaks(word[0]))


def _needs_breaks(word: str) -> bool:
    """Whether a word is a token that would be hyphenated or is long."""
    hyphenated = _HYPHENATED.search(word) is not None
    if _PLUSES.search(word) and not hyphenated:
        return True
    return (len(word) >= _LONG or hyphenated) and is_token(word)


def parted(token: str) -> str:
    """A token with break opportunities: a short one has none; a long one has them after special characters, and
    inside parts without any.

    No line ends with a hyphen of the token itself.
    """
    if len(token) < _LONG:
        return _PLUSES.sub(f"+{JOIN}+", _HYPHEN.sub(f"-{JOIN}", token))
    places = [
        found.start() for found in _PLACE.finditer(token) if _EDGE <= found.start() <= len(token) - _EDGE
    ]
    parts = [token[start:end] for start, end in zip([0, *places], [*places, len(token)], strict=True)]
    words = (word for part in parts for word in (_HUMP.split(part) if len(part) > _NAME else [part]))
    return _HYPHEN.sub(f"-{JOIN}", BREAK.join(piece for word in words for piece in _pieces(word)))


def without_places(text: str) -> str:
    """A text without the break opportunities of `parted`."""
    return text.replace(BREAK, "").replace(JOIN, "")


def _pieces(part: str) -> Iterator[str]:
    """Groups of a part that has no special character and is too long to stay on one line."""
    most = _WORD_PART if not re.search(r"\d", part) else _PART
    if len(part) <= most:
        yield part
        return
    size = _GROUP if most == _PART else _WORD_PART // 3
    last = len(part) - len(part) % size if len(part) % size >= _EDGE else len(part) - len(part) % size - size
    yield from (part[at : at + size] for at in range(0, last, size))
    yield part[last:]
