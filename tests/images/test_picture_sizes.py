"""Pictures have the size that authors ask for, are never wider than the column, and stay in their line."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from lxml import etree
from PIL import Image as Pillow

from publish.cli import main
from publish.epub.lint import lint

COLUMN, LEFT, EM = 114.0, 17.0, 10 / 72 * 25.4
"""Millimetres: the A5 preset's column, its margin, its size of type."""
PIXEL = 25.4 / 96
CLOSE = 0.3


@dataclass(frozen=True, slots=True)
class Box:
    """Where a picture is drawn, in millimetres from the page's left and top."""

    page: int
    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width


def drawn(file: Path) -> list[Box]:
    """The pictures of a PDF after its cover, in order."""
    found = []
    for number, page in enumerate(pypdfium2.PdfDocument(file)):
        for item in page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE]) if number else ():
            left, bottom, right, top = (value / 72 * 25.4 for value in item.get_bounds())
            found.append(Box(number, left, page.get_height() / 72 * 25.4 - top, right - left, top - bottom))
    return found


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a picture of 900 × 600 pixels, an icon, a photograph of a camera and a badge."""
    folder = tmp_path_factory.mktemp("sizes")
    for name, size in (
        ("boat.png", (900, 600)),
        ("icon.png", (30, 30)),
        ("badge.png", (88, 20)),
        ("tower.png", (400, 2600)),
    ):
        Pillow.new("RGB", size, "teal").save(folder / name)
    (folder / "icon.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="30"><path d="M0 0h30v30z"/></svg>'
    )
    Pillow.effect_noise((3000, 1500), 30).convert("RGB").save(folder / "photo.jpg", quality=40)
    return folder


def build(project: Path, name: str, text: str, *formats: str, more: tuple[str, ...] = ()) -> Path:
    """The books of one post, without their ending."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(project)
        Path(f"{name}.md").write_text(f"---\ntitle: T\nlang: en\ndate: 2026-01-01\n---\n{text}\n", "utf-8")
        for each in formats:
            assert main([each, "-q", "--offline", *more, f"{name}.md"]) == 0
    return project / "build" / name


