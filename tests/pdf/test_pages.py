"""The content of each page: last pages, pictures and tables that do not fit, code across pages."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pypdfium2
import pytest
from pdf_samples import Made, book, written
from PIL import Image as Pillow
from weasyprint.formatting_structure import boxes
from weasyprint.layout import page as engine
from writing import as_pdf

from publish import weasy
from publish.model import Image
from publish.project import style

SENTENCE = "This is a line of text that says what the line before it has said already. "
FOOT, TOP = 26 / 25.4 * 72, (210 - 20) / 25.4 * 72


def pages(made: Made) -> int:
    return len(pypdfium2.PdfDocument(made.data))


def fill(made: Made, number: int) -> float:
    """How much of a page's type area is filled, from its top: by text and pictures, without the folio."""
    page = pypdfium2.PdfDocument(made.data)[number]
    boxes = [each.get_bounds() for each in page.get_objects()]
    lowest = min(box[1] for box in boxes if box[1] > FOOT - 6)
    return float(TOP - lowest) / (TOP - FOOT)


@pytest.mark.parametrize("count", range(24, 64, 2))
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_last_page_has_three_lines_at_least(count: int, language: str) -> None:
    word = "Line" if language == "en" else "行"
    text = "\n\n".join(f"{word} {number}." for number in range(count))
    made = Made(book(written(text, language=language)))
    assert len(re.findall(rf"{word}\s*\d+\.", made.page_text(pages(made) - 1))) >= 3
    copied = "".join(made.text().split())
    assert copied.index(f"{word}0.") < copied.index(f"{word}{count - 1}.")
    assert copied.count(f"{word}{count - 1}.") == 1


@pytest.mark.parametrize("count", range(26, 46, 4))
def test_notes_stay_with_their_calls_when_lines_move_to_the_last_page(count: int) -> None:
    text = "\n\n".join(
        f"Line {number}.[^{number}]" if number % 7 == 5 else f"Line {number}." for number in range(count)
    )
    text += "\n\n" + "\n\n".join(
        f"[^{number}]: Note of {number}." for number in range(count) if number % 7 == 5
    )
    made = Made(book(written(text)))
    for number in range(1, pages(made)):
        found = made.page_text(number)
        for line in re.findall(r"Note of (\d+)\.", found):
            assert f"Line {line}." in found
    assert all(made.text().count(f"Note of {number}.") == 1 for number in range(count) if number % 7 == 5)


def picture(width: int, height: int, name: str = "ab12.png") -> Image:
    out = io.BytesIO()
    Pillow.new("RGB", (width, height), (40, 80, 120)).save(out, "PNG")
    return Image(name, "image/png", out.getvalue(), width, height, name)


def with_picture(before: int, after: str, width: int = 900, height: int = 1000) -> Made:
    """A PDF of some lines, a figure and a text."""
    chapter = written("\n\n".join(f"Line {number}." for number in range(before)) + "\n\nPICTURE\n\n" + after)
    figure = '<figure><img src="ab12.png" alt="x"/><figcaption>Caption.</figcaption></figure>'
    chapter = replace(chapter, body=chapter.body.replace("<p>PICTURE</p>", figure))
    return Made(book(chapter, images=(picture(width, height),)))


@pytest.mark.parametrize("before", range(4, 22, 2))
@pytest.mark.parametrize("shape", [(900, 1000), (900, 700), (600, 1400)])
def test_no_page_is_left_a_third_empty_before_a_picture(before: int, shape: tuple[int, int]) -> None:
    made = with_picture(before, "\n\n".join([SENTENCE * 6] * 8), *shape)
    for number in range(2, pages(made) - 1):
        assert fill(made, number) > 0.66
    assert fill(made, 1) > 0.66
    assert made.text().count("Caption.") == 1
    assert "".join((SENTENCE * 6).split()) in "".join(made.text().split())


def test_a_picture_keeps_its_size_or_has_six_tenths_of_it() -> None:
    sizes = set()
    for before in range(4, 22, 2):
        page_pictures = [
            each.get_bounds()
            for page in list(pypdfium2.PdfDocument(with_picture(before, SENTENCE * 40).data))[1:]
            for each in page.get_objects()
            if each.type == 3
        ]
        ((left, _, right, _),) = page_pictures
        sizes.add(round(right - left))
    assert min(sizes) > 0.59 * max(sizes)


