"""Code on the page: tab stops count from the start of the line."""

from __future__ import annotations

from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from pdf_samples import Made, book, written

from publish import weasy
from publish.weasy import wrapsigns


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


LONG = "c('Sepal.Length','Sepal.Width','Petal.Length','Petal.Width','Species.Name','Species.Size')"


@pytest.mark.parametrize(
    "code",
    [
        f"legend('x',\n        {LONG},\n        y=1)",
        f"{LONG}",
        f"x = f({'a' * 150!r})",
        "first|second|" * 12,
        "f(g(h(" * 30 + "1" + ")))" * 30,
    ],
)
@pytest.mark.parametrize("fence", ["```", "```r", "```python"])
def test_long_strings_of_code_stay_in_their_panel(code: str, fence: str) -> None:
    made = Made(book(written(f"{fence}\n{code}\n```\n", title="No")))
    document = pypdfium2.PdfDocument(made.data)
    shown = ""
    for page in list(document)[1:]:
        text = page.get_textpage()
        shown += text.get_text_range()
        right = page.get_width() - 17 / 25.4 * 72
        assert max(text.get_charbox(at)[2] for at in range(text.count_chars())) < right + 0.5
        assert "\u200b" not in shown
    assert "".join(code.split()) in "".join(shown.split())


def hooks(markup: str, css: str = "") -> list[tuple[float, float]]:
    """Where the signs of a page stand."""
    sheet = "@page { size: 300px; margin: 20px } body { margin: 0; font: 10px/15px 'Source Code Pro' } p { margin: 0 }"
    page = weasy.set_pages(f"<html><body>{markup}</body></html>", (sheet + css,), ()).pages[0]
    return [(x, y) for x, y, _ in wrapsigns.find(page._page_box)]


@pytest.mark.parametrize(("words", "count"), [(4, 0), (12, 1), (24, 3)])
def test_a_wrapped_line_of_code_has_a_sign_before_each_line_that_goes_on(words: int, count: int) -> None:
    line = f'<pre><span class="line">{" ".join(["words"] * words)}</span></pre>'
    css = "pre { margin: 0; white-space: pre-wrap } .line { display: block; padding-left: 24px; text-indent: -24px }"
    found = hooks(line, css)
    assert [x for x, _ in found] == pytest.approx([44 - 15] * count)
    assert [later - y for (_, y), (_, later) in pairwise(found)] == pytest.approx([15] * max(count - 1, 0))


NAME = "a_name_that_is_wider_than_the_measure_of_the_page_and_more"


@pytest.mark.parametrize(
    ("markup", "count"),
    [
        (f"<p>Type <code>{NAME}</code> now.</p>", 1),
        (f"<ul><li>Type <a href='#x'><code>{NAME}</code></a> now.</li></ul>", 1),
        (
            "<p>Type <code>one</code> <code>two</code> and <code>three</code> and so on and on and on, friends.</p>",
            0,
        ),
        (f"<p>Type <em>{NAME}</em> now.</p>", 0),
    ],
)
def test_inline_code_that_goes_on_in_the_next_line_has_a_sign(markup: str, count: int) -> None:
    assert len(hooks(markup, "p, li { overflow-wrap: anywhere }")) == count


@pytest.mark.parametrize(
    "code", ["git commit --amend", "publish pdf one.md", "a b c d e f g", "path/to/some/file"]
)
@pytest.mark.parametrize("before", range(1, 9))
@pytest.mark.parametrize("align", ["justify", "left"])
def test_inline_code_goes_to_the_next_line_whole(code: str, before: int, align: str) -> None:
    css = f"p {{ text-align: {align} }}"
    assert (
        hooks(f"<p>{'Word ' * 9}{'x ' * before}<code>{code}</code> and what follows it on the line.</p>", css)
        == []
    )


@pytest.mark.parametrize("align", ["justify", "left"])
@pytest.mark.parametrize("before", range(0, 12, 2))
def test_the_sign_of_inline_code_stands_within_the_line(before: int, align: str) -> None:
    path = "/".join(["part_of_it"] * 14)
    markup = f"<p>{'x ' * before}<code>{path}</code> and what follows it on the line.</p>"
    found = hooks(markup, f"p {{ text-align: {align} }}")
    assert len(found) >= 3
    assert all(x + 7.8 < 280.5 for x, _ in found)


