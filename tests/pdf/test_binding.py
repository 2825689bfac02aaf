"""Volumes: chapters laid out separately and bound are the same as from one layout run."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from fonts_at_hand import command, fontconfig, make_font
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont
from pdf_samples import CHINESE, HEADINGS, SPECIMEN, Made, book, chapter
from PIL import ImageChops
from writing import as_pdf

from publish.model import Book
from publish.pdf import engine, source
from publish.project import style

LINKS = (
    '<p><a href="https://example.org/two/">the second</a>, <a href="https://example.org/two#lists">its lists</a>, '
    '<a href="https://example.org/two#nowhere">its nowhere</a>, <a href="https://example.org/one#pictures">here</a>, '
    '<a href="https://example.org/elsewhere">elsewhere</a>.</p><h2 id="pictures">Here</h2>'
)


def volume() -> Book:
    first = chapter(LINKS, id="one", title="First", address="https://example.org/one", section="Essays")
    second = chapter(
        SPECIMEN,
        id="two",
        title="Second",
        headings=HEADINGS,
        address="https://example.org/two",
        section="Essays",
    )
    third = chapter(
        CHINESE, id="three", title="離線的書架", language="zh-Hant", section="Columns", digest="ab" * 32
    )
    last = replace(second, id="four", title="Fourth", section="Columns", address="")
    return replace(book(first, second, third, last), title="The Volume", source="")


@pytest.fixture(scope="module")
def bound() -> Made:
    return Made(volume())


@pytest.fixture(scope="module")
def whole() -> Made:
    """What one run of the typesetter makes of the same book."""
    return Made.of(one_run("a5"))


def one_run(page: str) -> bytes:
    made, styled = volume(), style.load("journal")
    preset = source.preset(styled, page)
    return engine.render(source.document(made, styled, preset), made, styled, preset)[0]


def drawn(data: bytes) -> list[Any]:
    return [page.render(scale=1).to_pil() for page in pypdfium2.PdfDocument(data)]


@pytest.mark.parametrize("page", ["a5", "a5-print", "phone"])
def test_every_page_is_drawn_as_in_one_run(page: str) -> None:
    whole, parts = drawn(one_run(page)), drawn(as_pdf(volume(), style.load("journal"), page))
    assert len(whole) == len(parts)
    assert [ImageChops.difference(one, other).getbbox() for one, other in zip(whole, parts, strict=True)] == (
        [None] * len(whole)
    )


def test_what_is_read_aloud_is_what_one_run_says(bound: Made, whole: Made) -> None:
    assert bound.spoken() == whole.spoken()
    assert bound.roles() == whole.roles()


def test_volumes_comply(bound: Made, tmp_path: Path, verapdf: Callable[..., Any]) -> None:
    files = {"a5": bound.data, "a5-print": as_pdf(volume(), style.load("journal"), "a5-print")}
    for name, data in files.items():
        (tmp_path / f"{name}.pdf").write_bytes(data)
    found = verapdf([tmp_path / f"{name}.pdf" for name in files])
    assert list(found.values()) == [{"ua1": [], "2a": []}] * 2


def test_bookmarks_stand_under_their_sections(bound: Made) -> None:
    with bound.file.open_outline() as outline:
        tree = [(item.title, [child.title for child in item.children]) for item in outline.root]
        below = [child.title for child in outline.root[1].children[1].children]
    assert tree == [
        ("Contents", []),
        ("Essays", ["First", "Second"]),
        ("Columns", ["離線的書架", "Fourth"]),
        ("Colophon", []),
    ]
    assert below == ["Lists", "Tables"]


def test_bookmarks_of_a_style_that_closes_them_are_closed_too(tmp_path: Path) -> None:
    (tmp_path / "theme.css").write_text(".chapter :is(h1, h2) { bookmark-state: closed }", "utf-8")
    made = Made.of(as_pdf(volume(), style.load(str(tmp_path)), "a5"))
    section = made.file.Root.Outlines.First.Next
    assert [int(section.Count), int(section.First.Count), int(section.Last.Count)] == [2, -1, -2]


def test_words_that_look_like_a_files_own_stay_words() -> None:
    title = r"See 12 0 R (5 0 R) at 100 %s, \(/Hole-fonts) or /StructParents 3"
    address = "https://example.org/100%25/(12%200%20R)/%s"
    link = f'<p><a href="{address}">Out</a></p>'
    odd = chapter(link, id="odd", title=title, address="https://example.org/odd", section=title)
    made = Made(replace(volume(), chapters=(odd, *volume().chapters)))
    with made.file.open_outline() as outline:
        assert (outline.root[1].title, outline.root[1].children[0].title) == (title, title)
    actions = [each.A.URI for page in made.file.pages for each in page.get("/Annots", []) if "/A" in each]
    assert address in [str(each) for each in actions]
    assert made.file.docinfo.Title == "The Volume"


def test_pages_are_read_without_the_structure_tree(bound: Made) -> None:
    """Readers unpack a whole stream for one object: so pages and elements of the structure tree are in different ones."""

    def held(stream: Any) -> set[int]:
        words = stream.read_bytes().split()
        return set(map(int, words[0 : 2 * int(stream.N) : 2]))

    streams = [each for each in bound.file.objects if isinstance(each, pikepdf.Stream)]
    together = [held(each) for each in streams if each.get("/Type") == pikepdf.Name.ObjStm]
    pages = {page.obj.objgen[0] for page in bound.file.pages}
    elements = {
        each.objgen[0]
        for each in bound.file.objects
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == pikepdf.Name.StructElem
    }
    assert pages <= set().union(*together)
    assert not [each for each in together if each & pages and each & elements]


def test_links_between_chapters_stay_in_the_file(bound: Made) -> None:
    found: dict[str, str] = {}
    for page in bound.file.pages:
        for annotation in page.get("/Annots", []):
            target = annotation.get("/Dest") or annotation.A.URI
            found.setdefault(str(annotation.Contents), str(target))
    assert found["the second"] == "two-title"
    assert found["its lists"] == "two-lists"
    assert found["its nowhere"] == "two-title"
    assert found["here"] == "one-pictures"
    assert found["elsewhere"] == "https://example.org/elsewhere"
    assert found["https://example.org/two"] == "https://example.org/two"  # where the text was first published
    assert found["Fourth"] == "four-title"
    names = bound.file.Root.Names.Dests.Names
    known = {str(names[place]) for place in range(0, len(names), 2)}
    assert {target for target in found.values() if not target.startswith("http")} <= known


def test_links_lead_to_chapters_whose_title_a_style_hides(
    tmp_path: Path, verapdf: Callable[..., Any]
) -> None:
    (tmp_path / "theme.css").write_text(".chapter h1 { display: none }", "utf-8")
    made = Made.of(as_pdf(volume(), style.load(str(tmp_path))))
    names = made.file.Root.Names.Dests.Names
    places = {str(names[place]): names[place + 1][0].objgen for place in range(0, len(names), 2)}
    assert places["one-title"] == made.file.pages[3].obj.objgen
    links = [each for page in made.file.pages for each in page.get("/Annots", [])]
    assert {str(each.Dest) for each in links if "/Dest" in each} >= {"one-title", "four-title"}
    assert not [each for each in links if "/A" in each and not str(each.A.URI).startswith("https:")]
    (tmp_path / "made.pdf").write_bytes(made.data)
    assert list(verapdf([tmp_path / "made.pdf"]).values()) == [{"ua1": [], "2a": []}]


def test_contents_have_the_numbers_that_are_printed(bound: Made) -> None:
    texts = [page.get_textpage().get_text_range().split() for page in pypdfium2.PdfDocument(bound.data)]
    begins = {
        title: next(n for n, words in enumerate(texts) if title in words and n > 2)
        for title in ("First", "Fourth")
    }
    for place in begins.values():
        assert str(place - 2) in texts[2]
        assert str(place - 2) in texts[place]
        assert str(bound.file.pages[place].label) == str(place - 2)


@pytest.mark.parametrize(
    ("words", "font"),
    [("第 {} 页", "Source Sans 3"), ("📖 {}", "Source Sans 3"), ("Page {}", "Source Serif 4")],
    ids=["of two fonts", "with a picture", "in the font of the text"],
)
def test_numbers_and_text_are_read_with_the_words_of_a_style(
    tmp_path: Path, verapdf: Callable[..., Any], words: str, font: str
) -> None:
    """Fonts of these words may be in no chapter. A bracket is another one from right to left, so there are two of a font."""
    written = words.replace("{}", '" counter(page) "')
    box = f'@bottom-right {{ content: "{written}"; font: 400 10pt "{font}" }}'
    (tmp_path / "theme.css").write_text(f"@page {{ {box} }}", "utf-8")
    texts = ("<p>Boats come (in).</p>", '<p dir="rtl">كتاب (البحر) and boats of other names</p>')
    chapters = [chapter(text, id=f"part-{number}") for number, text in enumerate(texts)]
    made = Made.of(as_pdf(book(*chapters), style.load(str(tmp_path))))
    for page, text in ((3, "Boats come (in)."), (4, "and boats of other names")):
        lines = made.page_text(page).split("\r\n")
        assert text in " ".join(lines)
        assert words.removeprefix("📖 ").format(page - 2) in lines
        drawn: Any = pikepdf.parse_content_stream(made.file.pages[page])
        for operator, kind in (("Tf", "/Font"), ("Do", "/XObject")):
            used = {str(operands[0]) for operands, name in drawn if str(name) == operator}
            assert used <= set(made.file.pages[page].Resources.get(kind, {}).keys())
    (tmp_path / "made.pdf").write_bytes(made.data)
    assert list(verapdf([tmp_path / "made.pdf"]).values()) == [{"ua1": [], "2a": []}]


def test_other_digits_in_margins_are_no_page_numbers(tmp_path: Path) -> None:
    boxes = (
        '@top-left { content: "No. 11" } @top-right { content: none }'
        '@bottom-left { content: "2011, " counter(page, decimal); font: 400 9pt "Source Serif 4" }'
        '@bottom-right { content: "– " counter(page) " –"; font: 400 9pt "Source Code Pro" }'
    )
    (tmp_path / "theme.css").write_text(f"@page {{ {boxes} }}", "utf-8")
    chapters = [chapter("<p>Words.</p>", id=f"part-{number}") for number in range(12)]
    made = Made.of(as_pdf(book(*chapters), style.load(str(tmp_path))))
    for page in (3, 4, 14):
        text = made.page_text(page).replace("\r\n", " ")
        assert text.endswith(f"Words. No. 11 2011, {page - 2} – {page - 2} –")


def test_page_numbers_may_have_a_variable_font(tmp_path: Path) -> None:
    """Such fonts are not shared by the parts of a volume."""
    make_font(tmp_path / "fonts/wide.ttf", "Wide", " 0123456789")
    font = TTFont(tmp_path / "fonts/wide.ttf")
    FontBuilder(font=font).setupFvar([("wght", 100, 400, 900, "Weight")], [])
    font.save(tmp_path / "fonts/wide.ttf")
    (tmp_path / "own").mkdir()
    (tmp_path / "own/theme.css").write_text(
        "@page { @bottom-right { content: counter(page); font: 12pt Wide } } .chapter { font-family: Wide }",
        "utf-8",
    )
    for number, text in ((1, "27 words"), (2, "9")):
        (tmp_path / f"2026-01-0{number}-post.md").write_text(f"---\ntitle: A\n---\n{text}\n", "utf-8")
    words = ("volume", ".", "--format", "pdf", "--style", "./own", "-o", "v.pdf", "-q")
    assert command(*words, cwd=tmp_path, env=fontconfig(tmp_path, fonts=tmp_path / "fonts"))[1] == []
    made = Made.of((tmp_path / "v.pdf").read_bytes())
    assert [made.page_text(page).split()[-1] for page in (3, 4)] == ["1", "2"]
    resources = made.file.pages[3].obj.Resources
    assert sum("Wide" in str(font.BaseFont) for font in resources.Font.values()) == 2


def test_fonts_may_have_names_with_special_characters(tmp_path: Path, verapdf: Callable[..., Any]) -> None:
    make_font(tmp_path / "fonts/odd.ttf", "Sans (Old) 100%", " ABCabc")
    (tmp_path / "own").mkdir()
    (tmp_path / "own/theme.css").write_text('.chapter p { font-family: "Sans (Old) 100%" }', "utf-8")
    (tmp_path / "2026-01-01-post.md").write_text("---\ntitle: A\n---\nabc ABC\n", "utf-8")
    env = fontconfig(tmp_path, fonts=tmp_path / "fonts")
    for kind in ("pdf", "volume"):
        words = (kind, ".", "--style", "./own", "-o", f"{kind}.pdf", "-q")
        assert (
            command(*words, *(("--format", "pdf") if kind == "volume" else ()), cwd=tmp_path, env=env)[1]
            == []
        )
    paths = [*tmp_path.rglob("*.pdf")]
    found = [Made.of(path.read_bytes()) for path in paths if path.is_file()]
    names = {str(font.BaseFont)[8:] for made in found for font in made.file.pages[-2].Resources.Font.values()}
    assert "Sans-(Old)-100%" in names
    assert list(verapdf([path for path in paths if path.is_file()]).values()) == [{"ua1": [], "2a": []}] * 2


def test_one_set_of_fonts_serves_all_chapters(bound: Made, whole: Made) -> None:
    def fonts(made: Made) -> int:
        streams = [item for item in made.file.objects if isinstance(item, pikepdf.Stream)]
        return sum("/Length1" in item or item.get("/Subtype") == "/CIDFontType0C" for item in streams)

    assert fonts(bound) <= fonts(whole)


def test_notes_have_ids_of_their_own(bound: Made) -> None:
    ids = [str(note.ID) for note in bound.of_role("Note")]
    assert len(ids) == len(set(ids)) >= 2


def test_the_pages_of_a_volume_are_one_flat_list(bound: Made) -> None:
    tree = bound.file.Root.Pages
    assert tree.Count == len(tree.Kids) == len(pypdfium2.PdfDocument(bound.data))
    assert {str(page.Type) for page in tree.Kids} == {"/Page"}
    assert {page.Parent.objgen for page in tree.Kids} == {tree.objgen}


@pytest.mark.parametrize("cover", ["", ".cover-page { break-after: right }"], ids=["none", "of the cover"])
def test_chapters_start_on_right_hand_pages(tmp_path: Path, cover: str) -> None:
    """Pages between them are empty; the cover's may be there to be copied."""
    rules = f".chapter, .volume .colophon {{ break-before: right }} {cover}"
    (tmp_path / "theme.css").write_text(rules, "utf-8")
    made = Made.of(as_pdf(volume(), style.load(str(tmp_path)), "a5"))
    pages = list(made.file.pages)
    numbers: dict[Any, int] = {page.objgen: number for number, page in enumerate(pages)}
    names = made.file.Root.Names.Dests.Names
    places = {str(names[at]): numbers[names[at + 1][0].objgen] for at in range(0, len(names), 2)}
    starts = [places[f"{each.id}-title"] for each in volume().chapters]
    assert [place % 2 for place in starts] == [0] * len(starts)
    empty = [page for page in pages if "/StructParents" not in page]
    assert empty
    assert {numbers[page.objgen] + 1 for page in empty} & set(starts)
    assert all(page.MediaBox == pages[0].MediaBox for page in empty)
    assert len(pypdfium2.PdfDocument(made.data)) == len(pages)


