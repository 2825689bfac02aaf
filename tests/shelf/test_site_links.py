"""Books on a blog's own pages: the data that `publish links` writes, and a site that the real Jekyll builds with it."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import linked_site
import pytest
import yaml
from lxml import html

from publish.cli import main


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(linked_site.written(tmp_path / "blog"))
    return Path()


@pytest.fixture
def told() -> Callable[..., dict[str, Any]]:
    """The data after `publish links` with these words."""

    def data(*words: str) -> dict[str, Any]:
        assert main(["links", *words]) == 0
        return dict(yaml.safe_load(Path("_data/books.yml").read_text("utf-8")))

    return data


def test_each_file_is_told_with_its_address_size_pages_and_digest(
    blog: Path, told: Callable[..., dict[str, Any]]
) -> None:
    linked_site.make_books()
    data = told()
    assert set(data["posts"]) == {
        "_posts/2026-09-01-pier.md",
        "_posts/2026-10-01-größe und.md",
        "_essays/tide.md",
    }
    pier = data["posts"]["_posts/2026-09-01-pier.md"]
    assert pier["title"] == "The pier: a 'view'"
    assert [file["format"] for file in pier["files"]] == ["EPUB", "PDF", "HTML"]
    for post in data["posts"].values():
        for file in post["files"]:
            path = Path(unquote(file["address"]).lstrip("/"))
            assert file["bytes"] == path.stat().st_size
            assert file["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
            assert ("pages" in file) is (file["format"] == "PDF")
    assert [(volume["title"], len(volume["files"])) for volume in data["volumes"]] == [("Autumn", 2)]
    assert not any("zine" in file["address"] for volume in data["volumes"] for file in volume["files"])
    once = Path("_data/books.yml").read_bytes()
    told()
    assert Path("_data/books.yml").read_bytes() == once


def test_a_post_that_is_held_back_now_is_not_linked(
    blog: Path, told: Callable[..., dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["html", "-q"]) == 0
    post = Path("_posts/2026-09-01-pier.md")
    post.write_text(post.read_text("utf-8").replace("---\n", "---\npublished: false\n", 1))
    assert "_posts/2026-09-01-pier.md" not in told()["posts"]
    assert (
        "books/2026-09-01-pier.html: warning: made from _posts/2026-09-01-pier.md, which is held back now"
        in (capsys.readouterr().err)
    )


@pytest.mark.parametrize(
    ("exclude", "folder", "words", "address"),
    [
        ("[]", "books", (), "/books/"),
        ("[]", "files/out", ("files/out",), "/files/out/"),
        ("[build/]", "build", ("build", "--address", "/lesen"), "/lesen/"),
        (
            "[]",
            "../elsewhere",
            ("../elsewhere", "--address", "https://files.example/b"),
            "https://files.example/b/",
        ),
        ("[]", "my books", ("my books",), "/my%20books/"),
    ],
)
def test_addresses_are_those_at_which_the_site_serves_the_files(
    blog: Path,
    told: Callable[..., dict[str, Any]],
    exclude: str,
    folder: str,
    words: tuple[str, ...],
    address: str,
) -> None:
    Path("_config.yml").write_text(f"title: Notes\nexclude: {exclude}\n")
    assert main(["html", "_posts", "-q", "-o", folder]) == 0
    files = [file for post in told(*words)["posts"].values() for file in post["files"]]
    assert files[0]["address"] == f"{address}2026-09-01-pier.html"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("build",),
            "build: error: Jekyll does not copy this folder (its name, or `exclude` in _config.yml)",
        ),
        (("_books",), "_books: error: Jekyll does not copy this folder"),
        ((".books",), ".books: error: Jekyll does not copy this folder"),
        (
            ("../outside",),
            "../outside: error: is not in the site: give the address at which the site serves it",
        ),
        (("books", "--address", "books"), "--address books: error: begin it with / or https://"),
        (
            ("books", "--address", "javascript:x"),
            "--address javascript:x: error: begin it with / or https://",
        ),
        (("books", "-o", "books.json"), "-o books.json: error: this command makes a data file"),
        (("nowhere",), "nowhere: error: no such folder"),
        (("empty",), "empty: error: no books of this site's posts, and no volumes: make some first"),
    ],
)
def test_what_cannot_be_linked_says_what_to_type(
    blog: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], message: str
) -> None:
    Path("_config.yml").write_text("exclude: [build]\n")
    for name in ("build", "_books", ".books", "../outside", "books", "empty"):
        Path(name).mkdir()
        if name != "empty":
            Path(name, "2026-09-01-pier.html").write_text("<p>x")
    assert main(["links", *words]) == 2
    assert capsys.readouterr().err.startswith(message)
    assert not Path("_data").exists()


@pytest.mark.skipif(
    shutil.which("jekyll") is None, reason="no jekyll: install it with the system's package manager"
)
@pytest.mark.parametrize("baseurl", ["", "/notes"])
def test_every_link_of_the_site_that_jekyll_builds_leads_to_its_book(blog: Path, baseurl: str) -> None:
    linked_site.make_books()
    assert main(["links", "-q"]) == 0
    with Path("_config.yml").open("a") as config:
        config.write(f"baseurl: '{baseurl}'\n")
    linked_site.build()
    pages = [path for path in Path("_site").rglob("*.html") if "books" not in path.parts]
    links = {}
    for page in pages:
        tree = html.fromstring(page.read_text("utf-8"))
        links[page.as_posix()] = [str(link.get("href")) for link in tree.iterfind(".//main//a[@href]")]
    assert {page: len(found) for page, found in links.items()} == {
        "_site/2026/09/01/pier.html": 3,
        "_site/2026/10/01/größe-und.html": 3,
        "_site/essays/tide.html": 3,
        "_site/index.html": 2,
    }
    for found in links.values():
        for address in found:
            assert address.startswith(f"{baseurl}/books/")
            inside = unquote(address.removeprefix(baseurl)).lstrip("/")
            assert Path("_site", inside).read_bytes() == Path(inside).read_bytes()
    text = "".join(
        str(words)
        for words in html.fromstring(Path("_site/2026/09/01/pier.html").read_text("utf-8")).itertext()
    )
    assert re.search(r"Read offline: EPUB \(\d+ KB\) · PDF \(\d+ KB\) · HTML \(\d+ KB\)", text)
    copied = {path.relative_to("_site").as_posix() for path in Path("_site").rglob("*") if path.is_file()}
    assert copied.isdisjoint({"publish.toml", "Makefile"})
