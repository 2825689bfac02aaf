"""Distill's elements for notes, citations and code."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from markup_samples import PLAIN

from publish.markup.convert import convert
from publish.model import Chapter, Options, Site
from publish.project import site as sites

WORKS = """@article{gregor2015draw, title={DRAW: A network}, author={Gregor, Karol and Danihelka, Ivo}, journal={arXiv}, year={2015}}
@book{knuth, title={The Art}, author={Donald Knuth}, year={1968}}
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    (tmp_path / "_config.yml").write_text("theme: al_folio_core\n")
    (tmp_path / "assets/bibliography").mkdir(parents=True)
    (tmp_path / "assets/bibliography/a.bib").write_text(WORKS)
    return sites.load(tmp_path / "_config.yml")


def made(site: Site, text: str, **meta: object) -> Chapter:
    post = replace(PLAIN, text=text, meta={"bibliography": "a.bib", **meta})
    return convert(post, site, Options())


def test_notes_are_numbered_among_those_of_markdown(site: Site) -> None:
    text = "One<d-footnote>First <a href='https://a.example'>words</a>.</d-footnote> two[^x] three.<d-footnote>Last.</d-footnote>\n\n[^x]: Second.\n"
    body = made(site, text).body
    for number in "123":
        assert f'href="#fn-{number}">{number}</a>' in body
    notes = body[body.index("<ol>") :]
    assert [notes.index(words) for words in ("First", "Second", "Last")] == sorted(
        notes.index(words) for words in ("First", "Second", "Last")
    )
    assert "One<a" in body
    assert "First" not in body[: body.index("<ol>")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('A <d-cite key="knuth"></d-cite> b.', "A (Knuth, 1968) b."),
        ('A <d-cite key="knuth, gregor2015draw"/> b.', "A (Knuth, 1968; Gregor &amp; Danihelka, 2015) b."),
        ("A <d-cite bibtex-key='knuth'></d-cite> b.", "A (Knuth, 1968) b."),
    ],
)
def test_a_citation(site: Site, text: str, expected: str) -> None:
    chapter = made(site, text)
    assert expected in chapter.body
    assert "Donald Knuth (1968). <em>The Art</em>." in chapter.body
    assert [heading.text for heading in chapter.headings] == ["References"]
    assert chapter.notices == ()
    assert [Path(name).name for name, _ in chapter.files] == ["a.bib"]


def test_a_work_that_is_not_in_the_list_is_named(site: Site) -> None:
    chapter = made(site, 'Words.\n\nA <d-cite key="none9"></d-cite> b.')
    assert "A (none9) b." in chapter.body
    assert [(notice.code, notice.line) for notice in chapter.notices] == [("reference-unknown", 6)]
    assert chapter.headings == ()


def test_no_file_outside_the_site_is_read(site: Site, tmp_path: Path) -> None:
    (tmp_path.parent / "out.bib").write_text(WORKS)
    chapter = made(site, 'A <d-cite key="knuth"></d-cite> b.', bibliography="../../../out.bib")
    assert "(knuth)" in chapter.body


def test_code(site: Site) -> None:
    body = made(
        site,
        'Use <d-code language="js">x = 1</d-code>.\n\n<d-code block language="javascript">\n  var x = 25;\n    y();\n</d-code>\n',
    ).body
    assert '<code class="language-js">x = 1</code>.' in body
    assert '<pre><code class="language-javascript">var x = 25;\n  y();\n</code></pre>' in body


def test_what_code_shows_is_code(site: Site) -> None:
    body = made(site, '`<d-cite key="knuth"></d-cite>` and `<d-footnote>`').body
    assert '<code>&lt;d-cite key="knuth"&gt;&lt;/d-cite&gt;</code>' in body
    assert "References" not in body
