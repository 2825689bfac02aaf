"""Code on the page: tabs lead to stops that are counted from where the line begins."""

from __future__ import annotations

import pypdfium2
import pytest
from pdf_samples import Made, book, written


def columns(made: Made, characters: str) -> list[float]:
    """In which columns of the code some characters stand, each at its first place after what came before."""
    text = pypdfium2.PdfDocument(made.data)[1].get_textpage()
    shown = text.get_text_range()
    start = shown.index("|")
    left, width = text.get_charbox(start, loose=True)[0], 0.0
    found, at = [], start
    for character in characters:
        at = shown.index(character, at + 1)
        box = text.get_charbox(at, loose=True)
        width = width or box[2] - box[0]
        found.append((box[0] - left) / width)
    return found


@pytest.mark.parametrize(
    ("code", "characters", "stops"),
    [
        ("|\tb", "b", [8]),
        ("|bc\td", "d", [8]),
        ("|bcdfgh\te", "e", [8]),
        ("|\te\tf", "ef", [8, 16]),
        ("|bcdefgh\ti", "i", [16]),
        ("|bcdfgh\ti\tk", "ik", [8, 16]),
        ("|e\u0301\tx", "x", [8]),
        ("|\tif x:\t# y", "i#y", [8, 16, 18]),
        ('|\treturn "a"\t1', "r1", [8, 24]),
    ],
)
@pytest.mark.parametrize("fence", ["```", "```make", "```python"])
def test_tabs_in_code_lead_to_the_next_stop(code: str, characters: str, stops: list[int], fence: str) -> None:
    made = Made(book(written(f"{fence}\n{code}\n```\n", title="No")))
    assert columns(made, characters) == pytest.approx(stops, abs=0.1)


def test_wide_characters_count_two_columns() -> None:
    assert "中文" + 4 * " " + "x" in Made(book(written("```\n中文\tx\n```\n"))).spoken()
    assert "中" + 6 * " " + "x" in Made(book(written("```\n中\tx\n```\n"))).spoken()


def test_a_tab_in_a_line_of_text_is_a_space() -> None:
    assert "Type a b now." in Made(book(written("Type `a\tb` now."))).text().replace("\n", " ")
