"""`publish watch` as a process: a save rebuilds only what it affects; errors can be corrected; nothing is left over."""

from __future__ import annotations

import os
import shutil
import signal
import time
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from watch_samples import PNG, Watched, post, site, until

from publish.cli import main
from publish.project import settings
from publish.watch import Asked, Done, watch
from publish.watch.watching import Places, Watcher


def text(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def test_every_kind_of_change_reaches_its_books_and_no_others(tmp_path: Path) -> None:
    folder = site(tmp_path)
    built = folder / "build"
    with Watched(folder, "posts", "--style", "./mine", "-v") as watched:
        assert "Only this machine can see it. Press Ctrl-C to stop." in watched.out
        second = (built / "b.html").stat()
        version = watched.file("a")

        (folder / "posts" / "a.md").write_text(post("First", "Better words.\n\n{% include box.html %}"))
        until(lambda: "Better words" in text(built / "a.html"))
        until(lambda: "made build/a.html: the post changed" in watched.out)
        until(lambda: watched.file("a") != version)
        assert (built / "b.html").stat().st_mtime_ns == second.st_mtime_ns

        (folder / "_includes" / "box.html").write_text("<p>Another include.</p>\n")
        until(lambda: "Another include" in text(built / "a.html"))
        (folder / "mine" / "screen.css").write_text("body { margin: 2px }\n")
        until(lambda: "margin: 2px" in text(built / "a.html") and "margin: 2px" in text(built / "b.html"))
        (folder / "_config.yml").write_text("title: Another Title\n")
        until(lambda: "Another Title" in text(built / "a.html") and "Another Title" in text(built / "b.html"))

        assert "data:image" not in text(built / "b.html").split("stand-in")[0]
        (folder / "posts" / "p.png").write_bytes(PNG)
        until(lambda: 'src="data:image/png' in text(built / "b.html"))
        until(lambda: any(line.endswith("p.png changed") for line in watched.out))

        (folder / "posts" / "more").mkdir()
        (folder / "posts" / "more" / "c.md").write_text(post("Third", "New words."))
        until(lambda: "New words" in text(built / "more" / "c.html"))
        until(lambda: watched.file("c"))
        shutil.rmtree(folder / "posts" / "more")
        until(lambda: set(watched.books()) == {"a", "b"})
        told = {
            "posts/b.md:7: warning: image p.png: no such file; a stand-in takes its place",
            "1 picture missing in 1 book: `publish images list posts` lists it",
            "build/more/c.html: warning: made from posts/more/c.md, which is gone: delete it before you hand this folder on",
        }
        until(lambda: set(watched.err) == told)


def test_a_post_broken_in_mid_edit_says_so_and_its_old_edition_stays(tmp_path: Path) -> None:
    folder = site(tmp_path)
    with Watched(folder, "--format", "html,epub") as watched:
        old = [(folder / "build" / name).read_bytes() for name in ("a.html", "a.epub")]
        (folder / "posts" / "a.md").write_text("---\ntitle: [\n---\n\nBroken.\n")
        error = until(lambda: watched.book("a").get("errors"))
        assert error[0].startswith("posts/a.md:3: error: front matter")
        assert len(error) == 1
        until(lambda: not watched.book("a")["building"])
        assert watched.file("a")
        until(lambda: error[0] in watched.err)
        assert [(folder / "build" / name).read_bytes() for name in ("a.html", "a.epub")] == old
        (folder / "posts" / "a.md").write_text(post("First", "Whole again."))
        until(lambda: not watched.book("a")["errors"] and "Whole again" in text(folder / "build" / "a.html"))
        until(lambda: not watched.book("a")["building"])
        with zipfile.ZipFile(folder / "build" / "a.epub") as book:
            assert "Whole again" in "".join(
                book.read(n).decode() for n in book.namelist() if n.endswith(".xhtml")
            )


def test_settings_that_make_no_sense_are_waited_for(tmp_path: Path) -> None:
    folder = site(tmp_path)
    with Watched(folder) as watched:
        (folder / "publish.toml").write_text("colour = 1\n")
        until(lambda: "unknown setting 'colour'" in watched.news[-1]["problem"])
        until(lambda: "unknown setting 'colour'" in watched.err[-1])
        (folder / "publish.toml").write_text("style = 'large'\n")
        until(lambda: not watched.news[-1]["problem"] and watched.rounds() >= 2)
        for name in "ab":
            (folder / "posts" / f"{name}.md").unlink()
        until(lambda: "no posts in posts" in watched.news[-1]["problem"])
        (folder / "posts" / "d.md").write_text(post("Fourth", "There it is."))
        until(lambda: "There it is" in text(folder / "build" / "d.html"))


def test_saves_in_a_row_are_one(tmp_path: Path) -> None:
    folder = site(tmp_path)
    with Watched(folder) as watched:
        for number in range(200):
            (folder / "posts" / "a.md").write_text(post("First", f"Edition {number}."))
        until(lambda: "Edition 199." in text(folder / "build" / "a.html"))
        assert watched.rounds() < 20
        (folder / "posts" / ".a.md.swp").write_text("an editor's own")
        (folder / "posts" / "a.md~").write_text("an editor's own")
        (folder / "notes.log").write_text("nothing of ours")
        (folder / "posts" / "b.md").write_text(post("Second", "Last."))
        until(lambda: "Last." in text(folder / "build" / "b.html"))
        assert watched.rounds() < 22


def test_one_chapter_of_a_volume(tmp_path: Path) -> None:
    folder = site(tmp_path)
    (folder / "spring.toml").write_text('title = "Spring"\nposts = ["posts"]\n')
    with Watched(folder, "spring.toml", "--format", "html,pdf", "-v") as watched:
        until(lambda: watched.file("spring", "pdf"))
        version = watched.file("spring", "pdf")
        (folder / "posts" / "b.md").write_text(post("Second", "Mended words."))
        until(lambda: "Mended words" in text(folder / "build" / "spring.html"))
        until(lambda: watched.file("spring", "pdf") != version)
        until(lambda: "made build/spring.pdf: posts/b.md changed" in watched.out)
        (folder / "posts" / "b.md").write_text("---\ntitle: [\n---\n")
        until(lambda: "b.md:3: warning: left out" in str(watched.book("spring")["warnings"]))
        (folder / "spring.toml").write_text('title = "Summer"\nposts = ["posts"]\n')
        until(lambda: "Summer" in text(folder / "build" / "spring.html"))
    assert (
        main(
            ["volume", str(folder / "spring.toml"), "--format", "pdf", "-o", str(folder / "again.pdf"), "-q"]
        )
        == 0
    )


@pytest.mark.parametrize(
    ("number", "status", "word"), [(signal.SIGINT, 0, "stopped"), (signal.SIGTERM, 143, "terminated")]
)
@pytest.mark.parametrize("busy", [False, True], ids=["waiting", "building"])
def test_the_end_leaves_nothing_behind(
    tmp_path: Path, number: signal.Signals, status: int, word: str, busy: bool
) -> None:
    folder = site(tmp_path)
    watched = Watched(folder, "--format", "pdf" if busy else "html", ready=0 if busy else 1)
    if busy:
        until(lambda: watched.book("a").get("building"))
    assert watched.end(number) == status
    until(lambda: watched.err and watched.err[-1] == word)
    assert [path for path in folder.rglob("*") if "publish-part" in path.name] == []
    until(lambda: not lives_on(watched.process.pid))


def lives_on(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_force_is_for_the_first_time_only(tmp_path: Path) -> None:
    folder = site(tmp_path)
    with Watched(folder):
        pass
    with Watched(folder, "--force") as watched:
        before = (folder / "build" / "b.html").stat().st_mtime_ns
        (folder / "posts" / "c.md").write_text(post("Third", "New words."))
        until(lambda: watched.file("c"))
        assert (folder / "build" / "b.html").stat().st_mtime_ns == before
    assert time.time_ns() > before


def test_what_is_held_back_is_not_in_the_preview_until_it_is_published(tmp_path: Path) -> None:
    folder = site(tmp_path)
    draft = post("Third", "Not yet.").replace("date:", "draft: true\ndate:")
    (folder / "posts" / "c.md").write_text(draft)
    with Watched(folder, "--format", "html,epub") as watched:
        assert not watched.book("c")
        until(lambda: "1 post held back: 1 draft (--drafts): posts/c.md" in watched.err)
        (folder / "posts" / "b.md").write_text(post("Second", "Mended."))
        until(lambda: "Mended." in text(folder / "build" / "b.html"))
        assert sum("held back" in line for line in watched.err) == 1  # said once, not at every save
        (folder / "posts" / "c.md").write_text(post("Third", "Now it is."))
        until(lambda: "Now it is." in text(folder / "build" / "c.html"))
        until(lambda: watched.file("c"))
        (folder / "posts" / "c.md").write_text(draft)  # taken back
        until(lambda: not watched.book("c"))
        until(lambda: any("made from posts/c.md, which is held back now" in line for line in watched.err))
        assert "Not yet." not in text(folder / "build" / "c.html")


def test_books_of_a_deleted_post_are_named(tmp_path: Path) -> None:
    folder = site(tmp_path)
    with Watched(folder) as watched:
        until(lambda: watched.file("b"))
        (folder / "posts" / "b.md").unlink()
        until(
            lambda: any(
                "build/b.html: warning: made from posts/b.md, which is gone" in line for line in watched.err
            )
        )
        assert (folder / "build" / "b.html").exists()


def test_a_volumes_preview_has_no_drafts(tmp_path: Path) -> None:
    folder = site(tmp_path)
    (folder / "spring.toml").write_text('title = "Spring"\nposts = ["posts"]\n')
    with Watched(folder, "spring.toml") as watched:
        until(lambda: "Other words" in text(folder / "build" / "spring.html"))
        (folder / "posts" / "b.md").write_text(
            post("Second", "Not yet.").replace("date:", "draft: true\ndate:")
        )
        until(lambda: "1 post held back: 1 draft (--drafts): posts/b.md" in watched.err)
        assert "Not yet." not in text(folder / "build" / "spring.html")
        assert "Other words" not in text(folder / "build" / "spring.html")
        until(lambda: "posts/b.md: held back: `draft: true`" in watched.book("spring")["warnings"])


@pytest.mark.parametrize("name", ["posts/c.md", "publish.toml", "posts/a.md"])
def test_what_is_saved_before_anybody_listens_counts_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    folder = site(tmp_path)
    monkeypatch.chdir(folder)
    real, calls = Watcher.look_at, []

    def look_at(self: Watcher, places: Places) -> bool:
        calls.append(places)
        if len(calls) == 1:
            words = "output = 'elsewhere'\n" if name == "publish.toml" else post("Late", "Saved in between.")
            (folder / name).write_text(words)
        return real(self, places)

    monkeypatch.setattr(Watcher, "look_at", look_at)

    def ask() -> Asked:
        project = settings.load(folder)
        options = replace(project.options, offline=True)
        return Asked(folder, ("posts",), project.output, ("html",), options)

    with closing(watch(ask)) as events:
        next(event for event in events if isinstance(event, Done))
    if name == "publish.toml":
        assert sorted(path.name for path in (folder / "elsewhere").iterdir()) == ["a.html", "b.html"]
    else:
        assert "Saved in between." in text(folder / "build" / f"{Path(name).stem}.html")


def test_the_folder_of_a_site_is_watched_when_no_posts_are_named(tmp_path: Path) -> None:
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_config.yml").write_text("title: The Site\n")
    (tmp_path / "_posts" / "2026-03-01-a.md").write_text(post("First", "Some words."))
    with Watched(tmp_path) as watched:
        (name,) = until(lambda: [name for name in watched.books() if watched.file(name)])
        assert "Some words." in watched.get(watched.file(name))[2].decode()
        (tmp_path / "_posts" / "2026-03-01-a.md").write_text(post("Second", "Other words."))
        until(lambda: "Other words." in watched.get(watched.file(name))[2].decode())


def test_it_says_what_it_waits_for_and_what_was_saved(tmp_path: Path) -> None:
    folder = site(tmp_path)
    waits = "watching 2 posts: each save makes its books again"
    with Watched(folder, "posts") as watched:
        until(lambda: waits in watched.out)
        assert any(line.startswith("2 made, 0 unchanged") for line in watched.out)
        (folder / "posts" / "a.md").write_text(post("First", "Better words."))
        until(lambda: "saved posts/a.md" in watched.out)
        until(lambda: sum(line.startswith("1 made, ") for line in watched.out) == 1)
        (folder / "posts" / "a.md").write_text("---\ntitle: [\n---\n")
        until(lambda: any("1 failed" in line for line in watched.out))
        assert watched.out.count(waits) == 1
    with Watched(folder, "posts/b.md") as watched:  # all is fresh
        until(lambda: "watching 1 post: each save makes its books again" in watched.out)
        assert any(line.startswith("0 made, 1 unchanged") for line in watched.out)


@pytest.mark.parametrize(
    ("broken", "counts"), [(False, "2 made, 0 unchanged in"), (True, "1 made, 0 unchanged, 1 failed in")]
)
def test_files_that_are_looked_at_twice_are_counted_once(tmp_path: Path, broken: bool, counts: str) -> None:
    folder = site(tmp_path)
    (folder / "drawings").mkdir()  # is watched only when a post is found to show a picture from it
    (folder / "drawings" / "p.png").write_bytes(PNG)
    (folder / "posts" / "a.md").write_text(post("First", "Words. ![A drawing](/drawings/p.png)"))
    (folder / "posts" / "b.md").write_text("---\ntitle: [\n---\n" if broken else post("Second", "Words."))
    with Watched(folder) as watched:
        assert next(line for line in watched.out if " unchanged" in line).startswith(counts)
        version = watched.file("a")
        (folder / "drawings" / "p.png").write_bytes(PNG + b"more")
        until(lambda: watched.file("a") != version)
