"""Covers: every title fits, every text can be read, neighbours differ, the picture is what readers expect."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_samples import picture
from PIL import Image as Pillow

from publish import covers, style, typeset
from publish.covers.layout import EDGE, HEAD, INNER, plan
from publish.covers.palette import contrast, palette
from publish.errors import StyleError
from publish.model import Cover

JOURNAL = style.load("journal")
DAY = datetime(2026, 3, 14, tzinfo=UTC)
NAMES = tuple(f"Firstname Surname-{number}" for number in range(12))
TITLES = {
    "letters": ("Art", "en"),
    "plain": ("The Last Mile Is a Pocket", "en"),
    "forty": (" ".join(["considerable"] * 5 + ["word"] * 35), "en"),
    "one long word": ("Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen", "de"),
    "no spaces": ("x" * 180, "en"),
    "traditional": ("離線的書架：一份雜誌怎樣走完最後一里路，以及沒有網絡的讀者", "zh-Hant"),
    "simplified": ("在没有信号的地方读书", "zh-Hans"),
    "mixed": ("「PDF」與 EPUB：offline 書架 2026", "zh-Hant"),
    "marks": ("“Quoted,” he said — twice… (really?)", "en"),
}


def cover(title: str = "A Title", language: str = "en", **values: object) -> Cover:
    given_: dict[str, object] = {"authors": ("Mara Ellison",), "date": DAY, "site": "Harbour", "seed": title}
    return covers.compose(title=title, language=language, **(given_ | values))  # type: ignore[arg-type]


def boxes(
    made: Cover, width: float = 148.0, height: float = 210.0
) -> list[tuple[float, float, float, float]]:
    """Where each character of the drawn cover stands, in points."""
    html = f"<style>@page {{ size: {width}mm {height}mm; margin: 0 }} body {{ margin: 0 }}</style>"
    html += str(covers.page(made, JOURNAL, width, height))
    images = (made.hero,) if made.hero else ()
    data = typeset.write(typeset.set_pages(html, (covers.css(JOURNAL, made),), images))
    document = pypdfium2.PdfDocument(data)
    assert len(document) == 1
    words = document[0].get_textpage()
    return [words.get_charbox(i) for i in range(words.count_chars())]


@pytest.mark.parametrize("size", [(148.0, 210.0), (215.9, 279.4), (70.0, 140.0), (90.0, 120.0)])
@pytest.mark.parametrize("name", TITLES)
def test_every_title_fits_whole(name: str, size: tuple[float, float]) -> None:
    title, language = TITLES[name]
    made = cover(title, language, authors=NAMES, description="What it is about. " * 4)
    planned = plan(made, size[1] / size[0] * 100)
    assert "".join("".join(planned.title.lines).replace("-", "").split()) == "".join(
        title.replace("-", "").split()
    )
    edge = EDGE / 100 * size[0] / 25.4 * 72
    page_width = size[0] / 25.4 * 72
    floor = planned.height * planned.plate / planned.height / 100 * size[0] / 25.4 * 72
    for left, bottom, right, top in boxes(made, *size):
        if right > left:
            assert left >= edge - 2
            assert right <= page_width - edge + 2
            assert bottom >= floor
            assert top <= size[1] / 25.4 * 72


@given(
    title=st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=240),
    authors=st.lists(st.text("abcdefgh XYZ李明", min_size=1, max_size=30), max_size=12),
    ratio=st.floats(125, 200),
)
@settings(max_examples=60, deadline=None)
def test_any_metadata_finds_a_layout(title: str, authors: list[str], ratio: float) -> None:
    made = cover(title, authors=tuple(authors), description=title)
    planned = plan(made, ratio)
    assert "".join(planned.title.lines).replace(" ", "").replace("-", "") == "".join(title.split()).replace(
        "-", ""
    )
    used = HEAD + planned.title.height + planned.plate
    assert used <= ratio
    assert planned.title.size * 0.5 <= INNER


@given(seed=st.text(max_size=40), colour=st.tuples(*[st.integers(0, 255)] * 3), with_hero=st.booleans())
@settings(max_examples=150, deadline=None)
def test_every_text_can_be_read(seed: str, colour: tuple[int, int, int], with_hero: bool) -> None:
    made = cover(seed=seed, hero=picture(colour=colour) if with_hero else None)
    colours = palette(made)
    assert contrast(colours.ink, colours.ground) >= 4.5
    assert contrast(colours.accent, colours.ground) >= 4.5
    assert contrast(covers.accent(made), "#ffffff") >= 4.5


def test_contrast_is_wcags() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_neighbours_differ_also_when_they_share_a_hero() -> None:
    hero = picture()
    made = {covers.page(cover(seed=f"book {number}", hero=hero), JOURNAL) for number in range(20)}
    assert len(made) == 20


def test_the_picture_is_a_baseline_jpeg_and_always_the_same() -> None:
    made = cover(hero=picture(), description="What it is about.")
    data = covers.picture(made, JOURNAL)
    assert data == covers.picture(made, JOURNAL)
    with Pillow.open(io.BytesIO(data)) as drawn:
        assert (drawn.format, drawn.size, drawn.mode) == ("JPEG", (1600, 2400), "RGB")
        assert "progressive" not in drawn.info


def test_the_title_can_be_read_on_a_thumbnail() -> None:
    """At 160 pixels the title's strokes still stand out from the ground."""
    data = covers.picture(cover("The Last Mile Is a Pocket"), JOURNAL)
    with Pillow.open(io.BytesIO(data)) as drawn:
        small = drawn.resize((107, 160), Pillow.Resampling.LANCZOS).convert("L").crop((7, 17, 100, 45))
    histogram = small.histogram()
    assert sum(histogram[:90]) > 40
    assert sum(histogram[165:]) > 40


def test_alternative_text_says_what_is_read() -> None:
    made = cover("T", authors=("A", "B"), others=True, number="67")
    assert made.alt == "Cover: T, A, B et al. Harbour 67, 14 March 2026"
    assert cover("離線", "zh-Hant").alt.startswith("封面：離線")


def test_markup_is_escaped_and_unknown_templates_are_named() -> None:
    assert "<b>" not in covers.page(cover("<b>T</b>"), JOURNAL)
    with pytest.raises(StyleError, match="no cover 'nonsense': use one of"):
        covers.page(cover(template="nonsense"), JOURNAL)
