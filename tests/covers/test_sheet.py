"""The sheet of all covers shows each cover as it is, only smaller."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from publish.covers.sheet import Row, contact_sheet
from publish.project import style as styles


def test_colours_of_small_covers_are_those_of_the_covers() -> None:
    cover = Image.new("RGB", (1600, 2400), (200, 30, 40))
    ImageDraw.Draw(cover).rectangle((0, 1200, 1599, 2399), fill=(20, 60, 180))
    out = io.BytesIO()
    cover.save(out, "JPEG", quality=95)
    sheet = Image.open(
        io.BytesIO(contact_sheet([Row("a.md", "plate", {"plate": out.getvalue()})], styles.load("journal")))
    )
    data = sheet.convert("RGB").tobytes()
    pixels = list(zip(data[::3], data[1::3], data[2::3], strict=True))
    assert sheet.size == (460, 744)  # 400 x 600, with margins and names
    for colour in ((200, 30, 40), (20, 60, 180)):
        near = sum(max(abs(a - b) for a, b in zip(each, colour, strict=True)) < 6 for each in pixels)
        assert abs(near - 400 * 300) < 3_000
