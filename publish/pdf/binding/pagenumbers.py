"""Page numbers: not known when a chapter is laid out, and stamped when all chapters are bound.

Specimen pages, a left and a right one, show where the style puts a number with one, two, three and four digits; the
stamps are cut from them. A page's content is then its own stream plus a few short shared ones, one per digit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

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
_COUNTER = late(r"\bcounter\(\s*page\s*\)")
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
    """The drawing instructions before and after the digits."""

    before: bytes
    after: bytes


class Folios:
    """The stamps of one volume, which go into the file of `writer`."""

    def __init__(self, writer: Writer, specimen: Part) -> None:
        self._writer = writer
        self._file = pikepdf.new()
        self._specimen = specimen
        self._glyphs = specimen.glyphs
        self.fonts: set[str] = set()
        """Of the numbers, and of words and signs beside them."""
        self._stamps: dict[tuple[int, int], _Stamp] = {}
        self._digits: dict[str, str] = {}
        self._streams: dict[bytes, str] = {}
        for side in (0, 1):
            for length in range(1, LONGEST + 1):
                self._learn_stamps(side, length)
        self.own = self._copied({name: text for name, text in specimen.held if name in self.fonts})
        """Fonts that are not shared: name → reference."""

    def streams(self, number: int, side: int) -> list[str]:
        """References to the streams that draw a number; `side` is 0 for a page on the side of the first one, else 1."""
        stamp = self._stamps.get((side, len(str(number))))
        if stamp is None:
            return []
        shown = [self._shared(f"<{self._digits[digit]}> Tj".encode()) for digit in str(number)]
        return [self._shared(stamp.before), *shown, self._shared(stamp.after)]

    @property
    def states(self) -> dict[str, str]:
        """Graphics states for the stamps."""
        return {name: filled(text, {}) for name, text in self._specimen.states if not text[1]}

    def _shared(self, data: bytes) -> str:
        if data not in self._streams:
            self._streams[data] = self._writer.add_stream(data)
        return self._streams[data]

    def _learn_stamps(self, side: int, length: int) -> None:
        drawn = pikepdf.Stream(self._file, self._specimen.content(2 * (length - 1) + side))
        instructions: Sequence[Any] = pikepdf.parse_content_stream(drawn)
        font = ""
        for index, (operands, operator) in enumerate(instructions):
            font = _font((operands, operator)) or font
            if str(operator) in {"TJ", "Tj"}:
                shown = _codes(operands)
                one = self._glyphs.get(font, {}).get("1", "")
                at = "".join(shown).find(one * length) if one else -1
                if at >= 0:
                    self._cut(instructions, index, shown, at // 4, side, length)
                    self._know_digits(font)
                    return

    def _know_digits(self, font: str) -> None:
        self._digits = {digit: self._glyphs[font][digit] for digit in DIGITS}

    def _cut(
        self, instructions: Sequence[Any], index: int, shown: list[str], at: int, side: int, length: int
    ) -> None:
        begin, end = _marked(instructions, index)
        self.fonts.update(filter(None, map(_font, instructions[begin:end])))
        state = _state(instructions[:begin])
        first, last = "".join(shown[:at]), "".join(shown[at + length :])
        before = [b"q", *map(_written, state), *self._drawn(instructions[begin:index])]
        after = [*self._drawn(instructions[index + 1 : end + 1]), b"Q"]
        if first:
            before.append(f"<{first}> Tj".encode())
        if last:
            after.insert(0, f"<{last}> Tj".encode())
        self._stamps[side, length] = _Stamp(b"\n".join(before), b"\n".join(after))

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


def _codes(operands: Any) -> list[str]:
    """Glyphs in `Tj` or `TJ`, as four hexadecimal digits each."""
    strings = operands[0] if isinstance(operands[0], pikepdf.Array) else operands
    data = b"".join(bytes(part) for part in strings if isinstance(part, pikepdf.String))
    return [data[place : place + 2].hex() for place in range(0, len(data), 2)]


def _marked(instructions: Sequence[Any], index: int) -> tuple[int, int]:
    """The marked content around an instruction: indexes of its start and end."""
    begin = next(place for place in range(index, -1, -1) if str(instructions[place][1]) in {"BDC", "BMC"})
    end = next(place for place in range(index, len(instructions)) if str(instructions[place][1]) == "EMC")
    return begin, end


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
