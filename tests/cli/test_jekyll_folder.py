"""Commands in the folder of a Jekyll site, with no posts named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from publish.cli import main

HEAD = "---\ntitle: {title}\nauthor: Ann Lee\n---\n\nSome *text*. ![A pier](/pier.png)\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "_config.yml").write_text("title: Notes\n")
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_posts" / "2026-09-01-pier.md").write_text(HEAD.format(title="Pier"))
    (tmp_path / "_posts" / "2026-10-01-tide.md").write_text(HEAD.format(title="Tide"))
    (tmp_path / "README.md").write_text("# Not a post\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("words", "made"),
    [
        (["html"], ["build/2026-09-01-pier.html", "build/2026-10-01-tide.html"]),
        (["epub"], ["build/2026-09-01-pier.epub", "build/2026-10-01-tide.epub"]),
        (["volume", "--format", "html", "--month", "2026-09"], ["build/2026-09.html"]),
        (["volume", "--format", "html", "v.toml"], ["build/v.html"]),
        (["images", "alt"], ["vault/descriptions.csv"]),
        (["cover", "--all"], ["build/covers.jpg"]),
    ],
)
def test_the_site_s_posts_are_taken(site: Path, words: list[str], made: list[str]) -> None:
    (site / "v.toml").write_text('title = "Spring"\n')
    assert main([*words, "--future"]) == 0
    for name in made:
        assert (site / name).is_file()
    assert main(["images", "list", "--future"]) == 1  # the pier is missing, the posts are found


def test_a_page_on_posts_is_no_folder_of_posts(site: Path) -> None:
    (site / "posts").mkdir()
    (site / "posts" / "index.md").write_text(HEAD.format(title="All posts"))
    assert books(site) == {"2026-09-01-pier.html", "2026-10-01-tide.html"}


def test_posts_come_before_a_site_without_its_own_folders(site: Path) -> None:
    shutil.rmtree(site / "_posts")
    (site / "posts").mkdir()
    (site / "posts" / "own.md").write_text(HEAD.format(title="Own"))
    assert books(site) == {"own.html"}


def books(site: Path, *words: str) -> set[str]:
    """The pages that are made when no posts are named."""
    assert main(["html", *words]) == 0
    return {path.relative_to(site / "build").as_posix() for path in (site / "build").rglob("*.html")}


def add(site: Path, *names: str) -> None:
    for name in names:
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text("---\ntitle: A title\n---\n\nSome text.\n")


def test_the_posts_are_those_that_jekyll_makes_pages_of(site: Path) -> None:
    settings = "collections:\n  essays:\n    output: true\n  notes:\n    output: yes\n  staff:\n    output: false\n  talks:\n"
    (site / "_config.yml").write_text(f"title: Notes\n{settings}")
    add(site, "_essays/tide.md", "_notes/tide.md", "_staff/ann.md", "_talks/a.md", "about.md", "index.md")
    add(site, "travel/_posts/2026-09-03-rail.md", "_drafts/idea.md", "_posts/2036-01-01-later.md")
    add(site, "node_modules/x/_posts/2026-01-01-x.md", "_site/_posts/2026-01-01-x.md")
    posts = {"2026-09-01-pier.html", "2026-10-01-tide.html", "2026-09-03-rail.html"}
    assert books(site) == {*posts, "essays/tide.html", "notes/tide.html"}
    assert books(site, "--drafts") == {*posts, "essays/tide.html", "notes/tide.html", "idea.html"}


@pytest.mark.parametrize("settings", ["collections: [essays]\n", "collections:\n  essays:\n", ""])
def test_a_collection_without_pages_is_not_taken(site: Path, settings: str) -> None:
    (site / "_config.yml").write_text(f"title: Notes\n{settings}")
    add(site, "_essays/tide.md")
    assert books(site) == {"2026-09-01-pier.html", "2026-10-01-tide.html"}


def test_collections_may_lie_in_a_folder_of_their_own(site: Path) -> None:
    settings = "collections_dir: writing\ncollections:\n  essays: {output: true}\n"
    (site / "_config.yml").write_text(f"title: Notes\n{settings}")
    add(site, "writing/_posts/2026-09-05-new.md", "writing/_essays/tide.md")
    assert books(site) == {"2026-09-05-new.html", "essays/tide.html"}


def test_a_site_without_folders_of_posts_is_searched_as_a_whole(site: Path) -> None:
    shutil.rmtree(site / "_posts")
    add(site, "guide/first.md")
    assert books(site) == {"guide/first.html"}


def test_settings_that_cannot_be_read_are_told_once(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "_config.yml").write_text("title: [Notes\n")
    assert main(["html"]) == 1
    assert "_config.yml:" in capsys.readouterr().err


def test_nothing_is_written_beside_the_books(site: Path) -> None:
    before = set(site.iterdir())
    books(site)
    assert {path.name for path in set(site.iterdir()) - before} == {"build", ".publish"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--collection esays", "no post is in the collection 'esays'; collections: essays, posts"),
        ("--collection staff", "'staff'; the site makes no pages of it; name its folder to take it: _staff"),
        ("--month 2025-01", "no post is of the month 2025-01; months with posts: 2026-09, 2026-10"),
        ("--from 2026-11-01 --to 2026-11-03", "2026-11-03; months with posts: 2026-09, 2026-10"),
        ("--tag se", "no post has the tag 'se'; tags: sea, land"),
        ("--category sea", "no post has the category 'sea'; there are no categories"),
        (
            "--tag sky --month 2025-01",
            "2025-01 or has the tag 'sky'; months with posts: 2026-09, 2026-10; tags: ",
        ),
    ],
)
def test_what_no_post_meets_says_what_there_is(
    site: Path, capsys: pytest.CaptureFixture[str], words: str, told: str
) -> None:
    settings = "collections:\n  essays: {output: true}\n  staff: {output: false}\n"
    (site / "_config.yml").write_text(f"title: Notes\n{settings}")
    add(site, "_essays/tide.md", "_staff/ann.md")
    (site / "_posts" / "2026-09-02-sea.md").write_text("---\ntitle: Sea\ntags: [land, sea]\n---\nText.\n")
    assert main(["volume", *words.split(), "--offline"]) == 2
    assert told in capsys.readouterr().err


def test_many_months_are_those_around_the_one_that_was_meant(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(site, *(f"_posts/{year}-{month:02}-01-a.md" for year in range(2020, 2025) for month in range(1, 13)))
    (site / "_posts" / "2022-06-01-a.md").unlink()
    assert main(["volume", "--month", "2022-06"]) == 2
    err = capsys.readouterr().err
    assert "2022-05, 2022-07" in err
    assert err.endswith(", …\n")


def test_without_a_site_the_posts_are_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["html"]) == 2
    assert capsys.readouterr().err.startswith("error: no posts named, and no folder posts/ here")
