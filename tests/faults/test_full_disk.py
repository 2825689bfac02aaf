"""Full disks, at any write: one clear error line, no partial file, and the old edition stays.

`make test-faults` tries every amount of room that a disk can have left.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from editions import files, parts, spoiled, write_posts

from publish.cli import main

THOROUGH = "KILLS" in os.environ
PAGE = 4096
"""Bytes in which a disk in memory gives out its room."""
SIZE = 32 << 20
POST = "posts/2026-03-01-post.md"
VOLUME = ("volume", "posts", "--title", "Harbour", "--offline")
COMPLAINT = re.compile(r".+: error: .*cannot be (?:written|made): (.+)")
LINE = re.compile(r"(?:.+: )?(?:error|warning): .+|failed: .+|\d+ of \d+ fetched and kept: .+")


def steps() -> Iterable[int]:
    """Pages that are still free, ever more of them."""
    return range(SIZE // PAGE) if THOROUGH else (0, 3, 40, SIZE // PAGE // 2)


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A small disk of its own, with a project on it."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)]
    try:
        mounted = subprocess.run(command, capture_output=True, text=True, check=False)
        reason = mounted.stderr.strip() if mounted.returncode else ""
    except OSError as error:
        reason = str(error)
    if reason:
        pytest.skip(f"no small disk can be mounted here: {reason}")
    monkeypatch.chdir(place)
    write_posts("first")
    yield place
    monkeypatch.chdir(tmp_path)
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@contextmanager
def room(disk: Path, pages: int) -> Iterator[None]:
    """Leave so many pages free."""
    ballast = disk / "ballast"
    state = os.statvfs(disk)
    ballast.write_bytes(bytes(max(0, state.f_bavail * state.f_frsize - pages * PAGE)))
    try:
        yield
    finally:
        ballast.unlink()


Capture = pytest.CaptureFixture[str]


def sweep(disk: Path, capsys: Capture, words: tuple[str, ...], made: str) -> None:
    """Run a command on an ever less full disk until it succeeds; what it made before is there, old or new, all along."""
    old, seen = files(made), []
    for pages in steps():
        if THOROUGH:
            shutil.rmtree(".publish", ignore_errors=True)
        with room(disk, pages):
            status = main(list(words))
        err = capsys.readouterr().err.splitlines()
        seen.append(files(made))
        assert parts() == []
        assert spoiled() == []
        if status == 0:
            break
        assert status == 1, err
        assert {found[1] for line in err if (found := COMPLAINT.fullmatch(line))} == {
            "No space left on device"
        }, err
        assert all(LINE.fullmatch(line) for line in err), err
    assert len(seen) > 1
    assert main(list(words)) == 0
    new = files(made)
    assert new.keys() >= old.keys()
    assert new != old
    for each in seen:
        for name, data in each.items():
            assert data in {old.get(name, b""), new.get(name, b"")}, name
        assert each.keys() >= old.keys() & new.keys()


@pytest.mark.parametrize(
    ("words", "made"),
    [
        (("epub", POST, "--offline"), "build/*"),
        (("pdf", POST, "--offline"), "build/*"),
        (("html", "posts", "--offline"), "build/*"),
        (VOLUME, "build/*"),
        (("cover", POST, "-o", "build/cover.jpg"), "build/*"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_books(disk: Path, capsys: Capture, words: tuple[str, ...], made: str) -> None:
    assert main(list(words)) == 0
    write_posts("second")
    if words[0] == "cover":
        for post in Path("posts").glob("*.md"):
            post.write_text(post.read_text().replace("title: Post", "title: Later post"))
    sweep(disk, capsys, words, made)


@pytest.mark.parametrize("more", [(), ("--zip", "-o", "hand-out")], ids=["folder", "archive"])
def test_a_shelf(disk: Path, capsys: Capture, more: tuple[str, ...]) -> None:
    words = ("shelf", "build", *more)
    assert main(["epub", "posts", "--offline", "-q"]) == 0
    assert main(list(words)) == 0
    write_posts("second", 3)
    assert main(["epub", "posts", "--offline", "-q"]) == 0
    sweep(disk, capsys, words, "hand-out/*" if more else "build/**/*")
    if not more:
        assert main(["shelf", "build", "--verify"]) == 0


def test_a_booklet(disk: Path, capsys: Capture) -> None:
    words = ("booklet", "build/2026-03-01-post.pdf", "-o", "build/booklet.pdf")
    assert main(["pdf", "posts", "--offline", "-q"]) == 0
    assert main(list(words)) == 0
    old = files("build/booklet.pdf")
    with room(disk, 1):
        assert main(list(words)) == 1
    err = capsys.readouterr().err.splitlines()
    assert err == ["build/booklet.pdf: error: cannot be written: No space left on device"]
    assert (files("build/booklet.pdf"), parts()) == (old, [])
    assert main(list(words)) == 0


def test_pictures_on_their_way_into_the_vault(disk: Path, capsys: Capture, server: str) -> None:
    host = server.partition(":")[0]
    Path("publish.toml").write_text(f'[images]\nallow_hosts = ["{host}"]\n')
    pictures = "".join(f"![A pier](http://{server}/{number}.png)\n\n" for number in range(6))
    Path("posts", "2026-03-01-post.md").write_text(f"---\ntitle: Post\nauthor: Ann\n---\n{pictures}")
    for pages in steps():
        with room(disk, pages):
            status = main(["images", "fetch", "posts"])
        err = capsys.readouterr().err.splitlines()
        assert parts() == []
        if status == 0:
            break
        assert status == 1, err
        assert any(COMPLAINT.fullmatch(line) for line in err), err
        assert all(LINE.fullmatch(line) for line in err), err
        main(["images", "posts"])
        assert "changed  " not in capsys.readouterr().out
        shutil.rmtree("vault", ignore_errors=True)
    assert pages > 0
    assert main(["images", "fetch", "posts"]) == 0
    assert main(["images", "posts"]) == 0
    assert "6 kept, 0 missing, 0 changed" in capsys.readouterr().out


LIMITED = [("html", "posts", "--offline"), *([VOLUME, ("epub", POST, "--offline")] if THOROUGH else [])]


def limited(size: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize("words", LIMITED, ids=lambda words: words[0])
def test_a_file_that_may_not_be_so_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    write_posts("first")
    assert main(list(words)) == 0
    old = files("build/*")
    write_posts("second")
    for size in (*range(0, 60_000, 1_000), *range(60_000, 200_000, 10_000)) if THOROUGH else (0, 5_000):
        full = subprocess.run(
            [sys.executable, "-m", "publish", *words],
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=limited(size),  # nothing but a system call
            # What measures how much of the code the tests reach writes files too.
            env={name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")},
        )
        assert parts() == []
        assert spoiled() == []
        if full.returncode == 0:
            break
        err = full.stderr.splitlines()
        if size:
            complaints = {found[1] for line in err if (found := COMPLAINT.fullmatch(line))}
            assert complaints == {"File too large"}, err
        else:  # not even a socket
            assert err[-1].startswith("error: no worker process can be started: "), err
            assert files("build/*") == old
        assert all(LINE.fullmatch(line) for line in err), err
        assert files("build/*").keys() == old.keys()
    assert main(list(words)) == 0
    assert all(data != old[name] for name, data in files("build/*").items())