def test_the_same_chapters_give_the_same_bytes(bound: Made) -> None:
    assert Made(volume()).data == bound.data
    assert b"PublishNote" not in b"".join(
        bytes(item.read_bytes()) for item in bound.file.objects if isinstance(item, pikepdf.Stream)
    )
    assert "/PublishNote" not in pikepdf.open(io.BytesIO(bound.data)).Root


def test_the_colophon_names_every_text_and_its_hash(bound: Made) -> None:
    text = " ".join(bound.text().split())
    assert "SHA-256 abababab abababab" in text
    assert text.count("https://example.org/two") >= 2


@pytest.mark.parametrize(
    "theme",
    [
        "",
        ".provenance .digest { font-family: var(--sans) }",
        ".volume .colophon { padding-left: 8cm; overflow-wrap: anywhere }",
    ],
    ids=["own", "other font", "narrow"],
)
def test_every_digest_of_the_colophon_is_that_of_its_text(tmp_path: Path, theme: str) -> None:
    """In each style, also in one that breaks the groups of digits or sets them in a font with figures of other widths."""
    (tmp_path / "theme.css").write_text(theme, "utf-8")
    digests = [sha256(each.id.encode()).hexdigest() for each in volume().chapters]
    chapters = [replace(each, digest=digest) for each, digest in zip(volume().chapters, digests, strict=True)]
    made = Made.of(as_pdf(replace(volume(), chapters=tuple(chapters)), style.load(str(tmp_path)), "a5"))
    assert re.findall(r"SHA-256((?: ?[0-9a-f])+)", " ".join(made.text().split())) == [
        f" {' '.join(digest[place : place + 8] for place in range(0, 64, 8))}" for digest in digests
    ]


