"""The look of pages: small grey pictures of one post for each style and preset, each accepted by a person.

Another version of Pango or of a font moves an edge by a fraction; a line that breaks elsewhere, a block that moves or
a colour that changes shows. After a change that is meant: `pytest tests/pdf/test_looks.py --renew`, then look.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter
from real_posts import OWN
from writing import as_pdf

from publish.model import Options
from publish.press.plan import make_plan
from publish.press.work import prepare
from publish.project import style

PICTURES = Path(__file__).parent / "looks"
HEIGHT, PAGES = 300, 4
"""Pixels of a page in a picture, and how many follow the cover, which has tests of its own."""
BLUR, STEP, PART = 1.2, 48, 0.01
"""Radius that forgives a fraction of a pixel; grey levels that count as different; part of a page that may be."""


@dataclass(frozen=True, slots=True)
class Look:
    post: str
    page: str
    style: str = "journal"

    def __str__(self) -> str:
        return f"{self.style}-{self.page}-{self.post[5:10]}"


LOOKS = (
    Look("2026-03-14-the-last-mile-is-a-pocket", "a5"),
    Look("2026-04-02-a-field-guide-to-small-files", "a4"),
    Look("2026-04-02-a-field-guide-to-small-files", "letter"),
    Look("2026-04-02-a-field-guide-to-small-files", "a5-print"),
    Look("2026-05-01-離線的書架", "a5"),
    Look("2026-05-20-zai-meiyou-xinhao-de-difang-dushu", "phone"),
    Look("2026-03-14-the-last-mile-is-a-pocket", "ereader"),
    Look("2026-03-14-the-last-mile-is-a-pocket", "a4-print"),
    Look("2026-04-02-a-field-guide-to-small-files", "letter-print"),
    Look("2026-04-02-a-field-guide-to-small-files", "phone", "dark"),
    Look("2026-05-01-離線的書架", "a4", "large"),
)


def test_every_style_and_page_has_a_look() -> None:
    assert {look.page for look in LOOKS} == set(style.load("journal").listing("pages", ".css"))
    assert {look.style for look in LOOKS} == set(style.names())


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_pages_look_as_they_did_when_they_were_looked_at(look: Look, tmp_path: Path, renew: bool) -> None:
    sheet, kept = drawn(look, tmp_path), PICTURES / f"{look}.png"
    if renew:
        PICTURES.mkdir(exist_ok=True)
        sheet.quantize(8).save(kept, optimize=True)
    with Image.open(kept) as picture:
        before = picture.convert("L")
    assert before.size == sheet.size
    apart = ImageChops.difference(blurred(before), blurred(sheet)).point(lambda level: 255 * (level > STEP))
    assert sum(apart.histogram()[255:]) <= PART * HEIGHT * HEIGHT * 0.7, (
        f"{kept.name} looks different: {apart.getbbox()}"
    )


def drawn(look: Look, folder: Path) -> Image.Image:
    """The pages after the cover, side by side, in grey."""
    plan = make_plan([str(OWN / f"{look.post}.md")], str(folder), "pdf", Options(offline=True))
    manuscript = prepare(plan.jobs[0], folder).manuscript
    assert manuscript is not None
    document = pypdfium2.PdfDocument(as_pdf(manuscript.book, style.load(look.style), look.page))
    pages = [document[number] for number in range(1, min(len(document), PAGES + 1))]
    pictures = [page.render(scale=HEIGHT / page.get_height()).to_pil().convert("L") for page in pages]
    sheet = Image.new("L", (sum(each.width + 4 for each in pictures), HEIGHT), 128)
    left = 0
    for each in pictures:
        sheet.paste(each, (left, 0))
        left += each.width + 4
    return sheet


def blurred(picture: Image.Image) -> Image.Image:
    return picture.filter(ImageFilter.GaussianBlur(BLUR))