def test_text_that_goes_before_a_picture_is_indented_as_text_is() -> None:
    made = with_picture(14, "\n\n".join([SENTENCE * 6] * 3))
    page = pypdfium2.PdfDocument(made.data)[1].get_textpage()
    text = page.get_text_range()
    indented = page.get_charbox(text.index("This is a line"))[0]
    assert indented - page.get_charbox(text.index("Line 0"))[0] == pytest.approx(13, abs=0.5)


AFTER = {
    "a list": "1. Salt.\n2. Rope.\n3. Bread.\n\n" + "\n\n".join([SENTENCE * 6] * 4),
    "a heading": "## The mole\n\n" + "\n\n".join([SENTENCE * 6] * 5),
    "a short paragraph and a heading": f"{SENTENCE}\n\n## The mole\n\n" + "\n\n".join([SENTENCE * 6] * 5),
    "a quotation": f"> {SENTENCE * 3}\n\n" + "\n\n".join([SENTENCE * 6] * 4),
    "code": "```\na\nb\nc\n```\n\n" + "\n\n".join([SENTENCE * 6] * 4),
}


@pytest.mark.parametrize("before", range(2, 19, 4))
@pytest.mark.parametrize("after", AFTER.values(), ids=AFTER)
def test_no_page_is_left_a_third_empty_whatever_follows_the_picture(before: int, after: str) -> None:
    made = with_picture(before, after, 900, 900)
    assert min(fill(made, number) for number in range(1, pages(made) - 1)) > 0.66


@pytest.mark.parametrize("before", range(2, 19, 4))
def test_a_heading_that_would_go_with_the_picture_counts_as_empty(before: int) -> None:
    lines = "\n\n".join(f"Line {number}." for number in range(before))
    chapter = written(f"{lines}\n\n## A head\n\nPICTURE\n\n{AFTER['a heading']}")
    figure = '<figure><img src="ab12.png" alt="x"/><figcaption>Caption.</figcaption></figure>'
    chapter = replace(chapter, body=chapter.body.replace("<p>PICTURE</p>", figure))
    assert fill(Made(book(chapter, images=(picture(900, 900),))), 1) > 0.66


def test_a_picture_that_was_made_smaller_in_vain_has_its_size_again() -> None:
    def width(before: int) -> float:
        document = pypdfium2.PdfDocument(with_picture(before, "", 900, 900).data)
        ((left, _, right, _),) = [
            e.get_bounds() for page in list(document)[1:] for e in page.get_objects() if e.type == 3
        ]
        return float(right - left) / 72 * 25.4

    assert width(17) == pytest.approx(114, abs=1)  # on the last page, for the colophon needs the room
    assert width(5) < 80  # stays, with the colophon below it


def colophon_page(made: Made) -> int:
    return next(number for number in range(1, pages(made)) if "Made with publish" in made.page_text(number))


@pytest.mark.parametrize("before", range(3, 29, 2))
@pytest.mark.parametrize("ending", ["", "* Salt.", "> Salt."])
def test_a_colophon_is_never_alone_and_takes_no_page_that_it_need_not(before: int, ending: str) -> None:
    lines = "\n\n".join(f"Line {number}." for number in range(before))
    made = Made(book(written(f"{lines}\n\n{ending}")))
    assert len(re.findall(r"Line \d|Salt", made.page_text(colophon_page(made)))) >= 3
    if before <= 15:
        assert pages(made) == 2  # the cover and one page


def test_a_colophon_that_joins_is_smaller_but_can_be_read() -> None:
    def leading(before: int) -> float:
        made = Made(book(written("\n\n".join(f"Line {number}." for number in range(before)))))
        return made.lowest("Published by") - made.lowest("Licence")

    whole = leading(8)
    assert whole == pytest.approx(22, abs=0.2)  # two lines of 11 points
    found = [leading(before) / whole for before in range(12, 24)]
    assert 0.85 < min(found) < 0.94
    assert max(found) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("before", range(12, 26))
@pytest.mark.parametrize("sign", ["1.", "*"])
def test_no_short_item_of_a_list_is_left_alone(before: int, sign: str) -> None:
    lines = "\n\n".join(f"Line {number}." for number in range(before))
    made = Made(book(written(f"{lines}\n\n{sign} Salt one.\n{sign} Salt two.\n{sign} Salt three.\n\nEnd.")))
    counts = [len(re.findall(r"Salt \w", made.page_text(number))) for number in range(1, pages(made))]
    assert sum(counts) == 3
    assert max(counts) == 3


