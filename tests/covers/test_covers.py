"""Covers: every title fits, every text is legible, neighbours differ, the picture is what readers need."""

from __future__ import annotations

import io
import math
import re
from dataclasses import fields, replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from cover_samples import DESCRIPTION, JOURNAL, NAMES, TEMPLATES, TITLES, cover, hero, look, skeleton
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import document_fromstring
from pdf_samples import picture
from PIL import Image as Pillow

from publish import covers
from publish.cli import main
from publish.covers import colour, draw
from publish.covers.palette import Palette, palette
from publish.errors import StyleError
from publish.model import Cover, Image, Options
from publish.press.plan import make_plan
from publish.project import style

DAY = datetime(2026, 3, 14, tzinfo=UTC)
KINDS = ("landscape", "portrait", "panorama", "noise", "bright", "dark", None)
PAGES = ((148.0, 210.0), (215.9, 279.4), (70.0, 140.0), (90.0, 120.0), (154.0, 216.0))


def dressed(template: str, title: str, language: str, kind: str | None, number: int) -> Cover:
    """A cover with everything that a template may show."""
    needed = next(each for each in covers.templates(JOURNAL) if each.name == template).hero == "needed"
    return cover(
        title,
        language,
        authors=NAMES if number % 3 == 0 else NAMES[: number % 3],
        others=number % 2 == 0,
        description=DESCRIPTION if number % 4 else "",
        date=DAY,
        number="67",
        hero=hero(kind or "landscape") if kind or needed else None,
        template=template,
        turn=(0, number),
        grey=number % 5 == 0,
    )


@pytest.mark.parametrize("name", TITLES)
@pytest.mark.parametrize("template", TEMPLATES)
def test_every_title_fits_whole_and_can_be_read(template: str, name: str) -> None:
    title, language = TITLES[name]
    number = TEMPLATES.index(template) * 7 + list(TITLES).index(name)
    made = dressed(template, title, language, KINDS[number % len(KINDS)], number)
    seen = look(made, *PAGES[number % len(PAGES)] if number % 2 else (200.0, 300.0))
    assert seen.pages == 1
    assert seen.outside() == []
    assert seen.colliding() == []
    assert seen.faint() == []
    letters = skeleton("".join(letter.text for letter in seen.letters))
    for each in skeleton(title + "".join(made.authors)):
        assert each in letters


@given(
    title=st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=300),
    authors=st.lists(st.text("abcdefgh XYZ李明", min_size=1, max_size=30), max_size=12),
    template=st.sampled_from(TEMPLATES),
    tall=st.floats(125, 200),
)
@settings(max_examples=40, deadline=None)
def test_any_metadata_finds_a_layout(title: str, authors: list[str], template: str, tall: float) -> None:
    made = cover(title, authors=tuple(authors), description=title, template=template, hero=hero("portrait"))
    assert 'class="cover cover-' in covers.page(made, JOURNAL, 100.0, tall)


@given(seed=st.integers(0, 255), shade=st.tuples(*[st.integers(0, 255)] * 3), grey=st.booleans())
@settings(max_examples=100, deadline=None)
def test_every_palette_can_be_read(seed: int, shade: tuple[int, int, int], grey: bool) -> None:
    for shown in (None, picture(colour=shade)):
        made = replace(cover(hero=shown), turn=(0, seed), grey=grey)
        for words in ("ink", "accent"):
            for behind in ("ground", "shade"):
                assert contrast(palette(made, JOURNAL), words, behind) >= 4.5
        assert colour.contrast(colour.from_hex(covers.accent(made, JOURNAL)), (255, 255, 255)) >= 4.5


def contrast(colours: Palette, one: str, other: str) -> float:
    return colour.contrast(colour.from_hex(getattr(colours, one)), colour.from_hex(getattr(colours, other)))


def test_contrast_is_wcags() -> None:
    assert colour.contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert colour.contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


