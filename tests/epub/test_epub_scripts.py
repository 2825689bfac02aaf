"""Books in scripts from right to left or without italics, with text in other scripts inside."""

from __future__ import annotations

import re

import pytest
from epub_samples import NOTES, book, chapter, write
from lxml import etree

from publish.project import style

SHEET = style.load("journal").text("epub/book.css")


def rules(selector: str) -> str:
    """All that the sheet says of one selector."""
    found = re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", SHEET, flags=re.DOTALL))
    return " ".join(
        " ".join(text.split())
        for names, text in found
        if selector in [each.strip() for each in names.split(",")]
    )


@pytest.mark.parametrize(
    ("language", "classes"),
    [("ar", ["rtl upright"]), ("fa-IR", ["rtl upright"]), ("he", ["rtl upright"]), ("ur", ["rtl upright"]), ("ja", ["upright"]),
     ("ko", ["upright"]), ("zh-Hans", ["upright"]), ("hi", ["upright"]), ("th", ["upright"]), ("en", []), ("ru", []),
     ("vi", []), ("el", []), ("ja-Latn", [])],
)  # fmt: skip
def test_documents_say_how_their_script_is_set(language: str, classes: list[str]) -> None:
    made = write(book(chapter("<p><em>a</em></p>", language=language), language=language))
    for name in ("titlepage", "chapter-1", "nav", "colophon"):
        assert made.find(f"{name}.xhtml", "//x:body/@class") == classes, name


def test_parts_in_another_script_say_so_too() -> None:
    inside = (
        '<blockquote lang="{0}" dir="{1}"><p>a <em lang="{0}">b</em> <i lang="{2}">c</i></p></blockquote>'
    )
    body = inside.format("en", "ltr", "ar")
    made = write(book(chapter(body, language="ar"), language="ar"))
    assert made.find("chapter-1.xhtml", "//x:blockquote/@class") == ["slanting"]
    assert made.find("chapter-1.xhtml", "//x:em/@class") == []
    assert made.find("chapter-1.xhtml", "//x:i/@class") == ["upright"]
    made = write(book(chapter(inside.format("ar", "rtl", "en"))))
    assert made.find("chapter-1.xhtml", "//x:blockquote/@class") == ["upright"]
    assert made.find("chapter-1.xhtml", "//x:i/@class") == ["slanting"]
    assert made.find("chapter-1.xhtml", "//x:blockquote/@xml:lang") == ["ar"]


@pytest.mark.parametrize(
    ("selector", "rule"),
    [
        (".upright em", "font-style: normal; font-weight: bold;"),
        (".upright cite", "font-style: normal;"),
        (".upright .standfirst", "font-style: normal;"),
        (".upright .book-description", "font-style: normal;"),
        ("h2", "text-wrap: balance;"),
        ("h2.rtl", "text-align: right;"),
        ("td.rtl", "text-align: right;"),
        ("caption.rtl", "text-align: right;"),
        ("p.rtl.verse", "text-align: right;"),
        ("p.rtl.attribution", "text-align: right;"),
        ("p.rtl.box-label", "text-align: right;"),
        (".rtl.center", "text-align: center;"),
        ("ul.rtl", "padding-right: 1.8em; padding-left: 0;"),
        (".title-page p", "text-align: center; text-indent: 0;"),
        (".pullquote p", "text-align: center; text-indent: 0;"),
        (".figure p", "text-align: center; text-indent: 0;"),
        ("figcaption p", "text-align: center; text-indent: 0;"),
        ("thead tr", "page-break-after: avoid; break-after: avoid;"),
    ],
)
def test_the_sheet_says_it_by_classes(selector: str, rule: str) -> None:
    assert rule in rules(selector)


def test_the_sheet_asks_for_no_attributes_and_no_direction_around() -> None:
    """Old engines do not know selectors by attribute, and a part may stand inside parts in other directions."""
    assert "[dir" not in SHEET
    assert ".rtl " not in SHEET.replace(".rtl {", "")


def test_every_part_that_has_sides_says_its_own_direction() -> None:
    verse = '<p class="verse">{}</p>'
    body = (
        f'<h2 dir="rtl">א</h2><blockquote dir="rtl"><h3>ב</h3>{verse.format("ג")}<ul><li>ד</li></ul>'
        f'<blockquote dir="ltr"><h3>e</h3>{verse.format("f")}<blockquote dir="rtl">{verse.format("ז")}<p>ח</p>'
        "</blockquote></blockquote></blockquote>"
    )
    made = write(book(chapter(body)))
    turned = made.find("chapter-1.xhtml", "//*[contains(concat(' ', @class, ' '), ' rtl ')]")
    assert [(etree.QName(each).localname, each.text) for each in turned] == [
        ("h2", "א"), ("h3", "ב"), ("p", "ג"), ("ul", None), ("p", "ז"),
    ]  # fmt: skip