def test_long_items_of_a_list_are_parted_where_the_page_ends() -> None:
    items = "\n".join(f"* {SENTENCE * 5}" for _ in range(12))
    assert fill(Made(book(written(items))), 1) > 0.93


@pytest.mark.parametrize("before", range(6, 20, 3))
def test_a_short_table_is_broken_rather_than_a_page_left_empty(before: int) -> None:
    rows = "".join(f"| row {number} | {SENTENCE} |\n" for number in range(10))
    text = "\n\n".join(f"Line {number}." for number in range(before))
    made = Made(book(written(f"{text}\n\n| Head | Words |\n|---|---|\n{rows}\n{SENTENCE * 30}")))
    assert fill(made, 1) > 0.66
    for number in range(1, pages(made)):
        found = made.page_text(number)
        assert ("Words" in found) == bool(re.search(r"row \d", found))


@pytest.mark.parametrize("before", range(10, 28))
@pytest.mark.parametrize("blank", ["", "\n"])
def test_code_leaves_two_lines_on_each_page(before: int, blank: str) -> None:
    code = "".join(f"code {number}\n{blank}" for number in range(9))
    text = "\n\n".join(f"Line {number}." for number in range(before))
    made = Made(book(written(f"{text}\n\n```\n{code}```\n\n{SENTENCE * 60}")))
    counts = [len(re.findall(r"code \d", made.page_text(number))) for number in range(1, pages(made))]
    assert sum(counts) == 9
    assert 1 not in counts


FIGURES = {
    "figure": '<figure><img src="ab12.png" alt="x"/><figcaption>{}</figcaption></figure>',
    "div": '<div class="figure"><p class="picture"><img src="ab12.png" alt="x"/></p><p class="caption">{}</p></div>',
}


