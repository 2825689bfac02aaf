"""Different volumes have different file names, and a volume never takes the place of a post's book."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import publish
from publish.cli import main


@pytest.fixture(autouse=True)
def posts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = Path("posts")
    folder.mkdir()
    for day in (1, 2):
        matter = f"title: Post {day}\ndate: 2026-03-0{day}\ntags: [sea]\ncategory: walks"
        (folder / f"2026-03-0{day}-post.md").write_text(f"---\n{matter}\n---\nWords.\n")
    return folder


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("", "volume"),
        ("--number 7", "volume-7"),
        ("--title Harbour --number 7", "Harbour-7"),
        ("--month 2026-03", "2026-03"),
        ("--month 2026-03 --title Harbour", "2026-03"),
        ("--month 2026-03 --tag sea", "2026-03-sea"),
        ("--from 2026-03-01 --to 2026-03-02", "2026-03-01-2026-03-02"),
        ("--tag sea --category walks", "sea-walks"),
    ],
)
def test_a_volume_is_named_after_all_that_chooses_its_posts(words: str, name: str) -> None:
    assert main(["volume", "posts", *words.split(), "--format", "html"]) == 0
    assert [path.name for path in Path("build").iterdir()] == [f"{name}.html"]


@pytest.mark.parametrize("title", ["Sea and harbour " * 9, "海上的霧" * 9])
def test_volumes_with_one_long_title_differ_in_their_number(title: str) -> None:
    for number in "78":
        assert main(["volume", "posts", "--title", title, "--number", number, "--format", "html"]) == 0
    assert sorted(path.stem[-2:] for path in Path("build").iterdir()) == ["-7", "-8"]


def test_a_volume_made_from_python_is_named_in_the_same_way(posts: Path) -> None:
    (made,) = publish.bind(posts, "html", tag="sea", start=date(2026, 3, 2))
    assert made.output == Path("build/2026-03-02-sea.html")
    (made,) = publish.bind(posts, "html", title="Harbour")
    assert made.output == Path("build/Harbour.html")


def test_a_volume_takes_no_place_of_a_posts_book(posts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (posts / "sea.md").write_text("---\ntitle: The Sea\ndate: 2026-03-03\n---\nWords.\n")
    assert main(["html"]) == 0
    before = Path("build/sea.html").read_bytes()
    words = ["volume", "posts", "--tag", "sea", "--format", "html"]
    assert main(words) == 2
    err = capsys.readouterr().err
    assert err.endswith("build/sea.html is the book of posts/sea.md: give another --output\n")
    assert Path("build/sea.html").read_bytes() == before
    assert main([*words, "-o", "build/sea-tag.html"]) == 0
    (posts / "sea.md").unlink()
    assert main(words) == 0


def test_a_posts_book_takes_no_place_of_a_volume(posts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["volume", "posts", "--tag", "sea", "--format", "html"]) == 0
    before = Path("build/sea.html").read_bytes()
    (posts / "sea.md").write_text("---\ntitle: The Sea\n---\nWords.\n")
    for words in (["html"], ["html", "posts/sea.md"], ["html", "--force"]):
        assert main(words) == 2
        err = capsys.readouterr().err
        assert err.endswith("build/sea.html is a volume: rename posts/sea.md, or give another --output\n")
    assert Path("build/sea.html").read_bytes() == before
    Path("build/sea.html").unlink()
    assert main(["html"]) == 0
