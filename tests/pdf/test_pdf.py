"""The content of a finished PDF: text, bookmarks, metadata, page labels; and errors."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from pdf_samples import CHINESE, DAY, HEADINGS, NOTES, PICTURE, SPECIMEN, Made, book, chapter, written
from writing import as_pdf

from publish.errors import RenderError, StyleError
from publish.fonts import faces
from publish.model import Heading, Image
from publish.project import style


@pytest.fixture(scope="module")
def specimen() -> Made:
    return Made(book(chapter(SPECIMEN, headings=HEADINGS)))


def test_words_come_out_in_order(specimen: Made) -> None:
    text = " ".join(specimen.text().split())
    places = [
        text.index(word) for word in ("What stands first", "some stressed", "what a book is named", "640 KB")
    ]
    assert places == sorted(places)
    assert "Mara Ellison and Tomas Reyes" in text
    assert "14 March 2026" in text


def test_chinese_comes_out_as_it_went_in() -> None:
    made = Made(book(chapter(CHINESE, language="zh-Hant", title="離線的書架")))
    text = "".join(made.text().split())
    assert "離線的書架不是一個比喻。每個月最後一個星期五，阿晴會把新一期雜誌放進膠箱，" in text
    assert "2026年3月14日" in text
    assert len(made.data) < 120_000


def test_notes_stand_at_the_foot_and_large_ones_at_the_end() -> None:
    text = Made(book(chapter(NOTES))).text()
    foot, end = text.index("First note."), text.index("Second note with a table.")
    assert text.index("one again") < end < foot


def test_bookmarks_nest(specimen: Made) -> None:
    with specimen.file.open_outline() as outline:
        tree = [(item.title, [child.title for child in item.children]) for item in outline.root]
        deeper = [child.title for child in outline.root[0].children[1].children]
    assert tree == [("A Title", ["Lists", "Tables"]), ("Colophon", [])]
    assert deeper == ["Pictures"]


def test_metadata_and_dates_come_from_the_book(specimen: Made) -> None:
    info = {key: str(value) for key, value in specimen.file.docinfo.items()}
    assert info["/Title"] == "A Title"
    assert info["/Author"] == "Mara Ellison, Tomas Reyes"
    assert info["/Subject"] == "What a page is for"
    assert info["/Keywords"] == "paper, sea"
    assert info["/Rights"] == "CC BY-SA 4.0"
    assert info["/Source"] == "https://example.org/post"
    assert info["/Language"] == "en"
    assert info["/ModDate"] == f"D:{DAY:%Y%m%d%H%M%S}Z"
    with specimen.file.open_metadata() as xmp:
        assert xmp["dc:date"] == [f"{DAY:%Y-%m-%dT%H:%M:%SZ}"]
        assert xmp["dc:creator"] == ["Mara Ellison", "Tomas Reyes"]
        assert xmp["dc:rights"] == "CC BY-SA 4.0"
        assert xmp["dc:source"] == "https://example.org/post"
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"], xmp["pdfuaid:part"]) == ("2", "A", "1")
    assert specimen.file.Root.ViewerPreferences.DisplayDocTitle


def test_hostile_metadata_is_text() -> None:
    made = Made(book(chapter("<p>x</p>", title='<b>"T" & </title>]]>'), rights="<x/>"))
    assert str(made.file.docinfo["/Title"]) == '<b>"T" & </title>]]>'
    assert '<b>"T"' in made.text()


def test_pages_are_labelled_from_the_cover(specimen: Made) -> None:
    labels = specimen.file.Root.PageLabels.Nums
    assert [str(labels[1].P), str(labels[3].S), int(labels[3].St)] == ["Cover", "/D", 1]
    assert [str(page.label) for page in specimen.file.pages][:3] == ["Cover", "1", "2"]


def test_contents_are_numbered_apart_from_the_text() -> None:
    headings = tuple(Heading(2, f"s{number}", f"Part {number}") for number in range(9))
    body = "".join(f'<h2 id="{heading.id}">{heading.text}</h2>{"<p>Words.</p>" * 60}' for heading in headings)
    for page, expected in (("a5", ["Cover", "i", "1", "2"]), ("a5-print", ["Cover", "", "i", "ii", "1"])):
        made = Made(book(chapter(body, headings=headings)), page)
        assert [str(each.label) for each in made.file.pages][: len(expected)] == expected
        text = len(expected) - expected[::-1].index("1") - 1
        contents = made.page_text(expected.index("i")).split()
        assert contents[-1] == "i"
        assert contents[contents.index("Part") - 1] == "1"
        assert made.page_text(text).split()[-1] == "1"


def test_labels_of_lists_are_copied_in_their_place() -> None:
    made = Made(book(chapter("<ol><li>one</li><li><p>two</p></li></ol><ul><li>three</li></ul><p>End.</p>")))
    words = " ".join(made.text().split())
    assert "1. one 2. two • three End." in words


def test_the_colophon_stands_at_the_foot_and_never_alone() -> None:
    made = Made(book(chapter("<p>Words.</p>")))
    assert made.lowest("Made with") < 26 / 25.4 * 72 + 16
    for count in range(18, 26):
        alone = Made(book(chapter("<p>Words on a line.</p>" * count)))
        last = alone.page_text(len(alone.file.pages) - 1)
        assert "Colophon" in last
        assert last.count("Words on a line.") >= 3


@pytest.mark.parametrize("page", ["a5", "phone"])
def test_notes_of_the_last_page_stand_above_the_colophon_with_their_rule(page: str) -> None:
    made = Made(book(written("Words of it.[^1]\n\n[^1]: What the note says.\n")), page)
    assert made.lowest("Words of it") > made.lowest("What the note says") > made.lowest("Colophon")
    page_shown = pypdfium2.PdfDocument(made.data)[1]
    shown = page_shown.render(scale=4).to_pil().convert("L")
    above, below = made.lowest("Words of it") - 4, made.lowest("What the note says") + 10
    high = page_shown.get_height()
    between = shown.crop((0, int(4 * (high - above)), shown.width, int(4 * (high - below))))
    assert between.getextrema()[0] < 200  # the rule, a gradient


def test_links_are_written_out_on_paper() -> None:
    body = (
        '<p>A <a href="https://example.org/a/">first</a>, a <a href="https://example.org/b">second</a>, the '
        '<a href="https://example.org/a/">first again</a>, <a href="https://example.org/c">example.org/c</a>.</p>'
        '<table><tbody><tr><td><a href="https://example.org/d">cell</a></td></tr></tbody></table>'
    )
    words = "".join(Made(book(chapter(body)), "a4-print").text().split())
    assert "Afirst1,asecond2,thefirstagain1,example.org/c." in words
    assert "cell(example.org/d)" in words
    assert "1.example.org/a2.example.org/b" in words
    assert "example.org/b" not in Made(book(chapter(body)), "a4").text()
    lettered = "".join(Made(book(chapter(NOTES + body)), "a5-print").text().split())
    assert "firsta,asecondb" in lettered


def test_a_style_needs_only_what_it_changes(tmp_path: Path) -> None:
    (tmp_path / "mine" / "pages").mkdir(parents=True)
    (tmp_path / "mine" / "theme.css").write_text(".chapter { text-transform: uppercase }")
    (tmp_path / "mine" / "pages" / "card.css").write_text("@page { size: 74mm 105mm; margin: 8mm }")
    mine = style.load(f"{tmp_path}/mine")
    assert {"a5", "card"} <= set(mine.listing("pages", ".css"))
    made = Made.of(as_pdf(book(chapter("<p>Words.</p>")), mine, "card"))
    assert "WORDS." in made.text()
    assert float(made.file.pages[1].mediabox[2]) == pytest.approx(74 / 25.4 * 72, abs=0.1)
    with pytest.raises(StyleError, match="is not a style"):
        style.load(f"{tmp_path}/mine/pages")


def test_the_same_book_gives_the_same_bytes() -> None:
    made = book(chapter(SPECIMEN, headings=HEADINGS))
    assert Made(made).data == Made(made).data


def test_long_posts_get_a_contents_page() -> None:
    headings = tuple(Heading(2, f"s{number}", f"Part {number}") for number in range(6))
    body = "".join(f'<h2 id="{heading.id}">{heading.text}</h2>{"<p>Words.</p>" * 60}' for heading in headings)
    made = Made(book(chapter(body, headings=headings)))
    assert made.roles().count("TOCI") == 6
    assert made.text().index("Contents") < made.text().index("Part 0")
    assert "TOC" not in Made(book(chapter("<p>Short.</p>"))).roles()


@pytest.mark.parametrize("count", [6, 7, 8])
@pytest.mark.parametrize("page", ["a5", "phone", "a5-print"])
def test_few_lines_of_contents_stand_on_the_opening_page(count: int, page: str) -> None:
    headings = tuple(Heading(2, f"s{number}", f"Part {number}") for number in range(count))
    body = "".join(f'<h2 id="{each.id}">{each.text}</h2>{"<p>Words of it.</p>" * 120}' for each in headings)
    made = Made(book(chapter(body, headings=headings)), page)
    assert made.roles().count("TOCI") == count
    labels = [str(each.label) for each in made.file.pages]
    opens = labels.index("1")
    assert ("i" in labels) == (count > 7 or page == "a5-print")
    assert ("Contents" in made.page_text(opens)) == (count <= 7 and page != "a5-print")
    if "i" not in labels:
        lines = re.findall(r"(\d+)\s+Part (\d+)", made.page_text(opens))
        assert len(lines) == count
        for shown, part in lines:
            assert f"Part {part}" in made.page_text(opens + int(shown) - 1)


def test_volumes_keep_ids_apart() -> None:
    two = book(chapter(SPECIMEN, id="one"), chapter(SPECIMEN, id="two", title="Second"))
    made = Made(two)
    assert made.roles().count("TOCI") == 2
    assert made.text().count("First note.") == 2


def test_missing_counts_what_has_ink() -> None:
    assert faces.missing("Plain “text”\n\u200b\u2060\ufe0f\xad 中文 📖", "en") in ((), ("📖",))
    assert faces.missing("\ue123a\ue000", "en") == ("\ue000", "\ue123")


@pytest.mark.parametrize("page", style.load("journal").listing("pages", ".css"))
def test_every_page_preset_makes_pages_of_its_size(page: str) -> None:
    made = Made(book(chapter(SPECIMEN)), page)
    sizes = {tuple(round(float(value), 1) for value in each.mediabox) for each in made.file.pages}
    assert len(sizes) == 1


def test_unknown_pages_are_named() -> None:
    with pytest.raises(StyleError, match="no page 'b5': use one of a4, "):
        as_pdf(book(), style.load("journal"), "b5")


def test_a_picture_that_the_engine_cannot_show_is_an_error() -> None:
    broken = Image("a.png", "image/png", b"\x89PNG\r\n\x1a\nno picture", 1, 1, "a.png")
    with pytest.raises(RenderError, match="skipped a picture"):
        as_pdf(book(chapter('<p><img src="a.png" alt=""/></p>'), images=(broken,)), style.load("journal"))


def test_nothing_is_read_from_disk_or_network(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(PICTURE.data)
    body = f'<p><img src="{secret.as_uri()}" alt="x"/><img src="http://127.0.0.1:9/x.png" alt="y"/></p>'
    made = Made(book(chapter(body)))
    assert made.pictures() == 0
    assert capfd.readouterr() == ("", "")


def test_the_engine_says_nothing_in_a_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("weasyprint").warning("not for the terminal")
    Made(book(chapter('<p style="nonsense: 1">x</p>')))
    assert capfd.readouterr() == ("", "")


def test_a_broken_chapter_is_an_error_of_ours() -> None:
    with pytest.raises(RenderError, match="not well-formed"):
        Made(book(replace(chapter(), body="<p>open")))


def test_wide_things_stay_on_the_page() -> None:
    cells = "".join(f"<td>Verylongwordwithoutanybreak{number}</td>" for number in range(9))
    body = f"<table><tbody><tr>{cells}</tr></tbody></table><pre><code>{'x' * 400}</code></pre>"
    made = Made(book(chapter(body)))
    import pypdfium2

    document = pypdfium2.PdfDocument(made.data)
    for page in list(document)[1:]:
        words = page.get_textpage()
        right = max((words.get_charbox(i)[2] for i in range(words.count_chars())), default=0)
        assert right <= page.get_width() - 17 / 25.4 * 72 + 1


def test_lines_do_not_break_after_their_first_word_before_emphasis() -> None:
    # Text that fits without the space after it, then an element: WeasyPrint 70 broke it after the first word.
    widths = "".join(
        f"<p>The {'i' * number} answer was to send words and to start sending <em>things</em>.</p>"
        for number in range(40)
    )
    lines = Made(book(chapter(widths))).text().splitlines()
    assert "The" not in [line.strip() for line in lines]
