"""A paragraph as one text: its characters, their widths, and where its lines may end."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Any

from weasyprint.text.line_break import _font_style_cache_key as font_key

from publish.frozen import frozen
from publish.language import phrases
from publish.text.patterns import late
from publish.text.scripts import SQUARE
from publish.weasy.paragraphs import han, hyphenation, margin
from publish.weasy.paragraphs.breaking import Place
from publish.weasy.paragraphs.shaping import Shaped, break_places, measured

__all__ = ["ATOM", "FORMULA", "Leaf", "Paragraph", "Path", "is_gap"]

Path = tuple[int, ...]
"""Indexes of children from the line box down; in a text, then the number of bytes before."""

ATOM = "\u2e80"
"""Stands for a picture: like a Chinese character, a line may end beside it."""
FORMULA = "\u2200"
"""Stands for a part of a formula: like a letter, for line breaks."""
_SQUARE = frozenset({"zh", "ja", "ko"})
"""Languages with square characters, in which nothing hangs outside."""
_SPACES = " \u00a0"
_HYPHENS = "-\u2010"
_DASHES = "\u2013\u2014"
_CHINESE = late(f"[{SQUARE}]")
_WRITTEN, _HYPHEN, _NAME, _DASH, _OTHER = 120.0, 200.0, 400.0, 20.0, 150.0
"""Costs of a line end: at an existing hyphen, at a new one, at one inside a name, after a dash, elsewhere."""
_ANYWHERE = 1_000.0
"""Cost of a line end at any character of a word that is wider than a line."""
_IN_CODE = 700.0
"""Cost of a line end inside inline code that fits on a line: worse than anything else."""
_IN_FORMULA = {"math": 350.0, "math-fenced": 700.0}
"""Cost of a line end at a space of a formula, by the space's class."""


@frozen
class Leaf:
    """A text box, or a box that is treated like a character (then without `shaped`)."""

    path: Path
    first: int
    """Its first character in the paragraph."""
    box: Any
    shaped: Shaped | None
    leading: float
    """Height of a line with it."""


