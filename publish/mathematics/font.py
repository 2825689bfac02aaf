"""The mathematics font: glyphs, their metrics, and the constants of its `MATH` table (OpenType 1.9)."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from publish.fonts import faces
from publish.frozen import frozen

__all__ = ["Glyph", "MathFont", "math_font"]


@frozen
class Glyph:
    """One glyph's metrics, in ems."""

    number: int
    width: float
    """Advance width."""
    left: float
    right: float
    """Left and right edge of its ink."""
    ascent: float
    descent: float
    """How far its ink extends above and below the baseline; a negative descent is entirely above it."""
    italic: float
    """Italic correction."""
    accent: float | None
    """Horizontal position of an accent above it; None when the font does not say."""


@frozen
class Part:
    """One piece of an assembled glyph."""

    number: int
    start: float
    end: float
    """How much the neighbouring pieces may overlap it."""
    length: float
    repeats: bool


class MathFont:
    """The font, through HarfBuzz."""

    def __init__(self, file: Path) -> None:
        import uharfbuzz as hb

        self._hb = hb
        self._face = hb.Face(hb.Blob.from_file_path(str(file)))
        self._font = hb.Font(self._face)
        self.upem: int = self._face.upem
        self.characters = frozenset(self._face.unicodes) - faces.NO_SIGNS
        self._constants: dict[str, float] = {}
        self._glyphs: dict[int, Glyph] = {}
        self._shaped: dict[tuple[str, int], tuple[tuple[int, float, int], ...]] = {}
        self.overlap: float = self._font.get_math_min_connector_overlap("ltr") / self.upem

    def constant(self, name: str) -> float:
        """A constant of the `MATH` table by its name in the standard (`AxisHeight` is `AXIS_HEIGHT`), in ems or as a
        share of 1.
        """
        if name not in self._constants:
            value = self._font.get_math_constant(getattr(self._hb.OTMathConstant, name))
            self._constants[name] = value / (100 if "PERCENT" in name else self.upem)
        return self._constants[name]

    def glyph(self, number: int) -> Glyph:
        """The measures of a glyph."""
        if number not in self._glyphs:
            self._glyphs[number] = self._measured(number)
        return self._glyphs[number]

    def _measured(self, number: int) -> Glyph:
        em, font = self.upem, self._font
        ink = font.get_glyph_extents(number)
        left, top, width, height = (
            (ink.x_bearing, ink.y_bearing, ink.width, ink.height) if ink else (0, 0, 0, 0)
        )
        accent = font.get_math_glyph_top_accent_attachment(number)
        advance = font.get_glyph_h_advance(number)
        # HarfBuzz returns half of the advance when the table has no entry.
        said = None if accent is None or accent == advance // 2 else accent / em
        italic = font.get_math_glyph_italics_correction(number) or 0
        return Glyph(
            number,
            advance / em,
            left / em,
            (left + width) / em,
            top / em,
            -(top + height) / em,
            italic / em,
            said,
        )

    def shape(self, text: str, level: int = 0) -> tuple[tuple[int, float, int], ...]:
        """A text's glyph numbers, each with its kerned advance and the index of its character.

        `level` of scripts selects the glyphs for small sizes (`ssty`).
        """
        key = (text, min(level, 2))
        if key not in self._shaped:
            hb = self._hb
            buffer = hb.Buffer()
            buffer.add_str(text)
            buffer.guess_segment_properties()
            buffer.script = "math" if len(text) == 1 else "Latn"
            buffer.direction = "ltr"
            hb.shape(self._font, buffer, {"ssty": key[1]} if key[1] else {})
            pairs = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
            self._shaped[key] = tuple(
                (info.codepoint, place.x_advance / self.upem, info.cluster) for info, place in pairs
            )
        return self._shaped[key]

    def character(self, text: str, level: int = 0) -> Glyph:
        """The glyph of one character; `.notdef` when the font has none."""
        found = self.shape(text, level)
        return self.glyph(found[0][0] if found else 0)

    def has(self, text: str) -> bool:
        """Whether the font has every character of a text."""
        return all(ord(each) in self.characters for each in text)

    @lru_cache(maxsize=4096)  # noqa: B019  # there is one font per process
    def variants(self, number: int, upright: bool) -> tuple[tuple[int, float], ...]:
        """The prepared sizes of a glyph, the smallest first: numbers and lengths in ems, vertical or horizontal."""
        found = self._font.get_math_glyph_variants(number, "ttb" if upright else "ltr")
        return tuple((each.glyph, each.advance / self.upem) for each in found)

    @lru_cache(maxsize=4096)  # noqa: B019
    def assembly(self, number: int, upright: bool) -> tuple[Part, ...]:
        """The pieces for a glyph of any size, from the bottom or the left; empty when there are none."""
        parts: Any = self._font.get_math_glyph_assembly(number, "ttb" if upright else "ltr")
        if isinstance(parts, tuple):
            parts = parts[0]
        return tuple(
            Part(
                each.glyph,
                each.start_connector_length / self.upem,
                each.end_connector_length / self.upem,
                each.full_advance / self.upem,
                bool(int(each.flags) & 1),
            )
            for each in parts or ()
        )

    @lru_cache(maxsize=8192)  # noqa: B019
    def kern(self, number: int, corner: str, height: float) -> float:
        """How much closer a script may be at a corner of a glyph (`TOP_RIGHT` …), at a height in ems."""
        found = self._font.get_math_glyph_kerning(
            number, getattr(self._hb.OTMathKern, corner), round(height * self.upem)
        )
        return (found or 0) / self.upem

    @lru_cache(maxsize=4096)  # noqa: B019
    def outline(self, number: int) -> tuple[tuple[str, tuple[float, ...]], ...]:
        """A glyph's outline as SVG commands (`M L Q C Z`) with coordinates in the font's units, upwards positive."""
        found: list[tuple[str, tuple[float, ...]]] = []
        pen = _Pen(found)
        self._font.draw_glyph_with_pen(number, pen)
        return tuple(found)


class _Pen:
    """Records HarfBuzz' drawing commands (the protocol of fontTools' segment pens)."""

    def __init__(self, found: list[tuple[str, tuple[float, ...]]]) -> None:
        self._found = found

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._found.append(("M", point))

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._found.append(("L", point))

    def qCurveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._found.append(("Q", tuple(each for point in points for each in point)))

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._found.append(("C", tuple(each for point in points for each in point)))

    def closePath(self) -> None:  # noqa: N802
        self._found.append(("Z", ()))

    endPath = closePath  # noqa: N815


@cache
def math_font() -> MathFont:
    """The font, loaded once per process. Raises RenderError when it is not installed."""
    return MathFont(faces.path(faces.MATHEMATICS))
