"""Large print and narrow pages: notes end on their page, tables keep their words, code stays in its panel."""

from __future__ import annotations

import re
from itertools import pairwise

import pypdfium2
import pytest
from pdf_samples import Made, book, written
from weasyprint.formatting_structure import boxes
from writing import as_pdf

from publish import weasy
from publish.project import style

SENTENCE = "The archive was closed on the day she came, and so she wrote down what the porter said. "
HAN = "那天檔案館沒有開門，她就把門房說的話一句一句記了下來。"


def large(text: str, page: str = "a5", language: str = "en") -> Made:
    return Made.of(as_pdf(book(written(text, language=language)), style.load("large"), page))


def lowest(made: Made) -> float:
    """How far above the foot of its page the lowest character of a book stands, in points; the cover is left out."""
    found = []
    for page in list(pypdfium2.PdfDocument(made.data))[1:]:
        text = page.get_textpage()
        boxes = [text.get_charbox(number) for number in range(text.count_chars())]
        found += [box[1] for box in boxes if box[2] > box[0]]
    return float(min(found))


@pytest.mark.parametrize(
    ("look", "page", "language", "note"),
    [
        ("large", "a5", "en", SENTENCE * 9),
        ("large", "phone", "en", SENTENCE * 3),
        ("journal", "phone", "en", SENTENCE * 15),
        ("journal", "a5", "zh-Hant", HAN * 50),
    ],
)
def test_a_note_that_would_fill_a_page_stands_at_the_end(
    look: str, page: str, language: str, note: str
) -> None:
    text = f"{'word ' * 200}called.[^1]\n\n{'word ' * 100}\n\n[^1]: {note}\n"
    made = Made.of(as_pdf(book(written(text, language=language)), style.load(look), page))
    assert lowest(made) > 5
    kept, first = re.sub(r"\s", "", made.text()), re.sub(r"\s", "", note)[:12]
    assert kept.count(first) >= re.sub(r"\s", "", note).count(first) - 1  # a page may end within one


def test_a_short_note_stands_at_the_foot() -> None:
    made = large(f"Some words.[^1]\n\n{'word ' * 300}\n\n[^1]: A short note.\n")
    assert "A short note." in made.page_text(1)


@pytest.mark.parametrize(
    ("head", "cells", "language"),
    [
        (
            ["구분", "PC1", "PC2", "PC3", "PC4"],
            ["변수 비율", "0.7296245", "0.2285076", "0.03668922", "0.00517870"],
            "ko",
        ),
        (["변수", "P-value"] * 4, ["1", "2.303168e-11"] * 4, "ko"),
        (["Size", "Bytes", "Digest", "Date"], ["1,024", "65,536", "d41d8cd98f00", "2026-03-14"], "en"),
    ],
)
@pytest.mark.parametrize("page", ["a5", "a4"])
def test_a_table_in_large_print_is_split_before_a_word_is_broken(
    head: list[str], cells: list[str], language: str, page: str
) -> None:
    text = f"| {' | '.join(head)} |\n{'|---' * len(head)}|\n| {' | '.join(cells)} |\n"
    made = large(text, page, language)
    words = made.text().split()
    assert all(each in words for each in (*" ".join(head).split(), *" ".join(cells).split()))
    sizes = {
        round(item.get_font_size())
        for item in pypdfium2.PdfDocument(made.data)[1].get_objects()
        if item.type == pypdfium2.raw.FPDF_PAGEOBJ_TEXT and hasattr(item, "get_font_size")
    }
    assert not sizes or min(sizes) >= 10


@pytest.mark.parametrize(
    "line",
    [
        '    key: "(( deploy_key.public_key }}"',
        "    method_missing(meth, ...)",
        "    [[one_name.two_names ]]",
    ],
)
@pytest.mark.parametrize("before", range(0, 9, 4))
@pytest.mark.parametrize("language", ["", "ruby", "yaml"])
def test_code_may_be_broken_at_each_space(line: str, language: str, before: int) -> None:
    made = large(f"```{language}\n{'x' * before}{line}\n```\n")
    assert made.beyond(17, 17) == ""
    assert "".join(line.split()) in re.sub(r"\s", "", made.text())


def test_a_call_of_a_note_has_the_size_of_other_raised_figures() -> None:
    page = pypdfium2.PdfDocument(
        Made(book(written("Words^[x].[^1] and 5<sup>7</sup>\n\n[^1]: Note.\n"))).data
    )[1]
    text = page.get_textpage()
    whole = text.get_text_range()
    call, raised = (text.get_charbox(whole.index(each) + 1) for each in (".1", "57"))
    assert call[3] - call[1] == pytest.approx(raised[3] - raised[1], abs=0.6)
    assert call[1] == pytest.approx(raised[1], abs=0.4)


def test_a_long_label_of_the_colophon_stays_on_its_line() -> None:
    lines = Made(book(written("Wörter.", language="de"))).page_text(1).splitlines()
    assert any(line.startswith("Veröffentlicht am") and line.rstrip().endswith("2026") for line in lines)


def left_of(made: Made, words: str) -> float:
    text = pypdfium2.PdfDocument(made.data)[1].get_textpage()
    return float(text.get_charbox(text.get_text_range().index(words), loose=True)[0])