def test_signs_are_no_text() -> None:
    made = Made(book(written(f"```\n{'some words ' * 30}\n```\n", title="No")))
    assert " ".join(made.text().split()).count("some words") == 30


KOREAN = (
    "변수를 선언하고 덮어씌움 방식으로 여러 가지 값을 계산하면서 다음 줄로 넘어가는지를 확인하는 것이 좋다"
)


@pytest.mark.parametrize("before", range(0, 12, 2))
def test_no_line_of_code_ends_inside_a_korean_word(before: int) -> None:
    made = Made(book(written(f"```\n{'x' * before} {KOREAN}\n```", language="ko")))
    assert set(KOREAN.split()) <= set(made.page_text(1).split())
    assert KOREAN not in made.page_text(1)  # it takes two lines
    assert "\u2060" not in made.text()


def test_a_korean_string_without_spaces_stays_in_the_panel() -> None:
    made = Made(book(written(f"```\n{KOREAN.replace(' ', '') * 2}\n```", language="ko")))
    assert not made.beyond()
    assert KOREAN.replace(" ", "") * 2 in "".join(made.text().split())


@pytest.mark.parametrize("before", range(36, 60, 3))
@pytest.mark.parametrize("name", [".caption", "/path", "!important", ":symbol"])
def test_a_line_of_code_may_end_before_a_name_that_begins_with_a_sign(before: int, name: str) -> None:
    made = Made(book(written(f"```\n{'ab ' * (before // 3)}{name} {name} {name}\n```")))
    assert made.page_text(1).split().count(name) == 3


@pytest.mark.parametrize("count", range(8, 20, 3))
@pytest.mark.parametrize("sign", ["//", "/*", "///"])
def test_an_indented_line_begins_on_its_first_line_although_a_comment_does_not_fit(
    sign: str, count: int
) -> None:
    code = f"first() {{\n\tprint{'x' * count}\t{sign} a comment here\n\tlast()"
    page = pypdfium2.PdfDocument(Made(book(written(f"```go\n{code}\n```")), "phone").data)[1].get_textpage()
    text = page.get_text_range()
    first, second = (page.get_charbox(text.index(word), loose=True)[3] for word in ("first", "print"))
    assert first - second < 15  # points: one line


@pytest.mark.parametrize(
    "names", ["; .caption", ".src; .caption; .alignment; .description", "/a /path /to/it"]
)
def test_names_in_a_narrow_cell_are_whole_and_stay_in_their_column(names: str) -> None:
    words = "Puts a picture with its caption below, in the column’s whole width or beside the text, as its author says"
    table = f"| Include | Parameters | Notes | More | Since |\n|---|---|---|---|---|\n| `image.html` | `{names}` | {words} | {words} | `4.2` |"
    made = Made(book(written(table)))
    assert set(names.split()) <= set(made.page_text(1).split())
    assert not made.beyond()


@pytest.mark.parametrize("before", range(2, 12, 2))
def test_the_ground_of_code_ends_with_its_last_line_on_every_page(before: int) -> None:
    function = "def call(number):\n    if number:\n        return call(number - 1)\n    return number\n" * 40
    made = Made(book(written("Words.\n\n" * before + f"```python\n{function}```\n\nMore.\n")))
    grounds = 0
    for page in list(pypdfium2.PdfDocument(made.data))[1:]:
        words, feet = page.get_textpage(), list[float]()
        paths = [each.get_bounds() for each in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_PATH,))]
        for left, low, right, high in paths:
            if right - left < 250 or high - low < 30:
                continue
            for number in range(words.count_chars()):
                bottom = words.get_charbox(number, loose=True)[1]
                if low < bottom < high and not words.get_text_range(number, 1).isspace():
                    feet.append(bottom)
            grounds += 1
            assert min(feet) - low < 10
    assert grounds >= 3
