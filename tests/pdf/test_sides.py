"""Books from right to left: the spine is at the right, so the first page of the text is a left-hand one."""

from __future__ import annotations

from typing import Any

import pypdfium2
import pytest
from pdf_samples import Made, book, chapter

from publish.model import Book

WORDS = {"he": "שלום ים שקט מאוד, " * 250, "en": "how quiet it is, " * 250}
RIGHT_TO_LEFT = {"he": ("he", "he"), "he with an English chapter": ("he", "en"), "en": ("en", "en")}


def made(kind: str, page: str, chapters: int) -> tuple[Book, Made]:
    language, other = RIGHT_TO_LEFT[kind]
    ones = [chapter(f"<p>{WORDS[language]}</p>", id="a", language=language, title="א")]
    ones += [
        chapter(f"<p>{WORDS[other]}</p>", id=f"b{number}", language=other, title="ב")
        for number in range(1, chapters)
    ]
    whole = book(*ones, language=language)
    return whole, Made(whole, page)


def places(file: Made) -> list[tuple[float, float]]:
    """Of each page of text: where its number is, as a part of the width, and the left edge of its text in points."""
    found = []
    document = pypdfium2.PdfDocument(file.data)
    for sheet in document:
        words = sheet.get_textpage()
        shown = words.get_text_range()
        boxes = [(each, words.get_charbox(at)) for at, each in enumerate(shown)]
        height, width = sheet.get_height(), sheet.get_width()
        digits = [box for each, box in boxes if each.isdigit()]
        lowest = min((box[1] for box in digits), default=height)
        feet = [box for box in digits if box[1] < lowest + 1]
        letters = [box for each, box in boxes if each.isalpha() and 0.2 < box[1] / height < 0.8]
        if feet and letters and any(each[:3] in shown for each in WORDS.values()):
            found.append((sum(box[0] for box in feet) / len(feet) / width, min(box[0] for box in letters)))
    return found


@pytest.mark.parametrize("chapters", [1, 2], ids=["book", "volume"])
@pytest.mark.parametrize("kind", RIGHT_TO_LEFT)
def test_readers_are_told_how_pages_are_turned(kind: str, chapters: int) -> None:
    _, file = made(kind, "a5", chapters)
    wishes: Any = file.file.Root.ViewerPreferences
    assert wishes.get("/Direction") == (None if kind == "en" else "/R2L")
    assert wishes.DisplayDocTitle is True


@pytest.mark.parametrize("chapters", [1, 2], ids=["book", "volume"])
@pytest.mark.parametrize("kind", RIGHT_TO_LEFT)
def test_page_numbers_stand_where_lines_end(kind: str, chapters: int) -> None:
    numbers = [number for number, _ in places(made(kind, "a5", chapters)[1])]
    assert len(numbers) >= 2 * chapters
    assert all((number > 0.5) == (kind == "en") for number in numbers)


@pytest.mark.parametrize("chapters", [1, 2], ids=["book", "volume"])
@pytest.mark.parametrize("kind", RIGHT_TO_LEFT)
def test_the_first_page_of_a_printed_book_is_a_left_one_and_the_spine_at_its_right(
    kind: str, chapters: int
) -> None:
    (first, first_edge), (second, second_edge) = places(made(kind, "a5-print", chapters)[1])[:2]
    is_right = kind == "en"
    assert (first > 0.5, second > 0.5) == (is_right, not is_right)
    assert (first_edge > second_edge) == is_right  # the wider margin is at the spine


def test_every_chapter_of_a_printed_volume_begins_on_such_a_page() -> None:
    whole, file = made("he", "a5-print", 4)
    numbers: dict[Any, int] = {page.objgen: number for number, page in enumerate(file.file.pages)}
    names = file.file.Root.Names.Dests.Names
    starts = {str(names[at]): numbers[names[at + 1][0].objgen] for at in range(0, len(names), 2)}
    assert {starts[f"{each.id}-title"] % 2 for each in whole.chapters} == {0}


def test_covers_are_as_in_other_books() -> None:
    """The direction of a cover is that of its words, in a book from right to left too."""
    cover = book(chapter(title="Harbour")).cover
    drawn = [
        pypdfium2.PdfDocument(Made(book(language=language, cover=cover)).data)[0].render().to_pil().tobytes()
        for language in ("he", "en")
    ]
    assert drawn[0] == drawn[1]
