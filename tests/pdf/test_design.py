"""Details of book design: wide tables, readings, questions, capitals, bullets, titles, plain links."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from pdf_samples import Made, book, chapter, written
from writing import as_pdf

from publish.pdf.runninghead import in_capitals
from publish.project import style

WORD = "Internationalization"
FONT = re.compile(r"[A-Z]{6}\+(.*)")


def place(made: Made, number: int, words: str) -> tuple[float, float, float, float]:
    """The box of the first character of some words on a page."""
    page = pypdfium2.PdfDocument(made.data)[number].get_textpage()
    left, bottom, right, top = page.get_charbox(page.get_text_range().index(words), loose=True)
    return left, bottom, right, top


def table(columns: int, word: str = WORD) -> str:
    head = "".join(f"| Head{number} " for number in range(1, columns + 1))
    return f"{head}|\n{'|---' * columns}|\n{f'| {word} ' * columns}|\n{'| x ' * columns}|\n"


@pytest.mark.parametrize("columns", [6, 9, 14, 25])
@pytest.mark.parametrize("page", ["a5", "a4", "phone"])
def test_tables_too_wide_are_set_by_columns_which_are_named(columns: int, page: str) -> None:
    made = Made(book(written(table(columns))), page)
    text = made.text()
    margin = {"a5": 17, "a4": 36, "phone": 4.5}[page]
    assert made.beyond(margin, margin) == ""
    assert all(f"Head{number}" in text for number in range(1, columns + 1))
    named = re.findall(rf"Columns? (\d+)(?: to (\d+))? of {columns}", text)
    if named:
        covered = [each for first, last in named for each in range(int(first), int(last or first) + 1)]
        assert covered == list(range(2, columns + 1))
        assert text.count("Head1 ") + text.count("Head1\n") + text.count("Head1\r") >= len(named)
    assert text.count(WORD) == columns + max(0, len(named) - 1)


def test_tables_that_fit_are_one() -> None:
    for columns, word in ((3, WORD), (8, "short"), (12, "1,000")):
        assert "of" not in Made(book(written(table(columns, word)))).page_text(1)


def test_cells_that_span_keep_their_table_whole() -> None:
    cells = "".join(f"<td>{WORD}</td>" for _ in range(12))
    rows = f'<tr><td colspan="12">All</td></tr><tr>{cells}</tr>'
    assert "Columns" not in Made(book(chapter(f"<table><tbody>{rows}</tbody></table>"))).text()


@pytest.mark.parametrize(
    ("text", "pairs", "language"),
    [
        ("<ruby>港<rp>(</rp><rt>みなと</rt><rp>)</rp></ruby>へ行った。", [("港", "みなと")], "ja"),
        ("<ruby>漢<rt>ㄏㄢˋ</rt>字<rt>ㄗˋ</rt></ruby>旁邊。", [("漢", "ㄏㄢˋ"), ("字", "ㄗˋ")], "zh-Hant"),
        ("An <ruby>明日<rt>あした</rt></ruby> in English.", [("明", "あ")], "en"),
    ],
)
def test_readings_stand_above_what_they_are_readings_of(
    text: str, pairs: list[tuple[str, str]], language: str
) -> None:
    made = Made(book(written(text, language=language)))
    for base, reading in pairs:
        left, _, right, top = place(made, 1, base)
        over_left, bottom, over_right, _ = place(made, 1, reading[0])
        assert bottom > top - 5  # boxes hold what is empty above and below a character
        assert over_right - over_left < 0.6 * (right - left)
        assert abs(over_left - left) < 12
    said = made.spoken()
    assert all(said.index(base) < said.index(reading) for base, reading in pairs)
    roles = made.roles()
    assert roles.count("Ruby") == roles.count("RB") == roles.count("RT") == len(pairs)
    assert "(" not in said


@pytest.mark.parametrize("question", ["What did you see when you came in?", "你為什麼要來這裡？", "Why so?"])
def test_a_question_of_an_interview_is_set_as_one(question: str) -> None:
    converted = written(f"Before.\n\n_`{question}`_\n\nI saw a bus.")
    assert 'class="question"' in converted.body
    made = Made(book(converted))
    assert question in " ".join(made.text().split())
    assert "Code" not in made.roles()


@pytest.mark.parametrize("code", ["_`a = b ? c : d`_", "_`really?`_", "`What is it?`", "_`What?`_ he said"])
def test_other_code_is_no_question(code: str) -> None:
    assert "question" not in written(code).body


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("GENERAL REMARKS", True),
        ("INTRODUCTION: PART 2", True),
        ("NATO", False),
        ("HTML", False),
        ("General REMARKS", False),
        ("香港保衛戰", False),
        ("1984", False),
    ],
)
def test_titles_in_capitals(title: str, expected: bool) -> None:
    assert in_capitals(title) is expected


def test_headings_in_capitals_are_set_in_small_ones() -> None:
    made = Made(book(written("## GENERAL REMARKS\n\nText.\n\n## Other REMARKS\n\nText.")))
    _, low, _, high = place(made, 1, "GENERAL")
    page = pypdfium2.PdfDocument(made.data)[1].get_textpage()
    text = page.get_text_range()
    small, large = (page.get_charbox(text.index(word)) for word in ("GENERAL", "REMARKS\r\nText.\r\nC"))
    assert small[3] - small[1] < 0.85 * (large[3] - large[1])
    assert made.bookmarks()[1] == "GENERAL REMARKS"
    assert high > low


def test_a_bullet_stands_half_an_em_from_its_word() -> None:
    made = Made(book(written("- word\n- other\n\n* * *\n\nText.")))
    page = pypdfium2.PdfDocument(made.data)[1].get_textpage()
    text = page.get_text_range()
    bullet, word = (
        page.get_charbox(text.index("•"), loose=True),
        page.get_charbox(text.index("word"), loose=True),
    )
    assert word[0] - bullet[2] == pytest.approx(5, abs=0.6)


@pytest.mark.parametrize("count", [9, 11, 13, 15])
def test_lines_of_titles_are_about_as_long_as_each_other(count: int) -> None:
    title = " ".join(["Considerable words of some length and others that are not"] * 2).split()[:count]
    made = Made(book(written("Text.", title=" ".join(title))))
    page = pypdfium2.PdfDocument(made.data)[1].get_textpage()
    ends: dict[int, float] = {}
    for number in range(page.count_chars()):
        _, bottom, right, top = page.get_charbox(number, loose=True)
        if top - bottom > 24:
            ends[round(bottom)] = max(ends.get(round(bottom), 0), right)
    widths = [end - 48 for end in ends.values()]
    assert len(widths) > 1
    assert min(widths) > 0.55 * max(widths)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("One.\n\nTwo.", "Two.\u2003\u25a0"),
        ("One.\n\nTwo. [^1]\n\n[^1]: A note.", "Two. 1\u2003\u25a0"),
        ("One.\n\n- an item", "One.\u2003\u25a0"),
    ],
)
def test_a_style_may_set_a_mark_at_the_end_of_a_chapter(text: str, last: str, tmp_path: Path) -> None:
    (tmp_path / "theme.css").write_text('.chapter p.ends::after { content: "\\2003\\25A0" }', "utf-8")
    made = Made.of(as_pdf(book(written(text)), style.load(str(tmp_path)), "a5"))
    shown = "".join(made.text().split())
    assert shown.count("\u25a0") == 1
    assert "".join(last.split()) in shown
    assert "\u25a0" not in Made(book(written(text))).text()


@pytest.mark.parametrize(
    ("title", "section", "language"),
    [
        ("關於在香港新界東北地區進行之大規模都市更新與歷史建築保存計畫", "關於大規模都市更新與歷史建築保存計畫對於居民", "zh-TW"),
        ("日本国憲法改正草案における基本的人権の保障と国家緊急権に関する研究", "国家緊急権に関する比較法的研究とその問題点について", "ja"),
        ("電波の届かない場所で本を読むということ・小さな「“書”」……の作り方", "「ポケット」に入る千冊の本と、それを運ぶ人びとのささやかな物語", "ja"),
        ("THE LONG HISTORY OF THE HARBOUR AND OF ITS MASTERS", "WHAT THE MASTERS WROTE IN THEIR MANY BOOKS", "en"),
        ("A long history of the harbour and of all of its masters", "What the masters wrote in their many books", "en"),
    ],
)  # fmt: skip
def test_running_heads_of_both_sides_have_room_on_one_line(title: str, section: str, language: str) -> None:
    text = (
        f"# {title}\n\n"
        + "\n\n".join(f"Line {number}." for number in range(26))
        + f"\n\n## {section}\n\nText."
    )
    made = Made(book(replace(written(text, language=language), title=title)))
    page = pypdfium2.PdfDocument(made.data)[2].get_textpage()
    top = (210 - 20) / 25.4 * 72
    found = [page.get_charbox(number) for number in range(page.count_chars())]
    heads = sorted((box[0], box[2]) for box in found if box[1] > top and box[2] > box[0])
    heights = [box[1] for box in found if box[1] > top and box[3] > box[1]]
    assert max(heights) - min(heights) < 6  # one line
    assert max(right[0] - left[1] for left, right in pairwise(heads)) > 11  # a gap between the two


@pytest.mark.parametrize("lines", range(20, 44, 2))
def test_who_said_it_is_on_the_page_of_the_quotation(lines: int) -> None:
    made = Made(
        book(written("Words.\n\n" * lines + "> The network is reliable.\n>\n> — A friend\n\nMore.\n"))
    )
    pages = [made.page_text(number) for number in range(1, len(made.file.pages))]
    assert [("reliable" in page) == ("A friend" in page) for page in pages] == [True] * len(pages)
