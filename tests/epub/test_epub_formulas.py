"""Formulas in EPUBs and pages: always valid, with links inside the book; wide ones fit the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from epub_samples import book, faults, write
from lxml import etree
from writing import as_html

from publish import check, posts
from publish.markup.convert import convert
from publish.model import Chapter, Options, Site
from publish.project import style

KINDS = [
    r"\begin{align} a &= b \label{eq:one} \\ c &= d \notag \\ e &= f \tag{X}\label{x} \end{align}",
    r"\begin{equation}\label{eq:two} x \end{equation}",
    r"\begin{multline} a \\ b \\ c \end{multline}",
    r"\begin{array}{|c:r|}\hline a & b \\ \hline c & d \\ \hline\end{array} \quad \begin{dcases} a & b\end{dcases}",
    r"\dfrac{a}{b} + \cfrac{1}{1+\cfrac{1}{2}} + \tbinom{n}{k} + \sum_{\substack{i \\ j}}^{n} \int\limits_0^1 \lim_{x \to 0}",
    r"\boxed{E} \cancel{x} \bcancel{x} \xcancel{x} \color{red}{x} \colorbox{yellow}{t} {\Large x} \rlap{x} \smash{y} \raise 2pt{z}",
    r"\xrightarrow[under]{over} \underbrace{a}_{b} \overbrace{a}^{b} \widehat{abc} \overrightarrow{AB} \sqrt[3]{x} \left.\frac ab\right|_0",
    r"\text{a \textbf{b} \textit{c} \texttt{d} $x$} \mathbf{x} \mathcal{L} \mathbb{R} \mathrel{R} \! \hspace{-1em} \rule{1em}{2pt}",
    r"\ce{SO4^2- + Ba^2+ -> BaSO4 v} \quad \SI{3e8}{\meter\per\second} \quad \prescript{a}{b}{X} \sideset{_a}{^b}\sum",
    r"\begin{CD} A @>a>> B \\ @VVbV @AAA \\ C @= D \end{CD}",
    r"\newcommand{\R}{\mathbb R}",
    r"p \ne \eqref{eq:two} \nosuch",
    r"Q = " + " + ".join(f"x_{{{number}}} y" for number in range(60)),
]


def chapter(folder: Path, name: str, text: str) -> Chapter:
    path = folder / f"{name}.md"
    path.write_text(f"---\ntitle: {name}\nmath: true\n---\n\n{text}", "utf-8")
    return convert(posts.read(path, Site()), Site(), Options())


def text() -> str:
    displays = "\n\n".join(f"$$\n{tex}\n$$" for tex in KINDS)
    return f"## On $x^2$\n\n{displays}\n\nSee \\eqref{{eq:one}}, $\\ref{{x}}$ and $$\\frac{{$$.\n"


def test_books_and_their_volumes_are_valid(
    tmp_path: Path, epubcheck: Callable[[list[Path]], dict[Path, list[check.Message]]]
) -> None:
    chapters = [chapter(tmp_path, name, text()) for name in ("one", "two")]
    files = [
        write(book(chapters[0])).save(tmp_path / "one.epub"),
        write(book(*chapters)).save(tmp_path / "both.epub"),
    ]
    found = epubcheck(files)
    assert [line for file in files for line in faults(found[file])] == []


def test_links_lead_to_equations_of_their_own_chapter(tmp_path: Path) -> None:
    made = write(book(*(chapter(tmp_path, name, text()) for name in ("one", "two"))))
    for document in ("chapter-1.xhtml", "chapter-2.xhtml"):
        assert made.find(document, "//x:a[@class='math-ref']/@href") == ["#eq-one", "#eq-x"]
        assert made.find(document, "//m:mrow[@class='math-ref']/@href") == ["#eq-two"]
        assert made.find(document, "//m:mtr/@id") == ["eq-one", "eq-x", "eq-two"]
    assert made.find("content.opf", "//opf:item[starts-with(@id, 'chapter-')]/@properties") == [
        "mathml",
        "mathml",
    ]


def test_the_page_of_two_posts_has_ids_of_its_own(tmp_path: Path) -> None:
    shown = (
        as_html(book(*(chapter(tmp_path, name, text()) for name in ("one", "two"))), style.load("journal"))
        .decode()
        .replace("&nbsp;", " ")
    )
    root = etree.fromstring(shown.encode(), etree.HTMLParser())
    elements = list(root.iter(etree.Element))
    ids = [found for each in elements if "eq-" in (found := each.get("id", ""))]
    assert len(ids) == len(set(ids)) == 6
    links = [each.get("href", "")[1:] for each in elements if each.get("class") == "math-ref"]
    assert len(links) == 6
    assert set(links) <= set(ids)
    wide = [each.getparent() for each in elements if each.tag == "math" and each.get("display") == "block"]
    assert wide
    assert all(holder is not None and holder.get("class") == "math-scroll" for holder in wide)


@pytest.mark.parametrize(
    ("tex", "kinds"),
    [
        (r"\begin{aligned} abcdefghij &= k \\ lmnopqrst &= u \end{aligned}", []),
        (r"\frac{abcdefghijklmnop}{abcdefghijklmnop}", []),
        ("+".join("abcdefghijklmnopqrst"), ["math-long very display"]),
    ],
    ids=["rows", "fraction", "line"],
)
def test_a_formula_is_as_wide_as_its_widest_line(tex: str, kinds: list[str], tmp_path: Path) -> None:
    made = write(book(chapter(tmp_path, "one", f"$$\n{tex}\n$$\n")))
    assert made.find("chapter-1.xhtml", "//x:span[starts-with(@class, 'math-long')]/@class") == kinds


def test_long_formulas_are_smaller_only_where_the_screen_is_narrow() -> None:
    sheet = style.load("journal").text("epub/book.css")
    before, narrow, after = sheet.partition("@media (max-width: 34em) {")
    assert narrow
    for name in (".math-long {", ".math-long.very {"):
        assert "font-size" not in "".join(part.partition("}")[0] for part in before.split(name)[1:])
    assert re.findall(r"font-size: ([\d.]+)em", after) == ["0.85", "0.7"]
