"""A chapter in the EPUB: notes, links, splitting, mathematics, and the package's claims about it."""

from __future__ import annotations

import pytest
from epub_samples import NOTES, SITE_LINKS, TASKS, Written, book, chapter, long_chapter, write


def test_notes_pop_up_and_lead_back() -> None:
    made = write(book(chapter(NOTES)))
    name = "chapter-1.xhtml"
    assert made.find(name, "//x:a[@epub:type='noteref']/@role") == ["doc-noteref"] * 3
    assert made.find(name, "//x:aside[@epub:type='footnote'][@role='doc-footnote']/@id") == ["fn-1", "fn-2"]
    assert made.find(name, "//x:aside[1]//x:a[@role='doc-backlink']/@href") == ["#fnref-1", "#fnref-1-2"]
    assert made.find(name, "//x:aside[2]//x:a[@role='doc-backlink']/@href") == ["#fnref-2"]
    words = " ".join("".join(made.find(name, "//x:aside[1]")[0].itertext()).split())
    assert words == "1 ↩\ufe0e First note.More."
    assert not made.find(name, "//x:section[contains(@class, 'footnotes')]")


def test_a_note_that_calls_a_note_brings_it_along() -> None:
    body = (
        '<p>A<a class="noteref" id="fnref-1" href="#fn-1">1</a></p><section class="footnotes"><ol>'
        '<li class="footnote" id="fn-1"><p>See<a class="noteref" id="fnref-2" href="#fn-2">2</a></p></li>'
        '<li class="footnote" id="fn-2"><p>Deep.</p></li>'
        '<li class="footnote" id="fn-3"><p>Never called.</p></li></ol></section>'
    )
    made = write(book(chapter(body)))
    assert made.find("chapter-1.xhtml", "//x:aside/@id") == ["fn-1", "fn-2", "fn-3"]


@pytest.fixture(scope="module")
def long() -> Written:
    return write(book(long_chapter()))


def test_a_long_chapter_is_split_at_headings(long: Written) -> None:
    names = long.documents()
    assert names == ["chapter-1.xhtml", "chapter-1-2.xhtml", "chapter-1-3.xhtml"]
    assert all(len(long.text(name).encode()) < 250_000 for name in names)
    starts = [long.find(name, "//x:section[contains(@class, 'chapter')]/*[1]")[0].tag for name in names[1:]]
    assert all(tag.endswith("}h2") for tag in starts)
    assert long.find("content.opf", "//opf:itemref/@idref")[3:6] == [
        "chapter-1",
        "chapter-1-2",
        "chapter-1-3",
    ]
    heads = [text for name in names for text in long.find(name, "//x:h2/text() | //x:h3/text()")]
    assert heads == [f"Part {number}" for number in range(1, 61)]


def test_links_and_notes_of_a_split_chapter_are_right(long: Written) -> None:
    ids = {name: set(long.find(name, "//@id")) for name in [*long.documents(), "nav.xhtml"]}
    checked = 0
    for name in [*long.documents(), "nav.xhtml"]:
        for href in long.find(name, "//x:a/@href"):
            document, _, fragment = href.partition("#")
            if fragment:
                assert fragment in ids[document or name], href
                checked += 1
    assert checked >= 300
    for name in long.documents():
        calls = set(long.find(name, "//x:a[@epub:type='noteref']/@href"))
        notes = {f"#{note}" for note in long.find(name, "//x:aside/@id")}
        assert calls == notes != set()


def test_text_without_headings_is_split_between_blocks() -> None:
    made = write(book(chapter(f"<p>{'word ' * 4000}</p>" * 20)))
    assert len(made.documents()) == 2
    assert sum(len(made.find(name, "//x:p")) for name in made.documents()) == 20


def test_links_that_lead_nowhere_keep_their_words() -> None:
    addresses = [
        "#nowhere",
        "other.md",
        "javascript:alert(1)",
        "//host/x",
        "http://",
        "https://a:b/",
        "",
        "http://[::x",
    ]
    body = "".join(f'<p><a href="{address}">words</a></p>' for address in addresses)
    made = write(book(chapter(body)))
    assert made.find("chapter-1.xhtml", "//x:a/@href") == []
    assert len(made.find("chapter-1.xhtml", "//x:a[text()='words']")) == len(addresses)


def test_links_within_an_unknown_site_lead_to_the_colophon_and_back() -> None:
    made = write(book(chapter(SITE_LINKS)))
    hrefs = made.find("chapter-1.xhtml", "//x:a/@href")
    assert [href.partition("#")[0] for href in hrefs] == ["colophon.xhtml"] * 3 + ["chapter-1.xhtml"]
    assert hrefs[0] == hrefs[2] != hrefs[1]
    assert made.find("colophon.xhtml", "//x:li/x:span/text()") == ["/about", "../b c?x=1&y#z"]
    assert made.find("colophon.xhtml", "//x:li//x:a/text()") == ["About us", "us", "B"]
    ids = made.find("chapter-1.xhtml", "//x:a/@id")
    assert made.find("colophon.xhtml", "//x:li//x:a/@href") == [
        f"chapter-1.xhtml#{ids[index]}" for index in (0, 2, 1)
    ]
    assert f"colophon.xhtml#{made.find('colophon.xhtml', '//x:li/@id')[0]}" == hrefs[0]


def test_check_boxes_are_drawn_and_have_names() -> None:
    boxes = write(book(chapter(TASKS))).find("chapter-1.xhtml", "//x:li//x:span[@role='img']")
    assert [(box.text, box.get("aria-label"), box.tail) for box in boxes] == [
        ("☐", "To do", " bread"),
        ("☑", "Done", " milk"),
    ]