ASKED = {
    "attribute": ('<img src="boat.png" width="200">', 200 * PIXEL, "200px"),
    "attribute with a unit": ('<img src="boat.png" width="200px">', 200 * PIXEL, "200px"),
    "attribute in per cent": ('<img src="boat.png" width="50%">', COLUMN / 2, "50%"),
    "both, one shape": ('<img src="boat.png" width="150" height="100">', 150 * PIXEL, "150px"),
    "both, another shape": ('<img src="boat.png" width="150" height="20">', 150 * PIXEL, "150px"),
    "height alone": ('<img src="boat.png" height="100">', 150 * PIXEL, "150px"),
    "attribute list": ('![](boat.png){: width="30" height="20"}', 30 * PIXEL, "30px"),
    "attribute list, no space": ('![](boat.png){:width="50%"}', COLUMN / 2, "50%"),
    "Chirpy": ('![](boat.png){: w="120" h="80" }', 120 * PIXEL, "120px"),
    "style": ('![](boat.png){: style="width: 200px" }', 200 * PIXEL, "200px"),
    "style in capitals": (
        '<img src="boat.png" style="WIDTH:200PX !important; border: 0">',
        200 * PIXEL,
        "200px",
    ),
    "style before attribute": ('<img src="boat.png" width="10" style="width: 25%">', COLUMN / 4, "25%"),
    "inches": ('<img src="boat.png" style="width: 1in">', 25.4, "96px"),
    "centimetres": ('<img src="boat.png" style="width: 3cm">', 30.0, "113px"),
    "em": ('<img src="boat.png" style="width: 12em">', 12 * EM, "12em"),
    "rem": ('<img src="boat.png" style="width: 12rem">', 12 * EM, "12em"),
    "window": ('<img src="boat.png" style="width: 40vw">', 0.4 * COLUMN, "40%"),
    "height in em": ('<img src="boat.png" style="height: 2em">', 3 * EM, "3em"),
    "bound in per cent": ('<img src="boat.png" style="max-width: 50%">', COLUMN / 2, ""),
    "bound in pixels": ('<img src="boat.png" style="max-width: 200px">', 200 * PIXEL, "200px"),
    "bound that does not bind": ('<img src="icon.png" style="max-width: 200px">', 30 * PIXEL, ""),
    "share and bound": ('<img src="boat.png" style="width: 80%; max-width: 200px">', 200 * PIXEL, "80%"),
    "sum": ('<img src="boat.png" style="width: calc(50% - 14px)">', COLUMN * 0.48, "48%"),
    "share": ('<img src="boat.png" style="width: calc( 25% + 1em )">', COLUMN / 4, "25%"),
    "zoom": ('<img src="boat.png" style="zoom:25%;" />', 225 * PIXEL, "225px"),
    "class": ("![](boat.png){: .w-25 .rounded }", COLUMN / 4, "25%"),
    "figure": (
        '<figure style="width:40%"><img src="boat.png"><figcaption>C</figcaption></figure>',
        0.4 * COLUMN,
        "",
    ),
    "box": ('<div style="width: 50%"><img src="boat.png" style="width: 50%"></div>', COLUMN / 4, "25%"),
    "box in pixels": ('<div style="width: 300px"><img src="boat.png" width="50%"></div>', 150 * PIXEL, "50%"),
    "many pixels, few asked for": ('<img src="photo.jpg" width="300">', 300 * PIXEL, "300px"),
    "too wide": ('<img src="boat.png" width="5000">', COLUMN, "900px"),
    "more than its pixels": ('<img src="icon.png" width="5000">', 30 * PIXEL, "30px"),
    "more than its pixels, Chirpy": ('![](icon.png){: w="300" h="300" }', 30 * PIXEL, "30px"),
    "higher than its pixels": ('<img src="icon.png" height="900">', 30 * PIXEL, "30px"),
    "more than its pixels in em": ('<img src="icon.png" style="width: 40em">', 30 * PIXEL, "30px"),
    "zoomed": ('<img src="icon.png" style="zoom: 300%">', 30 * PIXEL, "30px"),
    "a drawing has no pixels": ('<img src="icon.svg" width="200">', 200 * PIXEL, "200px"),
    "over the whole": ('<img src="boat.png" width="150%">', COLUMN, "100%"),
    "enlarged because asked for": ('<img src="icon.png" width="100%">', COLUMN, "100%"),
    "an icon is not enlarged": ("![](icon.png)", 30 * PIXEL, ""),
    "a photograph fills the column": ("![](photo.jpg)", COLUMN, ""),
    "linked": ('[![](boat.png){: width="200"}](https://example.org/)', 200 * PIXEL, "200px"),
    "linked, no size": ("[![](boat.png)](https://example.org/)", COLUMN, ""),
} | {
    f"nonsense: {junk}": (f'<img src="boat.png" {junk}>', COLUMN, "")
    for junk in (
        'width="auto"',
        'width="-5" height="-5"',
        'width="99999999999999999999"',
        'width="1,000"',
        'width="wide" height="x"',
        'style="width: calc(1px + 2px)"',
        'style="width: 1e9px; height: NaN"',
        'style="max-width: 0"',
        'style="width"',
        'style="height: 50%"',
        'style="width: -200px"',
    )
}


@pytest.fixture(scope="module")
def asked(project: Path) -> Path:
    text = "\n\n".join(markup for markup, *_ in ASKED.values())
    return build(project, "asked", text, "pdf", "epub", "html")


@pytest.fixture(scope="module")
def printed(asked: Path) -> dict[str, Box]:
    return dict(zip(ASKED, drawn(asked.with_suffix(".pdf")), strict=True))


def elements(book: Path) -> list[etree._Element]:
    """The `img` elements of an EPUB's or HTML page's only chapter."""
    if book.suffix == ".html":
        return list(etree.parse(book, etree.HTMLParser(huge_tree=True)).iter("img"))
    with zipfile.ZipFile(book) as archive:
        return list(etree.fromstring(archive.read("EPUB/chapter-1.xhtml")).iter("{*}img"))


def shape_of(case: str) -> float:
    """Height by width of the picture in a case."""
    return {"icon": 1, "phot": 1 / 2, "boat": 2 / 3}[re.findall(r"icon|phot|boat", ASKED[case][0])[0]]


@pytest.mark.parametrize("case", ASKED)
def test_a_picture_is_printed_as_large_as_its_author_asks(printed: dict[str, Box], case: str) -> None:
    box, width = printed[case], ASKED[case][1]
    if (
        width == COLUMN and box.width < COLUMN - CLOSE
    ):  # made smaller, so that it does not leave its page empty
        assert box.width >= 0.6 * COLUMN
        width = box.width
    assert box.width == pytest.approx(width, abs=CLOSE)
    assert box.left >= LEFT - CLOSE
    assert box.right <= LEFT + COLUMN + CLOSE
    shape = shape_of(case)
    if width * shape < 120:
        assert box.height == pytest.approx(width * shape, abs=CLOSE)


