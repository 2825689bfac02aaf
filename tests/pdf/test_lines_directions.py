"""Lines with right-to-left text: the place of each word, and no word leaves the line."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pypdfium2
import pytest
from click.testing import CliRunner
from lxml import etree, html
from pdf_samples import Made, book, chapter, written
from weasyprint.formatting_structure import boxes

from publish import language, weasy
from publish.cli.main import cli

CSS = "@page { size: 400px 400px; margin: 20px } body { margin: 0; font: 14px 'Source Serif 4' } p { margin: 0 }"


def texts(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TextBox):
        yield box
    for child in getattr(box, "children", ()):
        yield from texts(child)


def lines(body: str, css: str = "") -> list[Any]:
    page = weasy.set_pages(f'<html lang="en"><body>{body}</body></html>', (CSS + css,), ()).pages[0]
    return [each for each in page._page_box.descendants() if isinstance(each, boxes.LineBox)]


def shown(line: Any) -> list[str]:
    """The texts of a line from left to right, without the spaces around."""
    found = sorted(texts(line), key=lambda each: each.position_x)
    return [each.text.strip() for each in found if each.text.strip()]


@pytest.mark.parametrize(
    ("body", "order"),
    [
        ("<p>An קטן <em>גדול</em> חדש inside</p>", ["An", "חדש", "גדול", "קטן", "inside"]),
        ("<p>An <em>קטן גדול</em> חדש, too</p>", ["An", "חדש", "קטן גדול", ", too"]),
        ("<p><a href='#x'>سفينة</a> جاهزة <code>x = 1</code> end</p>", ["جاهزة", "سفينة", "x = 1", "end"]),
        (
            "<p dir='rtl'>Some English, and <code>code</code> too.</p>",
            [".", "Some English, and", "code", "too"],
        ),
        ("<p dir='rtl'>قال <b>Ann</b> <i>Lee</i> نعم</p>", ["نعم", "Ann", "Lee", "قال"]),
        ("<p dir='rtl'>نعم <code>f(x);</code> قال</p>", ["قال", "f(x);", "نعم"]),
        ("<p>of <time>1 فبراير 2026</time> it</p>", ["of", "2026", "فبراير", "1", "it"]),
        ("<p>of <bdi>قطن</bdi> <bdi>حرير</bdi> it</p>", ["of", "قطن", "حرير", "it"]),
        ("<p>of <span dir='rtl'>one <b>two</b>!</span> it</p>", ["of", "!", "one", "two", "it"]),
        ("<p><bdo dir='rtl'>ab<b>cd</b></bdo></p>", ["cd", "ab"]),
        ("<p>plain <em>words</em> alone</p>", ["plain", "words", "alone"]),
    ],
)
def test_words_stand_in_the_order_of_their_direction(body: str, order: list[str]) -> None:
    assert shown(lines(body)[0]) == order


@pytest.mark.parametrize("part", ["value=", "a_", "(one)", "/path", "50%&amp;"])
@pytest.mark.parametrize("around", ["{}", "<em>{}</em>", "<em>{}</em>{}", "<bdi>{}</bdi>"])
def test_signs_where_a_long_address_is_parted_stay_with_it(part: str, around: str) -> None:
    words = around.replace("{}", f"x{part}<wbr>" * 80)
    found = lines(f"<p dir='rtl'>نعم {words} قال</p>")
    assert len(found) > 2
    for line in found[1:-1]:
        pieces = "".join(shown(line)).replace("\u200b", "")
        assert pieces == "".join(each.text.strip() for each in texts(line)).replace("\u200b", "")


@pytest.mark.parametrize("around", ["{}", "<em>{}</em>", "<b>{}</b><br>123."])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_line_break_of_the_author_ends_what_decides_on_signs(around: str, direction: str) -> None:
    words = around.format("שלום<br>עולם 123.<br>hello!<br>שנת 123.")
    for line in lines(f"<p dir='{direction}'>{words}</p>"):
        text = "".join(each.text for each in texts(line))
        alone = lines(f"<p dir='{direction}'>{text}</p>")[0]
        assert shown(line) == shown(alone)


@pytest.mark.parametrize("align", ["left", "justify", "right", "center"])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_no_line_leaves_its_measure_and_nothing_overlaps(align: str, direction: str) -> None:
    words = "An English sentence with Arabic السفينة <em>جاهزة</em> للإبحار inside, and שלום <b>עולם</b> יפה too; "
    for line in lines(
        f"<p dir='{direction}' style='text-align: {align}'>{words * 5}</p>", "p { text-indent: 20px }"
    ):
        parts = sorted(texts(line), key=lambda each: each.position_x)
        assert parts[0].position_x >= 20 - 0.5
        assert parts[-1].position_x + parts[-1].width <= 380 + 0.5
        for left, right in pairwise(parts):
            assert left.position_x + left.width <= right.position_x + 0.01


def test_the_first_line_from_right_to_left_is_indented_at_the_right() -> None:
    first, second, *_ = lines(
        f"<p dir='rtl'>{'كان البحر هادئا في الصباح ' * 8}</p>", "p { text-indent: 30px; text-align: justify }"
    )
    assert [
        max(each.position_x + each.width for each in texts(line)) for line in (first, second)
    ] == pytest.approx([350, 380])
    assert [min(each.position_x for each in texts(line)) for line in (first, second)] == pytest.approx(
        [20, 20]
    )


@pytest.mark.parametrize(
    "words",
    [
        "كان البحر هادئا في الصباح، ولم يخرج أحد. ",
        "كان البحر <b>هادئا</b> في صباح 12 مارس 2026 و<code>a = b</code> مع PDF أيضا. ",
        "הים היה שקט בבוקר, ואיש לא יצא 3 פעמים. ",
    ],
)
@pytest.mark.parametrize("family", ["'Source Serif 4'", "'Noto Serif CJK SC'", "'DejaVu Sans'"])
def test_justified_lines_from_right_to_left_are_drawn_to_both_edges(words: str, family: str) -> None:
    """As Chrome's engine draws them: spaces may come from another font than letters."""
    edges = list(drawn_edges(words * 6, f"p {{ text-align: justify; font-family: {family} }}"))
    assert len(edges) > 3
    for found in edges[:-1]:
        assert found == pytest.approx((20, 380), abs=2)


