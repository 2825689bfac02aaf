"""Addresses, paths, names from code and the like, told from words by their signs.

They take no hyphen, for one that is not the author's makes another address of it. A long one may break at its signs; a
place to break is U+200B, which has no glyph, so that who copies the text gets what was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["BREAK", "JOIN", "OTHERS", "is_token", "parted", "spans", "without_places"]

BREAK = "\u200b"
"""A place where a line may break (UAX 14, class ZW)."""
JOIN = "\u2060"
"""A place where a line may not break (UAX 14, class WJ)."""
_LONG = 20
"""Characters from which a token gets places to break."""
_EDGE = 3
"""Characters that stand together at least at a token's beginning and end."""
_NAME = 16
"""Characters of a name in camel case that stand together at most."""
_WORD_PART = 24
"""Letters that stand together at most; no word of an address is longer."""
_PART, _GROUP = 12, 4
"""Characters with figures among them that stand together at most, and in what groups they are parted if there are more."""
OTHERS = "\u2013\u2014\u2026\u2018\u201c\u201d\u00ab\u00bb\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef"
"""What ends a token beside white space: dashes, quotation marks, East Asian characters."""
_WORD = re.compile(rf"[^\s\u200b\u2060{OTHERS}]+")
_TOKEN = re.compile(
    r"""
    ://  |  /  |  \\  |  ^www\.  |  \w@\w  |  ^[@\#$~]\w  |  ^--?\w   # addresses, paths, mentions, options
    |  \w\.\w  |  \w::?\w  |  ->  |  \w\(\)  |  [\w%]=\w  |  \w[&?+|]\w    # joined names, calls, queries
    |  _\w  |  \w_  |  %[0-9A-Fa-f]{2}                                 # names with low lines, coded characters
    |  [a-z][A-Z](?!n(?:nen)?\b)                                       # camel case, and not German "LehrerInnen"
    |  [^\W\d_]\d  |  \d[^\W\d_]                                       # letters and figures
    """,
    re.VERBOSE,
)
_HYPHENATED = re.compile(r"[^\W\d_]{5}")
"""What would get a hyphen: WeasyPrint parts no shorter word."""
_HYPHEN = re.compile(r"(?<=[\w\u200b])-(?=\w)")
"""One that the author wrote. At the end of a line nobody could tell it from one that is not part of the address."""
_HUMP = re.compile(r"(?<=[a-z\d])(?=[A-Z][a-z])")
_SIGNS = r"/\\,;:_?&=\#+~|@!)"
_PLACE = re.compile(
    rf"""
    (?<=[{_SIGNS}])(?=[^\s.{_SIGNS}-])              # after signs
    | (?<=\D\.)(?=[^\s.{_SIGNS}-]) | (?<=\.)(?=[^\W\d])   # after a point, where it is not one between figures
    | (?=%[0-9A-Fa-f]{{2}}) | (?<=%[0-9A-Fa-f]{{2}})
    | (?<=\w)(?=-\w)                                # before a hyphen
    """,
    re.VERBOSE,
)


def is_token(word: str) -> bool:
    """Whether a word, without white space, is an address, path, file name, name from code, hash or the like."""
    return _TOKEN.search(word) is not None


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the tokens of a text stand that would get a hyphen or are long."""
    return (word.span() for word in _WORD.finditer(text) if _matters(word[0]))


def _matters(word: str) -> bool:
    """Whether a word is a token that would get a hyphen or is long."""
    return (len(word) >= _LONG or _HYPHENATED.search(word) is not None) and is_token(word)


def parted(token: str) -> str:
    """A token with places to break: none in a short one, in a long one after its signs and within what has none.

    No line ends with a hyphen of a token's own.
    """
    if len(token) < _LONG:
        return _HYPHEN.sub(f"-{JOIN}", token)
    places = [
        found.start() for found in _PLACE.finditer(token) if _EDGE <= found.start() <= len(token) - _EDGE
    ]
    parts = [token[start:end] for start, end in zip([0, *places], [*places, len(token)], strict=True)]
    words = (word for part in parts for word in (_HUMP.split(part) if len(part) > _NAME else [part]))
    return _HYPHEN.sub(f"-{JOIN}", BREAK.join(piece for word in words for piece in _pieces(word)))


def without_places(text: str) -> str:
    """A text as it was before `parted`."""
    return text.replace(BREAK, "").replace(JOIN, "")


def _pieces(part: str) -> Iterator[str]:
    """Groups of a part that has no sign at which to break it and is too long to stay whole."""
    most = _WORD_PART if not re.search(r"\d", part) else _PART
    if len(part) <= most:
        yield part
        return
    size = _GROUP if most == _PART else _WORD_PART // 3
    last = len(part) - len(part) % size if len(part) % size >= _EDGE else len(part) - len(part) % size - size
    yield from (part[at : at + size] for at in range(0, last, size))
    yield part[last:]
