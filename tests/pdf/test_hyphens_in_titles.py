"""Titles get no hyphens, except in words that may be longer than their line."""

from __future__ import annotations

import pypdfium2
from pdf_samples import Made, book, chapter

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
PLAIN = "Elektrizitätswerk und Dampfschifffahrt " * 3
HYPHEN = "\ufffe"
"""What pdfium tells of one that the page has and the text has not."""


def lines(title: str) -> list[str]:
    """Of a volume's title page, its contents and a chapter's opening."""
    parts = [chapter(f"<h2>{title}</h2><p>1</p>", id=each, language="de", title=title) for each in "ab"]
    file = pypdfium2.PdfDocument(Made(book(*parts, language="de")).data)
    found = [page.get_textpage().get_text_range().splitlines() for page in list(file)[1:4]]
    return [line.strip() for page in found for line in page]


def test_a_very_long_word_is_hyphenated() -> None:
    shown = "\n".join(lines(LONG))
    assert shown.count(HYPHEN) >= 6
    assert shown.replace(HYPHEN, "").count(LONG) == 5  # whole: every break has its hyphen


def test_other_words_stay_whole() -> None:
    words = set(" ".join(lines(PLAIN)).split())
    assert {"Elektrizitätswerk", "Dampfschifffahrt"} <= words
    assert not [word for word in words if HYPHEN in word]