def test_the_rule_above_notes_goes_with_the_notes() -> None:
    made = write(book(chapter(NOTES)))
    assert made.find("chapter-1.xhtml", "//x:aside/@class") == ["first-note"]
    assert "border" not in rules(".notes")
    assert "border-top: 1px solid;" in rules("aside.first-note")


def test_japanese_has_marks_of_its_own() -> None:
    made = write(book(chapter(language="ja"), chapter(id="b"), language="ja"))
    assert made.find("chapter-1.xhtml", "//x:link/@href") == ["book.css", "japanese.css"]
    assert made.find("chapter-2.xhtml", "//x:link/@href") == ["book.css"]
    assert "text-emphasis: filled sesame" in made.text("japanese.css")
    assert "EPUB/japanese.css" not in write(book()).names


@pytest.mark.parametrize(("language", "sheet"), [("ja", "japanese.css"), ("zh-Hant", "chinese.css")])
def test_numbers_in_characters_have_room_before_their_items(language: str, sheet: str) -> None:
    """`十二、` is three characters wide; a list of digits has room for less than two."""
    made = write(book(chapter(language=language), language=language))
    assert re.search(r"ol\[style\] \{\s+padding-left: 3em;", made.text(sheet))


@pytest.mark.parametrize(
    ("language", "sheet", "indent"), [("ja", "japanese.css", "1em"), ("zh", "chinese.css", "2em")]
)
def test_a_paragraph_after_verse_has_its_indent(language: str, sheet: str, indent: str) -> None:
    text = write(book(chapter(language=language), language=language)).text(sheet)
    assert re.search(rf"p\.verse \+ p \{{\s+text-indent: {indent};", text)
    assert text.index("p.verse + p.verse") > text.index("p.verse + p {")


@pytest.mark.parametrize(
    ("language", "emphasised", "classes"),
    [("zh-Hant", "EPUB reader", ["slanting"]), ("ja", "Web", ["slanting"]), ("ja", "強調 Web", []), ("ko", "2024", []),
     ("en", "EPUB", []), ("en", "漢字", ["upright"])],
)  # fmt: skip
def test_latin_words_take_no_marks_of_characters(language: str, emphasised: str, classes: list[str]) -> None:
    made = write(book(chapter(f"<p>a <em>{emphasised}</em></p>", language=language), language=language))
    assert made.find("chapter-1.xhtml", "//x:em/@class") == classes


@pytest.mark.parametrize(
    ("language", "words", "spoken"),
    [
        ("ja", ("目次", "奥付"), []),
        ("ar", ("المحتويات", "بيانات النشر"), []),
        ("sw", ("Contents", "Colophon"), ["en"]),
    ],
)
def test_labels_are_the_books_language_or_say_that_they_are_english(
    language: str, words: tuple[str, str], spoken: list[str]
) -> None:
    made = write(book(chapter(language=language), language=language))
    for name, said in zip(("nav", "colophon"), words, strict=True):
        assert made.find(f"{name}.xhtml", "//x:h1/text()") == [said]
        assert made.find(f"{name}.xhtml", "//x:h1/@lang") == spoken
        assert made.find(f"{name}.xhtml", "//x:h1/@xml:lang") == spoken
    assert made.find("nav.xhtml", "//x:nav[@epub:type='toc']//x:a[@href='colophon.xhtml']/@lang") == spoken


def test_names_in_a_line_stay_as_small_as_they_were() -> None:
    body = '<p>By <span lang="ja">山田</span>, <em>and <span lang="ja">佐藤</span></em>, <span lang="ko">a <i>b</i></span></p>'
    made = write(book(chapter(body)))
    assert made.find("chapter-1.xhtml", "//x:span/@class") == ["upright", "upright"]
    assert made.find("chapter-1.xhtml", "//x:span[not(@class)]/text()") == ["山田"]


@pytest.mark.parametrize("word", ["كتاب", "ספר", "หนังสือ"])
def test_titles_in_such_a_script_in_an_english_book(word: str) -> None:
    made = write(book(chapter(f"<p><em>{word}</em></p>"), title=word, description=word))
    assert made.find("chapter-1.xhtml", "//x:em/@class") == ["upright"]
    assert made.find("colophon.xhtml", "//x:cite/@class") == ["upright"]
    assert made.find("titlepage.xhtml", "//x:p[contains(@class, 'book-description')]/@class") == [
        "book-description upright"
    ]
    assert "font-style: normal;" in rules(".title-page .upright")
    assert "font-style: normal;" in rules(".upright .slanting em.upright")
