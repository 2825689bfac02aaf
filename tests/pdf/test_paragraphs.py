"""Line breaks of whole paragraphs: their look, that no text is lost, and what WeasyPrint breaks itself."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest
from pdf_samples import Made, book, chapter
from weasyprint.draw import text as drawn
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

from publish import weasy

TEXT = (
    "The determination of the administration to reconsider the considerable political consequences of the negotiations"
    " was, according to a report that the commission published in September, a characteristic decision; its"
    " implications had been misunderstood even by those responsible for administering them. What followed was an"
    " extraordinary succession of announcements, clarifications and contradictions, none of which explained how the"
    " neighbouring governments had been persuaded to participate. The organisation that prepared the meeting kept its"
    " correspondence, and the archive shows with how much patience representatives had worked for an understanding"
    " that nobody thought possible at the beginning of the year. They wrote to one another nearly every day."
)
CSS = """
@page { size: 100mm 100mm; margin: 10mm }
body { margin: 0 }
p { margin: 0; font: 10pt/14pt "Source Serif 4"; text-align: justify; hyphens: auto; hyphenate-character: "-";
    hyphenate-limit-chars: 6 3 3; orphans: 2; widows: 2 }
.math { white-space: nowrap } .math b { display: inline-block; padding: 0 2pt }
a { padding: 0 1pt } .note { float: footnote } .note::footnote-call { content: counter(footnote) }
code { font-family: "Source Code Pro"; font-size: 0.8em; hyphens: none; overflow-wrap: anywhere }
"""
MEASURE = 80 / 25.4 * 96
SIZE = 10 / 72 * 96


@dataclass(frozen=True, slots=True)
class Set:
    """A line as it was set."""

    text: str
    left: float
    width: float
    composed: bool
    page: int
    box: Any

    @property
    def gap(self) -> float:
        """The width of its spaces, in ems."""
        piece = next(each for each in texts(self.box) if " " in each.text.strip())
        return float(0.238 * (1 + getattr(piece, "give", 0)) + piece.justification_spacing / SIZE)


def texts(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            yield from texts(child)


def lines(body: str, css: str = "", lang: str = "en") -> list[Set]:
    """The lines of a document's paragraphs."""
    pages = weasy.set_pages(f'<html lang="{lang}"><body>{body}</body></html>', (CSS + css,), ()).pages
    return [
        Set(
            "".join(each.text for each in texts(box)),
            box.position_x,
            box.width,
            getattr(box, "planned", None) is not None,
            number,
            box,
        )
        for number, page in enumerate(pages)
        for box in page._page_box.descendants()
        if isinstance(box, boxes.LineBox) and box.element_tag == "p"
    ]


OUTSIDE = 3.6
"""Pixels that light signs stand outside at most: 2.7 points."""


def is_flush(line: Set) -> bool:
    """Whether a line ends at the edge: with a letter just there, with a light sign a little outside."""
    beyond = line.width - MEASURE
    return 1 < beyond <= OUTSIDE if line.text.strip()[-1] in "-.,’”" else abs(beyond) < 0.01


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Set]]:
    """Lines as WeasyPrint alone sets them."""

    def alone(*words: str) -> list[Set]:
        with monkeypatch.context() as patched:
            patched.setattr(inline, "get_next_linebox", inline.get_next_linebox.__wrapped__)
            return lines(*words)

    return alone


def joined(found: list[Set]) -> str:
    """The words of lines: hyphens that were put in are gone, spaces that ended lines are back."""
    text = ""
    for line in found:
        last = list(texts(line.box))[-1].text if list(texts(line.box)) else ""
        text += line.text[:-1] if type(last).__name__ == "Hyphenated" else f"{line.text} "
    return " ".join(text.split())


def letters(text: str) -> str:
    return "".join(text.replace("\u00ad", "").split())


def hyphens(found: list[Set]) -> str:
    return "".join("-" if line.text.endswith("-") else " " for line in found)


def test_the_hooks_fit_this_weasyprint() -> None:
    """When this fails, WeasyPrint has changed how it breaks lines: read `publish/weasy/paragraphs` beside it."""
    hooks = {
        inline.get_next_linebox: "context, linebox, position_y, bottom_space, skip_stack, containing_block,"
        " absolute_boxes, fixed_boxes, first_letter_style, first_line_style",
        inline.split_inline_box: "context, box, position_x, max_x, bottom_space, skip_stack, containing_block,"
        " absolute_boxes, fixed_boxes, line_placeholders, waiting_floats, line_children, first_letter_style,"
        " first_line_style",
        inline.text_align: "context, line, available_width, last",
        drawn.draw_first_line: "stream, textbox, text_overflow, block_ellipsis, matrix",
        inline.atomic_box: "context, box, position_x, skip_stack, containing_block, absolute_boxes, fixed_boxes",
    }
    for hook, words in hooks.items():
        assert ", ".join(inspect.signature(getattr(hook, "__wrapped__", hook)).parameters) == words
    source = inspect.getsource(inline.get_next_linebox.__wrapped__)
    assert "split_inline_box(" in source
    assert "text_align(" in source