@pytest.mark.parametrize(
    "words", ["השורה באמצע המשפט ואז בסוף 123.", "בסוף המשפט באמצע השורה שנת 1948 היא <b>ב</b> 2 או"]
)
@pytest.mark.parametrize("family", ["'Source Serif 4'", "'DejaVu Sans'"])
def test_the_last_line_with_a_number_begins_at_the_edge(words: str, family: str) -> None:
    (found,) = drawn_edges(words, f"p {{ font-family: {family}; letter-spacing: 0.01px }}")
    assert found[1] == pytest.approx(380, abs=2)


def test_a_ragged_line_of_deep_elements_is_ordered_at_once() -> None:
    deep = 40
    (line,) = lines(f"<p>{'<span>' * deep}א{'<i>a</i></span>' * deep}</p>")
    assert "".join(shown(line)) == f"{'א'}{'a' * deep}"


def drawn_edges(words: str, css: str) -> Iterator[tuple[float, float]]:
    """Where the ink of each line of a paragraph from right to left begins and ends, in pixels."""
    document = weasy.set_pages(f"<html lang='en'><p dir='rtl'>{words}</p></html>", (CSS + css,), ())
    rows = [each for each in document.pages[0]._page_box.descendants() if isinstance(each, boxes.LineBox)]
    scale = 2.0
    page = pypdfium2.PdfDocument(weasy.write(document))[0].render(scale=scale / 0.75).to_pil().convert("L")
    for row in rows:
        top, bottom = scale * row.position_y, scale * (row.position_y + row.height)
        strip = page.crop((0, int(top) + 1, page.width, int(bottom))).point(lambda value: 255 * (value < 160))
        left, _, right, _ = strip.getbbox() or (0, 0, 0, 0)
        yield left / scale, right / scale


def test_edges_of_elements_stand_around_their_words() -> None:
    line = lines("<p>An <code style='padding: 0 5px'>קטן</code> גדול x</p>")[0]
    code = next(
        each
        for each in line.descendants()
        if each.element_tag == "code" and isinstance(each, boxes.InlineBox)
    )
    inner = next(texts(code))
    assert inner.position_x == pytest.approx(code.position_x + 5)
    assert code.width == pytest.approx(inner.width)


