"""Titles are the same everywhere: in the blog, in every part of every format, and in every list of a shelf."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pikepdf
import pytest
from lxml import etree, html

from publish.cli import main
from publish.shelf.plaintext import described, plain

TITLES = {
    "Links &amp; <things>": "Links & <things>",
    "Ren&eacute;&#8217;s <em>List&lt;T&gt;</em><br>of AT&T": "René’s List<T> of AT&T",
    "a < b, `<br>` and Map<K, V>": "a < b, `<br>` and Map<K, V>",
}


def texts(data: bytes) -> list[str]:
    """Every text of an XML document, white space folded."""
    return [" ".join(text.split()) for text in map(str, etree.fromstring(data).itertext()) if text.strip()]


@pytest.mark.parametrize("written", TITLES)
def test_one_title_everywhere(tmp_path: Path, written: str) -> None:
    title = TITLES[written]
    out = tmp_path / "out"
    post = tmp_path / "2024-01-02-a.md"
    post.write_text(f"---\ntitle: {json.dumps(written)}\nauthor: Ann\n---\n\n## One\n\nText.\n", "utf-8")
    for kind in ("epub", "pdf", "html"):
        assert main([kind, str(post), "-q", "--offline", "-o", str(out)]) == 0
    with zipfile.ZipFile(out / "2024-01-02-a.epub") as book:
        for name in (
            "content.opf",
            "toc.ncx",
            "nav.xhtml",
            "titlepage.xhtml",
            "chapter-1.xhtml",
            "colophon.xhtml",
        ):
            assert title in texts(book.read(f"EPUB/{name}")), name
        alternative = etree.fromstring(book.read("EPUB/cover.xhtml")).xpath("string(//@alt)")
        assert f"Cover: {title}, Ann" in str(alternative)
    with pikepdf.open(out / "2024-01-02-a.pdf") as pdf:
        assert (str(pdf.docinfo["/Title"]), str(pdf.open_metadata()["dc:title"])) == (title, title)
        with pdf.open_outline() as outline:
            assert outline.root[0].title == title
    page = html.fromstring((out / "2024-01-02-a.html").read_text("utf-8"))
    assert (page.findtext(".//title"), page.findtext(".//h1")) == (title, title)

    assert main(["shelf", str(out), "-q"]) == 0
    index = html.fromstring((out / "index.html").read_text("utf-8"))
    assert title in [" ".join(str(link.xpath("string()")).split()) for link in index.iter("a", "h2", "h3")]
    assert title in texts((out / "shelf/opds/all.xml").read_bytes())
    listed = json.loads((out / "shelf/opds/all.json").read_text("utf-8"))["publications"]
    assert [each["metadata"]["title"] for each in listed] == [title]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>One <b>bold</b></p><p>Two &amp; three</p>", "One bold Two & three"),
        ("Links & <things>", "Links & <things>"),
        ("AT&amp;T", "AT&amp;T"),
        ("<script>x</script><div>y</div>", "y"),
    ],
)
def test_descriptions_of_other_programs_may_be_html(text: str, expected: str) -> None:
    assert described(text) == expected
    assert plain(text) == text


@pytest.mark.parametrize(
    ("site", "options", "title"),
    [
        ("title: Harbour Notes\n", (), "Harbour Notes"),
        ("title: Harbour Notes\n", ("--title", "Ours"), "Ours"),
        ("", (), "Books"),
        (None, (), "Books"),
        (None, ("--language", "de"), "Bücher"),
        (None, ("--language", "zh-TW"), "書籍"),
    ],
)
def test_a_shelf_without_publishers_is_named_after_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, site: str | None, options: tuple[str, ...], title: str
) -> None:
    if site is not None:
        (tmp_path / "_config.yml").write_text(site)
    (tmp_path / ".git").mkdir()
    (tmp_path / "a.md").write_text("---\ntitle: A\nlang: en\n---\nWords.\n")
    monkeypatch.chdir(tmp_path)
    assert main(["html", "a.md", "-q", "--offline"]) == 0
    page = tmp_path / "build" / "a.html"
    page.write_bytes(page.read_bytes().replace(b'content="Harbour Notes"', b'content=""'))
    assert main(["shelf", "-q", *options]) == 0
    index = html.fromstring((tmp_path / "build/index.html").read_text("utf-8"))
    assert index.findtext(".//title") == title


@pytest.mark.parametrize(
    ("said", "meant"), [("klingon", "'tlh'"), ("English", "'en'"), ("jp", "'ja'"), ("Deutsch", "'de'")]
)
def test_a_language_that_is_no_tag_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], said: str, meant: str
) -> None:
    assert main(["shelf", str(tmp_path), "--language", said]) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"--language {said}: error: {said!r} is not a language tag: write one such as en")
    assert told.endswith(f"; did you mean {meant}?\n")
    assert told.count("\n") == 1
