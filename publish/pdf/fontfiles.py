"""Embedded Chinese fonts cut to the glyphs in use.

WeasyPrint keeps glyph numbers when it subsets, so a Noto CJK face with ten characters still carries tens of thousands
of empty glyphs, and their metrics once more. In a CID-keyed font the number in the text is a CID, which the font itself
maps to a glyph: the empty ones can go. A bare CFF table is all that PDF wants (ISO 32000-1, 9.9, CIDFontType0C). A short
Chinese post shrinks to a fifth.
"""

from __future__ import annotations

import io
from typing import Any

import pydyf

__all__ = ["compact"]


def compact(document: Any, pdf: pydyf.PDF) -> None:
    """Replace every embedded CID-keyed OpenType font by a bare CFF with the glyphs in use."""
    used: dict[bytes, set[int]] = {}
    for font in document.fonts.values():
        used.setdefault(font.name, set()).update(font.to_unicode)
    for item in pdf.objects:
        if not isinstance(item, pydyf.Dictionary) or "FontFile3" not in item:
            continue
        stream = pdf.objects[int(bytes(item["FontFile3"]).split()[0])]
        glyphs = used.get(bytes(item["FontName"]), set())
        data = b"".join(part if isinstance(part, bytes) else part.encode() for part in stream.stream)
        if glyphs and data.startswith(b"OTTO") and (table := _cff(data, glyphs)):
            stream.stream = [table]
            stream.extra["Subtype"] = "/CIDFontType0C"


def _cff(data: bytes, glyphs: set[int]) -> bytes | None:
    """The CFF table with those glyphs and no others; None when a CID would no longer lead to its glyph."""
    import uharfbuzz as hb

    plan = hb.SubsetInput()
    plan.glyph_set.update(glyphs)
    plan.flags = hb.SubsetFlags.NOTDEF_OUTLINE
    small = plan.subset(hb.Face(hb.Blob(data)))
    table = bytes(small.reference_table("CFF ").data) if small is not None else b""
    return table if table and glyphs <= _cids(table) else None


def _cids(table: bytes) -> set[int]:
    """The CIDs of a CID-keyed CFF table; none for a name-keyed one."""
    from fontTools.cffLib import CFFFontSet

    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(table), None)
    top = fonts[0]
    if not hasattr(top, "ROS"):
        return set()
    return {0, *(int(name[3:]) for name in top.charset if name.startswith("cid"))}