def test_the_boxes_stay_in_the_order_of_the_text() -> None:
    line = lines("<p>An (קטן <em>גדול</em>) חדש inside</p>")[0]
    assert "".join(each.text for each in texts(line)) == "An (קטן גדול) חדש inside"


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        ("ar", "rtl"),
        ("he-IL", "rtl"),
        ("az-Arab", "rtl"),
        ("ar-Latn", "ltr"),
        ("en", "ltr"),
        ("arn", "ltr"),
        ("UR", "rtl"),
    ],
)
def test_the_direction_of_a_language(tag: str, direction: str) -> None:
    assert language.direction(tag) == direction


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Hebrew and an English post as web pages and EPUBs."""
    folder = tmp_path_factory.mktemp("directions")
    (folder / "2026-02-01-sea.md").write_text(
        "---\ntitle: אל הים\nlang: he\nauthor: נעמי\n---\n## בוקר\n\nהים שקט.\n\n    a = b;\n", "utf-8"
    )
    (folder / "2026-02-02-land.md").write_text(
        "---\ntitle: Land\n---\n## Morning\n\nThe land is dry.\n", "utf-8"
    )
    posts = [str(path) for path in sorted(folder.glob("*.md"))]
    for kind in ("html", "epub"):
        done = CliRunner().invoke(cli, [kind, *posts, "-o", str(folder / "out"), "--offline"])
        assert done.exit_code == 0, done.output
    return folder / "out"


@pytest.mark.parametrize(("name", "direction"), [("2026-02-01-sea", "rtl"), ("2026-02-02-land", None)])
def test_a_web_page_says_the_direction_of_its_text(books: Path, name: str, direction: str | None) -> None:
    page = html.fromstring((books / f"{name}.html").read_bytes())
    assert page.xpath("string(//article/@dir)") == (direction or "")
    assert page.xpath("boolean(//footer//span[@dir = 'auto'])") is True
    assert page.xpath("count(//footer//span[not(@class) and not(@dir)])") == 0


def test_headings_of_an_epub_stand_at_the_right(books: Path) -> None:
    with zipfile.ZipFile(io.BytesIO((books / "2026-02-01-sea.epub").read_bytes())) as archive:
        chapter = etree.fromstring(archive.read("EPUB/chapter-1.xhtml"))
        sheet = archive.read("EPUB/book.css").decode()
    assert chapter.get("dir") == "rtl"
    panels = list(chapter.iter("{*}pre"))
    inline = [each for each in chapter.iter("{*}code") if next(each.iterancestors("{*}pre"), None) is None]
    assert {each.get("dir") for each in panels + inline} == {"ltr"}
    rule = next(each for each in sheet.split("}") if "h2.rtl" in each)
    assert "text-align: right" in rule
    assert sheet.index("h2.rtl") > sheet.index("\nh2,")
    assert {each.get("class") for each in chapter.iter("{*}h2")} == {"rtl"}


@pytest.mark.parametrize("around", ["> {}  \n> {}  \n> {}\n>\n> — {}", "{}  \n{}  \n{}\n\nEnd."])
def test_verse_from_right_to_left_begins_at_the_right_in_an_english_post(around: str) -> None:
    text = "Here is a quotation in another language.\n\n" + around.replace("{}", "שלום ים שקט")
    page = pypdfium2.PdfDocument(Made(book(written(text))).data)[1]
    words = page.get_textpage()
    places = [words.get_charbox(at)[0] for at, each in enumerate(words.get_text_range()) if each == "ט"]
    assert len(places) == around.count("{}")
    assert min(places) > page.get_width() / 2


ALEFS = "لا إله السلام عليكم الأول الآن الإسلام بلا كلام"


@pytest.mark.parametrize("family", ["DejaVu Sans", "DejaVu Sans Mono"])
@pytest.mark.parametrize("bold", ["{}", "<b>{}</b>"])
def test_lam_with_alef_is_copied_in_its_order(tmp_path: Path, family: str, bold: str) -> None:
    css = f"@page {{ size: 400px }} p {{ font: 14px '{family}' }}"
    page = f"<html lang='ar' dir='rtl'><body><p>{bold.format(ALEFS)}</p></body></html>"
    path = tmp_path / "a.pdf"
    path.write_bytes(weasy.set_pages(page, (CSS + css,), ()).write_pdf())
    file = pypdfium2.PdfDocument(path)
    copied = file[0].get_textpage().get_text_bounded()
    file.close()
    assert copied.split() == ALEFS.split()
    if program := shutil.which("pdftotext"):
        found = subprocess.run([program, path, "-"], capture_output=True, check=True).stdout.decode()
        words = "".join(each for each in found if each not in "\u202b\u202c\f")
        assert normalize("NFKC", words).split() == ALEFS.split()


TITLES = {"he": ("פוסט על Python חדש", "ים שקט"), "en": ("Land and sea", "פוסט על Python חדש")}


@pytest.mark.parametrize("language", TITLES)
def test_contents_run_as_the_volume_does_and_each_title_as_its_own_language(
    tmp_path: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for number, title in enumerate(TITLES[language]):
        tongue = "he" if title[0] > "z" else "en"
        front = f"---\ntitle: {title}\nlang: {tongue}\n---\n"
        Path(f"2026-02-0{number + 1}-post.md").write_text(f"{front}Words.\n", "utf-8")
    Path("all.toml").write_text(f'title = "All"\nlanguage = "{language}"\nposts = ["*.md"]\n', "utf-8")
    done = CliRunner().invoke(
        cli, ["volume", "all.toml", "-o", "out", "--format", "pdf", "--offline", "-j", "1"]
    )
    assert done.exit_code == 0, done.output
    page = pypdfium2.PdfDocument("out/all.pdf")[2]  # after the cover and the title page
    text = page.get_textpage()
    shown = text.get_text_range()
    first_letter_of_the_last_word = "\u05d7"
    mixed = [text.get_charbox(shown.index(each)) for each in ("Python", first_letter_of_the_last_word)]
    assert mixed[1][2] < mixed[0][0]  # the last word of the title is at its left
    left, right = (text.get_charbox(place)[0] for place in (shown.index("1"), shown.index("2")))
    assert left == pytest.approx(right, abs=1)
    names = [each[0] for each in (text.get_charbox(shown.index(title[0])) for title in TITLES[language])]
    assert all((left > each) == (language == "he") for each in names)


@pytest.mark.parametrize("kind", ["verse", "attribution"])
@pytest.mark.parametrize(
    ("language", "inside", "right"),
    [("en", "", False), ("en", ' dir="rtl"', True), ("he", "", True), ("he", ' dir="ltr"', False)],
)
def test_verse_and_who_wrote_it_stand_where_their_script_begins(
    kind: str, language: str, inside: str, right: bool
) -> None:
    letter = "ק" if right else "z"
    for body in (
        f'<blockquote{inside}><p>1</p><p class="{kind}">{letter * 3}</p></blockquote>',
        f'<p>1</p><p class="{kind}"{inside}>{letter * 3}</p>',
    ):
        made = Made(book(chapter(body, language=language, title="1"), language=language))
        page = pypdfium2.PdfDocument(made.data)[1]
        text = page.get_textpage()
        left = float(text.get_charbox(text.get_text_range().index(letter))[0])
        assert (left > page.get_width() / 2) == right


@pytest.mark.parametrize(
    ("inside", "place"),
    [
        ("<dl><dt>{}</dt><dd>1</dd></dl>", "right"),
        ("<dl><dt>1</dt><dd>{}</dd></dl>", "right"),
        ("<table><tr><td><p>{}</p></td></tr></table>", "right"),
        ('<aside class="box"><p class="box-label">{}</p><p>1</p></aside>', "right"),
        ('<h2 class="center">{}</h2>', "middle"),
        ('<p class="center">{}</p>', "middle"),
        ('<blockquote dir="ltr"><dl><dt>{}</dt></dl></blockquote>', "left"),
    ],
)
def test_where_parts_of_a_text_from_right_to_left_stand(inside: str, place: str) -> None:
    made = Made(book(chapter(inside.format("קקק"), language="he", title="1"), language="he"))
    page = pypdfium2.PdfDocument(made.data)[1]
    text = page.get_textpage()
    at = float(text.get_charbox(text.get_text_range().index("ק"))[0]) / page.get_width()
    assert ("left" if at < 0.4 else "middle" if at < 0.6 else "right") == place


def test_no_line_of_a_text_from_right_to_left_begins_with_a_dash() -> None:
    """In titles, headings and text, of any length of line."""
    words = "שיר של הים הגדול – ועוד כמה מילים"
    for more in range(0, 24, 3):
        title = f"{'ש' * more} {words}".strip()
        post = written(f"## {title}\n\n{title} {words} {words}", language="he", title=title)
        document = pypdfium2.PdfDocument(Made(book(post, language="he")).data)
        shown = [page.get_textpage().get_text_range() for page in list(document)[1:]]
        starts = [line.strip() for text in shown for line in text.splitlines()]
        assert any("–" in line for line in starts)
        assert not [line for line in starts if line.startswith("–")]
