"""Page numbers: not known when a chapter is laid out, and stamped when all chapters are bound.

Specimen pages, a left and a right one, show where the style puts a number with one, two, three and four digits; the
stamps are cut from them, where they differ from a page with all digits. A page's content is then its own stream plus a few short shared ones, one per digit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any, cast

import pikepdf

from publish.frozen import frozen
from publish.language import direction
from publish.pdf.binding.part import Part, Text, Words, filled
from publish.pdf.binding.writing import Writer, reference
from publish.text.patterns import late

__all__ = ["Folios", "specimen", "specimen_sheet"]

LONGEST = 4
"""Digits of the largest page number."""
DIGITS = "0123456789"
_COUNTER = late(r"\bcounter\(\s*page\s*(?:,\s*decimal\s*)?\)")
_STATE = {"cm", "gs", "rg", "RG", "g", "G", "k", "K", "sc", "scn", "cs"}
"""Operators that change how later operators draw."""
_OWN = "-number"
"""Ends the name of a font that only stamps have: a page may have the same font, with other glyphs."""


def specimen_sheet(sheet: str) -> str:
    """A style sheet that shows a text of ours in place of the page number."""
    return _COUNTER.sub("string(publish-folio)", sheet)


def specimen(language: str, body_class: str) -> str:
    """HTML of the specimen: for each length a page of each side, then a page with all digits."""
    texts = [digits for length in range(1, LONGEST + 1) for digits in ["1" * length] * 2] + [DIGITS] * 2
    pages = "".join(
        f"<div style=\"height: 1px; break-before: page; string-set: publish-folio '{text}'\"></div>"
        for text in texts
    )
    return f'<!DOCTYPE html><html lang="{language}" dir="{direction(language)}"><body class="{body_class}">{pages}</body></html>'


@frozen
class _Stamp:
    """The drawing instructions before and after the digits, and the glyph of each digit."""

    before: bytes
    after: bytes
    digits: Mapping[str, str]


class Folios:
    """The stamps of one volume, which go into the file of `writer`."""

    def __init__(self, writer: Writer, specimen: Part) -> None:
        self._writer = writer
        self._file = pikepdf.new()
        self._specimen = specimen
        self._glyphs = specimen.glyphs
        self.fonts: set[str] = set()
        """Of the numbers, and of words and signs beside them."""
        self._stamps: dict[tuple[int, int], list[_Stamp]] = {}
        self._streams: dict[bytes, str] = {}
        for side in (0, 1):
            for length in range(1, LONGEST + 1):
                self._learn_stamps(side, length)
        self.own = self._copied({name: text for name, text in specimen.held if name in self.fonts})
        """Fonts that are not shared: name → reference."""

    def streams(self, number: int, side: int) -> list[str]:
        """References to the streams that draw a number; `side` is 0 for a page on the side of the first one, else 1."""
        found: list[str] = []
        for stamp in self._stamps.get((side, len(str(number))), ()):
            shown = [self._shared(f"<{stamp.digits[digit]}> Tj".encode()) for digit in str(number)]
            found += [self._shared(stamp.before), *shown, self._shared(stamp.after)]
        return found

    @property
    def states(self) -> dict[str, str]:
        """Graphics states for the stamps."""
        return {name: filled(text, {}) for name, text in self._specimen.states if not text[1]}

    def _shared(self, data: bytes) -> str:
        if data not in self._streams:
            self._streams[data] = self._writer.add_stream(data)
        return self._streams[data]

    def _learn_stamps(self, side: int, length: int) -> None:
        """Find what differs from the page with all digits: the style may have other digits beside the number."""
        page, other = self._instructions(2 * (length - 1) + side), self._instructions(2 * LONGEST + side)
        pairs = zip(_marked(page), _marked(other), strict=False)
        stamps = (
            self._stamp(_state(page[:begin]), page[begin:end], other[start:stop], length)
            for (begin, end), (start, stop) in pairs
        )
        self._stamps[side, length] = [stamp for stamp in stamps if stamp]

    def _instructions(self, page: int) -> Sequence[Any]:
        drawn = pikepdf.Stream(self._file, self._specimen.content(page))
        return cast("Sequence[Any]", pikepdf.parse_content_stream(drawn))

    def _stamp(
        self, state: Sequence[Any], marked: Sequence[Any], other: Sequence[Any], length: int
    ) -> _Stamp | None:
        """The stamp from a part of a specimen page; None when it has no number. `other` is the same part of the page with all
        digits.
        """
        font = ""
        for index, each in enumerate(marked):
            font = _font(each) or font
            shown, digits = _codes(each), _codes(other[index]) if index < len(other) else []
            glyphs = self._glyphs.get(font, {})
            if shown == digits or not glyphs.keys() >= set(DIGITS):
                continue
            at = next(place for place, (one, two) in enumerate(zip_longest(shown, digits)) if one != two)
            if shown[at : at + length] == [glyphs["1"]] * length:
                self.fonts.update(filter(None, map(_font, marked)))
                before = [b"q", *map(_written, state), *self._drawn(marked[:index])]
                after = [*self._drawn(marked[index + 1 :]), b"Q"]
                if first := "".join(shown[:at]):
                    before.append(f"<{first}> Tj".encode())
                if last := "".join(shown[at + length :]):
                    after.insert(0, f"<{last}> Tj".encode())
                return _Stamp(
                    b"\n".join(before), b"\n".join(after), {digit: glyphs[digit] for digit in DIGITS}
                )
        return None

    def _drawn(self, instructions: Sequence[Any]) -> Iterator[bytes]:
        """Instructions that draw in a stamp. Pictures, which emoji are, are left out."""
        for each in instructions:
            if (name := _font(each)) and name not in self._specimen.fonts:
                yield _written(([pikepdf.Name(f"/{name}{_OWN}"), *each[0][1:]], each[1]))
            elif str(each[1]) != "Do":
                yield _written(each)

    def _copied(self, fonts: Mapping[str, Text]) -> dict[str, str]:
        """Write these fonts of the specimen into the file."""
        part = self._specimen
        if not fonts:
            return {}
        numbers = [number for number in part.objects if number not in part.contents]
        start = self._writer.reserve(len(numbers))
        words: Words = {number: reference(start + place) for place, number in enumerate(numbers)}
        lines = dict(zip(part.objects, filled(part.lines, words).split("\n"), strict=True))
        streams = dict(zip(part.objects[len(part.objects) - len(part.streams) :], part.streams, strict=True))
        for place, number in enumerate(numbers, start):
            if number in streams:
                self._writer.put_stream(place, lines[number], streams[number])
            else:
                self._writer.put(place, lines[number])
        return {f"{name}{_OWN}": filled(text, words) for name, text in fonts.items()}


def _font(instruction: Any) -> str:
    """The font that an instruction sets, or empty."""
    return str(instruction[0][0])[1:] if str(instruction[1]) == "Tf" else ""


def _written(instruction: Any) -> bytes:
    return bytes(pikepdf.unparse_content_stream([instruction]))


def _codes(instruction: Any) -> list[str]:
    """Glyphs that are shown, as four hexadecimal digits each."""
    operands, operator = instruction
    if str(operator) not in {"TJ", "Tj"}:
        return []
    strings = operands[0] if isinstance(operands[0], pikepdf.Array) else operands
    data = b"".join(bytes(part) for part in strings if isinstance(part, pikepdf.String))
    return [data[place : place + 2].hex() for place in range(0, len(data), 2)]


def _marked(instructions: Sequence[Any]) -> Iterator[tuple[int, int]]:
    """Each marked content: where it begins and ends."""
    begin = 0
    for index, (_, operator) in enumerate(instructions):
        if str(operator) in {"BDC", "BMC"}:
            begin = index
        elif str(operator) == "EMC":
            yield begin, index + 1


def _state(instructions: Sequence[Any]) -> list[Any]:
    """The graphics state after some instructions. The first instruction of a page only flips it, which stamps need
    too.
    """
    levels: list[list[Any]] = [[]]
    for instruction in instructions[1:]:
        name = str(instruction[1])
        if name == "q":
            levels.append([])
        elif name == "Q":
            levels.pop()
        elif name in _STATE:
            levels[-1].append(instruction)
    return [instruction for level in levels for instruction in level]
