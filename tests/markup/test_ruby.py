"""Readings above characters: in titles and contents they follow in brackets; second readings stay apart from the text."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from publish.cli import main
from publish.text import authored


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<ruby>港<rt>みなと</rt></ruby>の話", "港(みなと)の話"),
        ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>", "漢(かん)字(じ)"),
        ("<ruby><rb>漢<rb>字<rt>かん<rt>じ</ruby>", "漢字(かん)(じ)"),
        ("<ruby>漢<rtc>かん</rtc></ruby>", "漢(かん)"),
        ("<RUBY lang='ja'>漢<rt lang='ja'>かん</RT></Ruby>", "漢(かん)"),
        ("A <ruby>漢<rt></rt></ruby> and `<ruby>a<rt>b</rt></ruby>`", "A 漢 and `<ruby>a<rt>b</rt></ruby>`"),
        ("Ruby <rubygems> and <ruby>", "Ruby <rubygems> and <ruby>"),
    ],
)
def test_a_reading_follows_in_brackets_where_a_text_is_one_line(written: str, read: str) -> None:
    assert authored.words(written) == read


def test_titles_and_contents_have_readings_in_brackets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text(
        '---\ntitle: "<ruby>港<rt>みなと</rt></ruby>の話"\nlang: ja\n---\n'
        "## <ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>\n\n文。\n",
        "utf-8",
    )
    for kind in ("epub", "pdf", "html"):
        assert main([kind, "a.md", "-o", "out"]) == 0
    with zipfile.ZipFile("out/a.epub") as book:
        assert "<dc:title>港(みなと)の話</dc:title>" in book.read("EPUB/content.opf").decode()
        assert ">漢(かん)字(じ)</a>" in book.read("EPUB/nav.xhtml").decode()
    with pikepdf.open("out/a.pdf") as file:
        assert str(file.docinfo["/Title"]) == "港(みなと)の話"
        with file.open_outline() as outline:
            names = [each.title for item in outline.root for each in (item, *item.children)]
    assert "漢(かん)字(じ)" in names
    assert "<title>港(みなと)の話</title>" in Path("out/a.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<ruby>漢<rtc>かん</rtc></ruby>", "<ruby>漢<rt>かん</rt></ruby>"),
        (
            "<ruby>漢<rt>かん</rt><rtc>Chinese</rtc></ruby>",
            "<ruby><ruby>漢<rt>かん</rt></ruby><rt>Chinese</rt></ruby>",
        ),
        (
            "<ruby>漢<rtc lang='en'><i>one</i> two</rtc></ruby>",
            '<ruby>漢<rt lang="en"><i>one</i> two</rt></ruby>',
        ),
        ("<ruby>漢<rtc><rt>かん</rt></rtc></ruby>", "<ruby>漢<rt>かん</rt></ruby>"),
        (
            "<ruby><rb>東</rb><rb>京</rb><rt>とう</rt><rt>きょう</rt></ruby>",
            "<ruby>東<rt>とう</rt>京<rt>きょう</rt></ruby>",
        ),
        (
            "<ruby><rb>旧</rb> <rb>金</rb><rp>(</rp><rt>jiù</rt><rt>jīn</rt><rp>)</rp><rtc><rt>San</rt><rt>F</rt></rtc></ruby>",
            "<ruby><ruby>旧<rp>(</rp><rt>jiù</rt><rp>)</rp>金<rp>(</rp><rt>jīn</rt><rp>)</rp></ruby>"
            "<rp>(</rp><rt>San F</rt><rp>)</rp></ruby>",
        ),
        ("<ruby><rb>東</rb><rb>京</rb><rt>とうきょう</rt></ruby>", "<ruby>東京<rt>とうきょう</rt></ruby>"),
        ("<ruby>東京<rt>とう</rt><rt>きょう</rt></ruby>", "<ruby>東京<rt>とうきょう</rt></ruby>"),
        (
            "<ruby><rb>大</rb><rb>阪</rb><rb>城</rb><rt>おお</rt><rt>さか</rt></ruby>",
            "<ruby>大<rt>おお</rt>阪<rt>さか</rt>城</ruby>",
        ),
        (
            '<ruby class="a"><rb>東</rb><rt>とう</rt><rtc>East</rtc>と<rb>京</rb><rt>きょう</rt></ruby>',
            '<ruby class="a"><ruby>東<rt>とう</rt></ruby><rt>East</rt></ruby>'
            '<ruby class="a">と京<rt>きょう</rt></ruby>',
        ),
        (
            "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>",
            "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>",
        ),
        ("<rb>漢</rb><rtc>かん</rtc>", "<span>漢</span><span>かん</span>"),
        (
            f"{'<ruby>' * 6}漢{'<rt>か</rt></ruby>' * 6}",
            f"{'<ruby>' * 4}<span><span>漢<span>か</span></span><span>か</span></span>{'<rt>か</rt></ruby>' * 4}",
        ),
    ],
)
def test_every_reading_stands_beside_its_own_characters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, expected: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text(f"---\ntitle: A\nlang: ja\n---\nX {written} y.\n", "utf-8")
    assert main(["html", "a.md", "-o", "out"]) == 0
    assert f"<p>X {expected} y.</p>" in Path("out/a.html").read_text("utf-8")


def test_attributes_stay_in_their_order_and_at_each_part(body: Callable[..., str]) -> None:
    """A set would give them another order in each process, and the book other bytes."""
    parts = "<rb>{}</rb><rb>{}</rb><rt lang='ja' class='red'>{}</rt><rt>{}</rt>".format(*"東京とき")
    made = body(f"a <ruby id='x' class='y' lang='ja' title='z' data-place='w'>{parts}{parts}</ruby>")
    opened = re.findall(r"<ruby([^<>]*)>", made)
    names = [re.findall(r' (\w+)="', each) for each in opened]
    assert names == [["id", "class", "lang", "title"], ["class", "lang", "title"]]
    assert made.count('<rt lang="ja" class="red">') == 2
