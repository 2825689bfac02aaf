"""Content that is too wide for a narrow page is marked for the style sheet; its words do not change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from epub_samples import book, chapter, faults, write

from publish import check

MATH = '<math xmlns="http://www.w3.org/1998/Math/MathML"{}><mrow>{}</mrow></math>'


def table(*cells: str) -> str:
    return f"<table><tbody><tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr></tbody></table>"


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["one", "two", "three"], []),
        (["Some words in a row that may break"] * 3, []),
        (["漢字都可以換行所以不必擔心" * 3] * 8, []),
        (["1234567890"] * 4, ["wide"]),
        (["1234567890"] * 8, ["very-wide"]),
        (["A_very_long_word_indeed"] * 3, ["wide"]),
    ],
)
def test_wide_tables_are_marked(cells: list[str], kind: list[str]) -> None:
    made = write(book(chapter(table(*cells))))
    assert made.find("chapter-1.xhtml", "//x:table/@class") == kind


def test_only_long_words_of_cells_may_break_anywhere() -> None:
    body = table(
        "short A_very_long_word and <b>Another_long_word</b> x",
        "<code>one.two.three.four five.six.seven</code>",
    )
    made = write(book(chapter(f"<p>Outside_of_every_table</p>{body}")))
    assert made.find("chapter-1.xhtml", "//x:span[@class='long']/text()") == [
        "A_very_long_word ",
        "Another_long_word",
        "one.two.three.four ",
        "five.six.seven",
    ]
    text = "".join(made.find("chapter-1.xhtml", "//x:td//text()"))
    assert text == "short A_very_long_word and Another_long_word xone.two.three.four five.six.seven"


@pytest.mark.parametrize(
    ("length", "display", "expected"),
    [(10, "inline", []), (28, "inline", ["math-long"]), (40, "block", ["math-long very display"])],
)
def test_long_formulas_are_marked(length: int, display: str, expected: list[str]) -> None:
    formula = MATH.format(f' display="{display}" alttext="x"', "<mi>x</mi>" * length)
    made = write(book(chapter(f"<p>So {formula} is.</p>")))
    assert made.find("chapter-1.xhtml", "//x:span[starts-with(@class, 'math-long')]/@class") == expected
    assert made.find("chapter-1.xhtml", "//x:span[starts-with(@class, 'math-long')]/@tabindex") == [
        "0"
    ] * len(expected)  # it scrolls by keys too
    assert "".join(made.find("chapter-1.xhtml", "//x:section/x:p//text()")) == f"So {'x' * length} is."


def test_marked_books_are_valid(
    tmp_path: Path, epubcheck: Callable[[list[Path]], dict[Path, list[check.Message]]]
) -> None:
    formula = MATH.format(' display="block" alttext="x"', "<mi>x</mi>" * 40)
    body = table(*["https://www.example.org/a-long-address"] * 8, formula)
    file = write(book(chapter(f"{body}<div>{formula}</div>{formula}"))).save(tmp_path / "a.epub")
    assert faults(epubcheck([file])[file]) == []