@pytest.mark.parametrize("kind", FIGURES)
@pytest.mark.parametrize(
    ("width", "words", "place"),
    [
        (300, "Caption.", "edge"),
        (300, f"Caption. {SENTENCE * 2}", "edge"),
        (90, "Caption.", "middle"),
        (900, "Caption.", "edge"),
    ],
)
def test_a_caption_goes_with_its_picture(kind: str, width: int, words: str, place: str) -> None:
    chapter = written("Words.\n\nPICTURE\n\nMore.")
    chapter = replace(chapter, body=chapter.body.replace("<p>PICTURE</p>", FIGURES[kind].format(words)))
    page = pypdfium2.PdfDocument(Made(book(chapter, images=(picture(width, width // 3),))).data)[1]
    ((left, _, right, _),) = [each.get_bounds() for each in page.get_objects() if each.type == 3]
    text = page.get_textpage()
    found = text.get_text_range().index("Caption.")
    start, end = text.get_charbox(found)[0], text.get_charbox(found + len("Caption.") - 1)[2]
    if place == "edge":
        assert start == pytest.approx(left, abs=1)
        boxes = [text.get_charbox(number) for number in range(found, found + len(words) - 4)]
        assert max(box[2] for box in boxes) < right + 1
    else:
        assert (start + end) / 2 == pytest.approx((left + right) / 2, abs=1)


def test_the_mark_of_a_caption_is_the_same_in_every_language() -> None:
    def mark(language: str) -> tuple[float, float]:
        chapter = written("Words.\n\nPICTURE", language=language)
        words = '<span class="caption-mark">▲ </span>三月 Xx.'
        body = chapter.body.replace("<p>PICTURE</p>", FIGURES["figure"].format(words))
        page = pypdfium2.PdfDocument(
            Made(book(replace(chapter, body=body), images=(picture(900, 300),))).data
        )[1]
        text = page.get_textpage()
        found = text.get_text_range()
        _, low, _, high = text.get_charbox(found.index("▲"))
        foot = text.get_charbox(found.index("Xx."))[1]
        return high - low, low - foot

    english = mark("en")
    assert 3.5 < english[0] < 6  # about as high as the letters of 8.2 points
    for language in ("zh-Hant", "zh-Hans", "ja", "ko"):
        assert mark(language) == pytest.approx(english, abs=0.2)


ONE = '<img src="ab12.png" alt="x"/>'
FIGURE = f"<figure>{ONE}<figcaption>Caption.</figcaption></figure>"


def with_markup(text: str, markup: str, width: int = 900, height: int = 900) -> Made:
    """A PDF of a text, with markup in the place of each paragraph `MARK`."""
    chapter = written(text)
    chapter = replace(chapter, body=chapter.body.replace("<p>MARK</p>", markup))
    return Made(book(chapter, images=(picture(width, height),)))


@pytest.mark.parametrize("height", [900, 950, 1000, 1100])
def test_a_picture_after_the_title_stands_below_it(height: int) -> None:
    made = with_markup("MARK\n\nMARK", FIGURE, height=height)
    assert fill(made, 1) > 0.66  # the title, and the first picture


@pytest.mark.parametrize("height", [500, 700, 900, 950, 1000])
@pytest.mark.parametrize("markup", [FIGURE, f'<p class="picture">{ONE}</p>'])
def test_no_colophon_is_alone_after_a_picture_that_is_all_the_text(height: int, markup: str) -> None:
    assert pages(with_markup("MARK", markup, height=height)) == 2  # the cover, and one page


@pytest.mark.parametrize("before", [3, 5])
@pytest.mark.parametrize("height", [550, 750])
def test_no_page_is_emptied_so_that_the_last_one_has_enough_text(before: int, height: int) -> None:
    lines = "\n\n".join(f"Line {number}." for number in range(before))
    made = with_markup(
        f"{lines}\n\nMARK\n\nAfter them.", f'<p class="picture">{ONE} {ONE}</p>', height=height
    )
    assert fill(made, 1) > 0.66
    assert "After them." in made.page_text(2)


GROUPS = {
    "one after the other": FIGURE * 3,
    "two in a figure": f'<figure class="pictures">{ONE}{ONE}<figcaption>Caption.</figcaption></figure>',
    "a row that is too wide": f'<p class="picture">{ONE} {ONE}</p>',
}


@pytest.mark.parametrize("before", range(3, 22, 3))
@pytest.mark.parametrize("markup", GROUPS.values(), ids=GROUPS)
def test_no_page_is_left_a_third_empty_before_several_pictures(before: int, markup: str) -> None:
    lines = "\n\n".join(f"Line {number}." for number in range(before))
    made = with_markup(f"{lines}\n\nMARK\n\n" + "\n\n".join([SENTENCE * 6] * 8), markup, height=1000)
    assert min(fill(made, number) for number in range(1, pages(made) - 1)) > 0.66
    assert "".join((SENTENCE * 6).split()) in "".join(made.text().split())


APART = '<img class="apart" src="ab12.png" alt="x"/>'
IN_TEXT = {
    "between words": f'<p class="picture-led">Words before {APART} words after.</p>',
    "after words": f'<p class="picture-led">{SENTENCE * 2}{APART}</p>',
    "in an item": f"<ul><li>Words {APART} words.</li><li>More.</li></ul>",
}


@pytest.mark.parametrize("before", range(4, 22, 3))
@pytest.mark.parametrize("markup", IN_TEXT.values(), ids=IN_TEXT)
def test_no_page_is_left_a_third_empty_before_a_picture_inside_text(before: int, markup: str) -> None:
    lines = "\n\n".join(f"Line {number}." for number in range(before))
    made = with_markup(f"{lines}\n\nMARK\n\n" + "\n\n".join([SENTENCE * 6] * 6), markup, height=950)
    assert min(fill(made, number) for number in range(1, pages(made) - 1)) > 0.66


@pytest.mark.parametrize("before", [9, 12, 13, 14, 16, 20])
@pytest.mark.parametrize("count", [4, 5])
def test_no_page_is_left_a_third_empty_before_a_pull_quote(before: int, count: int) -> None:
    lines = "\n\n".join(f"Line {number}." for number in range(before))
    quote = f'<p class="pullquote">{SENTENCE * count}</p>'
    made = with_markup(f"{lines}\n\nMARK\n\n" + "\n\n".join([SENTENCE * 6] * 8), quote)
    assert min(fill(made, number) for number in range(1, pages(made) - 1)) > 0.66


@pytest.mark.parametrize("before", range(4, 24, 2))
def test_no_page_is_left_a_third_empty_before_a_picture_that_ends_the_text(before: int) -> None:
    lines = "\n\n".join(f"Line {number}." for number in range(before))
    made = with_markup(f"{lines}\n\nMARK", FIGURE)
    assert min(fill(made, number) for number in range(1, max(2, pages(made) - 1))) > 0.66


def test_text_before_a_picture_is_indented_where_no_other_paragraph_is() -> None:
    made = with_markup(f"{SENTENCE * 11}\n\nMARK\n\n{SENTENCE * 25}", FIGURE)
    text = pypdfium2.PdfDocument(made.data)[1].get_textpage()
    starts = [each.start() for each in re.finditer("This is a line", text.get_text_range())]
    lefts = [text.get_charbox(each)[0] for each in starts]
    assert max(left for left in lefts if left < 80) - lefts[0] == pytest.approx(13, abs=0.5)


def test_a_caption_that_is_longer_than_a_page_begins_below_its_picture() -> None:
    made = with_markup(f"{SENTENCE}\n\nMARK\n\n{SENTENCE}", FIGURE.replace("Caption.", SENTENCE * 70))
    page = next(number for number in range(1, pages(made)) if made.page_text(number).count(SENTENCE[:20]) > 3)
    document = pypdfium2.PdfDocument(made.data)
    assert any(each.type == 3 for each in document[page].get_objects())


@pytest.mark.parametrize("before", range(20, 32, 2))
@pytest.mark.parametrize(
    "line", ["**What the harbour costs**", "__Who pays for it?__", "<b>**Who** pays?</b>"]
)
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_no_line_in_bold_is_left_at_the_foot_of_a_page(before: int, line: str, language: str) -> None:
    lines = "\n\n".join(f"Line {number}." for number in range(before))
    made = Made(book(written(f"{lines}\n\n{line}\n\n{SENTENCE * 6}", language=language)))
    bold = re.search(r"harbour costs|pays", made.text())
    assert bold is not None
    page = next(number for number in range(1, pages(made)) if bold.group() in made.page_text(number))
    assert SENTENCE[:14] in made.page_text(page)


@pytest.mark.parametrize("before", range(8, 20, 2))
@pytest.mark.parametrize(
    "around", [("", ""), ("<div>", "</div>"), ('<div class="scroller"><div>', "</div></div>")]
)
def test_a_heading_that_would_go_with_a_table_counts_as_empty(before: int, around: tuple[str, str]) -> None:
    lines = "\n\n".join(f"Line {number}." for number in range(before))
    rows = "".join(f"<tr><td>row {number}</td><td>Words of it.</td></tr>" for number in range(14))
    table = f"{around[0]}<table><tbody>{rows}</tbody></table>{around[1]}"
    made = with_markup(f"{lines}\n\n## A head\n\nThese are all:\n\nMARK\n\n" + SENTENCE * 40, table)
    assert min(fill(made, number) for number in range(1, pages(made) - 1)) > 0.66


@pytest.mark.parametrize("count", range(24, 46, 2))
def test_the_last_page_has_three_rows_at_least_below_the_head_of_a_table(count: int) -> None:
    rows = "".join(f"| row {number}. | Words |\n" for number in range(count))
    made = Made(book(written(f"| Head | Two |\n|---|---|\n{rows}")))
    assert len(re.findall(r"row \d+\.", made.page_text(pages(made) - 1))) >= 3


@pytest.mark.parametrize("count", range(22, 34, 2))
def test_the_last_two_pages_are_laid_out_twice_at_most(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    laid: list[int] = []
    assert weasy.__name__  # with our hooks
    original = engine.remake_page

    def remake_page(index: int, *rest: object) -> object:
        laid.append(index)
        return original(index, *rest)

    monkeypatch.setattr(engine, "remake_page", remake_page)
    lines = [f"{'## Head' if number % 2 else 'Line'} {number}." for number in range(count)]
    made = Made(book(written("\n\n".join(lines))))
    last = pages(made) - 1
    assert laid.count(last) <= 2
    assert laid.count(last - 1) <= 2


@pytest.mark.parametrize("before", range(8, 26))
@pytest.mark.parametrize(
    "ending", ["Where $$x$$ is.", "| Head | $$y$$ |\n|---|---|\n| $$\\hat x$$ | $$x^2$$ |"]
)
def test_formulas_in_a_line_are_no_lines_of_their_own_on_the_last_page(before: int, ending: str) -> None:
    lines = "\n\n".join(f"Line {number}." for number in range(before))
    made = Made(book(written(f"{lines}\n\n{ending}")))
    found = made.page_text(pages(made) - 1)
    assert len(re.findall(r"Line \d+\.|Where|Head|2", found.split("Colophon")[0])) >= 3


@pytest.mark.parametrize("before", range(20, 64, 6))
@pytest.mark.parametrize("side", ["left", "right"])
def test_a_floating_picture_stays_where_it_is_when_an_earlier_page_is_made_again(
    before: int, side: str
) -> None:
    css = """@page { size: 100mm 100mm; margin: 10mm } body, p, div { margin: 0 }
        div { break-inside: avoid; padding: 3mm } img { width: 20mm; height: 20mm }
        a::after { content: target-counter(attr(href), page) } div::after { content: ""; display: block; clear: both }"""
    body = (
        f"<p style='height: {before}mm'><a href='#end'>Contents </a></p>"
        f"<div><img style='float: {side}' src='{weasy.IMAGE_SCHEME}ab12.png'>Panel</div><p id='end'>End</p>"
    )
    pages = [each._page_box for each in weasy.set_pages(body, (css,), (picture(80, 80),)).pages]
    (page,) = (each for each in pages if any(box.element_tag == "div" for box in each.descendants()))
    panel = next(box for box in page.descendants() if box.element_tag == "div")
    (code,) = (box for box in page.descendants() if isinstance(box, boxes.ReplacedBox))
    assert code.position_y == pytest.approx(panel.content_box_y())
    assert panel.position_x <= code.position_x <= panel.position_x + panel.width


@pytest.mark.parametrize("before", range(1, 12, 2))
def test_the_bar_of_a_quotation_ends_with_its_last_line_on_the_page(before: int) -> None:
    lines = "\n\n".join(f"Line {number}." for number in range(before))
    quotation = f"> {SENTENCE * 8}\n>\n> ## Heading\n>\n> {SENTENCE * 3}\n>\n> {SENTENCE * 30}"
    made = Made(book(written(f"{lines}\n\n{quotation}\n\n{SENTENCE * 20}")))
    for number in range(1, pages(made)):
        page = pypdfium2.PdfDocument(made.data)[number]
        found = [(each.type, each.get_bounds()) for each in page.get_objects()]
        bars = [box for kind, box in found if kind == 2 and box[3] - box[1] > 20]
        assert number > 1 or bars
        for bar in bars:
            texts = [box[1] for kind, box in found if kind == 1 and box[0] > bar[0] and box[1] > FOOT - 3]
            inside = [low for low in texts if low > bar[1] - 3]
            assert min(inside) - bar[1] < 8


@pytest.mark.parametrize("page", ["a5", "a4", "phone", "ereader", "letter"])
@pytest.mark.parametrize("between", [" ", "<br/>"])
def test_two_large_pictures_of_a_paragraph_stand_on_one_page(page: str, between: str) -> None:
    images = '<img src="ab12.png" alt="x"/>', '<img src="ab12.png" alt="y"/>'
    chapter = replace(written("Words."), body=f'<p>Words.</p><p class="picture">{between.join(images)}</p>')
    document = pypdfium2.PdfDocument(Made(book(chapter, images=(picture(900, 1000),)), page).data)
    found = [[each for each in page.get_objects() if each.type == 3] for page in document]
    assert max(map(len, found[1:])) == 2


@pytest.mark.parametrize("before", [16, 20, 24])
def test_formulas_one_after_another_are_broken_across_pages(before: int) -> None:
    text = "\n\n".join((*["A line."] * before, *["$$a = b$$"] * 14, "The end."))
    made = Made(book(written(text)))
    assert pages(made) == 3
    assert fill(made, 1) > 0.85


@pytest.mark.parametrize("before", range(10, 20))
def test_no_row_of_a_table_is_alone_on_a_page(before: int) -> None:
    lines = "\n\n".join(["A line."] * before)
    rows = "\n".join(f"| row {number} of it | {number} |" for number in range(9))
    made = Made(book(written(f"{lines}\n\n| Name | Count |\n|---|---|\n{rows}\n\n{lines}\n")))
    counts = [made.page_text(number).count("of it") for number in range(1, pages(made))]
    assert sum(counts) == 9
    assert 1 not in counts


@pytest.mark.parametrize("count", [4, 6])
def test_the_name_of_a_file_stays_with_its_code(count: int) -> None:
    lines = "\n\n".join(
        [*(f"Line {number}." for number in range(count)), *["> A tip.\n{: .prompt-tip }"] * 2]
    )
    code = "\n".join(f"step({number}) # with words that make this a longer line" for number in range(12))
    text = f'{lines}\n\n## Code\n\n```julia\n{code}\n```\n{{: file="walk.jl" }}\n'
    made = Made.of(as_pdf(book(written(text)), style.load("large"), "a4"))
    (named,) = (page for page in map(made.page_text, range(pages(made))) if "walk.jl" in page)
    assert "step(0)" in named
