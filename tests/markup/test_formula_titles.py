"""Formulas in what a post is called: readers, covers and contents show words, never TeX."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pikepdf
import pytest
from lxml import etree
from processes import computing
from test_formulas import KATEX, MATHJAX_2, MATHJAX_3, made, tree

from publish.cli import main

TITLE = "The space $L^2(\\mathbb{R})$, from $5"
PLAIN = "The space L²(ℝ), from $5"


def site(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str = MATHJAX_3, **front: str) -> Path:
    """A site with one post, which is the folder that is worked in; `front` is its front matter."""
    front = {"title": TITLE, **front}
    lines = "".join(f"{key}: '{value}'\n" for key, value in front.items())
    for name, text in {
        "_config.yml": "title: Site\n",
        "_includes/head.html": script,
        "_posts/2024-05-01-one.md": f"---\n{lines}---\n\nText.\n",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    monkeypatch.chdir(folder)
    return folder


def package(path: Path) -> etree._Element:
    with zipfile.ZipFile(path) as book:
        name = next(name for name in book.namelist() if name.endswith(".opf"))
        return etree.fromstring(book.read(name))


def contents(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as book:
        nav = etree.fromstring(book.read("EPUB/nav.xhtml"))
    return ["".join(map(str, link.itertext())) for link in nav.iter("{*}a")]


def bookmarks(path: Path) -> list[str]:
    with pikepdf.open(path) as file, file.open_outline() as outline:
        return [str(item.title) for item in outline.root]


def headline(folder: Path) -> str:
    """The heading on the one post's page."""
    assert main(["html", "_posts", "-o", "out", "--force"]) == 0
    page = etree.fromstring(
        (folder / "out" / "2024-05-01-one.html").read_bytes(), etree.HTMLParser(encoding="utf-8")
    )
    return " ".join("".join(map(str, next(page.iter("h1")).itertext())).split())


def test_every_place_of_a_title_has_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = site(tmp_path, monkeypatch, description="We show $a_1$.")
    assert headline(folder) == PLAIN
    for command in ("epub", "pdf"):
        assert main([command, "_posts", "-o", "out"]) == 0
    opf = package(folder / "out" / "2024-05-01-one.epub")
    assert [each.text for each in opf.iter("{*}title", "{*}description")] == [PLAIN, "We show a₁."]
    assert contents(folder / "out" / "2024-05-01-one.epub")[0] == PLAIN
    assert bookmarks(folder / "out" / "2024-05-01-one.pdf")[0] == PLAIN
    with pikepdf.open(folder / "out" / "2024-05-01-one.pdf") as file:
        assert str(file.docinfo["/Title"]) == PLAIN


def test_a_volume_calls_its_chapters_so_too_and_follows_the_script(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = site(tmp_path, monkeypatch)
    words = ["volume", "_posts", "-o", "out/v", "--format", "epub,pdf"]
    assert main(words) == 0
    assert PLAIN in contents(folder / "out" / "v" / "volume.epub")
    assert PLAIN in bookmarks(folder / "out" / "v" / "volume.pdf")
    (folder / "_includes" / "head.html").write_text("<head></head>")
    assert main(words) == 0
    assert TITLE in contents(folder / "out" / "v" / "volume.epub")


def test_a_sites_name_is_words_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = site(tmp_path, monkeypatch)
    (folder / "_config.yml").write_text("title: 'Notes on $E=mc^2$'\n")
    assert main(["epub", "_posts", "-o", "out"]) == 0
    assert main(["volume", "_posts", "-o", "out/v", "--format", "epub"]) == 0
    for path in (folder / "out" / "2024-05-01-one.epub", folder / "out" / "v" / "volume.epub"):
        assert [each.text for each in package(path).iter("{*}publisher")] == ["Notes on E = mc²"]


@pytest.mark.parametrize(
    ("script", "said"), [(MATHJAX_3, "The graph of x² for $5"), ("", "The graph of $x^2$ for $5")]
)
def test_what_is_said_of_a_picture_is_words(script: str, said: str, tmp_path: Path) -> None:
    text = '![The graph of $x^2$ for $5](a.png "The graph of $x^2$ for $5")\n'
    chapter = made(tmp_path, text, {"_includes/head.html": script})
    (image,) = tree(chapter).iter("img")
    assert (image.get("alt"), image.get("title")) == (said, said)


@pytest.mark.parametrize(
    ("script", "title", "shown"),
    [
        (MATHJAX_2, "On $x_1$ and \\(y^2\\)", "On x₁ and y²"),
        (KATEX, "On $x_1$ and \\(y^2\\)", "On x₁ and y²"),
        ("", "On $x_1$ and \\(y^2\\) and $$z$$", "On $x_1$ and y² and z"),
        ("", "From $5 to $10, $$ and $$", "From $5 to $10, $$ and $$"),
        (MATHJAX_3, "Only $\\frac{1}{2}$", "Only 1/2"),
        (MATHJAX_3, "Broken $\\frac{1}$", "Broken \\frac{1}"),
        (
            MATHJAX_3,
            "$\\def\\a{\\b\\b\\b\\b}\\def\\b{%s}\\a\\a\\a$" % ("x" * 99),
            "$\\def\\a{\\b\\b\\b\\b}\\def\\b{%s}\\a\\a\\a$" % ("x" * 99),
        ),
        (MATHJAX_3, "$\\newcommand{\\x}{}\\x$", "$\\newcommand{\\x}{}\\x$"),
    ],
)
def test_what_is_a_formula_in_a_title_is_what_the_script_finds(
    script: str, title: str, shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert headline(site(tmp_path, monkeypatch, script, title=title)) == shown


@pytest.mark.parametrize(
    ("outer", "inner"),
    [("\\hat{", "}"), ("\\underset{a}{", "}"), ("{ ", "}^{23}"), ("\\overset{*}{", "}"), ("x^{", "}"), ("{ ", "}_b^c")],  # `{{` is Liquid
)  # fmt: skip
def test_a_formula_that_nests_deeply_is_read_once(outer: str, inner: str, tmp_path: Path) -> None:
    deep = outer * 28 + "x" + inner * 28
    with computing(20):
        chapter = made(tmp_path, f"![The graph of ${deep}$](a.png)\n", {"_includes/head.html": MATHJAX_3})
    (image,) = tree(chapter).iter("img")
    assert "x" in str(image.get("alt"))
    assert "$" not in str(image.get("alt"))
