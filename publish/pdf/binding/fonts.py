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

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from publish.errors import RenderError
from publish.pdf import subsetting
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
    object: Any = None

    def agrees(self, text: Mapping[int, str]) -> bool:
        """Whether glyphs mean the same characters in this part and here."""
        return all(self.text.get(glyph, words) == words for glyph, words in text.items())


class Shared:
    """The fonts of all parts. First call `add` for every part, then `make` writes the fonts, then each part gets its
    own.
    """

    def __init__(self, file: pikepdf.Pdf, keep: Keep) -> None:
        self._file = file
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
            descriptors: dict[str, Any] = {}
            for font in editions:
                font.object = _write(self._file, font, *made[original], descriptors)

    def _cut(self, original: Original, glyphs: set[int]) -> tuple[Any, str]:
        def make() -> bytes:
            cut = subsetting.cut(self._files[original], original[2], glyphs)
            packed = zlib.compress(cut.content, 9)
            return f"{len(cut.content)} {cut.subtype}\n".encode() + packed

        head, _, packed = self._keep(repr((original, sorted(glyphs))), make).partition(b"\n")
        length, _, subtype = head.decode().partition(" ")
        stream = self._file.make_stream(packed, Filter=Name.FlateDecode)
        if subtype:
            stream.Subtype = Name(f"/{subtype}")
        else:
            stream.Length1 = int(length)
        return stream, "FontFile3" if subtype else "FontFile2"


def _write(file: pikepdf.Pdf, font: _Font, stream: Any, kind: str, descriptors: dict[str, Any]) -> Any:
    """The dictionaries of one font (ISO 32000-1, 9.7), as WeasyPrint writes them."""
    facts, widths = font.facts, font.widths
    name = Name(facts["name"])
    flags = facts["flags"] + (len(widths) > 1 and len(set(widths.values())) == 1)
    if facts["name"] not in descriptors:
        bounds = [0, facts["descent"], max(widths.values(), default=0), facts["ascent"]]
        descriptors[facts["name"]] = file.make_indirect(
            Dictionary({
                "/Type": Name.FontDescriptor, "/FontName": name, "/FontFamily": String(facts["family"]),
                "/Flags": flags, "/FontBBox": Array(bounds), "/ItalicAngle": facts["angle"],
                "/Ascent": facts["ascent"], "/Descent": facts["descent"], "/CapHeight": facts["ascent"],
                "/StemV": facts["stems"][0], "/StemH": facts["stems"][1], f"/{kind}": stream,
            })
        )  # fmt: skip
    below = Dictionary({
        "/Type": Name.Font, "/Subtype": Name.CIDFontType2 if kind == "FontFile2" else Name.CIDFontType0,
        "/BaseFont": name, "/W": _widths(widths), "/FontDescriptor": descriptors[facts["name"]],
        "/CIDSystemInfo": Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
    })  # fmt: skip
    if kind == "FontFile2":
        below.CIDToGIDMap = Name.Identity
    above = Dictionary({
        "/Type": Name.Font, "/Subtype": Name.Type0, "/BaseFont": name, "/Encoding": Name("/Identity-H"),
        "/ToUnicode": file.make_stream(_unicode_map(font.text)), "/DescendantFonts": Array([file.make_indirect(below)]),
    })  # fmt: skip
    return file.make_indirect(above)


def _widths(widths: Mapping[int, float]) -> Array:
    """Runs of consecutive glyphs: the first glyph, and the widths from there (ISO 32000-1, 9.7.4.3)."""
    runs = groupby(enumerate(sorted(widths)), lambda pair: pair[1] - pair[0])
    rows = Array()
    for _, run in runs:
        glyphs = [glyph for _, glyph in run]
        rows.append(glyphs[0])
        rows.append(Array([widths[glyph] for glyph in glyphs]))
    return rows


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