@dataclass(slots=True)
class Paragraph:
    """What we know of a line box before it is broken into lines."""

    children: Any
    """The line box's children as they were: WeasyPrint replaces them when a page number becomes known."""
    width: float
    justified: bool
    balanced: bool = False
    """Whether its lines should have similar lengths, as in titles."""
    text: str = ""
    at: array[float] = field(default_factory=lambda: array("d", (0.0,)))
    """Width before each character: of texts, and of the edges of boxes that end there."""
    leaves: list[Leaf] = field(default_factory=list)
    begins: dict[Path, int] = field(default_factory=dict)
    """The first character of every box."""
    forced: list[int] = field(default_factory=list)
    """Line breaks that the author wrote."""
    closed: dict[int, float] = field(default_factory=dict)
    """Edges of boxes that end before a character."""
    unbroken: dict[Path, bool] = field(default_factory=dict)
    """Places between children of a box where no line may end."""
    lines: dict[int, Any] = field(default_factory=dict)
    """The chosen lines, by first character."""
    joints: dict[int, float] = field(default_factory=dict)
    """Stretchable gaps besides spaces, by the following character, with their share compared with a space."""
    halves: dict[int, tuple[float, float]] = field(default_factory=dict)
    """Half-width marks: the width that each loses, and its shift."""
    gaps: dict[int, float] = field(default_factory=dict)
    """Gaps between Han and Latin before a character; they disappear at a line's end."""
    codes: list[tuple[int, int]] = field(default_factory=list)
    """Start and end of inline code."""
    tied: set[int] = field(default_factory=set)
    """First characters of calls of notes, which begin no line."""
    _spaces: array[float] = field(default_factory=lambda: array("d"))
    _places: dict[bool, list[tuple[int, Place]]] = field(default_factory=dict)
    _hangs: bool | None = None

    def leaf(self, place: int) -> Leaf:
        """The leaf of a character."""
        return self.leaves[bisect_right(self.leaves, place, key=lambda leaf: leaf.first) - 1]

    def path(self, place: int) -> Path:
        """The path to the start of a line with this first character. A box that starts there is taken as a whole."""
        leaf = self.leaf(place)
        if place > leaf.first:
            assert leaf.shaped is not None
            return (*leaf.path, leaf.shaped.offsets[place - leaf.first])
        before = self.leaf(place - 1).path if place else ()
        shared = _shared(leaf.path, before)
        return leaf.path[: shared + 1]

    def place(self, path: Path) -> int:
        """The character at a path. Raises KeyError when there is none."""
        if path in self.begins:
            return self.begins[path]
        *above, offset = path
        first = self.begins[tuple(above)]
        leaf = self.leaf(first)
        if leaf.shaped is None or leaf.path != tuple(above):
            raise KeyError(path)
        return first + bisect_right(leaf.shaped.offsets, offset) - 1

    def spaces(self, place: int) -> float:
        """Number of stretchable spaces before a character; a gap counts as a part of one."""
        if not self._spaces:
            weights: Iterable[float] = (each in _SPACES for each in self.text)
            if self.joints:
                weights = [float(each) for each in weights]
                for number, weight in self.joints.items():
                    weights[number] = weight
            self._spaces = array("d", accumulate(weights, initial=0.0))
        return self._spaces[place]

    def skipped(self, place: int) -> float:
        """The same before a line that starts with this character."""
        return self.spaces(place) + self.joints.get(place, 0.0)

    def seen(self, place: int) -> int:
        """The place without the spaces before it, which disappear at the end of a line."""
        while place and self.text[place - 1] == " ":
            place -= 1
        return place

    def end(self, place: int) -> float:
        """Width up to a place, without the spaces before it."""
        seen = self.seen(place)
        wide = self.at[seen]
        if self.closed:
            wide += sum(self.closed.get(index, 0.0) for index in range(seen + 1, place + 1))
        # A mark at a line's end has its whole width.
        return wide - self.gaps.get(place, 0.0) + self.halves.get(seen - 1, (0.0,))[0]

    def places(self, context: Any, *, hyphens: bool) -> list[tuple[int, Place]]:
        """Places where lines may end, with or without added hyphens: the next character, and the place."""
        if hyphens not in self._places:
            if not hyphens:
                found = self._written(context)
            else:
                found = self.places(context, hyphens=False) + self._made(context)
                found += self._anywhere(sorted(place for place, _ in found))
            self._places[hyphens] = sorted(found, key=lambda each: each[0])
        return self._places[hyphens]

    @property
    def hangs(self) -> bool:
        """Whether signs at a line's end may stand outside: of a paragraph whose lines end flush and that is not Chinese."""
        if self._hangs is None:
            tongue = (self._language() or "").split("-")[0]
            self._hangs = self.justified and tongue not in _SQUARE and not han.is_chinese_text(self.text)
        return self._hangs

    def ties(self) -> Mapping[int, float]:
        """How closely the characters at a place belong together, as in `phrases.ties`."""
        return phrases.ties(self.text, self._language() or "")

    def forget(self) -> None:
        """Free the places: all lines are chosen."""
        self._places.clear()

    def _language(self) -> str | None:
        return next((leaf.box.style["lang"] for leaf in self.leaves if leaf.shaped is not None), None)

    def _written(self, context: Any) -> list[tuple[int, Place]]:
        found = []
        text = self.text
        language = self._language()
        joined = any(self.unbroken.values())
        kept = self.kept()
        coded = frozenset(place for first, last in self.codes for place in range(first + 1, last))
        known = break_places(han.hangul_as_letters(text), language)
        for place in sorted({*known, *han.more_places(text)} - self.tied):
            if joined and self._joined(place):
                continue
            before = text[place - 1]
            if before == "\n" or text[place] in _DASHES:
                continue
            seen = self.seen(place)
            count, skipped = self.spaces(seen), self.skipped(place)
            cost, hyphen, added = 0.0, False, 0.0
            if before != " ":
                cost, hyphen, added = self._cost(place, context)
            elif text[place] == FORMULA == text[seen - 1]:
                cost = self._in_formula(place)
            if place in kept:
                cost = _IN_CODE
            out = self._left_free(place) if place in coded else self._outside(place, seen, added)
            end = self.end(place) + added - out
            found.append((place, Place(end, self.at[place], count, skipped, cost, hyphen, out)))
        return found

    def _cost(self, place: int, context: Any) -> tuple[float, bool, float]:
        """Cost of a line end inside a word, whether it is at a hyphen, and the width of a hyphen to add."""
        before, after = self.text[place - 1], self.text[place]
        if before == "\u00ad":
            return _HYPHEN, True, _hyphen_width(self.leaf(place - 1).box.style, context)
        if before in _HYPHENS:
            return _WRITTEN, True, 0.0
        if before in _DASHES:
            return _DASH, False, 0.0
        if after in "”’":
            return _NAME, False, 0.0  # it may be a closing one
        return (0.0 if _CHINESE.match(before) or _CHINESE.match(after) else _OTHER), False, 0.0

    def _left_free(self, place: int) -> float:
        """What a line that ends inside code leaves free for the sign after it: a negative width."""
        return -margin.sign(self.leaf(place - 1).box.style)

    def _outside(self, place: int, seen: int, added: float) -> float:
        """How much of the last sign of a line that ends at a place stands outside."""
        if not self.hangs or not seen or any(map(self.closed.get, range(seen + 1, place + 1))):
            return 0.0
        if added:
            return margin.outside("-", added)
        return margin.outside(self.text[seen - 1], self.at[seen] - self.at[seen - 1])

    def kept(self) -> frozenset[int]:
        """Places inside inline code that fits on a line: it moves to the next line as a whole."""
        return frozenset(
            place
            for first, last in self.codes
            if self.at[last] - self.at[first] <= self.width
            for place in range(first + 1, last)
        )

    def _joined(self, place: int) -> bool:
        """Whether `white-space: nowrap` forbids a line end here."""
        left, right = self.leaf(place - 1).path, self.leaf(place).path
        return self.unbroken[left if left == right else left[: _shared(left, right)]]

    def _in_formula(self, place: int) -> float:
        """Cost of a line end at the space before a place, if that belongs to a formula."""
        element = self.leaf(place - 1).box.element
        classes = element.get("class", "").split() if element is not None else ()
        return max((_IN_FORMULA.get(name, 0.0) for name in classes), default=0.0)

    def _made(self, context: Any) -> list[tuple[int, Place]]:
        """Places where hyphens may be added: in titles and verse (`hyphens: manual`) only in words wider than a line."""
        found = []
        for leaf in self.leaves:
            style = leaf.box.style
            manual = style["hyphens"] == "manual" and style["overflow_wrap"] != "normal"
            if not leaf.shaped or self.unbroken[leaf.path] or not (manual or style["hyphens"] == "auto"):
                continue
            width = None
            last = leaf.first + len(leaf.shaped.text)
            # Words that continue in the next box are skipped: only this box's text is known.
            for offset, named in hyphenation.parts(
                self.text, style["lang"] or "", style["hyphenate_limit_chars"], leaf.first, last
            ):
                if manual and not self._is_too_wide(offset):
                    continue
                width = _hyphen_width(style, context) if width is None else width
                count = self.spaces(offset)
                cost = _NAME if named else _HYPHEN
                out = margin.outside(style["hyphenate_character"][-1:], width) if self.hangs else 0.0
                end = self.at[offset] + width - out
                found.append((offset, Place(end, self.at[offset], count, count, cost, True, out)))
        return found

    def _is_too_wide(self, place: int) -> bool:
        """Whether the word around a place is wider than a line."""
        first = self.text.rfind(" ", 0, place) + 1
        last = self.text.find(" ", place)
        return self.at[last if last >= 0 else len(self.text)] - self.at[first] > self.width

    def _anywhere(self, places: list[int]) -> Iterator[tuple[int, Place]]:
        """Places inside what is wider than a line and has no place: at any character (`overflow-wrap`)."""
        for first, last in pairwise((0, *places, len(self.text))):
            if self.at[last] - self.at[first] <= self.width:
                continue
            for place in range(first + 1, last):
                leaf = self.leaf(place)
                if leaf.shaped is None or leaf.box.style["overflow_wrap"] == "normal" or self._joined(place):
                    continue
                if (
                    place - leaf.first not in leaf.shaped.parted
                    and " " not in self.text[place - 1 : place + 1]
                ):
                    count = self.spaces(place)
                    out = self._outside(place, place, 0.0)
                    end = self.at[place] - out
                    yield place, Place(end, self.at[place], count, count, _ANYWHERE, False, out)


def _shared(one: Path, other: Path) -> int:
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def is_gap(box: Any) -> bool:
    """Whether the gap between Han and Latin follows a box."""
    return box.element is not None and "gap" in box.element.get("class", "").split()


def _hyphen_width(style: Any, context: Any) -> float:
    key = (str(font_key(style)), style["font_size"], style["hyphenate_character"])
    known: dict[object, float] = context.__dict__.setdefault("hyphen_widths", {})
    if key not in known:
        known[key] = measured(style["hyphenate_character"], style, context).width
    return known[key]
