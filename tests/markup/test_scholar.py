"""References from a site's BibTeX file."""

from __future__ import annotations

from pathlib import Path

import pytest
from processes import computing

from publish import posts
from publish.markup.convert import convert
from publish.model import Chapter, Options
from publish.project import site as sites

BIB = r"""
@comment{x, y}
@book{knuth84, author = {Knuth, Donald E.}, title = "The {\TeX}book", year = 1984, publisher={Addison-Wesley}}
@article{godel,
  author = {Kurt G{\"o}del and Ada Lee},
  title  = {On {Formally} Things},
  journal = {Log}, volume = {38}, pages = {173--198}, year = {1931}, url = {https://x.example/g}
}
@misc{three, author={A One and B Two and C Three}, title={T}, date={2020-05-01}}
@misc{broken, title = {never closed
"""


def made(folder: Path, text: str, config: str = "", place: str = "_bibliography/references.bib") -> Chapter:
    (folder / "_config.yml").write_text(f"title: T\n{config}\n")
    (folder / place).parent.mkdir(exist_ok=True)
    (folder / place).write_text(BIB)
    path = folder / "2024-01-01-a.md"
    path.write_text(f"---\ntitle: A\n---\n{text}\n")
    site = sites.load(folder / "_config.yml")
    return convert(posts.read(path, site), site, Options(typography=False))


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("Said {% cite knuth84 %}.", "Said (Knuth, 1984)."),
        ("{% cite knuth84 godel %}", "(Knuth, 1984; Gödel &amp; Lee, 1931)"),
        ("{% cite three %}", "(Three et al., 2020)".replace("Three", "One")),
        ("{% cite knuth84 -l 42 %}", "(Knuth, 1984, p. 42)"),
        ("{% cite -A knuth84 %}", "(1984)"),
        (
            "{% reference godel %}",
            "Kurt Gödel, Ada Lee (1931). <em>On Formally Things</em>. Log, 38, 173–198. "
            '<a href="https://x.example/g">https://x.example/g</a>',
        ),
    ],
)
def test_a_reference(tmp_path: Path, template: str, expected: str) -> None:
    chapter = made(tmp_path, template)
    assert (chapter.body.strip(), chapter.notices) == (f"<p>{expected}</p>", ())


@pytest.mark.parametrize(
    ("config", "place"),
    [("", "_bibliography/papers.bib"), ("scholar: {source: /bib/, bibliography: own.bib}", "bib/own.bib")],
)
def test_where_the_file_lies(tmp_path: Path, config: str, place: str) -> None:
    assert "(Knuth, 1984)" in made(tmp_path, "{% cite knuth84 %}", config, place).body


def test_the_list_of_what_is_cited(tmp_path: Path) -> None:
    body = made(
        tmp_path, "See {% cite knuth84 %} and {% cite godel -l 3 %}.\n\n{% bibliography --cited %}\n"
    ).body
    items = body.split("<li>")[1:]
    assert [item[:10] for item in items] == ["Kurt Gödel", "Knuth, Don"]


def test_an_entry_that_is_not_there_shows_its_key(tmp_path: Path) -> None:
    chapter = made(tmp_path, "a {% cite nobody %}")
    assert chapter.body.strip() == "<p>a (nobody)</p>"
    assert [(notice.code, notice.line) for notice in chapter.notices] == [("reference-unknown", 4)]


def test_a_hostile_file_takes_little_time(tmp_path: Path) -> None:
    with computing(10):
        (tmp_path / "_bibliography").mkdir()
        (tmp_path / "_config.yml").write_text("title: T\n")
        (tmp_path / "_bibliography/references.bib").write_text("@a{b,c={" * 100_000)
        path = tmp_path / "2024-01-01-a.md"
        path.write_text("---\ntitle: A\n---\n{% cite b %}\n")
        site = sites.load(tmp_path / "_config.yml")
        convert(posts.read(path, site), site, Options())
