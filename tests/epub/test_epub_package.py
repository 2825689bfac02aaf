"""The container, the package document and its metadata."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from epub_samples import (
    AUTHOR,
    CHINESE_AUTHOR,
    COVER,
    DAY,
    NOTES,
    PICTURE,
    book,
    chapter,
    long_chapter,
    write,
)

from publish.errors import RenderError
from publish.model import Chapter, Person, Series

OPF = "content.opf"


def test_container_has_the_mimetype_first_and_no_dates() -> None:
    made = write(book(chapter('<p><img src="ab12.png" alt="A pier"/></p>')))
    first = made.entries[0]
    assert (first.filename, first.compress_type, first.extra, first.file_size) == ("mimetype", 0, b"", 20)
    assert {entry.date_time for entry in made.entries} == {(1980, 1, 1, 0, 0, 0)}
    assert all(name.isascii() and " " not in name for name in made.names)
    stored = {entry.filename for entry in made.entries if entry.compress_type == 0}
    assert stored == {"mimetype", "EPUB/images/cover.jpg", "EPUB/images/ab12.png"}


def test_metadata() -> None:
    made = write(
        book(
            creators=(AUTHOR, CHINESE_AUTHOR),
            date=datetime(2026, 3, 14, 23, 30, tzinfo=timezone(timedelta(hours=8))),
            modified=datetime(2026, 3, 15, 6, 0, tzinfo=timezone(timedelta(hours=8))),
            description="How books travel.",
            subjects=("harbours", "paper", "harbours"),
            publisher="The Quay",
            rights="CC BY 4.0",
            source="https://example.org/a",
            series=Series("The Quay", "67"),
        )
    )
    texts = {
        name: made.find(OPF, f"//dc:{name}/text()")
        for name in (
            "title",
            "language",
            "creator",
            "date",
            "description",
            "subject",
            "publisher",
            "rights",
            "source",
        )
    }
    assert texts == {
        "title": ["A Title"],
        "language": ["en"],
        "creator": ["Burcu Ozcelik", "長平"],
        "date": ["2026-03-14"],
        "description": ["How books travel."],
        "subject": ["harbours", "paper"],
        "publisher": ["The Quay"],
        "rights": ["CC BY 4.0"],
        "source": ["https://example.org/a"],
    }
    unique = made.find(OPF, "/opf:package/@unique-identifier")[0]
    assert made.find(OPF, f"//dc:identifier[@id='{unique}']/text()") == [book().identifier]
    assert made.find(OPF, "/opf:package/@xml:lang") == ["en"]
    assert made.meta("dcterms:modified") == ["2026-03-14T22:00:00Z"]
    assert made.meta("role") == ["aut", "aut"]
    assert made.meta("file-as") == ["Ozcelik, Burcu", "長平"]
    assert made.find(OPF, "//opf:meta[@property='role']/@scheme") == ["marc:relators", "marc:relators"]
    series = [made.meta(name) for name in ("belongs-to-collection", "collection-type", "group-position")]
    assert series == [["The Quay"], ["series"], ["67"]]
    assert made.find(OPF, "//opf:meta[@name='calibre:series_index']/@content") == ["67"]


def test_both_cover_declarations_and_a_cover_page() -> None:
    made = write(book())
    item = made.find(OPF, "//opf:item[@properties='cover-image']")[0]
    assert made.find(OPF, "//opf:meta[@name='cover']/@content") == [item.get("id")]
    assert made.find("cover.xhtml", "//x:img/@alt") == ["Cover: A Title"]
    assert made.find("cover.xhtml", "//x:img/@role") == ["doc-cover"]
    assert made._zip.read("EPUB/images/cover.jpg") == COVER


def test_spine_navigation_and_landmarks() -> None:
    made = write(book(long_chapter(5)))
    spine = made.find(OPF, "//opf:itemref/@idref")
    assert spine == ["cover", "titlepage", "contents", "chapter-1", "colophon"]
    toc = "//x:nav[@epub:type='toc']"
    assert made.find("nav.xhtml", f"{toc}/x:ol/x:li/x:a/text()") == ["A Title", "Colophon"]
    assert made.find("nav.xhtml", f"{toc}/x:ol/x:li/x:ol/x:li/x:a/@href") == [
        "chapter-1.xhtml#part-1",
        "chapter-1.xhtml#part-4",
    ]
    assert made.find("nav.xhtml", "//x:nav[@epub:type='landmarks']//x:a/@epub:type") == [
        "cover",
        "titlepage",
        "toc",
        "bodymatter",
        "colophon",
    ]
    assert made.find("toc.ncx", "//ncx:meta[@name='dtb:uid']/@content") == [book().identifier]
    assert made.find("toc.ncx", "//ncx:meta[@name='dtb:depth']/@content") == ["2"]
    assert made.find("toc.ncx", "//ncx:content/@src")[:2] == ["chapter-1.xhtml", "chapter-1.xhtml#part-1"]


@pytest.mark.parametrize(
    ("chapters", "place"),
    [
        ((), ""),
        ((chapter(id="a"), chapter(id="b")), ""),
        ((long_chapter(12),), "contents.xhtml"),
        (tuple(chapter(id=name) for name in "abc"), "contents.xhtml"),
    ],
)
def test_contents_are_a_page_and_landmarks_are_for_software(
    chapters: tuple[Chapter, ...], place: str
) -> None:
    """Engines of before HTML5 know no `hidden`: what stands in the spine must hold nothing but text."""
    made = write(book(*chapters))
    spine = made.find(OPF, "//opf:itemref/@idref")
    assert "nav" not in spine
    assert ("contents" in spine) == (place == "contents.xhtml")
    assert made.find(OPF, "//opf:itemref/@linear") == []
    landmarks = "//x:nav[@epub:type='landmarks']"
    assert made.find("nav.xhtml", f"{landmarks}//x:a[@epub:type='toc']/@href") == ([place] if place else [])
    assert made.find("nav.xhtml", "//x:h2") == []
    if "contents" in spine:
        shown = made.find("contents.xhtml", "//x:a/@href")
        listed = made.find("nav.xhtml", "//x:nav[@epub:type='toc']//x:a/@href")
        assert [each for each in listed if each in shown] == shown


@pytest.mark.parametrize("name", ["titlepage", "chapter-1", "nav", "colophon"])
def test_ids_begin_with_a_letter(name: str) -> None:
    ids = write(book(chapter(NOTES))).find(f"{name}.xhtml", "//@id")
    assert ids
    assert all(each[0].isascii() and each[0].isalpha() for each in ids)


def test_title_page_and_colophon_say_what_the_book_is() -> None:
    made = write(
        book(
            chapter(others=True),
            creators=(AUTHOR,),
            date=DAY,
            source="https://example.org/a b",
            rights="CC BY 4.0",
            publisher="The Quay",
        )
    )
    title = "".join(map(str, made.tree("titlepage.xhtml").itertext()))
    assert "Burcu Ozcelik et al." in title
    assert "14 March 2026" in title
    edited = write(book(chapter(), creators=(replace(AUTHOR, role="edt"),), description="Notes", date=DAY))
    lines = edited.find("titlepage.xhtml", "//x:section/*/@class")
    assert lines == ["book-title", "book-description", "book-editors", "imprint"]
    assert made.find("colophon.xhtml", "//x:a/@href") == ["https://example.org/a%20b"]
    assert made.find("colophon.xhtml", "//x:dd/text()") == ["The Quay", "CC BY 4.0"]


def test_documents_speak_their_own_language() -> None:
    first = chapter(id="one", language="zh-Hant", title="離線")
    second = chapter(id="two", body='<p>Peace is <span lang="ar">سلام</span></p>')
    made = write(book(first, second))
    assert made.find("chapter-1.xhtml", "/x:html/@lang | /x:html/@xml:lang") == ["zh-Hant", "zh-Hant"]
    assert made.find("chapter-2.xhtml", "/x:html/@lang") == ["en"]
    assert made.find("chapter-1.xhtml", "//x:link/@href") == ["book.css", "chinese.css"]
    assert made.find("chapter-2.xhtml", "//x:link/@href") == ["book.css"]
    assert "EPUB/chinese.css" in made.names
    assert "EPUB/chinese.css" not in write(book()).names
    assert made.find("chapter-2.xhtml", "//x:span/@xml:lang") == ["ar"]
    assert made.find("nav.xhtml", "//x:nav[1]/x:ol/x:li/x:a/text()") == ["離線", "A Title", "Colophon"]


@pytest.mark.parametrize("language", ["ar", "he-IL"])
def test_right_to_left(language: str) -> None:
    made = write(book(chapter(language=language), language=language))
    assert made.find("chapter-1.xhtml", "/x:html/@dir") == ["rtl"]
    assert made.find(OPF, "//opf:spine/@page-progression-direction") == ["rtl"]


def test_hostile_metadata_is_only_text() -> None:
    evil = 'A <script>alert("x")</script>\x00 & \ud800 ]]> \ufffe{{ 7 * 7 }}\n  b'
    plain = 'A <script>alert("x")</script> & ]]> {{ 7 * 7 }} b'
    made = write(
        book(
            chapter(title=evil, authors=(replace(AUTHOR, name=evil),), address=evil),
            title=evil,
            creators=(replace(AUTHOR, name=evil, file_as=evil),),
            description=evil,
            subjects=(evil,),
            publisher=evil,
            rights=evil,
            source=evil,
            series=Series(evil, evil),
        )
    )
    assert made.find(OPF, "//dc:title/text()") == [plain]
    assert made.find("chapter-1.xhtml", "//x:h1/text()") == [plain]
    assert not any(
        made.find(name, "//x:script") for name in ("chapter-1.xhtml", "nav.xhtml", "colophon.xhtml")
    )
    assert made.meta("group-position") == []


def test_a_body_that_is_broken_names_its_post() -> None:
    with pytest.raises(RenderError, match=r"posts/post\.md: error: the converted text is not well-formed"):
        write(book(chapter("<p>Open")))


def test_a_picture_that_was_not_gathered_is_an_error() -> None:
    with pytest.raises(RenderError, match="is not in the book"):
        write(book(chapter('<p><img src="https://example.org/a.png" alt=""/></p>')))


def test_the_same_bytes_in_any_time_zone_and_locale(tmp_path: Path) -> None:
    program = (
        "import sys; from epub_samples import *; sys.stdout.buffer.write(write(book(long_chapter(30))).data)"
    )
    outcomes = []
    for zone, locale, seed in (("Asia/Hong_Kong", "C", "1"), ("America/Lima", "C.UTF-8", "2")):
        environment = os.environ | {
            "TZ": zone,
            "LC_ALL": locale,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": str(Path(__file__).parents[1]),
            "PYTHONUTF8": "1",
        }
        run = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, cwd=tmp_path, check=False
        )
        assert run.returncode == 0, run.stderr.decode()
        outcomes.append(run.stdout)
    assert outcomes[0] == outcomes[1]
    assert len(outcomes[0]) > 1000


def test_pictures_are_packed_once_under_our_names() -> None:
    body = '<p><img src="ab12.png" alt="A pier"/><img src="ab12.png" alt="Again"/></p>'
    made = write(book(chapter(body)))
    assert made.names.count("EPUB/images/ab12.png") == 1
    assert made.find("chapter-1.xhtml", "//x:img/@src") == ["images/ab12.png", "images/ab12.png"]
    assert made._zip.read("EPUB/images/ab12.png") == PICTURE.data


ANN, BO = Person("Ann Example", "Example, Ann"), Person("Bo Sample", "Sample, Bo")
EDITOR = Person("Mara Ellison", "Ellison, Mara", "edt")


@pytest.mark.parametrize(
    ("creators", "publisher", "named", "roles", "helpers"),
    [
        ((EDITOR,), "The Quay", ["Mara Ellison"], ["edt", "aut", "aut"], ["Ann Example", "Bo Sample"]),
        ((), "The Quay", ["The Quay"], ["aut", "aut"], ["Ann Example", "Bo Sample"]),
        ((), "", ["Ann Example", "Bo Sample"], ["aut", "aut"], []),
    ],
)
def test_a_volume_has_creators_contributors_and_all_its_languages(
    creators: tuple[Person, ...], publisher: str, named: list[str], roles: list[str], helpers: list[str]
) -> None:
    chapters = (
        chapter(id="a", authors=(ANN,)),
        chapter(id="b", authors=(BO, ANN), language="zh-Hant"),
        chapter(id="c", authors=(BO,), language="ar"),
    )
    made = write(book(*chapters, creators=creators, publisher=publisher))
    assert made.find(OPF, "//dc:creator/text()") == named
    assert made.find(OPF, "//dc:contributor/text()") == helpers
    assert made.meta("role") == roles
    assert made.find(OPF, "//dc:language/text()") == ["en", "zh-Hant", "ar"]
    assert made.find("toc.ncx", "//ncx:docAuthor/ncx:text/text()") == named


def test_a_post_without_an_author_is_its_sites() -> None:
    made = write(book(chapter(), publisher="The Quay"))
    assert made.find(OPF, "//dc:creator/text()") == ["The Quay"]
    assert made.find("titlepage.xhtml", "//x:p[@class='book-authors']") == []