@pytest.mark.parametrize("ending", [".epub", ".html"])
def test_books_to_be_read_on_screens_say_the_same(asked: Path, ending: str) -> None:
    images = elements(asked.with_suffix(ending))
    for (case, (_, _, width)), image in zip(ASKED.items(), images, strict=True):
        style = dict(part.split(": ") for part in image.get("style", "").split("; ") if part)
        if ending == ".epub" and not width:  # Calibre needs it: see tests/epub/test_epub_calibre.py
            assert style.pop("width") == f"{image.get('width')}px", case
        else:
            assert style.pop("width", "") == width, case
        assert set(style) <= {"max-width"}, case
        assert image.get("width", "").isdecimal(), case
        shape = int(image.get("height", "")) / int(image.get("width", ""))
        assert shape == pytest.approx(shape_of(case), abs=0.04), case
        if width.endswith("px"):
            assert int(image.get("width", "")) == round(float(width.removesuffix("px"))), case
    by_case = dict(zip(ASKED, images, strict=True))
    assert by_case["bound in per cent"].get("style", "").endswith("max-width: 50%")
    assert by_case["figure"].get("style", "").endswith("max-width: 40%")
    assert by_case["share and bound"].get("style") == "width: 80%; max-width: 200px"
    assert by_case["box in pixels"].get("style") == "width: 50%; max-width: 150px"
    assert by_case["a photograph fills the column"].get("width") == "3000"
    assert "max-width" not in by_case["linked, no size"].get("style", "")


def test_an_epub_with_sizes_is_valid(asked: Path, epubcheck: object) -> None:
    book = asked.with_suffix(".epub")
    assert epubcheck([book]) == {book: []}  # type: ignore[operator]  # the fixture is a function
    assert lint(book.read_bytes(), "p") == ()


def test_no_style_of_an_author_reaches_a_book(project: Path) -> None:
    text = (
        '<div style="position: fixed; width: 50%"><p style="width: 9px; background: url(x)">Words</p></div>\n\n'
        '<img src="icon.png" style="position: fixed; width: 50%; background: url(https://a.example/x)">\n'
    )
    book = build(project, "styles", text, "epub")
    with zipfile.ZipFile(book.with_suffix(".epub")) as archive:
        page = archive.read("EPUB/chapter-1.xhtml").decode()
    assert re.findall('style="([^"]*)"', page) == ["width: 50%"]


@pytest.mark.parametrize(
    "dot",
    [
        '<img src="https://count.example/dot.gif" width="1" height="1">',
        '<img src="https://count.example/dot.gif" height="1">',
        '<img src="https://count.example/dot.gif" width="0">',
        '<img src="https://count.example/dot.gif" style="width: 0; height: 0">',
        '<img src="https://count.example/dot.gif" style="display:none">',
        '![](https://count.example/dot.gif){: width="1" height="1"}',
        '<a href="https://count.example/"><img src="https://count.example/dot.gif" width="1"></a>',
    ],
)
def test_a_picture_that_counts_readers_is_not_asked_for(
    project: Path, dot: str, capsys: pytest.CaptureFixture[str]
) -> None:
    book = build(project, "dot", f"First.\n\n{dot}\n\nLast.", "epub")
    assert "count.example" not in capsys.readouterr().err
    assert elements(book.with_suffix(".epub")) == []
    with zipfile.ZipFile(book.with_suffix(".epub")) as archive:
        page = archive.read("EPUB/chapter-1.xhtml").decode()
    assert "stand-in" not in page
    assert "<a " not in page


WORDS = "Words that go on for a while, so that the line is full of them and more follow. "


@pytest.fixture(scope="module")
def rows(project: Path) -> list[Box]:
    text = "\n\n".join(
        [
            "![](boat.png) ![](boat.png)",
            '![](boat.png){: width="200"} ![](boat.png){: width="200"}',
            '![](boat.png){: width="50%"} ![](boat.png){: width="50%"}',
            "![](badge.png) ![](badge.png) ![](badge.png)\n![](badge.png) ![](badge.png)",
            f"{WORDS}An icon ![](icon.png) in a line. {WORDS}",
            f"{WORDS}\n![](photo.jpg) {WORDS}",
            f"![](boat.png){{: width='230'}} {WORDS}",
            "- ![](boat.png)\n- one\n  - ![](boat.png) inside",
            "> ![](boat.png)\n>\n> ![](boat.png) ![](boat.png)",
            "| a | b |\n|---|---|\n| ![](photo.jpg) | words |\n| words | ![](boat.png){: width='50'} |",
            "## ![](icon.png) Heading",
            "![](tower.png) ![](tower.png)",
            "![](boat.png)\n![](boat.png)\n▲ Two with a caption",
        ]
    )
    return drawn(build(project, "rows", text, "pdf").with_suffix(".pdf"))


