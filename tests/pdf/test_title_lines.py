"""The lines of titles and headings in the PDF: of similar length, ended at pauses and between words."""

from __future__ import annotations

import re
from itertools import pairwise

import pypdfium2
import pytest
from pdf_samples import Made, book, chapter

from publish.model import Heading

WORDS = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta")


def lines_of(title: str, language: str) -> list[str]:
    text = Made(book(chapter(title=title, language=language), title="Book", language=language)).page_text(1)
    lines, found = [line.strip() for line in text.splitlines()], list[str]()
    for line in lines:
        if "".join(found).replace(" ", "") == title.replace(" ", ""):
            break
        if title.startswith(line) or found:
            found.append(line)
    return found


@pytest.mark.parametrize(
    ("title", "language", "wanted"),
    [
        (
            "A Field Guide to Small Files: Tables, Notes, Code and a Little Mathematics",
            "en",
            ["A Field Guide to Small Files:", "Tables, Notes, Code", "and a Little Mathematics"],
        ),
        (
            "Stille am Rand: ein Winter ohne Netz auf der Insel",
            "de",
            ["Stille am Rand: ein Winter", "ohne Netz auf der Insel"],
        ),
        ("在沒有信號的山上讀一本很長的書", "zh-Hant", ["在沒有信號的", "山上讀一本很長的書"]),
        (
            "离线阅读指南：怎样把一个博客变成一本可以放进口袋、也可以寄给远方朋友的书",
            "zh-Hans",
            ["离线阅读指南：怎样把一个博客", "变成一本可以放进口袋、", "也可以寄给远方朋友的书"],
        ),
        ("電波の届かない図書館で、長い手紙を読む", "ja", ["電波の届かない図書館で、", "長い手紙を読む"]),
    ],
)
def test_lines_end_where_the_sense_does(title: str, language: str, wanted: list[str]) -> None:
    assert lines_of(title, language) == wanted


def test_a_narrow_title_gets_one_more_line_before_a_word_is_torn() -> None:
    title = "電波の届かない場所で本を読むということ――小さなファイルの作り方"
    made = Made(book(chapter(title=title, language="ja"), title="Book", language="ja", publisher=""), "phone")
    wanted = ["電波の届かない", "場所で本を", "読むということ", "――小さな", "ファイルの作り方"]
    assert made.page_text(1).split("\r\n")[:5] == wanted


def test_a_word_wider_than_the_line_is_hyphenated_in_titles_too() -> None:
    title = "Donaudampfschifffahrtsgesellschaftskapitän: ein Leben ohne Fernsprecher"
    made = Made(book(chapter(title=title, language="de"), title="Book", language="de"))
    assert "Donaudampfschifffahrts\ufffegesellschaftskapitän: ein" in made.page_text(
        1
    )  # PDFium’s sign of a hyphen


def test_contents_on_the_opening_page_stand_below_the_subtitle_in_one_column_of_numbers() -> None:
    headings = tuple(
        Heading(level, f"s{level}{word}", word) for level, word in zip((2, 3, 2, 3, 2, 2), WORDS, strict=True)
    )
    body = '<p class="standfirst subtitle">A line below the title</p>' + "".join(
        f'<h{each.level} id="{each.id}">{each.text}</h{each.level}>{"<p>Words of it.</p>" * 120}'
        for each in headings
    )
    page = pypdfium2.PdfDocument(Made(book(chapter(body, headings=headings))).data)[1].get_textpage()
    text = page.get_text_range()
    assert text.index("A line below") < text.index("Contents") < text.index("Words of it")
    numbers = [re.search(rf"(\d+)\s+{each.text}", text[text.index("Contents") :]) for each in headings]
    lefts = [page.get_charbox(text.index("Contents") + each.start())[0] for each in numbers if each]
    assert len(lefts) == len(headings)
    assert max(lefts) - min(lefts) < 1.5


ARABIC = "رحلة إلى المكتبة الصغيرة كيف نقرأ بلا شبكة"


def marks(page: pypdfium2.PdfPage) -> list[tuple[float, float, float, float]]:
    """Where the letters of a page stand: left, foot, right, top."""
    text = page.get_textpage()
    return [
        text.get_charbox(number)
        for number in range(text.count_chars())
        if text.get_text_range(number, 1).strip()
    ]


def test_lines_of_a_title_from_right_to_left_have_similar_lengths() -> None:
    title = f"{ARABIC} في قرية"
    made = Made(book(chapter(title=title, language="ar"), title="Book", language="ar", publisher=""))
    found = sorted(marks(pypdfium2.PdfDocument(made.data)[1]), key=lambda box: -box[1] - box[3])
    rows = [[found[0]]]
    for before, box in pairwise(found):
        if before[1] + before[3] - box[1] - box[3] > 24:
            rows.append([])
        rows[-1].append(box)
    widths = [max(box[2] for box in row) - min(box[0] for box in row) for row in rows[:3]]
    assert min(widths) > 0.8 * max(widths)


def test_a_running_head_is_the_title_without_its_subtitle() -> None:
    title = "電波の届かない場所で本を読むということ――小さなファイルの作り方"
    made = Made(book(chapter("<p>本を読む。</p>" * 60, title=title, language="ja"), language="ja"))
    head = made.page_text(2)
    assert "読むということ" in head
    assert "…" not in head
    assert "小さな" not in head


def test_running_heads_from_right_to_left_begin_with_the_title_at_the_right() -> None:
    body = f'<h2 id="a">{ARABIC} {ARABIC}</h2>' + "<p>قال لنا الرجل إن الكتب تسافر.</p>" * 60
    headings = (Heading(2, "a", f"{ARABIC} {ARABIC}"),)
    made = Made(book(chapter(body, title="كتاب", language="ar", headings=headings), language="ar"))
    page = pypdfium2.PdfDocument(made.data)[2]
    heads = [each for each in marks(page) if each[1] > 540]
    gap = max(
        pairwise(sorted((each[0], each[2]) for each in heads)), key=lambda pair: pair[1][0] - pair[0][1]
    )
    assert max(each[2] for each in heads) > 365
    assert gap[1][0] > 300  # the short title is to the right of the long section
    text = page.get_textpage()
    at = text.get_text_range().rindex("...")  # copied so from the ellipsis
    assert text.get_charbox(at)[0] < min(each[0] for each in heads) + 8


def test_contents_on_the_opening_page_stand_above_all_of_the_text() -> None:
    """The author may set a later paragraph as a standfirst, too."""
    headings = tuple(Heading(2, f"s{word}", word) for word in WORDS)
    body = '<p class="standfirst">Above the contents</p><figure><p>Between</p></figure><p class="standfirst">Also above</p>'
    body += '<p>Words of it.</p><p class="standfirst">Below the contents</p>'
    body += "".join(f'<h2 id="{each.id}">{each.text}</h2>{"<p>More words.</p>" * 120}' for each in headings)
    text = Made(book(chapter(body, headings=headings))).page_text(1)
    places = [
        text.index(words) for words in ("Above the", "Also above", "Contents", "Words of it", "Below the")
    ]
    assert places == sorted(places)