def test_neighbours_differ_in_template_and_tone_however_few_or_many(tmp_path: Path) -> None:
    """Also when all share one hero, when they lie in several collections, and when one builds only some of them."""
    (tmp_path / "_config.yml").write_text("title: Harbour\n")
    for number in range(60):
        folder = tmp_path / ("_essays", "_columns")[number % 3 == 0]
        folder.mkdir(exist_ok=True)
        (folder / f"2026-01-{number // 2 + 1:02}-post-{number}.md").write_text("Text")
    jobs = make_plan([str(tmp_path)], "build", "epub", Options()).jobs
    turns = {job.path: job.turn for job in jobs}
    by_date = sorted(turns, key=lambda path: path.stem)
    for order in (
        by_date,
        [p for p in by_date if "_essays" in str(p)],
        [p for p in by_date if "_col" in str(p)],
    ):
        for shown in (hero("portrait"), None):
            made = [cover(path.stem, turn=turns[path], hero=shown, description=DESCRIPTION) for path in order]
            for one, other in pairwise(made):
                assert one.template != other.template
                assert _apart(palette(one, JOURNAL).ground, palette(other, JOURNAL).ground) > 0.08
    alone = make_plan([str(by_date[20])], "build", "epub", Options()).jobs[0]
    assert alone.turn == turns[by_date[20]]
    (tmp_path / "_essays" / "2026-12-31-newest.md").write_text("Text")
    later = make_plan([str(tmp_path)], "build", "epub", Options()).jobs
    assert {job.path: job.turn for job in later if job.path in turns} == turns
    assert len({cover(p.stem, turn=turns[p], hero=hero("portrait")).template for p in by_date}) >= 4


def _apart(one: str, other: str) -> float:
    """How different two colours look, in OKLab."""
    a, b = (colour.Lch.of(colour.from_hex(each)) for each in (one, other))
    angle = math.radians(a.hue - b.hue)
    across = math.sqrt(max(0.0, a.chroma**2 + b.chroma**2 - 2 * a.chroma * b.chroma * math.cos(angle)))
    return math.hypot(a.light - b.light, across)


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ({"template": "quote"}, {"quote"}),
        (
            {"template": "bleed"},
            {"type", "pattern", "plate", "periodical"},
        ),  # needs a picture, and there is none
        ({"turn": (0, 0), "hero": "portrait"}, {"bleed"}),
        ({"turn": (0, 0)}, {"type"}),
        ({"turn": (0, 0), "hero": "tiny"}, {"type"}),  # too few pixels to fill a page
        ({"turn": (1, 0), "hero": "tiny"}, {"pattern"}),
        ({"turn": (1, 0), "hero": "panorama"}, {"frame"}),
        ({"turn": (2, 0), "description": DESCRIPTION}, {"quote"}),
        ({"turn": (2, 0)}, {"plate"}),
        ({"turn": (3, 0)}, {"periodical"}),
        ({"headlines": ("One", "Two")}, {"type", "plate", "periodical"}),
    ],
)
def test_templates_are_chosen_by_name_or_turn_and_by_what_there_is(
    given_: dict[str, object], expected: set[str]
) -> None:
    values = given_ | ({"hero": hero(str(given_["hero"]))} if "hero" in given_ else {})
    assert cover(**values).template in expected  # type: ignore[arg-type]


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_picture_is_a_baseline_jpeg_and_always_the_same(template: str) -> None:
    made = cover(hero=hero("portrait"), description=DESCRIPTION, template=template)
    data = covers.picture(made, JOURNAL)
    assert data == covers.picture(made, JOURNAL)
    with Pillow.open(io.BytesIO(data)) as drawn:
        assert (drawn.format, drawn.size, drawn.mode) == ("JPEG", (1600, 2400), "RGB")
        assert "progressive" not in drawn.info


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_title_can_be_read_on_a_thumbnail(template: str) -> None:
    """At 160 pixels a word of the title is at least six pixels high, and its strokes stand out from what is behind."""
    made = cover("The Last Mile Is a Pocket", hero=hero("dark"), description=DESCRIPTION, template=template)
    seen = look(made)
    big = max(letter.box[3] - letter.box[1] for letter in seen.letters if letter.text in "TLMIP")
    assert big * 160 / seen.ratio >= 6


def test_the_grey_twin_is_grey_and_reads_as_well() -> None:
    made = cover(hero=hero("landscape"), template="quote", description=DESCRIPTION, grey=True)
    with Pillow.open(io.BytesIO(covers.picture(made, JOURNAL))) as drawn:
        assert drawn.mode == "L"
    colours = palette(made, JOURNAL)
    assert all(len({value[1:3], value[3:5], value[5:7]}) == 1 for value in vars_of(colours))