def labels(made: Made) -> list[str]:
    return [str(page.label) for page in made.file.pages]


def test_a_volume_has_a_title_page_outside_the_page_numbers(bound: Made) -> None:
    assert labels(bound)[:4] == ["Cover", "Title page", "i", "1"]
    words = bound.page_text(1).split("\r\n")
    assert words[:4] == ["Harbour", "The Volume", "What a page is for", "Mara Ellison and Tomas Reyes"]
    assert bound.lowest("What a page is for") > 300
    first = Made.of(as_pdf(volume(), style.load("journal"), "a5-print"))
    assert labels(first)[:8] == ["Cover", "", "Title page", "", "i", "ii", "1", "2"]


@pytest.mark.parametrize(("language", "edge"), [("ar", "right"), ("en", "left")])
def test_a_title_page_stands_at_the_side_where_its_language_begins(language: str, edge: str) -> None:
    title = "كتاب البحر" if language == "ar" else "The Sea"
    made = Made(replace(volume(), title=title, language=language))
    text = pypdfium2.PdfDocument(made.data)[1].get_textpage()
    start = text.get_text_range().index(title if language == "en" else "ك")
    boxes = [text.get_charbox(number) for number in range(start, start + len(title))]
    side = max(box[2] for box in boxes) if edge == "right" else min(box[0] for box in boxes)
    assert abs(side - (372 if edge == "right" else 48)) < 4


def test_a_number_without_a_name_has_words_on_the_title_page() -> None:
    made = volume()
    made = replace(made, cover=replace(made.cover, site="", number="8"))
    assert Made(made).page_text(1).startswith("No. 8\r\nThe Volume")
