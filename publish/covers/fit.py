"""Text that fits: lines and a size found by measuring the real font, so that nothing is ever cut.

Lengths are in units of the cover's width / 100, as the templates' `em` is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from publish import fonts

if TYPE_CHECKING:
    import uharfbuzz as hb

__all__ = ["Fitted", "fit", "hyphenated"]

_MARGIN = 1.015
"""Room for what measuring a line whole adds to measuring its words."""
_OPENING = "「『（《〈“‘【〔([{"
_CLOSING = "、，；：。！？」』）》〉”’】〕…—·,.;:!?)]}%‰"
_TOKEN = re.compile(
    rf"(?P<space>\s*)(?P<word>[{re.escape(_OPENING)}]*(?:[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+?(?=[\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|$))"
    rf"[{re.escape(_CLOSING)}]*)"
)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text broken into lines, with the size at which they fit."""

    lines: tuple[str, ...]
    size: float
    height: float
    """Height of all lines, at the line height asked for."""


@lru_cache(maxsize=8)
def _font(name: str) -> hb.Font:
    import uharfbuzz as hb

    face = next(face for face in fonts.FACES if face.name == name)
    return hb.Font(hb.Face(hb.Blob(fonts.data(face))))


@lru_cache(maxsize=4096)
def _width(text: str, font: str) -> float:
    """Advance of a text set in one line, in ems. What the font lacks counts one em, as Chinese does."""
    import uharfbuzz as hb

    face = _font(font)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(face, buffer)
    em: int = face.face.upem
    pairs = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    total: int = sum(em if info.codepoint == 0 else position.x_advance for info, position in pairs)
    return total / em


def _tokens(text: str) -> list[tuple[str, str]]:
    """(space before, word) in order; a Han character is a word, with the marks that may not part from it."""
    found = [(" " if match["space"] else "", match["word"]) for match in _TOKEN.finditer(text.strip())]
    return found or [("", text.strip())]


def _break(words: Sequence[tuple[str, str]], font: str, limit: float) -> list[str] | None:
    """Lines no wider than `limit` ems, filled greedily; None when a word alone is wider."""
    lines: list[str] = []
    for space, word in words:
        if _width(word, font) > limit:
            return None
        if lines and _width(lines[-1] + space + word, font) <= limit:
            lines[-1] += space + word
        else:
            lines.append(word)
    return lines


def fit(
    text: str, font: str, *, width: float, height: float, largest: float, smallest: float, leading: float
) -> Fitted | None:
    """The largest size between the bounds at which the text fits into the box, in even lines; None when none does."""
    words = _tokens(text)
    size = largest
    while size >= smallest:
        lines = _break(words, font, width / (size * _MARGIN))
        if lines is not None and len(lines) * size * leading <= height:
            return Fitted(
                tuple(_even(words, font, lines, width / (size * _MARGIN))), size, len(lines) * size * leading
            )
        size = round(size * 0.97, 3)
    return None


def hyphenated(text: str, language: str) -> str:
    """The text with words of more than sixteen letters parted near the middle, for when they force a tiny size."""
    return re.sub(r"[^\s\u2e80-\uffef]{17,}", lambda found: _parted(found[0], language), text)


def _parted(word: str, language: str) -> str:
    import pyphen

    if len(word) <= 16:
        return word
    known = pyphen.language_fallback(language.replace("-", "_"))
    places = pyphen.Pyphen(lang=known).positions(word) if known else []
    middle = min(places, key=lambda place: abs(place - len(word) / 2), default=len(word) // 2)
    first, second = word[:middle], word[middle:]
    if len(word) > 40:  # no word of any language
        first, second = _parted(first, language), _parted(second, language)
    return f"{first}- {second}"


def _even(words: Sequence[tuple[str, str]], font: str, lines: list[str], limit: float) -> list[str]:
    """The same number of lines, as even in length as they can be."""
    low, high, best = limit * 0.4, limit, lines
    for _ in range(12):
        middle = (low + high) / 2
        tried = _break(words, font, middle)
        if tried is not None and len(tried) == len(lines):
            high, best = middle, tried
        else:
            low = middle
    return best
