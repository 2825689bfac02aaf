"""Scripts with marks above and below their letters have more space between lines, on pages and covers."""

from __future__ import annotations

import ctypes
import re
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from cover_samples import cover
from pdf_samples import Made, book, chapter

from publish.covers import draw
from publish.project.style import load

ARABIC = "في أعلى الجبل مكتبة صغيرة لا تصلها الشبكة ويأتي الناس إليها مشيا " * 4
ENGLISH = "The library on the hill has eleven thousand books and no telephone. " * 4


@pytest.mark.parametrize(
    ("language", "around", "words", "wanted"),
    [
        ("ar", "ar", ARABIC, 16.5),
        ("fa", "fa", ARABIC, 16.5),
        ("ur", "ur", ARABIC, 19.0),
        ("ar", "en", ARABIC, 16.5),
        ("en", "en", ENGLISH, 14.0),
        ("en", "ar", ENGLISH, 14.0),
    ],
)
def test_lines_of_text(language: str, around: str, words: str, wanted: float) -> None:
    made = Made(book(chapter(f"<p>{words}</p>", title="1", language=language), language=around))
    assert wanted in gaps(made)


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("<p>1</p><figure><figcaption>{}</figcaption></figure>", 13.1),
        ("<table><tr><td>{}</td></tr></table>", 13.4),
        ('<p>1<span class="footnote" data-number="1">{}</span></p>', 12.5),
        ('<p class="standfirst">{}</p>', 19.4),
    ],
)
@pytest.mark.parametrize("language", ["ar", "fa"])
def test_lines_of_what_is_not_text(language: str, body: str, wanted: float) -> None:
    made = Made(book(chapter(body.format(ARABIC), title="1", language=language), language=language))
    assert any(abs(gap - wanted) < 0.5 for gap in gaps(made))


def gaps(made: Made) -> list[float]:
    """The distances of the lines of the first page, by the feet of their letters, to a tenth of a point."""
    text, feet = pypdfium2.PdfDocument(made.data)[1].get_textpage(), set[float]()
    for number in range(text.count_chars()):
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(text, number, x, y)
        feet.add(round(y.value, 1))
    return [round(upper - lower, 1) for upper, lower in pairwise(sorted(feet, reverse=True))]


@pytest.mark.parametrize("template", ["type", "pattern", "plate", "periodical", "frame", "quote"])
@pytest.mark.parametrize(
    ("title", "language", "least", "most"),
    [
        ("مكتبة بلا شبكة في أعلى الجبل", "ar", 1.34, 1.34),
        ("پہاڑ پر کتب خانہ", "ur", 1.34, 1.34),
        ("離線的書架", "zh-Hant", 1.24, 1.28),
        ("Ghi chép ở Huế Ẫ Ễ", "vi-VN", 1.14, 1.19),
        ("A Library on the Hill", "en", 0.99, 1.19),
    ],
)
def test_lines_of_titles(title: str, language: str, least: float, most: float, template: str) -> None:
    made = cover(title, language, template=template)
    page = str(draw.page(made, load("journal")))
    found = re.search(r'class="words title".*?line-height: ([\d.]+)', page)
    assert found
    assert least <= float(found[1]) <= most