def test_lines_are_even_flush_and_seldom_hyphenated(engine: Callable[..., list[Set]]) -> None:
    found = lines(f"<p>{TEXT}</p>")
    assert all(line.composed for line in found)
    for line in found[:-1]:
        assert is_flush(line)
        assert 0.16 < line.gap < 0.55
    assert found[-1].width > 3 * SIZE
    assert "---" not in hyphens(found)
    assert hyphens(found).count("-") < hyphens(engine(f"<p>{TEXT}</p>")).count("-")
    assert joined(found) == TEXT


INSIDE = [
    "some <em>words that are stressed</em>, as",
    "<strong>several considerable words</strong> and",
    "a <a href='https://example.org/'>link with padding</a>, then",
    "water is H<sub>2</sub>O and x<sup>2</sup> too, as",
    "with <code>some_code(in, it)</code> and",
    "a note<span class='note'>What it says.</span> and",
    "a formula <span class='math'>a = <b>b</b> + c</span>, which",
    "a picture <img style='width: 3em; height: 0.6em' src='data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22/>'> and",
    "<span style='white-space: nowrap'>words that stay in one line</span> and",
    "some Chinese 標點符號的用法 inside and",
    "an em-dash—without spaces—and",
    "a soft&#xAD;hyphen&#xAD;ated word and",
    "a break<br>and then",
    "<b> spaces </b> at <i>edges </i>and <u> more</u> of them",
    "an empty <span id='here'></span>anchor and",
    "<em>nested <strong>stress <code>with code</code></strong></em> and",
]


@pytest.mark.parametrize("inside", INSIDE)
def test_what_stands_in_a_paragraph_takes_part(inside: str, engine: Callable[..., list[Set]]) -> None:
    half = len(TEXT) // 2
    body = f"<p>{TEXT[:half]} {inside} {TEXT[half:]}</p>"
    found, alone = lines(body), engine(body)
    assert all(line.composed for line in found)
    assert letters(joined(found)) == letters(joined(alone))
    for number, line in enumerate(found[:-1]):
        broken = "a break" in line.text and "<br>" in inside and found[number + 1].text.startswith("and then")
        assert is_flush(line) or broken
    assert all(line.left + line.width < MEASURE + 10 / 25.4 * 96 + OUTSIDE for line in found)


BESIDE = {
    "float": (
        "<div style='float: left; width: 20mm; height: 90mm'>x</div><p>Only a few words beside it, but enough for two lines.</p>",
        "",
    ),
    "float inside": ("<p>{}<span style='float: right'>float</span> and so on</p>", ""),
    "right to left": ("<p dir=rtl>{}</p>", ""),
    "Hebrew inside": ("<p>{} שלום עולם and so on</p>", ""),
    "pre": ("<p style='white-space: pre-wrap'>{}</p>", ""),
    "centred": ("<p style='text-align: center'>{}</p>", ""),
    "last line justified": ("<p style='text-align-last: justify'>{}</p>", ""),
    "first letter": ("<p class=first>Short.</p>", ".first::first-letter { font-size: 2em }"),
    "too wide": ("<p>{} <span style='white-space: nowrap'>{}</span> and so on</p>", ""),
    "grid inside": ("<p>{} <span style='display: inline-grid'>x</span> and so on</p>", ""),
    "out of flow": ("<p>{} <span style='position: absolute'>x</span> and so on</p>", ""),
    "decoration cloned": ("<p>{} <a style='box-decoration-break: clone'>link of some words</a> on</p>", ""),
    "letters broken": ("<p style='word-break: break-all'>{}</p>", ""),
}


@pytest.mark.parametrize("name", BESIDE)
def test_what_is_not_understood_is_left_to_weasyprint(name: str, engine: Callable[..., list[Set]]) -> None:
    body, css = BESIDE[name]
    body = body.replace("{}", TEXT)
    found, alone = lines(body, css), engine(body, css)
    assert [(each.text, each.left, each.width) for each in found] == [
        (each.text, each.left, each.width) for each in alone
    ]
    assert not any(each.composed for each in found)


def test_a_paragraph_is_composed_from_where_a_float_ends() -> None:
    found = lines(f"<div style='float: left; width: 20mm; height: 20mm'>x</div><p>{TEXT}</p>")
    assert not found[0].composed
    assert found[-1].composed
    assert joined(found) == TEXT


