"""`publish shelf` on folders of books: what readers can open, and what is left out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pikepdf
import pytest
import shelf_samples as samples
from lxml import etree, html

from publish.cli import main
from publish.errors import RenderError
from publish.shelf import pdfs
from publish.shelf.epubs import UnreadableError
from publish.workers.deadlines import unfinished
from publish.workers.memory import too_little
from publish.workers.pool import Pool


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = samples.magazine(tmp_path_factory.mktemp("shelves") / "books")
    (made / "broken.epub").write_bytes(b"PK no")
    (made / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing")
    (made / "empty.pdf").write_bytes(b"")
    (made / "readme.txt").write_text("Hello.")
    (made / "away.epub").symlink_to("/etc/hostname")
    (made / "torn.epub").write_bytes((made / "quay-9.epub").read_bytes()[:700])
    assert main(["shelf", str(made), "-q"]) == 0
    return made


@pytest.fixture(scope="module")
def page(folder: Path) -> etree._Element:
    return html.fromstring((folder / "index.html").read_bytes())


def books(page: Any) -> dict[str, Any]:
    return {one.find(".//h3/a").text_content(): one for one in page.find_class("book")}


def files(book: Any) -> list[str]:
    return [unquote(link.get("href")) for link in book.find_class("files")[0].iter("a")]


def test_formats_of_a_book_stand_together(page: Any) -> None:
    shown = books(page)
    assert files(shown["離線的書架 1"]) == [
        "_essays/2026-02-01-book-001.epub",
        "_essays/2026-02-01-book-001.pdf",
    ]
    assert files(shown["The Quay 67"]) == ["quay-67.epub", "quay-67.pdf"]
    assert len(shown) == 15


def test_a_book_says_what_it_is(page: Any) -> None:
    book = books(page)["離線的書架 1"]
    text = " ".join(book.text_content().split())
    assert "Mara Ellison、Tomas Reyes" in text
    assert "1 February 2021 Chinese (Traditional) 2 pages" in text
    assert re.search(r"EPUB \d KB", text)
    assert re.search(r"_essays/2026-02-01-book-001\.epub [0-9a-f]{64}", text)
    assert book.find(".//h3").get("lang") == "zh-Hant"


def test_volumes_come_first_then_collections_then_the_rest(page: Any) -> None:
    sections = page.find_class("group")
    assert [section.findtext("h2") for section in sections] == [
        "Volumes",
        "columns",
        "essays",
        "Single posts",
    ]
    assert list(books(sections[0])) == ["The Quay 67", "The Quay 9"]
    dates = [book.get("data-date") for book in sections[2].find_class("book")]
    assert dates == sorted(dates, reverse=True)


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Volumes", "Single posts", "Other books"]),
        ("de", ["Sammelbände", "Einzelne Beiträge", "Weitere Bücher"]),
        ("zh-Hant", ["合輯", "單篇文章", "其他書籍"]),
    ],
)
def test_volumes_with_the_shelfs_own_name_and_posts_beside_them(
    language: str, names: list[str], tmp_path: Path
) -> None:
    folder = tmp_path / "books"
    words: dict[str, Any] = {"publisher": "The Quay", "language": language}
    for number in ("1", "2"):
        samples.epub(folder / f"{number}.epub", f"No. {number}", series=("The Quay", number), **words)
    samples.epub(folder / "a.epub", "A Post", **words)
    samples.epub(folder / "b.epub", "Another Post", **words)
    samples.epub(folder / "c.epub", "From Elsewhere", publisher="Somebody", language=language)
    assert main(["shelf", str(folder), "-q"]) == 0
    page: Any = html.fromstring((folder / "index.html").read_bytes())
    assert [section.findtext("h2") for section in page.find_class("group")] == names
    feeds = [etree.parse(path) for path in sorted((folder / "opds").rglob("*.xml")) if "section" in path.name]
    if feeds:
        titles = [feed.findtext("{http://www.w3.org/2005/Atom}title") for feed in feeds]
        assert all(any(name in str(title) for title in titles) for name in names)


def test_a_site_says_what_its_collections_are_called_and_a_series_needs_no_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "books"
    samples.epub(folder / "_hkers" / "a.epub", "A")
    samples.epub(folder / "_columns" / "b.epub", "B")
    samples.epub(folder / "c.epub", "C", series=("Tides", ""), date="2025-01-01")
    samples.epub(folder / "_hkers" / "d.epub", "D", series=("Tides", ""))
    samples.epub(folder / "e.epub", "E", series=("Tides", "2"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "posts").mkdir()
    config = "collections:\n  hkers:\n    title: The HKers\n  columns:\n    output: true\n"
    (tmp_path / "posts" / "_config.yml").write_text(config)
    assert main(["shelf", str(folder), "-q"]) == 0
    page: Any = html.fromstring((folder / "index.html").read_bytes())
    shown = [(one.findtext("h2"), list(books(one))) for one in page.find_class("group")]
    assert shown == [("Tides", ["E", "D", "C"]), ("columns", ["B"]), ("The HKers", ["A"])]
    assert "<title>The HKers" in (folder / "opds.xml").read_text("utf-8")
    (tmp_path / "_config.yml").write_text("a: [")  # the site above the books comes first
    assert main(["shelf", str(folder)]) == 0
    assert "_config.yml:2: warning:" in capsys.readouterr().err


def test_every_link_of_the_page_resolves_in_the_folder(folder: Path, page: Any) -> None:
    links = [link for _, _, link, _ in page.iterlinks()]
    assert len(links) > 60
    for link in links:
        assert ":" not in link.split("/")[0] or link == "data:,", link
        if not link.startswith(("#", "data:")):
            assert (folder / unquote(link)).resolve().is_relative_to(folder.resolve())
            assert (folder / unquote(link)).is_file(), link


def test_other_peoples_words_are_text(folder: Path, page: Any) -> None:
    scripts = page.findall(".//script")
    assert len(scripts) == 1
    assert "alert" not in scripts[0].text
    odd = next(book for title, book in books(page).items() if title.startswith("A "))
    assert files(odd) == ["a & b's <odd> ?#%.epub"]
    assert odd.findtext(".//p[@class='description']") == "Good words & more"
    assert "\u202e" not in (folder / "index.html").read_text("utf-8")
    policy = page.xpath("//meta[@http-equiv]/@content")[0]
    assert "default-src 'none'" in policy
    assert "unsafe-inline' ; script" not in policy


def test_a_book_without_a_cover_gets_one(folder: Path, page: Any) -> None:
    odd = next(book for title, book in books(page).items() if title.startswith("A "))
    assert (folder / odd.find(".//img").get("src")).read_bytes().startswith(b"\xff\xd8")


def test_what_is_no_book_is_named_and_left_out(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["shelf", str(folder)]) == 0
    said = capsys.readouterr().err.splitlines()
    for name, why in (
        ("broken.epub", "not a readable EPUB"), ("torn.epub", "not a readable EPUB"), ("broken.pdf", "not a readable PDF"),
        ("empty.pdf", "the file is empty"), ("away.epub", "is a symbolic link"), ("<odd>", "its name does not work on USB sticks"),
    ):  # fmt: skip
        assert [line for line in said if name in line and ": warning: " in line and why in line], name
    assert len(said) == 6
    assert main(["shelf", str(folder), "-q", "--strict"]) == 1


def test_a_second_run_changes_nothing_and_a_gone_book_leaves(tmp_path: Path) -> None:
    folder = samples.magazine(tmp_path / "books", 4)
    assert main(["shelf", str(folder), "-q"]) == 0
    state = {
        path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in folder.rglob("*") if path.is_file()
    }
    assert main(["shelf", str(folder), "-q"]) == 0
    assert state == {
        path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in folder.rglob("*") if path.is_file()
    }
    covers = set((folder / "shelf" / "covers").iterdir())
    (folder / "quay-9.epub").unlink()
    assert main(["shelf", str(folder), "-q"]) == 0
    assert len(covers - set((folder / "shelf" / "covers").iterdir())) == 1
    assert "The Quay 9" not in (folder / "index.html").read_text("utf-8")
    assert main(["shelf", "--verify", str(folder)]) == 0


def test_the_words_are_in_the_magazines_language(tmp_path: Path) -> None:
    for tag, word in (("zh-Hant", "搜尋"), ("zh-Hans", "搜索"), ("en", "Find")):
        samples.epub(tmp_path / tag / "a.epub", "題", language=tag)
        assert main(["shelf", str(tmp_path / tag), "-q"]) == 0
        shown = html.fromstring((tmp_path / tag / "index.html").read_bytes())
        assert shown.get("lang") == tag
        assert shown.findtext(".//label") == word
    assert main(["shelf", str(tmp_path / "en"), "-q", "--language", "zh-Hant", "--title", "碼頭"]) == 0
    assert html.fromstring((tmp_path / "en" / "index.html").read_bytes()).findtext(".//h1") == "碼頭"


def test_nothing_of_a_shelf_stands_beside_its_page_in_either_direction(tmp_path: Path) -> None:
    """What stands left of a page from right to left can be scrolled to: the page opened far from its books."""
    samples.epub(tmp_path / "a.epub", "הים בלילה", language="he")
    assert main(["shelf", str(tmp_path), "-q"]) == 0
    page = (tmp_path / "index.html").read_text("utf-8")
    assert html.fromstring(page.encode()).get("dir") == "rtl"
    assert not re.search(r"\b(left|right|text-indent):\s*-\d{2,}", page)
    assert re.search(r'<p class="count">[^<]*\u2066\d+ KB\u2069</p>', page)


def test_titles_and_dates_come_from_the_name_when_a_file_says_nothing(tmp_path: Path) -> None:
    samples.pdf(tmp_path / "2024-05-06-a-quiet_word.pdf")
    samples.pdf(tmp_path / "other.pdf", "Other", author="A and B")
    assert main(["shelf", str(tmp_path), "-q"]) == 0
    shown = books(html.fromstring((tmp_path / "index.html").read_bytes()))
    assert shown["a-quiet word"].get("data-date") == "2024-05-06"
    assert shown["Other"].findtext(".//p[@class='byline']") == "A and B"


@pytest.mark.parametrize("name", ["nowhere", "bare"])
def test_nothing_to_hand_out(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    (tmp_path / "bare").mkdir()
    assert main(["shelf", str(tmp_path / name)]) == 2
    assert re.search("no such folder|no books to hand out", capsys.readouterr().err)
    assert list((tmp_path / "bare").iterdir()) == []


def endless_pdf(path: Path, levels: int = 12) -> None:
    """A PDF of 3 KB whose page draws a form ten times, which draws another ten times …: 10^12 strokes."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(300, 400))
        pdf.docinfo["/Title"] = "Endless"
        form = pdf.make_stream(b"0 0 m 300 400 l S")
        for _ in range(levels):
            form["/Type"], form["/Subtype"] = pikepdf.Name.XObject, pikepdf.Name.Form
            form["/BBox"] = pikepdf.Array([0, 0, 300, 400])
            outer = pdf.make_stream(b"/F Do " * 10)
            outer["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
            form = outer
        page.Contents = form
        page.Resources = form["/Resources"]
        pdf.save(path)


def repeated_pdf(path: Path, pages: int = 500_000) -> None:
    """A PDF of 3 MB that shows the same page again and again: a reader must copy it each time."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, b"3 0 R " * pages),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]>>",
    )
    data, places = b"%PDF-1.7\n", b"0000000000 65535 f \n"
    for number, each in enumerate(objects, 1):
        places += b"%010d 00000 n \n" % len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    end = b"xref\n0 4\n%strailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (places, len(data))
    path.write_bytes(data + end)


def test_a_pdf_that_takes_for_ever_to_read_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pdfs, "READING", 0.2)
    repeated_pdf(tmp_path / "repeated.pdf")
    assert main(["shelf", str(tmp_path), "-q"]) == 2
    why = "left out: not a readable PDF: it takes more than 0.2 s to read, or too much memory"
    assert why in capfd.readouterr().err


class Answered(Pool):
    """A pool whose jobs all have the same answer."""

    def __init__(self, answer: object) -> None:
        self._answer = answer

    def spread(self, task: Any, jobs: Any) -> Any:
        """That answer for each job."""
        return ((job, self._answer) for job in jobs)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (unfinished(20), "not a readable PDF: it takes more than 20 s to read, or too much memory"),
        (
            too_little("a.pdf", 1 << 30),
            "not a readable PDF: it takes more than 20 s to read, or too much memory",
        ),
        (
            RenderError("internal error, please report it: IndexError: no page", path="a.pdf"),
            "internal error, please report it: IndexError: no page",
        ),
        (RenderError("its worker process died (SIGSEGV)", path="a.pdf"), "its worker process died (SIGSEGV)"),
        (UnreadableError("the PDF has no pages"), "the PDF has no pages"),
    ],
)
def test_a_pdf_that_cannot_be_read_tells_why(answer: object, message: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        pdfs.facts_of(Path("a.pdf"), Answered(answer))
    assert str(caught.value) == message


def test_a_first_page_that_takes_for_ever_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdfs, "SECONDS", 2.0)
    endless_pdf(tmp_path / "endless.pdf")
    assert main(["shelf", str(tmp_path), "-q"]) == 0
    (book,) = books(html.fromstring((tmp_path / "index.html").read_bytes())).values()
    assert book.find(".//img") is not None  # a cover drawn from the title
