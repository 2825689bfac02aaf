"""One font for all chapters: the union of their glyphs, cut once from the original file. Which fonts: `fonts/faces`, and the
families in `styles/*/text.css`.

All chapters use the glyph numbers of the original, so their text does not change. Without this, a month's volume is
more than twice as large.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from publish.errors import RenderError
from publish.pdf import subsetting
from publish.pdf.binding.writing import Writer, string
from publish.pdf.binding.writing import name as named
from publish.weasy import originals

__all__ = ["Keep", "Shared", "anew"]

Keep = Callable[[str, Callable[[], bytes]], bytes]
"""Returns the kept bytes under a name, or makes and keeps them."""
Original = tuple[int, str, int]
"""Size of a font file, hash of its beginning, index of the face in it."""


def anew(_: str, make: Callable[[], bytes]) -> bytes:
    """Keeps nothing: always makes."""
    return make()


@dataclass
class _Font:
    """A font in the bound file."""

    facts: Mapping[str, Any]
    widths: dict[int, float] = field(default_factory=dict)
    text: dict[int, str] = field(default_factory=dict)
    at: str = ""
    """The reference to it, once it is written."""

    def agrees(self, text: Mapping[int, str]) -> bool:
        """Whether glyphs mean the same characters in this part and here."""
        return all(self.text.get(glyph, words) == words for glyph, words in text.items())


class Shared:
    """The fonts of all parts. First call `add` for every part, then `make` writes the fonts, then each part gets its
    own.
    """

    def __init__(self, writer: Writer, keep: Keep) -> None:
        self._writer = writer
        self._keep = keep
        self._fonts: dict[tuple[Original, str], list[_Font]] = {}
        self._files: dict[Original, Path] = {}

    def add(self, fonts: Mapping[str, Mapping[str, Any]]) -> dict[str, _Font]:
        """Add the fonts of one part, by their names on its pages.

        Raises RenderError when a font file of the part is not on this machine.
        """
        found: dict[str, _Font] = {}
        for name, facts in fonts.items():
            size, head, index = facts["original"]
            original = (size, head, index)
            path = self._files.get(original) or originals.find(size, head)
            if path is None:
                raise RenderError(
                    f"the font {facts['family']} has changed since a chapter was laid out: use --force"
                )
            self._files[original] = path
            text = {int(glyph): words for glyph, words in facts["text"].items()}
            editions = self._fonts.setdefault((original, name), [])
            # A glyph may be a space in one chapter and a no-break space in another: then they need separate fonts.
            font = next((edition for edition in editions if edition.agrees(text)), None)
            if font is None:
                font = _Font(facts)
                editions.append(font)
            font.text.update(text)
            font.widths.update((int(glyph), width) for glyph, width in facts["widths"].items())
            found[name] = font
        return found

    def make(self) -> None:
        """Write all fonts."""
        glyphs: dict[Original, set[int]] = {}
        for (original, _), editions in self._fonts.items():
            for font in editions:
                glyphs.setdefault(original, set()).update(font.text)
        made = {original: self._cut(original, used) for original, used in glyphs.items()}
        for (original, _), editions in self._fonts.items():
            descriptors: dict[str, str] = {}
            for font in editions:
                font.at = _write(self._writer, font, *made[original], descriptors)

    def _cut(self, original: Original, glyphs: set[int]) -> tuple[str, str]:
        """The reference to a font's file, and the key for it."""

        def make() -> bytes:
            cut = subsetting.cut(self._files[original], original[2], glyphs)
            packed = zlib.compress(cut.content, 9)
            return f"{len(cut.content)} {cut.subtype}\n".encode() + packed

        head, _, packed = self._keep(repr((original, sorted(glyphs))), make).partition(b"\n")
        length, _, subtype = head.decode().partition(" ")
        entries = f"/Subtype /{subtype}" if subtype else f"/Length1 {length}"
        return self._writer.add_stream(packed, entries, packed=True), "FontFile3" if subtype else "FontFile2"


def _write(writer: Writer, font: _Font, stream: str, kind: str, descriptors: dict[str, str]) -> str:
    """The dictionaries of one font (ISO 32000-1, 9.7), as WeasyPrint writes them. Returns the reference to the font."""
    facts, widths = font.facts, font.widths
    name = named(facts["name"].removeprefix("/"))
    flags = facts["flags"] + (len(widths) > 1 and len(set(widths.values())) == 1)
    if facts["name"] not in descriptors:
        bounds = [0, facts["descent"], max(widths.values(), default=0), facts["ascent"]]
        descriptors[facts["name"]] = writer.add(
            f"<< /Type /FontDescriptor /FontName {name} /FontFamily {string(facts['family'])} /Flags {flags} "
            f"/FontBBox [ {' '.join(map(_decimal, bounds))} ] /ItalicAngle {_decimal(facts['angle'])} "
            f"/Ascent {_decimal(facts['ascent'])} /Descent {_decimal(facts['descent'])} "
            f"/CapHeight {_decimal(facts['ascent'])} /StemV {_decimal(facts['stems'][0])} "
            f"/StemH {_decimal(facts['stems'][1])} /{kind} {stream} >>"
        )
    plain = kind == "FontFile2"
    below = writer.add(
        f"<< /Type /Font /Subtype /{'CIDFontType2' if plain else 'CIDFontType0'} /BaseFont {name} /W {_widths(widths)} "
        f"/FontDescriptor {descriptors[facts['name']]} {'/CIDToGIDMap /Identity ' if plain else ''}"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    )
    return writer.add(
        f"<< /Type /Font /Subtype /Type0 /BaseFont {name} /Encoding /Identity-H "
        f"/ToUnicode {writer.add_stream(_unicode_map(font.text))} /DescendantFonts [ {below} ] >>"
    )


def _decimal(number: float) -> str:
    return f"{number:.6f}".rstrip("0").rstrip(".")


def _widths(widths: Mapping[int, float]) -> str:
    """Runs of consecutive glyphs: the first glyph, and the widths from there (ISO 32000-1, 9.7.4.3)."""
    runs = groupby(enumerate(sorted(widths)), lambda pair: pair[1] - pair[0])
    rows = []
    for _, run in runs:
        glyphs = [glyph for _, glyph in run]
        rows.append(f"{glyphs[0]} [ {' '.join(_decimal(widths[glyph]) for glyph in glyphs)} ]")
    return f"[ {' '.join(rows)} ]"


def _unicode_map(text: Mapping[int, str]) -> bytes:
    """The characters of each glyph (ISO 32000-1, 9.10.3)."""
    lines = [
        "/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def", "/CMapType 2 def",
        "1 begincodespacerange", "<0000> <ffff>", "endcodespacerange",
    ]  # fmt: skip
    pairs = sorted(text.items())
    for start in range(0, len(pairs), 100):
        batch = pairs[start : start + 100]
        lines.append(f"{len(batch)} beginbfchar")
        lines += [f"<{glyph:04x}> <{words.encode('utf-16-be').hex()}>" for glyph, words in batch]
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode()
