"""Tables on the page: words stay whole if there is space, long ones stay on the page, tall rows break."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
from pdf_samples import Made, book, chapter, written
from weasyprint.layout import preferred

from publish.weasy import columns

PROSE = "It says what happened on that day and what people said of it afterwards, when they had slept enough to do so. "
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
ADDRESS = "https://host.example/projects/weather/releases/download/v1.2.3/weather.tar.gz?one=two&three=four&five=six"


def table(*rows: tuple[str, ...], head: bool = True) -> str:
    first = [f"| {' | '.join('ABCDEFGH'[: len(rows[0])])} |"] if head else []
    lines = [*first, "|---" * len(rows[0]) + "|", *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    "word",
    [
        "timeout",
        "retries",
        "2026-01-01",
        "`max_retries`",
        "`timeout`",
        "Gesellschaft",
        "2001:db8::1",
        "[timeout](/a)",
        "ultra-condensed",
        "unicode-range",
        "*well-known*",
        "state-of-the-art",
    ],
)
@pytest.mark.parametrize("others", [1, 2])
def test_words_of_short_cells_stay_whole(word: str, others: int) -> None:
    made = Made(book(written(table((word, *[PROSE * 3] * others)))))
    bare = word.strip("`*").removeprefix("[").removesuffix("](/a)")
    assert bare in made.text()


def test_short_cells_take_no_hyphen_even_where_one_would_fit() -> None:
    rows = [("Connection timeout responsibility", PROSE * 4), ("Maximum retries altogether", PROSE * 4)]
    text = Made(book(written(table(*rows)))).text()
    for word in " ".join(first for first, _ in rows).split():
        assert word in text


@pytest.mark.parametrize(
    "cells",
    [
        (HASH,) * 5,
        ("weather", ADDRESS * 2),
        (f"`{HASH}`", f"[{ADDRESS}]({ADDRESS})", PROSE),
        ("a" * 200, "b" * 90),
        tuple(
            "Verantwortung Donaudampfschifffahrtsgesellschaft Internationalisierung Ordnungsamt Rat Tat".split()
        ),
    ],
)
@pytest.mark.parametrize("page", ["a5", "a4"])
def test_long_words_in_cells_stay_on_the_page(cells: tuple[str, ...], page: str) -> None:
    body = written(table(cells))
    made = Made(book(body), page)
    margin = {"a5": 17, "a4": 27}[page]
    assert made.beyond(margin, margin) == ""
    copied = "".join(made.text().split())
    for cell in cells:
        if " " not in cell and "[" not in cell:
            assert cell.strip("`")[:12] in copied


@pytest.mark.parametrize(
    ("widths", "floors", "room", "shares"),
    [
        ([50, 50], [0, 0], 120, [50, 50]),
        ([110, 110, 110, 110, 110], [8, 8, 8, 8, 8], 485, [97, 97, 97, 97, 97]),
        ([100, 20, 300], [0, 0, 0], 200, [90, 20, 90]),
        ([100, 200], [90, 0], 120, [90, 30]),
        ([10, 10], [10, 10], 5, [10, 10]),
        ([], [], 5, []),
    ],
)
def test_the_widest_columns_give_way(
    widths: list[float], floors: list[float], room: float, shares: list[float]
) -> None:
    assert columns.shares(widths, floors, room) == pytest.approx(shares)


def laid_out(make: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> int:
    """How many characters the engine lays out, however often: a measure of its time."""
    from weasyprint.text import line_break

    total = 0
    original = line_break.Layout.set_text

    def set_text(self: object, text: str, *rest: object, **named: object) -> object:
        nonlocal total
        total += len(text)
        return original(self, text, *rest, **named)

    with monkeypatch.context() as patch:
        patch.setattr(line_break.Layout, "set_text", set_text)
        make()
    return total


WORDS = "water boats harbour before together responsibility another something through because against morning".split()


def prose(count: int) -> str:
    return " ".join(WORDS[(number * 7) % len(WORDS)] for number in range(count))


def with_links(count: int) -> str:
    words = prose(count).split()
    words[::9] = [f'<a href="https://example.org/{word}">{word}</a>' for word in words[::9]]
    words[5::9] = [f"<code>{word}_{number}</code>" for number, word in enumerate(words[5::9])]
    return " ".join(words)


@pytest.mark.parametrize("count", [300, 900])
@pytest.mark.parametrize("words", [prose, with_links])
def test_a_tall_cell_costs_what_a_paragraph_costs(
    words: Callable[[int], str], count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = f"<table><tbody><tr><td>tall</td><td>{words(count)}</td></tr></tbody></table>"
    table_cost = laid_out(lambda: Made(book(chapter(cell))), monkeypatch)
    paragraph_cost = laid_out(lambda: Made(book(chapter(f"<p>{words(count)}</p>"))), monkeypatch)
    assert (
        table_cost < 4 * paragraph_cost
    )  # a paragraph alone is laid out as a whole, without being measured first


MANY = {
    "links": with_links(900),
    "links in an element": f"<em>{with_links(900)}</em>",
    "paragraphs": "".join(f"<p>{with_links(90)}</p>" for _ in range(10)),
    "line breaks": with_links(900).replace("boats", "boats<br/>"),
}


@pytest.mark.parametrize("content", MANY.values(), ids=MANY)
def test_a_cell_with_many_elements_is_measured_by_few_of_them(
    content: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured: list[str] = []
    original = preferred.split_first_line

    def split_first_line(
        text: str, style: object, context: object, most: object, *rest: Any, **named: Any
    ) -> Any:
        if most == 0:
            measured.append(text)
        return original(text, style, context, most, *rest, **named)

    monkeypatch.setattr(preferred, "split_first_line", split_first_line)
    made = Made(book(chapter(f"<table><tbody><tr><td>tall</td><td>{content}</td></tr></tbody></table>")))
    assert len(made.file.pages) >= 4
    assert 0 < len(measured) < 250


@pytest.mark.parametrize("outer", ["{}", "<em>{}</em>", "<p>{}</p>"])
@pytest.mark.parametrize(
    "inner", ["<a href='https://example.org'>{}</a>", "<em>{}</em>", "({},", "<b>in</b>{}"]
)
def test_the_widest_word_among_many_elements_stays_whole(outer: str, inner: str) -> None:
    few = with_links(120)
    word = "characteristically"
    cell = outer.format(f"{few} {inner.format(word)} {few}")
    made = Made(
        book(
            chapter(
                f"<table><tbody><tr><td>{prose(400)}</td><td>{prose(400)}</td><td>{cell}</td></tr></tbody></table>"
            )
        )
    )
    assert f"{word}" in made.text()


@pytest.mark.parametrize("before", [0, 120])
@pytest.mark.parametrize("head", [True, False])
def test_a_row_taller_than_a_page_goes_on_over_pages(before: int, head: bool) -> None:
    text = f"{prose(before)}\n\n{table(('first', 'short'), ('tall', prose(1500)), ('last', 'short'), head=head)}\n\nThe end."
    made = Made(book(written(text)))
    pages = [made.page_text(number) for number in range(1, len(made.file.pages) - 1)]
    assert len(pages) >= 4
    assert all(len(page) > 900 for page in pages[1:])
    assert len(pages[0]) > 700
    assert made.text().count("responsibility") + made.text().count("responsi") >= 1500 // len(WORDS)


@pytest.mark.parametrize(
    "end", ["<p>An array of <a href='https://example.org'>maps</a>. \n</p>", "Word <em>x</em>. "]
)
def test_spaces_at_the_end_of_a_cell_are_measured(end: str) -> None:
    rows = f"<tr><td><p><code>pages</code></p></td><td>{end}</td></tr>"
    made = Made(book(chapter(f"<table>\n<tbody>{rows * 2}</tbody></table>")))
    assert "pages" in made.text()


@pytest.mark.parametrize("size", ['width="900"', 'width="2000" height="300"', 'style="width: 60em"', ""])
@pytest.mark.parametrize(
    "cells", ["{}|and some words that need a width of their own", "{}|{}", "a|{}|b", "{}"]
)
def test_pictures_in_cells_become_as_small_as_the_page_needs(size: str, cells: str) -> None:
    picture = f'<img src="ab12.png" alt="a" {size}/>'
    row = "".join(f"<td>{cell.format(picture)}</td>" for cell in cells.split("|"))
    made = Made(book(chapter(f"<p>Before.</p><table><tbody><tr>{row}</tr></tbody></table>")))
    page = pypdfium2.PdfDocument(made.data)[1]
    pictures = [each for each in page.get_objects() if each.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    assert len(pictures) == cells.count("{}")
    assert all(each.get_bounds()[0] >= 17 * 72 / 25.4 - 1 for each in pictures)
    assert all(each.get_bounds()[2] <= page.get_width() - 17 * 72 / 25.4 + 1 for each in pictures)
    assert not made.beyond()


def test_words_beside_a_picture_have_a_part_of_the_page() -> None:
    row = '<td><img src="ab12.png" alt="a" width="900"/></td><td>and some words that need a width</td>'
    text = Made(book(chapter(f"<table><tbody><tr>{row}</tr></tbody></table>"))).text()
    assert "and some\nwords" in text or "and some words" in text


@pytest.mark.parametrize("word", ["시간제한", "프로그램", "시간timeout", "개발자용"])
def test_korean_words_of_short_cells_stay_whole(word: str) -> None:
    says = (
        "상대방의 응답을 기다리는 시간을 초 단위로 나타내며 그 시간이 지나면 프로그램이 포기하고 그렇게 말합니다 "
        * 3
    )
    assert word in Made(book(written(table((word, says), (word, says)), language="ko"))).text()


def share_of_rules(text: str) -> float:
    """How much of the column the rules of a table take."""
    import pypdfium2.raw as pdfium

    page = pypdfium2.PdfDocument(Made(book(written(text))).data)[1]
    paths = page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_PATH,))
    rules = [(left, right) for left, low, right, high in (each.get_bounds() for each in paths) if low > 150]
    return float(max(right for _, right in rules) - min(left for left, _ in rules)) / (114 / 25.4 * 72)


@pytest.mark.parametrize(
    ("text", "full"),
    [
        (table(("base", "0.25 s"), ("most", "30 s")), False),
        (table(("The crane", "1584 × 2400", "upright")), False),
        (table(("書名", "頁數"), ("白鯨記", "635")), False),
        (table((PROSE, "0.25 s")), True),
        (table(tuple("words " * 3 for _ in range(5))), True),
    ],
)
def test_a_table_with_little_in_it_is_not_spread_over_the_line(text: str, full: bool) -> None:
    share = share_of_rules(text)
    assert share == pytest.approx(1, abs=0.01) if full else share < 0.6


def test_a_column_stands_apart_from_figures_before_it() -> None:
    lines = "| Figures | Words |\n|---:|---|\n" + "| 2.71 | starts |\n" * 3 + f"| 2.71 | {PROSE} |\n"
    page = pypdfium2.PdfDocument(Made(book(written(lines))).data)[1].get_textpage()
    text = page.get_text_range()
    figure, word = text.index("2.71"), text.index("starts")
    assert page.get_charbox(word)[0] - page.get_charbox(figure + 3)[2] > 12