@pytest.mark.parametrize(("language", "ems"), [("ja", 1), ("zh-Hant", 2), ("ko", 0)])
def test_the_first_paragraph_is_indented_as_its_script_wants(language: str, ems: int) -> None:
    first = {"ja": "山道を登りながら", "zh-Hant": "離線的書架不是", "ko": "오늘도 또 우리"}[language]
    text = f"{first}。\n\n## {first}二\n\n- {first}三\n\n{first}四。\n\n<div>{first}</div>\n\n{first}五。\n\n{first}六。\n"
    made = Made(book(written(text, language=language)))
    heading = left_of(made, f"{first}二")
    for end in "。四五六" if ems else "。四五":
        assert left_of(made, f"{first}{end}") - heading == pytest.approx(10 * ems, abs=1.5), end


def texts(box: object) -> str:
    if isinstance(box, boxes.TextBox):
        return str(box.text)
    return "".join(texts(each) for each in getattr(box, "children", ()))


FLOATED = (
    "span.note { float: footnote } span.note::footnote-call { content: attr(data-number); font-size: 9px }"
)


@pytest.mark.parametrize("align", ["left", "justify"])
@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            "The text should be high and small, not of a grey that a copy loses.{} After a mark it stands outside. ",
        ),
        ("de", "Er fragte: „Ist das wirklich alles?“{} Niemand antwortete ihm an diesem Abend. "),
        ("zh", "他說：「這是最後一次。」{}說完就走了，再也沒有回來。"),
    ],
)
@pytest.mark.parametrize(
    "call",
    ['<span class="note" data-number="{}">Note.</span>', '<sup><a class="noteref" href="#n">{}</a></sup>'],
)
def test_the_call_of_a_note_begins_no_line(language: str, words: str, align: str, call: str) -> None:
    body = "".join(words.format(call.format(70 + number)) for number in range(9))
    for width in range(180, 320, 7):
        css = f"@page {{ size: {width}px 900px; margin: 10px }} p {{ font: 13px 'Source Serif 4'; text-align: {align} }}"
        pages = weasy.set_pages(f'<html lang="{language}"><p>{body}</p></html>', (css + FLOATED,), ()).pages
        rows = [each for each in pages[0]._page_box.descendants() if isinstance(each, boxes.LineBox)]
        begun = [row for row in map(texts, rows) if row.strip()[:1] == "7" and "Note." not in row]
        assert begun == []


@pytest.mark.parametrize("page", ["phone", "ereader"])
@pytest.mark.parametrize("look", ["journal", "large"])
def test_ragged_lines_from_right_to_left_begin_at_the_right(page: str, look: str) -> None:
    sentence = "كان البحر هادئا في الصباح ولم يخرج أحد من القرية إلى الميناء. "
    made = Made.of(as_pdf(book(written(sentence * 3, language="ar")), style.load(look), page))
    sheet = pypdfium2.PdfDocument(made.data)[1]
    text = sheet.get_textpage()
    ends: dict[float, float] = {}
    for number in range(text.count_chars()):
        _, bottom, right, top = text.get_charbox(number, loose=True)
        if 40 < bottom < 0.6 * sheet.get_height() and text.get_text_range(number, 1).strip():
            middle = (bottom + top) / 2
            row = next(
                (row for row in ends if abs(row - middle) < 6), middle
            )  # points; marks stand a little apart
            ends[row] = max(ends.get(row, 0.0), right)
    assert len(ends) > 2
    assert max(ends.values()) - min(ends.values()) < 3


@pytest.mark.parametrize("look", ["journal", "large"])
@pytest.mark.parametrize("size", [1, 3, 7])
def test_every_note_stands_on_the_page_of_its_call(look: str, size: int) -> None:
    text, notes = "", ""
    for number in range(1, 15):
        text += f"{'Some words of a text that goes on. ' * 5}Call{number}.[^{number}] And more.\n\n"
        notes += f"[^{number}]: Note{number}. {'What it says. ' * size * (number % 4)}\n"
    made = Made.of(as_pdf(book(written(text + notes)), style.load(look), "a5"))
    pages = [each.get_textpage().get_text_range() for each in pypdfium2.PdfDocument(made.data)]
    later = []
    for number in range(1, 15):
        called, noted = (
            next(page for page, words in enumerate(pages) if f"{word}{number}." in words)
            for word in ("Call", "Note")
        )
        later.append(noted - called)
    assert set(later) <= {0, 1}
    assert sum(later) <= 1  # the second line of a paragraph keeps its place, and its note goes on


@pytest.mark.parametrize(
    ("look", "page"), [("journal", "phone"), ("journal", "ereader"), ("large", "a5"), ("dark", "phone")]
)
def test_japanese_lists_are_not_spread_where_lines_are_not_justified(look: str, page: str) -> None:
    text = "今日は「国際化」（Internationalization）という長い言葉が、日本語の段落の中でどのように改行されるかについて。"
    made = Made.of(as_pdf(book(written(f"- {text}\n\n  1. {text}", language="ja")), style.load(look), page))
    steps = set()
    for each in list(pypdfium2.PdfDocument(made.data))[1:]:
        words = each.get_textpage()
        glyphs = [
            (words.get_text_range(n, 1), words.get_charbox(n, loose=True)) for n in range(words.count_chars())
        ]
        for (one, left), (two, right) in pairwise(glyphs):
            if (
                "ぁ" <= one <= "ん"
                and "ぁ" <= two <= "ん"
                and abs(left[1] - right[1]) < 1
                and right[0] > left[0]
            ):
                steps.add(round((right[0] - left[0]) / (left[2] - left[0]), 2))
    assert steps
    assert max(steps) <= 1.03
