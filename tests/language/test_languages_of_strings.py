"""Titles and names are set in their own language: English ones have English quotation marks in any book."""

from __future__ import annotations

import ctypes
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from lxml import etree, html

from publish import covers
from publish.cli import main
from publish.language import language_of
from publish.project import style

ENGLISH, POLISH, CHINESE, MIXED = (
    "Japan’s “Turn”",
    "Poland’s Zażółć",
    "他說“是”的書架",
    "讀 Japan’s Longest Day",
)
TITLES = {"a": (ENGLISH, "en"), "b": (POLISH, "zh-Hant"), "c": (CHINESE, "zh-Hant"), "d": (MIXED, "zh-Hant")}
HAN = "離線的書架不是一個比喻。每個月最後一個星期五，阿晴會把新一期雜誌放進膠箱。"


@pytest.mark.parametrize(
    ("text", "known", "language"),
    [
        (ENGLISH, "en", "en"),
        (ENGLISH, "zh-Hant", "en"),
        (POLISH, "zh-Hans", "en"),
        (POLISH, "pl", "pl"),
        ("O’Neill、Reyes", "zh", "en"),
        ("Don’t", "ja", "en"),
        ("Мир", "zh", "ru"),
        (CHINESE, "zh-Hans", "zh-Hans"),
        (CHINESE, "en", "zh-Hant"),
        ("这是书", "de", "zh-Hans"),
        (MIXED, "zh-Hant-HK", "zh-Hant-HK"),
        ("2026", "zh-Hant", "zh-Hant"),
        ("The 書 of Tea and its Reader", "en", "en"),
        ("", "zh", "zh"),
    ],
)
def test_letters_decide_where_they_leave_no_doubt(text: str, known: str, language: str) -> None:
    assert language_of(text, known) == language


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Chinese volume of four texts, and a shelf of the four as books."""
    folder = tmp_path_factory.mktemp("tongues")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for day, (name, (title, language)) in enumerate(TITLES.items(), start=1):
            Path(f"{name}.md").write_text(
                f"---\ntitle: {title}\nauthor: Mara O’Neill\nlang: {language}\ndate: 2026-01-0{day}\n---\n"
                f"## {title}\n\n{HAN}\n\n## It’s another\n\n{HAN}\n",
                "utf-8",
            )
        posts = [f"{name}.md" for name in TITLES]
        for kind in ("pdf", "epub", "html"):
            said = ["volume", "-q", "--format", kind, "--title", "離線雜誌", "-o", f"v.{kind}", *posts]
            assert main(said) == 0
        assert main(["epub", "-q", "-o", "books", *posts]) == 0
        assert main(["shelf", "-q", "books"]) == 0
    return folder


def marks(page: pypdfium2.PdfPage) -> Iterator[tuple[str, str, str]]:
    """Each quotation mark or apostrophe of a page, the letter before it, and the family it is drawn from."""
    text = page.get_textpage()
    for at in range(1, text.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(text, at))
        if character in "’‘“”":
            name, flags = ctypes.create_string_buffer(200), ctypes.c_int()
            pdfium.FPDFText_GetFontInfo(text, at, name, 200, ctypes.byref(flags))
            before = chr(pdfium.FPDFText_GetUnicode(text, at - 1))
            yield character, before, name.value.decode().partition("+")[2]


def is_right(mark: str, before: str, font: str) -> bool:
    """Whether a mark beside Latin letters is of a Latin face, and one beside Han characters of a Chinese one."""
    chinese = ord(before) >= 0x2E80
    return font.startswith("Noto" if chinese else "Source")


def test_marks_of_a_chinese_volume_are_those_of_each_title(made: Path) -> None:
    document = pypdfium2.PdfDocument(made / "v.pdf")
    cover, _, contents, *_ = document  # a title page between them
    for page in (cover, contents):
        found = [mark for mark in marks(page) if mark[1] != " "]
        assert {character for character, *_ in found} >= {"’", "“", "”"}
        assert [mark for mark in found if not is_right(*mark)] == []
    rest = [mark for page in list(document)[3:] for mark in marks(page) if mark[1] not in " \r\n"]
    assert len(rest) > 20
    assert [mark for mark in rest if not is_right(*mark)] == []


def test_navigation_and_contents_of_an_epub_name_languages(made: Path) -> None:
    with zipfile.ZipFile(made / "v.epub") as book:
        pages = {
            name: etree.fromstring(book.read(f"EPUB/{name}.xhtml"))
            for name in ("nav", "contents", "chapter-1", "chapter-2", "chapter-3")
        }
    for name in ("nav", "contents"):
        root = pages[name]
        assert root.get("lang") == "zh-Hant"
        links = {"".join(map(str, link.itertext())): link for link in root.iter("{*}a")}
        for title, wanted in ((ENGLISH, "en"), (POLISH, "en"), (CHINESE, None), (MIXED, None)):
            assert links[title].get("lang") == wanted
            assert links[title].get("{http://www.w3.org/XML/1998/namespace}lang") == wanted
    deeper = [
        link
        for link in pages["nav"].iter("{*}a")
        if "#" in link.get("href", "") and link.text == "It’s another"
    ]
    assert {link.get("lang") for link in deeper} == {"en"}
    heads = [next(pages[f"chapter-{number}"].iter("{*}h1")).get("lang") for number in (1, 2, 3)]
    assert heads == [None, "en", None]
    byline = next(each for each in pages["contents"].iter("{*}span") if each.text == "Mara O’Neill")
    assert byline.get("lang") == "en"


def test_a_volume_with_languages_is_valid(made: Path, epubcheck: object) -> None:
    assert epubcheck([made / "v.epub"]) == {made / "v.epub": []}  # type: ignore[operator]  # a function


def parsed(text: str) -> Any:
    return html.fromstring(text)


def language_at(element: Any) -> str:
    """The language that holds at an element."""
    return str(element.xpath("string((ancestor-or-self::*/@lang)[last()])"))


@pytest.mark.parametrize(
    ("file", "path"), [("v.html", "//nav//a"), ("v.html", "//h1"), ("books/index.html", "//h3")]
)
def test_pages_for_browsers_name_languages(made: Path, file: str, path: str) -> None:
    root = parsed((made / file).read_text("utf-8"))
    found = {element.text_content(): language_at(element) for element in root.xpath(path)}
    assert {title: found[title] for title, _ in TITLES.values()} == {
        ENGLISH: "en", POLISH: "en", CHINESE: "zh-Hant", MIXED: "zh-Hant",
    }  # fmt: skip


@pytest.mark.parametrize("template", ["type", "plate", "quote", "periodical", "pattern"])
@pytest.mark.parametrize(("title", "language"), [(ENGLISH, "en"), (POLISH, "en"), (CHINESE, "zh-Hant")])
def test_every_cover_sets_a_title_in_its_language(template: str, title: str, language: str) -> None:
    journal = style.load("journal")
    cover = covers.compose(
        title=title, language="zh-Hant", authors=("Mara O’Neill",), site="離線雜誌", template=template,
        description=f"{title}, and more of it, said at some length", style=journal,
    )  # fmt: skip
    root = parsed(str(covers.page(cover, journal)))
    (found,) = root.xpath("//div[contains(@class, 'title')]")
    assert found.get("lang") == language
    (authors,) = root.xpath("//div[contains(@class, 'authors')]")
    assert authors.get("lang") == "en"


@pytest.mark.parametrize(
    "name", ["shelf/shelf.css", "screen.css", "text.css", "print.css", "covers/parts/base.css"]
)
def test_latin_families_stand_before_chinese_ones(name: str) -> None:
    sheet = style.load("journal").text(name)
    for stack in re.findall(r"(?:font-family|font|--\w+):([^;}]*(?:CJK|Songti|PingFang)[^;}]*)", sheet):
        families = re.findall(r'"[^"]+"|\b(?:Georgia|Charter|Cambria|Arial|Roboto)\b', stack)
        chinese = [re.search("CJK|Songti|PingFang|Han ", family) is not None for family in families]
        assert chinese == sorted(chinese), stack
        assert families[0].startswith('"Source'), stack
