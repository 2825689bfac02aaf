"""`import publish`: books from Python, as in the manual; nothing is loaded before it is needed."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import publish

CHAPTER = Path(__file__).parents[2] / "docs" / "blog.md"
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
    with pytest.raises(publish.UsageError, match="no post has the tag 'sky'"):
        publish.bind(posts, ["html"], tag="sky")


def test_a_volume_of_its_own_file(posts: Path) -> None:
    Path("volume.toml").write_text('title = "Harbour"\nposts = ["posts/tide.md", "posts/pier.md"]\n')
    (made,) = publish.bind("volume.toml", ["html"])
    text = made.output.read_text("utf-8")
    assert text.index("The Tide.") < text.index("The Pier.")


def test_the_example_of_the_readme_runs(posts: Path) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", CHAPTER.read_text("utf-8"), re.DOTALL)
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


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"format": "mobi"}, "no format 'mobi'"),
        ({"format": None}, "no format None"),
        ({"format": "pdf,epub"}, "no format 'pdf,epub'"),
        ({"format": [["pdf"]]}, "no format"),
        ({"format": 5}, "no format 5"),
        ({"options": {"jobs": 2}}, "options must be Options"),
        ({"options": publish.Options(profile="kindle")}, "there is no 'kindle': use full, eink or phone"),
        ({"options": publish.Options(math="x")}, "there is no 'x': use mathml or pictures"),
        ({"options": publish.Options(dollars="x")}, "there is no 'x': use auto, formulas or money"),
        ({"options": publish.Options(page="a7")}, "no page 'a7' in this style: use one of a4, "),
        ({"options": publish.Options(style="nosuch")}, "no style 'nosuch'"),
        ({"options": publish.Options(cover="nosuch")}, "no cover 'nosuch' in this style: use one of "),
        ({"options": publish.Options(jobs=-1)}, "jobs must be 0 to 256, not -1"),
        ({"options": publish.Options(jobs="2")}, "jobs must be a whole number, not '2'"),  # type: ignore[arg-type]  # what a caller without types gives
        ({"options": publish.Options(offline="no")}, "offline must be true or false, not 'no'"),  # type: ignore[arg-type]  # what a caller without types gives
        ({"options": publish.Options(per_host=0)}, "per_host must be 1 to 64, not 0"),
        ({"options": publish.Options(allow_hosts="a.test")}, "allow_hosts must be a tuple"),  # type: ignore[arg-type]  # what a caller without types gives
        (
            {"options": publish.Options(limits=publish.Limits(seconds=0))},
            "limits.seconds must be a number above 0",
        ),
        ({"posts": 5}, "posts must be files, folders or globs, not 5"),
        ({"posts": []}, "posts must be files, folders or globs"),
        ({"output": None}, "output must be a path, not None"),
    ],
)
def test_what_makes_no_sense_raises_a_usage_error_before_anything_is_made(
    posts: Path, said: dict[str, Any], message: str
) -> None:
    usual: dict[str, Any] = {"posts": posts, "format": "epub"}
    with pytest.raises(publish.UsageError, match=re.escape(message)) as caught:
        publish.build(**(usual | said))
    assert str(posts.parent) not in str(caught.value)
    if "format" in said:
        said["formats"] = ("pdf", said.pop("format"))
    with pytest.raises(publish.UsageError, match=re.escape(message)):
        publish.bind(**{"posts": posts} | said)
    assert not Path("build").exists()


def test_one_build_makes_one_format(posts: Path) -> None:
    with pytest.raises(publish.UsageError, match="build makes one format: call it once for each"):
        publish.build(posts, ["pdf", "epub"])  # type: ignore[arg-type]  # what a caller without types gives


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"formats": ()}, "no format"),
        ({"start": "2026-03-01"}, "start must be a datetime.date, not '2026-03-01'"),
        ({"end": 3}, "end must be a datetime.date, not 3"),
        ({"number": 8}, "number must be text, not 8"),
        ({"tag": None}, "tag must be text, not None"),
    ],
)
def test_what_makes_no_sense_of_a_volume_raises_a_usage_error(
    posts: Path, said: dict[str, Any], message: str
) -> None:
    with pytest.raises(publish.UsageError, match=re.escape(message)):
        publish.bind(posts, **said)


def test_a_volume_takes_one_format_and_a_moment_s_day(posts: Path) -> None:
    moment = datetime(2026, 3, 3, 12, tzinfo=UTC)
    (made,) = publish.bind(posts, "html", "late.html", start=moment)
    assert made.status == "built"
    assert "The Hill." in Path("late.html").read_text("utf-8")
