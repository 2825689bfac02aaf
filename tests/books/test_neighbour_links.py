"""Links to another post's file, as they work on a forge, lead to its chapter in a volume of every format."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pikepdf
import pytest
from processes import computing

from publish.books.neighbours import links_of
from publish.cli import main

LONG = f"data:image/png;base64,{'aB3/' * 50_000}"
"""A picture within the text, as notebooks write them: each of its signs may be in the name of a file."""
FIRST = """---
title: First
date: 2026-05-01
---

## A place

[plain](second.md) [there](second.md#a-place) [below](more/third%20one.md) [書](書.md)
[reference][x] [gone](gone.md) [web](https://example.org/second.md)

[x]: ./second.md "Second"

[bad](a%00/second.md) [out](../../../../second.md) [root](/posts/second.md)
"""
OTHER = "---\ntitle: {0}\ndate: 2026-05-02\n---\n\n## A place\n\n[back]({1}first.md)\n"
LINKS = {"plain": "Second", "there": "Second#", "below": "Third", "書": "Book", "reference": "Second"}


@pytest.fixture(params=["", "title: S\nurl: https://site.test\n"], ids=["folder", "site"])
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if request.param:
        (tmp_path / "_config.yml").write_text(request.param)
    posts = tmp_path / "posts"
    (posts / "more").mkdir(parents=True)
    (posts / "first.md").write_text(FIRST, "utf-8")
    (posts / "second.md").write_text(OTHER.format("Second", ""))
    (posts / "more" / "third one.md").write_text(OTHER.format("Third", "../"))
    (posts / "書.md").write_text(OTHER.format("Book", ""))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def bind(kind: str) -> Path:
    words = ["volume", "posts/first.md", "posts/second.md", "posts/more/third one.md", "posts/書.md"]
    assert main([*words, "--title", "V", "--format", kind, "-o", "build", "--offline", "-q"]) == 0
    (made,) = Path("build").glob(f"*.{kind}")
    return made


def test_a_picture_within_the_text_takes_no_time() -> None:
    with computing(5):
        text = f"![A picture]({LONG}) [next](second.md)"
        assert links_of(text.encode(), Path("/a/first.md"), {Path("/a/second.md"): ("c2", "")}, None) == (
            ("second.md", "c2"),
        )


def test_in_html(folder: Path) -> None:
    page = bind("html").read_text("utf-8")
    ids = {title: name for name, title in re.findall(r'<h1 id="([^"]+)-title"[^>]*>(\w+)<', page)}
    for words, where in LINKS.items():
        title, mark, _ = where.partition("#")
        end = "a-place" if mark else "title"
        assert re.search(rf'<a href="#{ids[title]}-{end}"[^>]*>(?:<span[^>]*>)?{words}<', page), words
    assert page.count(f'href="#{ids["First"]}-title"') == 4  # the contents, and three ways back
    assert 'href="https://example.org/second.md"' in page
    assert re.search(r'<p class="volume-title"[^>]*>V</p>', page)
    assert 'href="chapter:' not in page


def test_in_epub(folder: Path) -> None:
    with zipfile.ZipFile(bind("epub")) as book:
        texts = {
            name.rpartition("/")[2]: book.read(name).decode()
            for name in book.namelist()
            if "chapter-" in name
        }
    heads = {
        re.search(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)[1]: name  # type: ignore[index]
        for name, text in texts.items()
    }
    first = texts[heads["First"]]
    for words, where in LINKS.items():
        title, mark, _ = where.partition("#")
        end = "#a-place" if mark else ""
        assert re.search(rf'<a href="{heads[title]}{end}"[^>]*>(?:<span[^>]*>)?{words}<', first), words
    assert all(f'href="{heads["First"]}"' in texts[heads[title]] for title in ("Second", "Third", "Book"))


def test_in_pdf(folder: Path) -> None:
    with pikepdf.open(bind("pdf")) as book:
        found = [link for page in book.pages for link in page.obj.get("/Annots", [])]
        heads = {
            str(key).removesuffix("-title") for key in _destinations(book) if str(key).endswith("-title")
        }
        targets = [str(link.Dest) for link in found if "/Dest" in link]
        outside = [str(link.A.URI) for link in found if "/A" in link and "/URI" in link.A]
    names = {title: next(each for each in heads if title in each) for title in ("first", "second", "third")}
    assert targets.count(f"{names['second']}-a-place") == 1
    rooted = Path("_config.yml").exists()  # in a site, `/posts/second.md` is the post's address, too
    assert targets.count(f"{names['second']}-title") == 2 + 2 + rooted  # a line of the contents is two links
    assert targets.count(f"{names['first']}-title") == 2 + 3
    assert targets.count(f"{names['third']}-title") > 2
    assert len(set(targets)) == 5
    assert not [address for address in outside if address.startswith("chapter:")]
    assert "https://example.org/second.md" in outside


def _destinations(book: pikepdf.Pdf) -> list[str]:
    return list(map(str, pikepdf.NameTree(book.Root.Names.Dests)))


def test_a_book_of_one_post_has_no_such_links(folder: Path) -> None:
    assert main(["html", "posts/first.md", "--offline", "-q"]) == 0
    assert 'href="chapter:' not in (folder / "build" / "first.html").read_text("utf-8")


def _links(page: str) -> dict[str, str]:
    found = re.findall(r'<a\b[^>]*?href="([^"]*)"[^>]*>(?:<span[^>]*>)?([^<]+)<', page)
    return {words: address for address, words in found}


@pytest.mark.parametrize(
    ("settings", "permalink", "address"),
    [
        ("", "", "https://site.test/2026/05/02/second.html"),
        ("permalink: pretty\nbaseurl: /blog\n", "", "https://site.test/blog/2026/05/02/second/"),
        ("", "permalink: /own/:slug/\n", "https://site.test/own/second/"),
    ],
)
def test_a_book_of_one_post_links_to_the_pages_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str, permalink: str, address: str
) -> None:
    """The web has no `second.md`: a link to it leads to the page that the site makes of it."""
    (tmp_path / "_config.yml").write_text(f"url: https://site.test\n{settings}")
    (tmp_path / "_posts").mkdir()
    (tmp_path / "docs").mkdir()
    second = tmp_path / "_posts" / "2026-05-02-second.md"
    second.write_text(f"---\ntitle: Second\n{permalink}---\nText.\n")
    (tmp_path / "docs" / "guide.md").write_text("---\ntitle: Guide\n---\nText.\n")
    (tmp_path / "_posts" / "2026-05-01-first.md").write_text(
        "---\ntitle: First\n---\n[plain](2026-05-02-second.md) [there](./2026-05-02-second.md#place)\n"
        "[root](/_posts/2026-05-02-second.md) [reference][x] [guide](../docs/guide.md)\n"
        "[gone](gone.md) [web](https://e.org/2026-05-02-second.md) [out](../../../../etc/x.md)\n\n"
        "[x]: 2026-05-02-second.md\n"
    )
    monkeypatch.chdir(tmp_path)
    assert main(["html", "_posts/2026-05-01-first.md", "--offline", "-q"]) == 0
    page = tmp_path / "build" / "2026-05-01-first.html"
    links = _links(page.read_text("utf-8"))
    assert {links[words] for words in ("plain", "root", "reference")} == {address}
    assert links["there"] == f"{address}#place"
    guide = "/docs/guide/" if "pretty" in settings else "/docs/guide.html"
    assert links["guide"].endswith(guide)
    assert links["gone"].endswith("/gone.md")
    assert links["web"] == "https://e.org/2026-05-02-second.md"
    second.write_text("---\ntitle: Second\npermalink: /moved/\n---\nText.\n")
    assert main(["html", "_posts/2026-05-01-first.md", "--offline", "-q"]) == 0
    assert _links(page.read_text("utf-8"))["plain"].endswith("/moved/")


def test_a_new_name_of_a_neighbour_is_followed(folder: Path) -> None:
    """The chapter's bytes stay; where its links lead does not."""
    bind("html")
    words = [
        "volume",
        "posts/first.md",
        "posts/second.md",
        "--title",
        "V",
        "--format",
        "html",
        "-o",
        "build",
        "-q",
    ]
    assert main([*words, "--offline"]) == 0
    page = next(Path("build").glob("*.html")).read_text("utf-8")
    assert re.search(r'<a href="#[\w-]+-title"[^>]*>plain</a>', page)
    assert not re.search(r'<a href="#[^"]*"[^>]*>below</a>', page)


GONE = "_posts/2026-05-02-gone.md?q"
OTHER_PAGE = "2026/05/01/other.html"
WAYS = {
    "2026-05-02-other.md": OTHER_PAGE,
    "_posts/2026-05-02-other.md": OTHER_PAGE,
    "/_posts/2026-05-02-other.md": OTHER_PAGE,
    "../_posts/2026-05-02-other.md#place": f"{OTHER_PAGE}#place",
    "2026-05-02-other.md?plain=1": OTHER_PAGE,
    "_posts/2026-05-02-other.md?plain=1#place": f"{OTHER_PAGE}#place",
    "_recipes/soup.md": "recipes/soup.html",
    GONE: f"2026/05/01/{GONE}",
}
"""Addresses as they are written, and the page of the site that they lead to."""


@pytest.mark.parametrize("config", ["", "url: https://site.test\n"], ids=["unknown", "url"])
@pytest.mark.parametrize("kind", ["html", "epub"])
def test_paths_from_the_site_and_with_queries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, config: str
) -> None:
    (tmp_path / "_config.yml").write_text(f"collections: {{recipes: {{output: true}}}}\n{config}")
    ways = "\n\n".join(f"[way {number}]({written})" for number, written in enumerate(WAYS))
    for place, text in (
        ("_posts/2026-05-01-first.md", ways),
        ("_posts/2026-05-02-other.md", "## Place {#place}"),
        ("_recipes/soup.md", "Boil."),
    ):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_text(f"---\ntitle: {Path(place).stem}\ndate: 2026-05-01\n---\n\n{text}\n")
    monkeypatch.chdir(tmp_path)
    if config:
        assert main([kind, "_posts/2026-05-01-first.md", "-o", "alone", "-q"]) == 0
        pages = {written: f"https://site.test/{page}" for written, page in WAYS.items()}
        assert _ways(Path(f"alone/2026-05-01-first.{kind}")) == pages
    assert main(["volume", "--title", "V", "--format", kind, "-o", "bound", "-q"]) == 0
    (made,) = Path("bound").iterdir()
    bound = _ways(made)
    assert "chapter-" not in bound.pop(GONE, "")  # without an address of the site it is no link at all
    assert bound.keys() == WAYS.keys() - {GONE}
    for written, link in bound.items():
        mark = WAYS[written].partition("#")[2]
        epub = rf"chapter-\d\.xhtml{mark and '#' + mark}"
        assert re.fullmatch(epub if kind == "epub" else rf"#[\w-]+-{mark or 'title'}", link), written


def _ways(made: Path) -> dict[str, str]:
    """What is written → where the link to it leads in a book."""
    found = re.findall(r'<a [^>]*href="([^"]*)"[^>]*>(?:<span[^>]*>)?way (\d)<', _text(made))
    return {tuple(WAYS)[int(number)]: link for link, number in found}


def _text(made: Path) -> str:
    if made.suffix == ".html":
        return made.read_text("utf-8")
    with zipfile.ZipFile(made) as book:
        return "\n".join(book.read(each).decode() for each in book.namelist() if "chapter-" in each)
