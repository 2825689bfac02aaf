"""Contact sheets: many covers on one picture, to choose from."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from math import ceil

from publish.covers.draw import drawn
from publish.frozen import frozen
from publish.model import Image
from publish.project.style import Style

__all__ = ["MOST", "Row", "contact_sheet"]

MOST = 300
"""Most rows of one sheet."""
_WIDTH = 2400
"""Pixels."""
_HIGHEST = 60_000
"""Largest height of a sheet in pixels: JPEG's limit is 65,535."""


@frozen
class Row:
    """The covers of one post."""

    name: str
    chosen: str
    """Name of the template that its books use."""
    pictures: Mapping[str, bytes]
    """Template → JPEG."""


def contact_sheet(rows: Sequence[Row], style: Style) -> bytes:
    """A JPEG with a row for each post, and the names of the templates below the covers. Raises RenderError when the
    engine fails.
    """
    from publish import weasy

    columns = max(len(row.pictures) for row in rows)
    room = (_HIGHEST - 40) / len(rows) - 110
    wide = min((_WIDTH - 40) / columns - 20, 400, room / 1.5)
    size = (40 + ceil((wide + 20) * columns), 40 + ceil(len(rows) * (wide * 1.5 + 104)))
    images: list[Image] = []
    cells: list[tuple[str, str, str, bool]] = []
    for row in rows:
        for template, data in row.pictures.items():
            images.append(_thumbnail(data, f"{len(images)}.jpg", round(wide)))
            cells.append((row.name, template, images[-1].name, template == row.chosen))
    values = {"rows": rows, "cells": cells, "width": size[0], "height": size[1], "wide": round(wide)}
    html = style.render("covers/parts/sheet.html", values)
    with weasy.quiet_collector():
        pdf = weasy.write(weasy.set_pages(html, (), tuple(images)))
    return drawn(pdf, *size, "RGB")


def _thumbnail(data: bytes, name: str, wide: int) -> Image:
    from PIL import Image as Pictures

    with Pictures.open(io.BytesIO(data)) as opened:
        opened.draft("RGB", (2 * wide, 3 * wide))  # JPEGs are read at half the size, or less, much faster
        small = opened.convert("RGB").resize((wide, round(wide * 1.5)), Pictures.Resampling.LANCZOS)
    out = io.BytesIO()
    small.save(out, "JPEG", quality=95, subsampling=0)  # the engine puts JPEGs into the PDF as they are
    return Image(name, "image/jpeg", out.getvalue(), *small.size, name)
