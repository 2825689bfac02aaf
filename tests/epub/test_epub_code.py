"""Code in EPUBs: elements only if the style sheet has a rule, no text nodes of white space, every character kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from epub_samples import COVER, Written, book, write
from writing import as_epub

from publish.epub.code import EVERY, styled
from publish.model import Chapter, PageBreak
from publish.project import style

PYTHON = """```python
from os import path
from re import sub

# One comment,
# and   another.
def add(one, two):
    total = one + two  # sum
    if not total: return None
    return total
```
"""
RUST = """```rust
pub async fn main() -> Result<(), String> {
    /* all */ let x: u8 = if true { return Ok(()) } else { 1 };
}
```
"""
NAMES = {"x": "http://www.w3.org/1999/xhtml"}


def code_of(made: Written) -> Any:
    return made.find("chapter-1.xhtml", "//x:pre")[0]


def lonely(code: Any) -> list[str]:
    """White space that stands alone between two elements, or beside one at an end."""
    texts = [str(text) for text in code.xpath(".//text()", namespaces=NAMES)]
    return [text for text in texts if not text.strip()]


@pytest.mark.parametrize("text", [PYTHON, RUST])
def test_code_reads_the_same_with_few_elements(chapter: Callable[..., Chapter], text: str) -> None:
    code = code_of(write(book(chapter(text))))
    source = text.split("\n", 1)[1].rpartition("```")[0]
    assert "".join(code.itertext()) == source
    assert lonely(code) == []
    after = [str(text) for text in code.xpath(".//x:span/following-sibling::text()", namespaces=NAMES)]
    assert after
    assert [text for text in after if text.startswith((" ", "\t"))] == []
    sheet = styled(style.load("journal").text("epub/book.css"))
    spans = code.xpath(".//x:span/@class", namespaces=NAMES)
    assert spans
    assert all(sheet & set(str(span).split()) for span in spans)


def test_neighbours_of_one_kind_are_one(chapter: Callable[..., Chapter]) -> None:
    code = code_of(write(book(chapter(RUST))))
    assert code.xpath(".//x:span[@class='k']", namespaces=NAMES)[0].text == "pub async fn "


def test_a_page_may_begin_within_code(chapter: Callable[..., Chapter]) -> None:
    made = chapter(PYTHON)
    pages = [PageBreak("1", made.id, 1, 0), PageBreak("2", made.id, 2, 70)]
    file = Written(as_epub(book(made), style.load("journal"), COVER, pages=pages, page_source="a.pdf"))
    code = code_of(file)
    assert "".join(code.itertext()) == PYTHON[10:-4]
    markers = code.xpath(".//x:span[@role='doc-pagebreak']", namespaces=NAMES)
    assert [(marker.text or "", marker.get("aria-label")) for marker in markers] == [("", "1"), ("", "2")]


def test_a_style_of_ones_own_keeps_what_it_styles(chapter: Callable[..., Chapter], tmp_path: Path) -> None:
    folder = tmp_path / "own"
    (folder / "epub").mkdir(parents=True)
    shutil.copy(style.load("journal").path("epub/book.css"), folder / "epub" / "book.css")
    with (folder / "epub" / "book.css").open("a") as sheet:
        sheet.write("@media (min-width: 1px) { pre :is(.nf, .mi) { color: #00f } } /* .o { } */")
    made = Written(as_epub(book(chapter(PYTHON)), style.load(str(folder)), COVER))
    classes = {str(name) for name in code_of(made).xpath(".//x:span/@class", namespaces=NAMES)}
    assert "nf" in classes
    assert not {"o", "p", "n"} & classes


@pytest.mark.parametrize("name", ["journal", "dark", "large"])
def test_built_in_styles_agree(chapter: Callable[..., Chapter], name: str) -> None:
    made = Written(as_epub(book(chapter(PYTHON)), style.load(name), COVER))
    assert '<span class="k">def </span>add(one, two):\n    total = one + two' in made.text("chapter-1.xhtml")


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        (".highlight .k, .highlight .nt:first-child > .o { color: red }", {"highlight", "k", "nt", "o"}),
        ("@media print { .a { x: url(b.c) } } @font-face { src: url(d.e) } .f{}", {"a", "f"}),
        ("/* .a {} */ p::before { content: '.b { }' } pre :is(.c, .d) {}", {"c", "d"}),
        ("pre span { color: red }", {EVERY}),
        ("code span, p {}", {EVERY}),
        ("pre [class] {}", {EVERY}),
        ("span.footnote {}", {"footnote"}),
        ("", set()),
    ],
)
def test_classes_with_rules(css: str, expected: set[str]) -> None:
    assert styled(css) == expected


def test_where_every_element_is_styled_all_stay(chapter: Callable[..., Chapter], tmp_path: Path) -> None:
    folder = tmp_path / "own"
    (folder / "epub").mkdir(parents=True)
    (folder / "epub" / "book.css").write_text("pre span { color: #00f }")
    made = Written(as_epub(book(chapter("```python\nx = 1\n```")), style.load(str(folder)), COVER))
    assert code_of(made).xpath(".//x:span/@class", namespaces=NAMES) == ["n", "o", "mi"]
    assert lonely(code_of(made)) == []