def test_a_paragraph_goes_on_over_pages() -> None:
    found = lines("".join(f"<p>{TEXT} {TEXT}</p>" for _ in range(6)), "@page { size: 100mm 150mm }")
    assert max(line.page for line in found) >= 4
    assert all(line.composed for line in found)
    assert joined(found) == " ".join([TEXT] * 12)
    ends = [line for line, after in pairwise(found) if after.page > line.page]
    assert sum(line.text.endswith("-") for line in ends) <= 1


def test_notes_push_lines_to_the_next_page_and_nothing_is_lost() -> None:
    note = f"<span class='note'>{TEXT[:200]}</span>"
    words = TEXT.split(" ")
    body = " ".join(word + note if number % 25 == 24 else word for number, word in enumerate(words))
    found = lines(f"<p>{body} {body}</p>")
    assert all(line.composed for line in found)
    count = 2 * (len(words) // 25)
    assert joined(found).count(" ") == 2 * len(words) - 1
    assert sum(character.isdigit() for character in joined(found)) >= count


def test_the_last_line_is_no_fragment() -> None:
    for end in range(150, len(TEXT), 37):
        text = TEXT[: TEXT.index(" ", end)]
        found = lines(f"<p>{text}</p>")
        assert found[-1].width > SIZE * 2.2
        assert len(found[-1].text) > 5 or not found[-2].text.endswith("-")


LONG_WORDS = (
    "A commission could hardly establish whether political arrangements survive an administration. Economic"
    " organisations traditionally characterise unification as one medium-term international aspiration. Neighbouring"
    " institutions have repeatedly undermined the implementation of comparatively uncontroversial regulations."
).split()


@pytest.mark.parametrize("width", range(84, 98, 2))
def test_no_three_lines_in_a_row_end_with_a_hyphen_where_there_is_another_way(width: int) -> None:
    for first in range(0, len(LONG_WORDS), 2):
        words = " ".join(LONG_WORDS[first:] + LONG_WORDS)
        found = lines(f"<p>{words}</p>", f"p {{ width: {width}mm }}", "en-GB")
        assert "---" not in hyphens(found), words
        assert letters(joined(found)) == letters(words)


def test_ragged_lines_are_even_and_whole_words(engine: Callable[..., list[Set]]) -> None:
    body = f"<p style='text-align: left'>{TEXT}</p>"
    found, alone = lines(body), engine(body)
    assert all(line.composed for line in found)
    assert joined(found) == TEXT
    assert hyphens(found).count("-") < hyphens(alone).count("-")
    assert all(MEASURE * 0.7 < line.width < MEASURE + 0.01 for line in found[:-1])
    assert {piece.justification_spacing for line in found for piece in texts(line.box)} == {0}


def test_a_cell_as_wide_as_its_words_stays_one_line() -> None:
    words = "The determination of administrations"
    body = (
        f"<table><tr><td style='padding: 0'><p style='text-align: left; font-size: 7.3pt'>{words}</p></table>"
    )
    assert [line.text for line in lines(body)] == [words]


def test_korean_words_stay_whole() -> None:
    text = " ".join(["우리나라의 출판 문화는 오랜 역사를 가지고 있으며 새로운 기술을 받아들였다"] * 4)
    found = lines(f"<p>{text}</p>", "", "ko")
    assert all(line.composed for line in found)
    assert " ".join(line.text for line in found) == text


def test_a_paragraph_that_ends_with_a_break_is_set_the_same_again() -> None:
    found = lines(f"<p>{TEXT}<br></p><p>{TEXT}</p>", "@page { @bottom-right { content: counter(pages) } }")
    assert all(line.composed for line in found)
    assert joined(found) == f"{TEXT} {TEXT}"


def test_weasyprint_alone_parts_no_word_in_capitals(engine: Callable[..., list[Set]]) -> None:
    body = f"<p>{'INTERNATIONALIZATION OF CHARACTERISTICS ' * 9}</p>"
    assert "-" not in hyphens(engine(body))


def test_a_space_after_an_empty_element_does_not_begin_a_line() -> None:
    found = lines(f"<p><span id='here'></span> {TEXT}</p>")
    assert found[0].text.startswith("The")
    assert found[0].width == pytest.approx(MEASURE, abs=0.01)


def test_british_and_american_words_are_parted_as_they_are_at_home() -> None:
    narrow = "@page { size: 52mm 200mm }"
    words = "".join(f"<p>determination {word}determine {word}political</p>" for word in ("un", "re", "ir"))
    american, british = (hyphens(lines(words, narrow, lang)) for lang in ("en", "en-GB"))
    assert "-" in american + british
    text = " ".join(line.text for line in lines(f"<p>{TEXT}</p>", narrow, "en"))
    assert "determ- " not in text


def test_made_hyphens_are_soft_and_links_and_notes_are_whole() -> None:
    body = f"<p>{TEXT}</p><p>{TEXT[:300]} <a href='https://example.org/'>a link of several words</a> {TEXT[300:]}</p>"
    made, again = Made(book(chapter(body))), Made(book(chapter(body)))
    assert made.data == again.data
    spoken = made.spoken()
    assert "\u00ad" in spoken
    assert "".join(TEXT.split()) in "".join(spoken.replace("\u00ad", "").split())
    links = [note for page in made.file.pages for note in page.get("/Annots", []) if "/A" in note]
    assert any("https://example.org/" in str(note.A.get("/URI", "")) for note in links)


@pytest.mark.parametrize(
    ("sign", "width", "part"),
    [("-", 0.335, 0.5), (".", 0.303, 0.6), (",", 0.303, 0.6), ("”", 0.41, 0.5), ("x", 0.5, 0), ("!", 0.3, 0)],
)
def test_light_signs_stand_partly_outside(sign: str, width: float, part: float) -> None:
    words = f"word{sign}"
    found = lines(f"<p>{' '.join([words] * 80)}</p>", "p { hyphens: manual }")
    assert all(line.text.strip().endswith(sign) for line in found)
    for line in found[:-1]:
        assert (line.width - MEASURE) / SIZE == pytest.approx(width * part, abs=0.03)


LONG = "https://example.org/a-name-that-is-long"


@pytest.mark.parametrize("count", range(3, 7))
def test_a_line_that_would_be_too_loose_is_left_short(count: int) -> None:
    words = "The survey of the harbour found nobody there".split()[:count]
    body = f"<p>{' '.join(words)} <span style='white-space: nowrap'>{LONG}</span> and so on. {TEXT}</p>"
    found = lines(body)
    assert all(line.composed for line in found)
    assert all(line.gap < 1.02 for line in found if " " in line.text.strip())
    assert found[0].text.strip() == " ".join(words)
    assert found[0].width < MEASURE - 10
    assert sum(abs(line.width - MEASURE) < OUTSIDE for line in found) >= len(found) - 3


def test_korean_lines_end_at_the_edge_however_loose() -> None:
    text = "이글에서는 방향가중치그래프(directed-weighted-graph)에서최단경로를찾는다익스트라알고리즘을 " * 4
    found = lines(f"<p>{text}</p>", 'p { font-family: "Noto Serif CJK KR" }', "ko")
    assert all(abs(line.width - MEASURE) < 0.5 for line in found[:-1] if " " in line.text.strip())


@pytest.mark.parametrize("element", ["b", "code", "a", "i"])
@pytest.mark.parametrize(
    "lead", ["", "A word or two and", "Words that take most of a line of this width, and"]
)
def test_a_word_that_is_wider_than_a_line_is_broken_at_any_letter(element: str, lead: str) -> None:
    word = "x1" * 70
    found = lines(
        f"<p>{lead} <{element}>{word}</{element}> and so on. {TEXT}</p>", "p { overflow-wrap: break-word }"
    )
    assert all(line.composed for line in found)
    assert all(line.width < MEASURE + OUTSIDE + 0.01 for line in found)
    assert word in letters("".join(line.text for line in found))


def test_ordinary_words_are_never_broken_at_any_letter(engine: Callable[..., list[Set]]) -> None:
    css = "p { overflow-wrap: break-word; width: 40mm; hyphens: auto }"
    for found in (lines(f"<p>{TEXT}</p>", css), lines(f"<p>{TEXT}</p>", css + "p { hyphens: manual }")):
        assert joined(found) == TEXT


@pytest.mark.parametrize("css", ["p { text-align: left }", "p { text-align: left; hyphens: manual }"])
def test_nothing_stands_outside_where_lines_are_ragged(css: str) -> None:
    assert all(line.width < MEASURE + 0.01 for line in lines(f"<p>{TEXT}</p>", css))


def test_nothing_stands_outside_among_chinese() -> None:
    text = "離線的書架不是一個比喻。每個月最後一個星期五，阿晴會把新一期雜誌放進膠箱, 用的是 PDF." * 6
    found = lines(f"<p>{text}</p>", 'p { font-family: "Noto Serif CJK TC" }', "zh-Hant")
    assert all(line.width < MEASURE + 0.01 for line in found)


def test_ends_of_ragged_lines_are_even() -> None:
    found = lines(f"<p>{TEXT}</p>", "p { text-align: left }")
    assert all(line.composed for line in found)
    short = [(MEASURE - line.width) / SIZE for line in found[:-1]]
    assert max(short) < 5
    assert sum(short) / len(short) < 2.2
