"""Embedded fonts: those in a style's `epub/fonts`, cut to the characters of the book. `resources` adds the font of formulas."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from publish.errors import StyleError, reason_of
from publish.project.style import Style

__all__ = ["FONTS", "OPENTYPE", "embedded", "wanted"]

FONTS = "fonts/"
OPENTYPE = "application/vnd.ms-opentype"
"""The media type of fonts that readers of EPUB 3.0 know; those of EPUB 3.3 know it too (3.2), and font/otf, font/ttf besides."""
_TYPES = {".otf": OPENTYPE, ".ttf": OPENTYPE, ".woff": "application/font-woff", ".woff2": "font/woff2"}
"""Core media types for fonts (EPUB 3.3, 3.2)."""


def wanted(style: Style) -> tuple[Path, ...]:
    """The font files that the style's sheets for EPUBs use as `fonts/…`."""
    folder = style.folder / "epub" / "fonts"
    return tuple(sorted(path for path in folder.glob("*") if path.suffix.lower() in _TYPES))


def embedded(paths: tuple[Path, ...], text: str) -> Iterator[tuple[str, str, bytes]]:
    """Name, media type and bytes of each font, with glyphs only for the characters of `text`.

    Raises StyleError when a file is not a font.
    """
    for path in paths:
        yield FONTS + path.name, _TYPES[path.suffix.lower()], _cut(path, text)


def _cut(path: Path, text: str) -> bytes:
    from fontTools import subset
    from fontTools.ttLib import TTLibError

    options = subset.Options(layout_features=["*"], notdef_outline=True, recalc_timestamp=False)
    out = io.BytesIO()
    try:
        font = subset.load_font(io.BytesIO(path.read_bytes()), options)
        options.flavor = font.flavor
        cutter = subset.Subsetter(options)
        cutter.populate(text=text)
        cutter.subset(font)
        subset.save_font(font, out, options)
    except (TTLibError, OSError, ValueError, subset.Subsetter.SubsettingError) as error:
        raise StyleError(
            f"is not a font that publish can embed: {reason_of(error)}", path=str(path)
        ) from error
    return out.getvalue()