def test_links_between_chapters_stay_in_the_book() -> None:
    first = chapter(
        '<p><a href="https://example.org/b/#end">b</a></p>', id="a", address="https://example.org/a/"
    )
    second = chapter(
        '<p id="end"><a href="https://example.org/a">a</a> <a href="https://example.org/c?q=a b">c</a></p>',
        id="b",
        address="https://example.org/b/",
    )
    made = write(book(first, second))
    # Each chapter begins with where it came from.
    assert made.find("chapter-1.xhtml", "//x:a/@href") == ["https://example.org/a/", "chapter-2.xhtml#end"]
    links = ["https://example.org/b/", "chapter-1.xhtml", "https://example.org/c?q=a%20b"]
    assert made.find("chapter-2.xhtml", "//x:a/@href") == links


def test_ids_that_no_document_may_have() -> None:
    made = write(
        book(
            chapter(
                '<p id="a">1</p><p id="a">2</p><p id="1 x">3</p><p id="_title">4</p><p id="BOOK-title">5</p><p id="é">6</p>'
            )
        )
    )
    assert made.find("chapter-1.xhtml", "//@id") == ["BOOK-title", "a"]


def test_mathematics_is_declared() -> None:
    math = '<math xmlns="http://www.w3.org/1998/Math/MathML" alttext="x"><mi>x</mi></math>'
    made = write(book(chapter(f"<p>Let {math}.</p>"), title="A Title"))
    assert made.find("content.opf", "//opf:item[@id='chapter-1']/@properties") == ["mathml"]
    assert "MathML" in made.meta("schema:accessibilityFeature")
    assert made.find("chapter-1.xhtml", "//m:mi/text()") == ["x"]


def test_old_readers_get_characters_that_they_can_draw() -> None:
    text = write(book(chapter("<p>a\u2060—b \u2e3a</p>"))).text("chapter-1.xhtml")
    assert "a\ufeff—b —\ufeff—" in text


def test_empty_elements_do_not_close_themselves() -> None:
    text = write(book(chapter('<table><tr><td></td><th id="x"/></tr></table><p><br/></p>'))).text(
        "chapter-1.xhtml"
    )
    assert "<td></td>" in text
    assert '<th id="x"></th>' in text
    assert "<br/>" in text


PICTURE = '<p><img src="ab12.png" alt="{alt}"/></p>'


@pytest.mark.parametrize(
    ("bodies", "modes", "sufficient", "described", "summary"),
    [
        (["<p>Words.</p>"], ["textual"], ["textual"], False, "no pictures besides the cover"),
        (
            [PICTURE.format(alt="A pier")],
            ["textual", "visual"],
            ["textual", "textual,visual"],
            True,
            "Every picture",
        ),
        (
            [PICTURE.format(alt="")],
            ["textual", "visual"],
            ["textual,visual"],
            False,
            "Pictures without a description in words: 1",
        ),
        (
            [PICTURE.format(alt="A pier"), PICTURE.format(alt=" ")],
            ["textual", "visual"],
            ["textual,visual"],
            False,
            "1 of 2 pictures have no description",
        ),
        (
            [
                '<figure><img src="ab12.png" alt="The pier" class="alt-caption"/><figcaption>The pier</figcaption></figure>'
            ],
            ["textual", "visual"],
            ["textual,visual"],
            False,
            "Pictures without a description in words: 1",
        ),
        (
            ['<p><img src="ab12.png" alt="The pier at dawn"/><br/><small>The pier at dawn.</small></p>'],
            ["textual", "visual"],
            ["textual,visual"],
            False,
            "Pictures without a description in words: 1",
        ),
        (
            ['<p><img src="ab12.png" alt="" role="presentation"/></p>'],
            ["textual"],
            ["textual"],
            False,
            "no pictures besides",
        ),
    ],
)
def test_accessibility_claims_what_is_true(
    bodies: list[str], modes: list[str], sufficient: list[str], described: bool, summary: str
) -> None:
    made = write(book(*(chapter(body, id=f"c{count}") for count, body in enumerate(bodies))))
    assert made.meta("schema:accessMode") == modes
    assert made.meta("schema:accessModeSufficient") == sufficient
    assert ("alternativeText" in made.meta("schema:accessibilityFeature")) is described
    assert made.meta("schema:accessibilityHazard") == ["none"]
    assert summary in made.meta("schema:accessibilitySummary")[0]
    assert not made.meta("dcterms:conformsTo")


def test_a_picture_without_a_description_says_so() -> None:
    body = '<p><img src="ab12.png" alt=""/><img src="ab12.png" alt="" class="stand-in-code"/></p>'
    made = write(book(chapter(body, language="zh-Hans")))
    assert made.find("chapter-1.xhtml", "//x:img/@alt") == ["未附说明的图片", ""]


def test_a_picture_that_could_not_be_had_is_named_in_the_summary() -> None:
    made = write(book(chapter('<p><span class="stand-in">Image not available</span></p>')))
    assert made.meta("schema:accessMode") == ["textual"]
    assert "Missing pictures: 1" in made.meta("schema:accessibilitySummary")[0]


def test_structural_navigation_needs_headings_in_order() -> None:
    feature = "schema:accessibilityFeature"
    assert "structuralNavigation" in write(book(chapter("<h2>a</h2><h3>b</h3><h2>c</h2>"))).meta(feature)
    assert "structuralNavigation" not in write(book(chapter("<h2>a</h2><h4>b</h4>"))).meta(feature)