def vars_of(colours: Palette) -> list[str]:
    return [getattr(colours, each.name) for each in fields(Palette)]


def test_alternative_text_says_what_is_read_and_seen() -> None:
    made = cover("T", authors=("A", "B"), others=True, number="67", date=DAY, turn=(0, 0))
    assert made.alt == "Cover: T, A, B et al. Harbour 67, 14 March 2026"
    shown = cover("T?", hero=hero("portrait"), shows="▲ A pier at dusk.", template="bleed")
    assert shown.alt == "Cover: T?, Mara Ellison. Harbour. A picture: A pier at dusk."
    assert cover("T", turn=(1, 0)).alt.endswith("Harbour. A geometric pattern.")
    assert cover("離線", "zh-Hant", site="港").alt.startswith("封面：離線，Mara Ellison。港")


def test_a_volumes_headlines_stand_on_its_cover() -> None:
    for template in ("bleed", "plate", "periodical", "type"):
        made = cover(
            "Volume", headlines=("First light", "Second watch"), hero=hero("dark"), template=template
        )
        assert "First light" in covers.page(made, JOURNAL)
        assert "Second watch" in covers.page(made, JOURNAL)


@pytest.mark.parametrize("template", ["bleed", "plate", "periodical", "type"])
@pytest.mark.parametrize("pictured", [True, False])
def test_a_volumes_subtitle_stands_between_its_title_and_its_headlines(template: str, pictured: bool) -> None:
    made = cover(
        "Volume Six",
        headlines=("First light", "Second watch"),
        hero=hero("dark") if pictured or template == "bleed" else None,
        template=template,
        description="Letters from the harbour",
    )
    page = covers.page(made, JOURNAL)
    places = [page.index(words) for words in ("Volume Six", "Letters from the harbour", "First light")]
    assert places == sorted(places)
    assert page.count("Letters from the harbour") == 1
    kinds = [re.findall(r'class="words (\w+)"', page[:place])[-1] for place in places[1:]]
    assert kinds == ["subtitle", "description"]  # a face of its own: it is no line of the list


def test_a_logo_with_a_transparent_ground_is_printed_in_one_readable_ink() -> None:
    out = io.BytesIO()
    logo = Pillow.new("RGBA", (300, 100), (0, 0, 0, 0))
    logo.paste((255, 0, 0, 255), (50, 20, 250, 80))
    logo.save(out, "PNG")
    mark = Image("logo.png", "image/png", out.getvalue(), 300, 100, "logo.png")
    for template in TEMPLATES:
        made = cover(logo=mark, hero=hero("bright"), template=template, description=DESCRIPTION)
        page = covers.page(made, JOURNAL)
        printed = [each for each in covers.pictures(made, JOURNAL) if f"book:{each.name}" in page]
        logos = [each for each in printed if each.name.endswith(".png")]
        assert len(logos) == 1
        with Pillow.open(io.BytesIO(logos[0].data)) as opened:
            assert opened.getpixel((150, 50)) != (255, 0, 0, 255)
            assert opened.getpixel((5, 5))[3] == 0  # type: ignore[index]


def test_lines_read_well() -> None:
    """No orphan word, no line that ends on a weak word where another break is as good, no mark at a line's start."""
    lines = title_lines("The Last Mile Is a Pocket", "en")
    assert lines == ["The Last Mile", "Is a Pocket"]
    assert title_lines("Why Iraq’s Militias Sit Out: The Politics of Restraint", "en")[-1] != "Restraint"
    for line in title_lines("離線的書架：一份雜誌怎樣走完最後一里路，以及沒有網絡的讀者", "zh-Hant"):
        assert line[0] not in "，。：；！？、」』》）"
        assert len(line) > 2


def title_lines(title: str, language: str) -> list[str]:
    from lxml import html

    page = html.fragment_fromstring(str(covers.page(cover(title, language, template="plate"), JOURNAL)))
    return [str(text) for text in page.xpath('//div[@class="words title"]/span/text()')]


