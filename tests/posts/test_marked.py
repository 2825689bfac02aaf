"""Titles and the lines below them, where their site prints Markdown; pictures and authors of front matter by theme."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish import posts
from publish.model import Post
from publish.project import site as sites

MARKDOWN = ("minimal-mistakes-jekyll", "jekyll-theme-so-simple", "academicpages/academicpages.github.io")


def read(root: Path, front: str, config: str = "", files: tuple[str, ...] = ()) -> Post:
    """A post with this front matter in a site with these settings."""
    for name in files:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("")
    (root / "_config.yml").write_text(f"url: https://a.example\n{config}\n")
    (root / "_posts").mkdir()
    post = root / "_posts/2024-05-01-a.md"
    post.write_text(f"---\n{front}\n---\n\nWords.\n")
    return posts.read(post, sites.load(root / "_config.yml"))


@pytest.mark.parametrize("theme", MARKDOWN)
@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Layout: *Header* and **foot**", "Layout: Header and foot"),
        ("Using `snake_case` in _all_ names", "Using snake_case in all names"),
        ("中文*標題*的字", "中文標題的字"),
        ("See [the log](https://b.example)", "See the log"),
        ("2 * 3 * 4 and a_b_c", "2 * 3 * 4 and a_b_c"),
        ("The ring $a_1 * b_1$ *here*", "The ring $a_1 * b_1$ here"),
    ],
)
def test_a_title_in_markdown(tmp_path: Path, theme: str, title: str, expected: str) -> None:
    assert read(tmp_path, f"title: '{title}'", f"remote_theme: {theme}").title == expected


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("_includes/page__hero.html", "A b"),
        ("_includes/archive-single-talk.html", "A b"),
        ("_includes/other.html", "A *b*"),
    ],
)
def test_a_theme_that_its_files_tell(tmp_path: Path, file: str, expected: str) -> None:
    assert read(tmp_path, "title: A *b*", files=(file,)).title == expected


@pytest.mark.parametrize("theme", ["jekyll-theme-chirpy", "minima"])
def test_a_title_that_the_site_prints_as_it_is(tmp_path: Path, theme: str) -> None:
    assert read(tmp_path, "title: A *b*", f"theme: {theme}").title == "A *b*"


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("subtitle: Seen\ndescription: For engines", "Seen"),
        ("description: For engines\ntagline: Seen", "Seen"),
        ("lead: Seen\nsummary: In lists", "Seen"),
        ("description: Seen\nexcerpt: In lists", "Seen"),
        ("description: A page showing *how*", "A page showing how"),
        ("subtitle: ''\ndescription: Seen", "Seen"),
    ],
)
def test_the_line_below_a_title(tmp_path: Path, front: str, expected: str) -> None:
    assert read(tmp_path, f"title: A\n{front}").description == expected


@pytest.mark.parametrize(
    ("theme", "picture", "expected"),
    [
        ("academicpages/academicpages.github.io", "sea.png", "/images/sea.png"),
        ("academicpages/academicpages.github.io", "/files/sea.png", "/files/sea.png"),
        ("mmistakes/minimal-mistakes", "sea.png", "sea.png"),
    ],
)
def test_a_bare_name_of_a_picture(tmp_path: Path, theme: str, picture: str, expected: str) -> None:
    front = f"title: A\nheader:\n  image: {picture}"
    assert read(tmp_path, front, f"remote_theme: {theme}").image == expected


def test_an_authors_name_for_readers(tmp_path: Path) -> None:
    config = "authors:\n  sal:\n    name: Sal\n    display_name: Sal Keel"
    assert [person.name for person in read(tmp_path, "title: A\nauthor: sal", config).authors] == ["Sal Keel"]