def test_no_picture_leaves_the_type_area(rows: list[Box]) -> None:
    assert len(rows) == 26
    for box in rows:
        assert box.left >= LEFT - CLOSE, box
        assert box.right <= LEFT + COLUMN + CLOSE, box
        assert box.top >= 20 - CLOSE, box
        assert box.top + box.height <= 210 - 26 + CLOSE, box


def test_pictures_of_one_paragraph_stand_in_a_row_where_they_fit(rows: list[Box]) -> None:
    wide, asked, halves, badges = rows[0:2], rows[2:4], rows[4:6], rows[6:11]
    # Two that are too wide for a row stand one below the other, a little smaller where both then fit on the page.
    assert wide[0].width == pytest.approx(wide[1].width, abs=CLOSE)
    assert 0.6 * COLUMN < wide[0].width < COLUMN + CLOSE
    assert wide[1].page == wide[0].page
    assert wide[1].top >= wide[0].top + wide[0].height
    for row, width in ((asked, 200 * PIXEL), (halves, COLUMN / 2)):
        assert [box.width for box in row] == pytest.approx([width, width], abs=CLOSE)
        assert row[0].top == pytest.approx(row[1].top, abs=CLOSE)
        assert row[1].left >= row[0].right - CLOSE
    assert len({round(box.top) for box in badges[:4]}) == 1


def test_an_icon_stays_in_its_line(rows: list[Box]) -> None:
    icon = rows[11]
    assert icon.width == pytest.approx(30 * PIXEL, abs=CLOSE)
    assert icon.left > LEFT + 10
    heading = rows[21]
    assert heading.width == pytest.approx(30 * PIXEL, abs=CLOSE)


def test_an_icon_stands_on_the_baseline(project: Path) -> None:
    book = build(project, "line", "hhhh ![](icon.png) hhhh", "pdf").with_suffix(".pdf")
    (icon,) = drawn(book)
    page = pypdfium2.PdfDocument(book)[icon.page]
    text = page.get_textpage()
    at = text.get_text_range().index("hhhh")
    left, bottom, right, _ = (value / 72 * 25.4 for value in text.get_charbox(at + 3))
    assert page.get_height() / 72 * 25.4 - bottom == pytest.approx(icon.top + icon.height, abs=CLOSE)
    assert 0 < icon.left - right < 2
    last = text.get_text_range().index("hhhh", at + 4)
    assert text.get_charbox(last)[0] / 72 * 25.4 > icon.right
    assert left < icon.left


@pytest.mark.parametrize("profile", ["phone", "eink"])
def test_fewer_pixels_for_a_device_do_not_change_the_size(project: Path, profile: str) -> None:
    text = "![](photo.jpg)\n\n![](photo.jpg){: width='300'}\n\n![](tower.png)"
    book = build(project, "device", text, "epub", "pdf", more=("--profile", profile))
    photo, asked, tower = elements(book.with_suffix(".epub"))
    assert photo.get("width") == "3000"
    assert (asked.get("width"), asked.get("height")) == ("300", "150")
    assert tower.get("width") == "400"
    assert int(tower.get("height", "")) == pytest.approx(2600, rel=0.005)
    boxes = drawn(book.with_suffix(".pdf"))
    assert [box.width for box in boxes[:2]] == pytest.approx([COLUMN, 300 * PIXEL], abs=CLOSE)
    assert boxes[2].height <= 120 + CLOSE
    assert boxes[2].height / boxes[2].width == pytest.approx(6.5, abs=0.1)


@pytest.mark.parametrize(
    "text",
    [
        '<a href="https://i.example/x"><img src="https://i.example/x.png" width="400px" title="source: x"/></a>',
        "Words *with ![a](https://i.example/y.png) in* them.",
    ],
)
def test_a_missing_picture_inside_an_element_of_a_line_has_its_panel(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text(f"---\ntitle: T\n---\nWords before.\n\n{text}\n")
    monkeypatch.chdir(tmp_path)
    assert main(["pdf", "a.md", "--offline", "-q"]) == 0
    document = pypdfium2.PdfDocument(tmp_path / "build/a.pdf")
    assert "i.example" in "".join(page.get_textpage().get_text_range() for page in document)
