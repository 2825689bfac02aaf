"""Cuts embedded Chinese fonts to the glyphs in use. Which fonts: `fonts/faces`, and the families in `styles/*/text.css`.

WeasyPrint keeps glyph numbers when it subsets, so a Noto CJK face with ten characters still has tens of thousands of
empty glyphs, and their metrics. In a CID-keyed font the number in the text is a CID, which the font maps to a glyph:
so the empty glyphs can be removed. PDF needs only the CFF table (ISO 32000-1, 9.9, CIDFontType0C). A short Chinese
post shrinks to a fifth.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pydyf

from publish.errors import RenderError
from publish.frozen import frozen

if TYPE_CHECKING:
    import uharfbuzz as hb

__all__ = ["Cut", "compact", "cut"]

_DROPPED = tuple(
    int.from_bytes(tag.encode(), "big")
    for tag in ("BASE", "DSIG", "EBDT", "EBLC", "EBSC", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG ")
)
"""Tables that a PDF does not need: those that WeasyPrint drops. `GSUB` would also keep the glyphs that it names."""


@frozen
class Cut:
    """A font file with the glyphs in use."""

    content: bytes
    subtype: str
    """`CIDFontType0C` for a bare CFF table, `OpenType`, or empty for TrueType (ISO 32000-1, table 126)."""


def compact(document: Any, pdf: pydyf.PDF) -> None:
    """Replace every embedded CID-keyed OpenType font by a CFF table with the glyphs in use; remove times from other
    fonts.
    """
    used: dict[bytes, set[int]] = {}
    dated: set[bytes] = set()
    for font in document.fonts.values():
        used.setdefault(font.name, set()).update(font.to_unicode)
        if font.png or font.svg or font.colr or "fvar" in font.tables:
            dated.add(font.name)
    for item in pdf.objects:
        key = next((key for key in ("FontFile2", "FontFile3") if key in item), "") if _is_font(item) else ""
        if not key:
            continue
        stream = pdf.objects[int(bytes(item[key]).split()[0])]
        name = bytes(item["FontName"])
        data = b"".join(part if isinstance(part, bytes) else part.encode() for part in stream.stream)
        glyphs = used.get(name) if key == "FontFile3" and data.startswith(b"OTTO") else None
        if glyphs and (table := _cff(_face(data), glyphs)):
            stream.stream = [table]
            stream.extra["Subtype"] = "/CIDFontType0C"
        elif name in dated:
            stream.stream = [_undated(data)]
            if "Length1" in stream.extra:
                stream.extra["Length1"] = len(stream.stream[0])


def _is_font(item: object) -> bool:
    return isinstance(item, pydyf.Dictionary) and "FontName" in item


def _undated(data: bytes) -> bytes:
    """The font without the time that fontTools writes into colour and variable fonts: with it, the same book would
    have different bytes each time.
    """
    from fontTools.ttLib import TTFont, TTLibError

    out = io.BytesIO()
    try:
        font = TTFont(io.BytesIO(data), recalcTimestamp=False, recalcBBoxes=False)
        font["head"].modified = font["head"].created
        font.save(out, reorderTables=None)
    except (TTLibError, KeyError):  # a file without a `head` table has no time
        return data
    return out.getvalue()


def _face(data: bytes) -> hb.Face:
    import uharfbuzz as hb

    return hb.Face(hb.Blob(data))


def cut(path: Path, index: int, glyphs: set[int]) -> Cut:
    """A face of a font file with only those glyphs, with unchanged numbers. Raises RenderError when it fails.

    As in WeasyPrint: first every glyph keeps its number, then empty ones after the last are removed.
    """
    import uharfbuzz as hb

    face = hb.Face(hb.Blob.from_file_path(str(path)), index)
    if "CFF " in face.table_tags and (table := _cff(face, glyphs)):
        return Cut(table, "CIDFontType0C")
    flags = hb.SubsetFlags.PASSTHROUGH_UNRECOGNIZED | hb.SubsetFlags.DESUBROUTINIZE
    places = set(range(max(glyphs, default=0) + 1))
    for kept, more in ((glyphs, hb.SubsetFlags.RETAIN_GIDS), (places, hb.SubsetFlags.NO_HINTING)):
        plan = hb.SubsetInput()
        plan.glyph_set.update(kept)
        plan.flags = flags | more
        plan.drop_table_tag_set.update(_DROPPED)
        small = plan.subset(face)
        if small is None:
            raise RenderError(f"cannot subset the font file {path.name}")
        face = small
    data = bytes(face.blob.data)
    return Cut(data, "OpenType" if data.startswith(b"OTTO") else "")


def _cff(face: hb.Face, glyphs: set[int]) -> bytes | None:
    """The CFF table with only those glyphs; None when a CID would no longer lead to its glyph."""
    import uharfbuzz as hb

    plan = hb.SubsetInput()
    plan.glyph_set.update(glyphs)
    plan.flags = hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.DESUBROUTINIZE | hb.SubsetFlags.NO_HINTING
    plan.drop_table_tag_set.update(_DROPPED)
    small = plan.subset(face)
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
