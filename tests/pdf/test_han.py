"""Chinese, Japanese and Korean lines, measured on the page: justified, half-width marks, unchanged Latin words."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from itertools import groupby, pairwise

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from pdf_samples import Made, book, chapter, written

from publish.weasy.paragraphs import han, hyphenation

RIGHT = (148 - 17) / 25.4 * 72
"""The right edge of the type area, in points."""
SIZE = 10.0
HANS = "我们今天讨论的是这一类现象"
LONG = "Institutionalization of Internationalization"


@dataclass(frozen=True, slots=True)
class Glyph:
    text: str
    left: float
    right: float
    foot: float


def lines(made: Made) -> list[list[Glyph]]:
    """The glyphs of ten points on the text's pages, by lines."""
    found = []
    for page in list(pypdfium2.PdfDocument(made.data))[1:]:
        words = page.get_textpage()
        box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        glyphs = []
        for number in range(words.count_chars()):
            pdfium.FPDFText_GetLooseCharBox(words, number, box)
            pdfium.FPDFText_GetMatrix(words, number, matrix)
            size = pdfium.FPDFText_GetFontSize(words, number) * abs(matrix.d)
            x, y = ctypes.c_double(), ctypes.c_double()
            pdfium.FPDFText_GetCharOrigin(words, number, x, y)
            if abs(size - SIZE) < 0.1 and not pdfium.FPDFText_IsGenerated(words, number):
                letter = chr(pdfium.FPDFText_GetUnicode(words, number))
                glyphs.append(Glyph(letter, box.left, box.right, round(y.value)))
        found += [list(line) for _, line in groupby(glyphs, key=lambda glyph: glyph.foot)]
    return found


def post(text: str, language: str) -> list[list[Glyph]]:
    return lines(Made(book(written(text, language=language))))


def end(line: list[Glyph]) -> float:
    return max(glyph.right for glyph in line if not glyph.text.isspace())


def text_of(line: list[Glyph]) -> str:
    return "".join(glyph.text for glyph in line)


@pytest.mark.parametrize("lead", range(12))
@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "ja"])
def test_lines_end_flush_and_latin_words_are_not_spaced(lead: int, language: str) -> None:
    text = f"{'我' * lead}{HANS}（{LONG}）以及“Electroencephalographically”这样的长词，后面还有一些字。" * 2
    found = post(text, language)
    assert len(found) > 3
    for line in found[:-1]:
        assert end(line) == pytest.approx(RIGHT, abs=0.5 * SIZE)
        assert end(line) < RIGHT + 1  # the box of an "f" is wider than the letter
    wide = [
        after.left - glyph.right
        for line in found
        for glyph, after in pairwise(line)
        if glyph.text.isascii() and glyph.text.isalpha() and after.text.isascii() and after.text.isalpha()
    ]
    assert max(wide) < 0.03 * SIZE


def test_a_long_latin_word_among_han_is_hyphenated() -> None:
    hyphens = [text_of(line)[-1] for line in post(f"{HANS * 2}{LONG}{HANS}", "zh-Hans")]
    assert any(each in "-\ufffe\u00ad\x02" for each in hyphens)


@pytest.mark.parametrize(
    ("language", "text", "width"),
    [
        ("zh-Hans", "他说，“难”和“战”。", {"，": 0.5, "”": 1.0}),
        ("zh-Hans", "见《书》（一）。》《", {"》": 0.5, "）": 0.5}),
        ("zh-Hant", "他說：「『難』」，又說。", {"：": 0.75, "「": 0.5, "』": 0.5, "」": 0.5}),
        ("ja", "彼は「『本』」、と言った。", {"「": 0.5, "』": 0.5, "」": 0.5}),
    ],
)
def test_the_first_of_two_marks_takes_half_a_square(
    language: str, text: str, width: dict[str, float]
) -> None:
    (line, *_) = [each for each in post(text, language) if len(each) > 4]
    steps = {glyph.text: (after.left - glyph.left) / SIZE for glyph, after in reversed(list(pairwise(line)))}
    # What stands in the middle of its square is moved, by a quarter of it.
    for mark, wanted in width.items():
        assert steps[mark] == pytest.approx(wanted, abs=0.06), mark


@pytest.mark.parametrize("lead", range(8))
def test_lines_may_end_beside_quotation_marks(lead: int) -> None:
    found = post(
        "我" * lead + "我们分别选出“国内年度汉字”为“稳”和“稳”，以及“国际年度汉字”为“难”和“战”，" * 4,
        "zh-Hans",
    )
    for line, after in pairwise(found):
        assert RIGHT - end(line) < 0.5 * SIZE
        assert text_of(line)[-1] not in "“（"
        assert text_of(after)[0] not in "”，。）"
    spread = [
        after.left - glyph.left
        for line in found[:-1]
        for glyph, after in pairwise(line)
        if glyph.text == "年"
    ]
    assert max(spread) < 1.15 * SIZE


@pytest.mark.parametrize(
    "words", ["우리나라의 출판 문화는 오랜 역사를 가지고 있으며", "행렬(matrix)은 RNN을 씁니다 또한"]
)
def test_korean_ends_lines_at_spaces_and_flush(words: str) -> None:
    text = " ".join([words] * 8)
    made = Made(book(written(text, language="ko")))
    found = lines(made)
    assert text in " ".join(made.text().split())
    for line in found[:-1]:
        assert end(line) == pytest.approx(RIGHT, abs=0.3)


def test_room_between_han_and_latin_stands_on_both_sides() -> None:
    (line,) = [each for each in post("早上5时他到了A栋。", "zh-Hans") if "早" in text_of(each)]
    for glyph, after in pairwise(line):
        meet = glyph.text.isascii() != after.text.isascii() and "。" not in (glyph.text, after.text)
        assert after.left - glyph.right == pytest.approx(0.25 * SIZE if meet else 0, abs=0.3)


def test_nothing_is_copied_that_was_not_written() -> None:
    text = f"{HANS}（{LONG}）以及“汉字”。" * 4
    copied = "".join(Made(book(written(text, language="zh-Hans"))).text().split())
    assert "".join(text.split()) in copied.replace("\ufffe", "").replace("\x02", "")


@pytest.mark.parametrize("text", ["a word", "한국어 낱말", "a picture \u2e80 in a line"])
def test_other_text_has_no_joints(text: str) -> None:
    assert han.joints(text) == {}
    assert not han.pairs(text)
    assert not list(han.more_places(text))


def test_addresses_and_names_from_code_among_han_take_no_hyphen() -> None:
    text = "见example.internationalization.org和internationalization_name以及internationalization()等"
    assert not list(hyphenation.parts(text, "zh-Hans", (6, 3, 3)))
    assert list(hyphenation.parts("见internationalization等", "zh-Hans", (6, 3, 3)))


@pytest.mark.parametrize(("language", "indent"), [("zh-Hant", 20), ("ja", 10), ("en", 0)])
def test_a_paragraph_after_verse_begins_as_its_language_does(language: str, indent: float) -> None:
    body = '<p class="verse">床前<br/>疑是<br/>舉頭</p><p class="verse">明月</p><p>低頭。</p>'
    made = Made(book(chapter(body, language=language, title="一"), language=language))
    text = pypdfium2.PdfDocument(made.data)[1].get_textpage()
    left = {each: text.get_charbox(text.get_text_range().index(each))[0] for each in "床明低"}
    assert left["明"] == pytest.approx(left["床"], abs=1)
    assert left["低"] - left["床"] == pytest.approx(indent, abs=1.5)