def test_markup_is_escaped_and_unknown_templates_are_named() -> None:
    assert "<b>" not in covers.page(cover("<b>T</b>"), JOURNAL)
    with pytest.raises(StyleError, match="no cover 'nonsense': use one of"):
        cover(template="nonsense")


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("---\ntitle: Tides\ncover: nope\n---\n", ":3"),
        ("---\r\ntitle: Tides\r\n'cover' : nope\r\n---\r\n", ":3"),
        ('+++\ntitle = "Tides"\ncover = "nope"\n+++\n', ":3"),
        ('{\n  "title": "Tides",\n  "cover": "nope"\n}\n', ":3"),
        ("---\ntitle: Tides\n---\n", ""),
        ("", ""),
    ],
)
def test_an_unknown_cover_is_looked_for_in_the_front_matter_only(
    head: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "_config.yml").write_text("defaults: [{scope: {path: ''}, values: {cover: nope}}]\n")
    (tmp_path / "a.md").write_bytes(f"{head}\nText.\n\n```yaml\ncover: nope\n```\n".encode())
    assert main(["epub", "a.md"]) == 0
    said = [each for each in capsys.readouterr().err.splitlines() if "no cover" in each]
    assert [each.partition(": warning: ")[0] for each in said] == [f"a.md{line}"]


def test_two_files_add_a_template(tmp_path: Path) -> None:
    folder = tmp_path / "mine" / "covers"
    folder.mkdir(parents=True)
    (folder / "plain.html").write_text(
        '{# cover: turn=5 #}<div class="cover cover-plain">{{ cover.title }}</div>', "utf-8"
    )
    (folder / "plain.css").write_text(".cover-plain { color: black }", "utf-8")
    mine = style.load(str(folder.parent))
    assert covers.variety(mine)[0] == 5
    assert covers.compose(title="T", language="en", turn=(4, 0), style=mine).template == "plain"
    (folder / "plain.html").write_text("{# cover: turn=x #}", "utf-8")
    with pytest.raises(StyleError, match=r"first line of covers/plain\.html"):
        covers.templates(style.Style("again", folder.parent))


@pytest.mark.parametrize("template", TEMPLATES)
def test_korean_titles_break_between_words(template: str) -> None:
    title, language = TITLES["korean"]
    made = dressed(template, title, language, None, 4)
    page = document_fromstring(covers.page(made, JOURNAL, 200, 300))
    blocks = [block for block in page.iter("div") if block.get("class") == "words title"]
    lines = [str(span.text) for block in blocks for span in block.iter("span")]
    assert len(lines) > 1
    assert " ".join(lines) == title


@pytest.mark.parametrize(
    ("language", "description", "upright"),
    [
        ("en", "הדגשה לא נטוי, and so on", True),
        ("en", "هذا الوصف لا يميل", True),
        ("th", "คำอธิบายนี้ไม่เอียง", True),
        ("ka", "ეს აღწერა", True),
        ("ja", "この説明は斜めにならない。", True),
        ("en", "A long story about a הדגשה", False),
        ("ru", "Описание", False),
    ],
)
def test_scripts_without_italics_stay_upright(language: str, description: str, upright: bool) -> None:
    made = covers.compose(title="A", language=language, description=description, template="type")
    page = document_fromstring(str(covers.page(made, JOURNAL)))
    (words,) = [each for each in page.iter("div") if "description" in each.get("class", "").split()]
    assert ("upright" in words.get("class", "").split()) == upright
    assert ".words.upright { font-style: normal }" in covers.css(JOURNAL, made)


@pytest.mark.parametrize("authors", [(), ("Mara Ellison",)])
@pytest.mark.parametrize(("title", "language"), [("A Title", "en"), ("离线的书架", "zh-Hans"), ("قصة", "ar")])
def test_the_date_on_a_label_stands_clear_of_its_frame(
    title: str, language: str, authors: tuple[str, ...]
) -> None:
    made = cover(title, language, authors=authors, date=datetime(2026, 3, 4, tzinfo=UTC), template="pattern")
    page = str(draw.page(made, JOURNAL))
    frame = re.search(r"top: ([\d.]+)em; width: 74.44em; height: ([\d.]+)em", page)
    date = re.search(
        r'class="words date".*?top: ([\d.]+)em;.*?font-size: ([\d.]+)em; line-height: ([\d.]+)', page
    )
    assert frame
    assert date
    top, size, leading = map(float, date.groups())
    assert float(frame[1]) + float(frame[2]) - (top + leading) * size > 3
