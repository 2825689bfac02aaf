"""`import publish`: books from Python, as in the README; nothing is loaded before it is needed."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import publish

README = Path(__file__).parents[2] / "README.md"
POST = "---\ntitle: {title}\ndate: 2026-03-0{day}\ntags: [{tag}]\n---\n\n{words}\n"


@pytest.fixture
def posts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "posts"
    folder.mkdir()
    for day, (title, tag) in enumerate((("Pier", "sea"), ("Tide", "sea"), ("Hill", "land")), start=1):
        text = POST.format(title=title, day=day, tag=tag, words=f"The {title}.")
        (folder / f"{title.lower()}.md").write_text(text)
    return folder


def test_build_makes_a_book_of_each_post(posts: Path) -> None:
    made = publish.build("posts", "epub", options=publish.Options(offline=True))
    assert {each.output for each in made} == {Path(f"build/{name}.epub") for name in ("pier", "tide", "hill")}
    assert {each.status for each in made} == {"built"}
    assert [each.status for each in publish.build("posts/pier.md", "epub")] == ["unchanged"]
    (posts / "pier.md").write_text("---\ntitle: The new pier\n---\nNew.\n")
    assert [each.reason for each in publish.build("posts/pier.md", "epub")] == ["the post changed"]


def test_a_post_that_fails_stops_no_other(posts: Path) -> None:
    (posts / "pier.md").write_bytes(b"---\ntitle: \xff\n---\n")
    made = {each.label: each for each in publish.build(posts, "html")}
    assert sorted(each.status for each in made.values()) == ["built", "built", "failed"]
    error = made[str(posts / "pier.md")].error
    assert isinstance(error, publish.PostError)
    assert "save the file as UTF-8" in error.message


def test_bind_chooses_posts(posts: Path) -> None:
    (made,) = publish.bind(posts, ["html"], "sea.html", tag="sea", title="Of the Sea")
    assert made.status == "built"
    text = Path("sea.html").read_text("utf-8")
    assert "Of the Sea" in text
    assert "The Tide." in text
    assert "The Hill." not in text
    (made,) = publish.bind(posts, ["html"], "late.html", start=date(2026, 3, 3))
    assert "The Hill." in Path("late.html").read_text("utf-8")
    with pytest.raises(publish.UsageError, match="no posts for this volume"):
        publish.bind(posts, ["html"], tag="sky")


def test_a_volume_of_its_own_file(posts: Path) -> None:
    Path("volume.toml").write_text('title = "Harbour"\nposts = ["posts/tide.md", "posts/pier.md"]\n')
    (made,) = publish.bind("volume.toml", ["html"])
    text = made.output.read_text("utf-8")
    assert text.index("The Tide.") < text.index("The Pier.")


def test_the_example_of_the_readme_runs(posts: Path) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", example], capture_output=True, text=True, check=True, cwd=posts.parent
    )
    assert sorted(done.stdout.splitlines()) == [
        f"built build/{name}.epub" for name in ("hill", "pier", "tide")
    ]


def test_every_public_name_is_there_and_nothing_else_is_loaded() -> None:
    code = "import sys, publish; print([name for name in sys.modules if name.startswith('publish.')])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == "[]"
    assert all(getattr(publish, name) for name in publish.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        publish.nothing  # noqa: B018  # asking is the test
