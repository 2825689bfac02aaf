"""Fits text into a box: measures lines and size, so that nothing is ever cut and lines read well.

Sizes are in hundredths of the cover's width, like an `em` of the templates; widths of words are in ems of their size.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from publish.frozen import frozen
from publish.language import has_italics, is_eastern, tokens
from publish.language.phrases import is_single, ties
from publish.text.evenlines import Stop, break_cost, even_lines
from publish.text.patterns import late
from publish.text.scripts import UPRIGHT

__all__ = ["Fitted", "fit"]

Measure = Callable[[str], float]
"""Width of a text in ems."""

_OPEN, _CLOSED = "「『《（〈“([【", "」』》）〉”)]】"
_LONG_WORD = late(r"[^\W\d_]{13,}")
_UPRIGHT = late(f"[{UPRIGHT}]")
_STEPS, _MORE_STEPS = 10, 20
"""Number of sizes that are tried for better lines, each 3 % smaller; more only while none has lines that one can bear."""
_SMALLER, _MUCH, _MUCH_SMALLER = 0.9, 0.25, 1.6
"""Cost of a smaller size, as a share of the reduction; for what goes beyond a quarter, a larger share."""
_GOOD = 0.05
"""Lines with a cost below this are good enough."""
_BAD = 0.45
"""Lines with a cost above this break a word, or leave one alone."""
_MANY = 400
"""With more pieces than this, nobody notices how lines break."""


@frozen
class Fitted:
    """A text broken into lines, with the size at which they fit."""

    lines: tuple[str, ...]
    size: float
    leading: float
    """Line height as a multiple of the size."""
    language: str = ""
    """BCP 47 tag of its language."""

    @property
    def height(self) -> float:
        """Height of all lines."""
        return len(self.lines) * self.size * self.leading

    @property
    def upright(self) -> bool:
        """Whether its script has no italics, by its language or by most of its letters."""
        letters = [each for each in "".join(self.lines) if each.isalpha()]
        foreign = sum(_UPRIGHT.fullmatch(each) is not None for each in letters)
        return not has_italics(self.language) or foreign * 2 > len(letters)


@frozen
class _Piece:
    """A part that stays on one line: a word, a Han character with its marks, a syllable of a long word."""

    text: str
    width: float
    space: float = 0.0
    """Width of the space after it, which counts only inside a line."""
    hyphen: float = 0.0
    """Width of the hyphen that it gets at the end of a line."""
    depth: int = 0
    """How many brackets are open after it."""
    tie: float = 0.0
    """How closely the next piece belongs to it: 1 inside a word of Chinese or Japanese."""


def fit(
    text: str,
    language: str,
    measure: Measure,
    places: Callable[[str, str], Iterable[int]],
    *,
    width: float,
    heights: Sequence[float],
    largest: float,
    smallest: float,
    enough: float,
    leading: float,
) -> Fitted | None:
    """The largest size at which a text fits into the box, in lines that read well; None when none does.

    `heights` are tried in order until the size is `enough`. Long words are hyphenated only if they would force a
    smaller size.
    """
    text = " ".join(text.split())
    whole = {} if is_eastern(language) else ties(text, language)  # dates of Chinese or Japanese
    found = tuple(place for place in places(text, language) if place not in whole)
    best: tuple[float, list[_Piece]] | None = None
    for pieces in _partings(text, language, measure, found):
        if best and best[0] >= enough:
            break
        for height in heights:
            size = _size(pieces, width, height, largest, smallest, leading)
            if size and (best is None or size > best[0] * 1.08):
                best = (size, pieces)
            if best and best[0] >= enough:
                break
    if best is None:  # last attempt: breaks between any two letters
        pieces = list(_pieces(text, language, measure, range(1, len(text))))
        size = _size(pieces, width, heights[-1], largest, smallest, leading)
        if not size:
            return None
        best = (size, pieces)
    lines, size = _set(best[1], width, best[0], smallest)
    widest = max(measure(line) for line in lines)
    return Fitted(lines, min(size, width / widest if widest else size), leading, language)


def _pieces(
    text: str, language: str, measure: Measure, places: Iterable[int], hyphens: Iterable[int] = ()
) -> Iterator[_Piece]:
    inside, tied = set(hyphens), ties(text, language)
    cuts = sorted({0, len(text), *places, *inside})
    space, hyphen, depth = measure("x x") - measure("xx"), measure("-"), 0
    for start, end in pairwise(cuts):
        part = text[start:end]
        word = part.rstrip(" ")
        depth += sum(character in _OPEN for character in word) - sum(
            character in _CLOSED for character in word
        )
        yield _Piece(
            word,
            measure(word),
            space if word != part else 0.0,
            hyphen if end in inside else 0.0,
            max(depth, 0),
            tied.get(end, 0.0),
        )


def _partings(text: str, language: str, measure: Measure, found: tuple[int, ...]) -> Iterator[list[_Piece]]:
    """The text in pieces: first whole words; then words split at syllables; then unknown words split anywhere."""
    yield list(_pieces(text, language, measure, found))
    addresses = tuple(tokens.spans(text))
    signs = tuple(place for start, end in addresses for place in _signs(text[start:end], start))
    syllables = _outside(_syllables(text, language), addresses)
    if syllables or signs:
        yield list(_pieces(text, language, measure, (*found, *signs), syllables))
    anywhere = (
        place
        for word in re.finditer(r"\S{21,}", text)
        for place in range(word.start() + 3, word.end() - 2)
        if text[place].isalpha() and text[place - 1].isalpha() and text[place].isascii()
    )
    if hyphens := _outside(anywhere, addresses):
        yield list(_pieces(text, language, measure, (*found, *signs), hyphens))


def _signs(address: str, start: int) -> Iterator[int]:
    """Where an address from `start` on may break; it gets no hyphen."""
    for part in tokens.parted(address).split(tokens.BREAK)[:-1]:
        start += len(tokens.without_places(part))
        yield start


def _outside(places: Iterable[int], spans: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    return tuple(place for place in places if not any(start < place < end for start, end in spans))


def _syllables(text: str, language: str) -> Iterator[int]:
    words = list(_LONG_WORD.finditer(text))
    if not words:
        return
    import pyphen  # reading its patterns takes as long as drawing the cover

    known = pyphen.language_fallback(language.replace("-", "_"))
    if known is None:
        return
    dictionary = pyphen.Pyphen(lang=known, left=4, right=4)
    for word in words:
        yield from (word.start() + place for place in dictionary.positions(word[0]))


def _size(
    pieces: Sequence[_Piece], width: float, height: float, largest: float, smallest: float, leading: float
) -> float:
    """The largest size between the limits at which the pieces fit the box; 0 when there is none."""
    size = largest
    while size >= smallest:
        if _count(pieces, width / size, int(height / (size * leading) + 1e-6)):
            return size
        size = round(size * 0.98, 3)
    return 0.0


def _count(pieces: Sequence[_Piece], limit: float, most: int) -> int:
    """Number of lines of at most `limit` ems that the pieces fill; 0 when more than `most`, or when a piece is too
    wide.
    """
    count, used, space = 1, 0.0, 0.0
    for piece in pieces:
        if piece.width + piece.hyphen > limit:
            return 0
        if used and used + space + piece.width + piece.hyphen > limit:
            count, used = count + 1, piece.width
        else:
            used += space + piece.width
        space = piece.space
    return count if count <= most else 0


def _set(
    pieces: Sequence[_Piece], width: float, size: float, smallest: float
) -> tuple[tuple[str, ...], float]:
    """The lines that read best, and their size: perhaps smaller than possible, if that gives better breaks."""
    tried = [size * 0.97**step for step in range(_MORE_STEPS)] if len(pieces) <= _MANY else [size]
    best: tuple[float, tuple[str, ...], float] | None = None
    counts: set[int] = set()
    for step, each in enumerate(tried):
        if step >= _STEPS and best and best[0] < _BAD:
            break
        count = _count(pieces, width / each, len(pieces))
        if (count in counts and best and best[0] < _GOOD) or (best and each < smallest):
            break
        counts.add(count)
        cost, lines = _lines(pieces, width / each, count)
        less = 1 - each / size
        cost += _SMALLER * less + (_MUCH_SMALLER - _SMALLER) * max(0.0, less - _MUCH)
        if best is None or cost < best[0] - 1e-9:
            best = (cost, lines, each)
    assert best is not None  # the first size is always tried
    return best[1], best[2]


def _lines(pieces: Sequence[_Piece], limit: float, count: int) -> tuple[float, tuple[str, ...]]:
    """That many lines, as even as possible and broken at pauses in the sense, and their cost."""
    widths = accumulate(piece.width + piece.space for piece in pieces)
    stops = [
        Stop(width - piece.space + piece.hyphen, width, _cost(piece), is_single(piece.text))
        for piece, width in zip(pieces, widths, strict=True)
    ]
    found = even_lines(stops, limit, count)
    assert found is not None  # that many lines were counted
    cost, ends = found
    lines = [
        _joined(pieces[start:end], inside=end < len(pieces))
        for start, end in pairwise((0, *(number + 1 for number in ends)))
    ]
    return cost, tuple(lines)


def _cost(piece: _Piece) -> float:
    """How bad it is that a line ends with a piece."""
    cost = 0.5 if piece.hyphen else break_cost(piece.text, piece.tie)
    return cost + (0.12 if piece.depth else 0.0)


def _joined(pieces: Sequence[_Piece], *, inside: bool) -> str:
    words = "".join(piece.text + (" " if piece.space else "") for piece in pieces).rstrip(" ")
    return f"{words}-" if inside and pieces[-1].hyphen else words
