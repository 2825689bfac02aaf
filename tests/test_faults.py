"""Disks that are full, processes that are killed, builds that meet: every book is whole afterwards, old or new."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from processes import members, wait_for, workers

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="processes are found as Linux lists them"
)

KILLS = int(os.environ.get("KILLS", "4"))
"""Random moments at which a build is killed; `make test-faults` takes a hundred."""
VOLUME = ("volume", "posts", "--title", "Harbour", "--offline", "-q")
FILES = ("build/volume.pdf", "build/volume.epub")


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "publish", *words]


def run(*words: str, file_size: int | None = None) -> subprocess.CompletedProcess[str]:
    """A command, with a limit on the bytes of any file that it writes: what lies beyond fails as on a full disk."""

    def prepare() -> None:
        if file_size is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))

    return subprocess.run(
        command(*words),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=prepare,  # nothing but a system call
    )


def write_posts(edition: str) -> None:
    for number in range(4):
        words = f"The {edition} edition, paragraph of some words. " * 30
        Path("posts", f"2026-03-0{number + 1}-post.md").write_text(
            f"---\ntitle: Post {number}\nauthor: Ann Lee\n---\n![A pier](pier.png)\n\n{words}\n\n## Then\n\n{words}\n"
        )


def books() -> dict[str, bytes]:
    return {name: Path(name).read_bytes() for name in FILES if Path(name).exists()}


def parts() -> list[Path]:
    """What was being written, and should not be there any more."""
    return [path for path in Path().rglob("*publish-part") if ".publish" not in path.parts]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "posts").mkdir()
    Image.new("RGB", (600, 400), (40, 80, 120)).save(tmp_path / "posts" / "pier.png")
    write_posts("first")
    return tmp_path


FULL: tuple[tuple[tuple[str, ...], str], ...] = (
    (("epub", "posts", "--offline"), "build/*.epub"),
    (("pdf", "posts", "--offline"), "build/*.pdf"),
    (("html", "posts", "--offline"), "build/*.html"),
    (VOLUME, "build/volume.*"),
    (("shelf", "build", "-q"), "build/index.html"),
)


@pytest.mark.parametrize(
    ("words", "made"), FULL, ids=lambda value: value[0] if isinstance(value, tuple) else ""
)
def test_a_full_disk_costs_no_old_edition(folder: Path, words: tuple[str, ...], made: str) -> None:
    if words[0] == "shelf":
        assert run("epub", "posts", "--offline", "-q").returncode == 0
    assert run(*words).returncode == 0
    old = {path: path.read_bytes() for path in folder.glob(made)}
    assert old
    write_posts("second")
    if words[0] == "shelf":
        assert run("epub", "posts", "--offline", "-q").returncode == 0
    for size in (0, 5_000):
        shutil.rmtree(folder / ".publish", ignore_errors=True)
        full = run(*words, file_size=size)
        assert full.returncode == 1, full.stderr
        assert "error: " in full.stderr
        assert "File too large" in full.stderr or "No usable temporary directory" in full.stderr
        assert "Traceback" not in full.stderr
        assert {path: path.read_bytes() for path in folder.glob(made)} == old
        assert parts() == []
    assert run(*words).returncode == 0
    assert {path: path.read_bytes() for path in folder.glob(made)} != old


def editions(folder: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Both editions of a volume, with the first one in its place and the store as it was then."""
    assert run(*VOLUME).returncode == 0
    first = books()
    shutil.copytree(folder / ".publish", folder / "kept", copy_function=shutil.copy2)
    write_posts("second")
    assert run(*VOLUME).returncode == 0
    return first, books()


def set_back(folder: Path, first: dict[str, bytes]) -> None:
    for name, data in first.items():
        (folder / name).write_bytes(data)
    shutil.rmtree(folder / ".publish")
    shutil.copytree(folder / "kept", folder / ".publish", copy_function=shutil.copy2)


def kill_parent(process: subprocess.Popen[str], chance: random.Random) -> None:
    process.kill()


def kill_worker(process: subprocess.Popen[str], chance: random.Random) -> None:
    for worker in chance.sample(found := workers(process.pid), min(1, len(found))):
        os.kill(worker, signal.SIGKILL)


def interrupt(process: subprocess.Popen[str], chance: random.Random) -> None:
    process.send_signal(chance.choice((signal.SIGINT, signal.SIGTERM)))


def test_killed_at_any_moment_leaves_whole_books_and_a_sound_store(folder: Path) -> None:
    started = time.monotonic()
    first, second = editions(folder)
    duration = (time.monotonic() - started) / 2
    assert first != second
    chance = random.Random(8)  # moments, no secrets
    strikes: tuple[Callable[[subprocess.Popen[str], random.Random], None], ...] = (
        kill_parent,
        kill_worker,
        interrupt,
    )
    for number in range(KILLS):
        set_back(folder, first)
        strike = strikes[number % len(strikes)]
        with subprocess.Popen(
            command(*VOLUME),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509  # a background job ignores it
        ) as process:
            time.sleep(chance.uniform(0.05, duration))
            strike(process, chance)
            said = process.stderr.read() if process.stderr else ""
            group = process.pid
        assert "Traceback" not in said, said
        assert wait_for(lambda group=group: not members(group)), f"{strike.__name__} leaves processes"  # type: ignore[misc]
        for name, data in books().items():
            assert data in {first[name], second[name]}, f"{name} is neither edition after {strike.__name__}"
        assert set(books()) == set(FILES)
        if strike is interrupt:
            assert parts() == []
        again = run(*VOLUME)
        assert (again.returncode, again.stderr) == (0, "")
        assert books() == second
        assert parts() == []


def test_four_builds_at_once_on_one_store(folder: Path) -> None:
    running = [
        subprocess.Popen(
            command(*VOLUME, "-o", folder_name), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        for folder_name in ("build", "build", "other", "other")
    ]
    said = [process.communicate()[1] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0, 0], said
    assert said == ["", "", "", ""]
    made = books()
    assert set(made) == set(FILES)
    assert (folder / "other" / "volume.pdf").read_bytes() == made["build/volume.pdf"]
    shutil.rmtree(folder / ".publish")
    shutil.rmtree(folder / "build")
    assert run(*VOLUME).returncode == 0
    assert books() == made
