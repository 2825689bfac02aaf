"""All writers give the same words for one book, in every format."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pypdfium2
import pytest
from cover_samples import hero
from lxml import etree
from lxml.html import HtmlElement, document_fromstring
from pdf_samples import DAY, book, chapter
from writing import as_epub, as_html, as_pdf

from publish import covers
from publish.model import Book, Person, Series
from publish.project import style

FIRST = chapter(id="one", title="A Pier", address="https://example.org/pier", digest="0123456789abcdef" * 4)
SECOND = chapter(
    id="two",
    title="Tides & <Winds>",
    authors=(Person("長平", "長平"),),
    others=True,
    address="https://example.org/tides",
    digest="fedcba9876543210" * 4,
)
EDITOR = Person("Ann Lee", "Lee, Ann", "edt")
BOOKS = {
    "single": book(FIRST),
    "bare": book(FIRST, creators=(), date=None, publisher="", rights="", source=""),
    "volume": book(FIRST, SECOND, creators=(EDITOR,), title="Spring", series=Series("Harbour", "8")),
    "chinese": book(
        chapter(
            id="zh", title="離線的書架", language="zh-Hant", authors=(Person("阿晴", "阿晴"),), others=True
        ),
        language="zh-Hant",
    ),
}
COLOPHONS = {
    "single": "A Pier Mara Ellison and Tomas Reyes Published 14 March 2026 Published by Harbour "
    "Source https://example.org/post Licence CC BY-SA 4.0",
    "bare": "A Pier",
    "volume": "Spring Published 14 March 2026 Published by Harbour Series Harbour 8 Edited by Ann Lee "
    "Source https://example.org/post Licence CC BY-SA 4.0 The texts "
    "A Pier Mara Ellison and Tomas Reyes https://example.org/pier SHA-256" + " 01234567 89abcdef" * 4 + " "
    "Tides & <Winds> 長平 et al. https://example.org/tides SHA-256" + " fedcba98 76543210" * 4,
    "chinese": "離線的書架 阿晴 等 發表日期 2026年3月14日 出版 Harbour 原文網址 https://example.org/post 授權 CC BY-SA 4.0",
}


def in_epub(made: Book) -> str:
    looks = style.load("journal")
    with zipfile.ZipFile(io.BytesIO(as_epub(made, looks, covers.picture(made.cover, looks)))) as archive:
        page = etree.fromstring(archive.read("EPUB/colophon.xhtml")).find(".//{*}section")
    assert page is not None
    return " ".join(map(str, page.itertext()))


def foot_of(made: Book) -> HtmlElement:
    return next(document_fromstring(as_html(made, style.load("journal")).decode()).iter("footer"))


def in_html(made: Book) -> str:
    return " ".join(map(str, foot_of(made).itertext()))


def in_pdf(made: Book) -> str:
    document = pypdfium2.PdfDocument(as_pdf(made, style.load("journal")))
    pages = [page.get_textpage().get_text_range() for page in document]
    return " ".join(pages)


@pytest.mark.parametrize("said", [in_epub, in_html, in_pdf], ids=["epub", "html", "pdf"])
@pytest.mark.parametrize("name", BOOKS)
def test_every_format_has_the_same_colophon(name: str, said: Callable[[Book], str]) -> None:
    words = letters(said(BOOKS[name]))
    expected = letters(COLOPHONS[name])
    assert expected in words
    # Nothing stands between it and the last sentence, which says how the book was made.
    assert words.rpartition(expected)[2].startswith(("Madewithpublish", "以publish"))


def letters(text: str) -> str:
    """A text without spaces, line ends, and the marks that a page puts between its parts."""
    return re.sub(r"[\s,，\x02\ufffe]+", "", text)


def test_the_date_of_the_colophon_is_one_for_machines_too() -> None:
    moments = [element.get("datetime") for element in foot_of(BOOKS["single"]).iter("time")]
    assert moments == [DAY.date().isoformat()]


@pytest.mark.parametrize(("template", "shown"), [("plate", True), ("type", False)])
def test_what_a_post_says_of_the_covers_picture_is_in_the_colophon(template: str, shown: bool) -> None:
    looks = style.load("journal")
    cover = covers.compose(
        title="A Pier",
        language="en",
        hero=hero("landscape"),
        caption="▲ The pier at low tide. Photo: Ann Lee",
        template=template,
        style=looks,
    )
    made = replace(book(FIRST), cover=cover)
    words = "Cover The pier at low tide. Photo: Ann Lee Source"
    for said in (in_epub, in_pdf):
        assert (letters(words) in letters(said(made))) == shown
    assert "low tide" not in in_html(made)  # which has no cover
