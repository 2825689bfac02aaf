"""Draws letters a little wider or narrower, and gaps between characters, so that a line is justified."""

from __future__ import annotations

from functools import wraps
from itertools import accumulate
from typing import Any

from weasyprint.matrix import Matrix
from weasyprint.text.ffi import TO_UNITS, pango

from publish.weasy.glyphstrings import runs

__all__ = ["give_first"]


def give_first(original: Any) -> Any:
    """WeasyPrint's `draw_first_line` for text boxes from `composing`.

    `give` is the share by which letters are stretched, `moves` the additional width and the shift of single
    characters.
    """

    @wraps(original)
    def draw_first_line(stream: Any, textbox: Any, overflow: Any, ellipsis: Any, matrix: Any) -> Any:
        if give := getattr(textbox, "give", 0.0):
            matrix = Matrix(a=1 + give) @ matrix
        if moves := getattr(textbox, "moves", None):
            _move(textbox.pango_layout, moves)
        return original(stream, textbox, overflow, ellipsis, matrix)

    return draw_first_line


def _move(layout: Any, moves: dict[int, tuple[float, float]]) -> None:
    """Change the positions of glyphs in Pango's own data, from which they are drawn."""
    pango.pango_layout_set_single_paragraph_mode(
        layout.layout, True
    )  # Pango would shape the text again if this came later
    line, _ = layout.get_first_line()
    offsets = list(accumulate((len(each.encode()) for each in layout.text), initial=0))
    wanted = {offsets[number]: move for number, move in moves.items()}
    for run in runs(line):
        glyphs, start = run.glyphs, run.item.offset
        places = [start + glyphs.log_clusters[number] for number in range(glyphs.num_glyphs)]
        for number, place in enumerate(places):
            following = places[number + 1] if number + 1 < len(places) else start + run.item.length
            geometry = glyphs.glyphs[number].geometry
            for at in range(place, following):  # for a cluster, the last glyph
                if at in wanted:
                    wider, shift = wanted[at]
                    geometry.width += round(wider * TO_UNITS)
                    # WeasyPrint counts 1024 units where a thousand are an em.
                    geometry.x_offset += round(shift * 1000)
