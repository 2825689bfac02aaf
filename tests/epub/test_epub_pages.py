"""The page list of the PDF's pages, and claims of conformance."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from epub_samples import AUTHOR, EVERYTHING, NOTES, Written, book, chapter, faults, long_chapter, write

from publish import check
from publish.cli import main
from publish.model import PageBreak

FEATURES = "schema:accessibilityFeature"
BODY = (
    '<p id="a">One <em>two</em> three.</p><ul id="b"><li>Four</li></ul><figure id="c"><img src="ab12.png" alt="A pier"/>'
    '<figcaption>Five</figcaption></figure><p id="d"><math xmlns="http://www.w3.org/1998/Math/MathML" alttext="x"><mi>x</mi></math></p>'
)
BREAKS = (
    PageBreak("1", "post"),
    PageBreak("2", "post", 1, 5),
    PageBreak("3", "post", 3),
    PageBreak("4", "post", 5),
    PageBreak("5", "post", 8),
    PageBreak("6", "post", 1, 999),
    PageBreak("7", "other"),
)


def test_markers_stand_where_pages_begin() -> None:
    made = write(book(chapter(BODY)), pages=BREAKS, page_source="post.pdf")
    name = "chapter-1.xhtml"
    before = {
        marker.get("aria-label"): "".join(
            made.find(name, f"//x:span[@id='{marker.get('id')}']/following::text()")
        ).strip()
        for marker in made.find(name, "//x:span[@epub:type='pagebreak'][@role='doc-pagebreak']")
    }
    assert {page: text[:5] for page, text in before.items()} == {
        "1": "One t",
        "2": "o thr",
        "3": "FourF",
        "4": "Fivex",
        "5": "x",
        "6": "One t",
    }


def test_a_marker_stands_before_a_box_not_in_it() -> None:
    box = '<ul><li class="with-box"><span class="task-box" role="img" aria-label="Done">☑</span> a</li></ul>'
    made = write(book(chapter(box)), pages=(PageBreak("1", "post", 2, 0),), page_source="post.pdf")
    (item,) = made.find("chapter-1.xhtml", "//x:li")
    assert [each.get("role") for each in item] == ["doc-pagebreak", "img"]
    assert "".join(item.itertext()) == "☑ a"


def test_page_list_in_the_navigation_document() -> None:
    made = write(book(chapter(BODY)), pages=BREAKS, page_source="post.pdf")
    links = made.find("nav.xhtml", "//x:nav[@epub:type='page-list']//x:a")
    assert [(link.text, link.get("href")) for link in links] == [
        (str(number), f"chapter-1.xhtml#BOOK-page-{number}") for number in range(1, 7)
    ]
    assert made.meta("pageBreakSource") == ["post.pdf"]
    assert {"pageBreakMarkers", "pageNavigation"} <= set(made.meta(FEATURES))


def test_no_page_list_without_pages() -> None:
    made = write(book(), page_source="post.pdf")
    assert made.meta("pageBreakSource") == []
    assert not made.find("nav.xhtml", "//x:nav[@epub:type='page-list']")
    assert "pageBreakMarkers" not in made.meta(FEATURES)


def test_epubcheck_likes_pages_and_claims(
    tmp_path: Path, epubcheck: Callable[[Iterable[Path | str]], dict[Path, list[check.Message]]]
) -> None:
    breaks = [PageBreak(str(n), "post", 6 * n - 5, 400) for n in range(1, 61)]
    everything = [PageBreak("i", "post", 2, 2), PageBreak("ii", "post", 10)]
    files = [
        write(book(chapter(BODY)), pages=BREAKS).save(tmp_path / "places.epub"),
        write(book(long_chapter()), pages=breaks, page_source="post.pdf").save(tmp_path / "long.epub"),
        write(book(chapter(EVERYTHING + NOTES)), pages=everything, certifier="The Quay").save(
            tmp_path / "claim.epub"
        ),
    ]
    assert [line for messages in epubcheck(files).values() for line in faults(messages)] == []


@pytest.mark.parametrize(
    ("body", "claims"),
    [
        ("<p>Words.</p>", True),
        ('<p><img src="ab12.png" alt="A pier"/></p>', True),
        ('<p><img src="ab12.png" alt=""/></p>', False),
        ("<h4>Too deep</h4>", False),
        ('<p><span class="stand-in">Image not available</span></p>', False),
    ],
)
def test_conformance_is_claimed_only_for_a_book_without_known_gaps(body: str, claims: bool) -> None:
    made = write(book(chapter(body), creators=(AUTHOR,)), certifier="The \x00Quay")
    assert made.meta("dcterms:conformsTo") == (
        ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"] if claims else []
    )
    assert made.meta("a11y:certifiedBy") == (["The Quay"] if claims else [])


def test_who_certifies_is_a_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text("---\ntitle: A\ndate: 2026-01-01\n---\nWords.\n")
    claims = []
    for settings in ("", 'certifier = "The Quay"\n'):
        (tmp_path / "publish.toml").write_text(settings)
        assert main(["epub", "a.md", "-q"]) == 0
        claims.append(Written((tmp_path / "build" / "a.epub").read_bytes()).meta("a11y:certifiedBy"))
    assert claims == [[], ["The Quay"]]


def test_an_epub_names_the_pages_of_the_pdf_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    post = tmp_path / "a.md"
    words = " ".join(f"word{number}" for number in range(2_000))
    post.write_text(
        f"---\ntitle: A\ndate: 2026-01-01\n---\n{words}\n\n## Then\n\n- {words}\n- End.[^1]\n\n[^1]: Note.\n"
    )
    epub, pdf = tmp_path / "build" / "a.epub", tmp_path / "build" / "a.pdf"

    def pages() -> list[str]:
        assert main(["epub", "a.md", "-q"]) == 0
        made = Written(epub.read_bytes())
        return [str(label) for label in made.find("nav.xhtml", "//x:nav[@epub:type='page-list']//x:a/text()")]

    assert pages() == []
    assert main(["pdf", "a.md", "-q"]) == 0
    labels = pages()
    with pikepdf.open(pdf) as opened:
        assert labels == [str(number) for number in range(1, len(opened.pages))]  # but no cover
    made = Written(epub.read_bytes())
    assert made.meta("pageBreakSource") == ["a.pdf (a5)"]
    document = pypdfium2.PdfDocument(pdf)
    for label in labels[1:]:
        following = made.find("chapter-1.xhtml", f"//x:span[@aria-label='{label}']/following::text()")
        begins = "".join(following).split()[1]  # the first may be the end of a word
        assert begins in document[int(label)].get_textpage().get_text_bounded().split()[:14], label
    post.write_text(post.read_text().replace("word7", "other"))
    assert pages() == []
