"""Books and volumes on a real Dask scheduler with real workers, which cannot read the project's folder."""

from __future__ import annotations

import io
import json
import os
import pickle
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from publish.press.dask.processes import Child, LostError, perform
from publish.press.dask.tasks import Failure, Looks, Task
from publish.project.style import Style
from publish.project.style import load as load_style

PATIENCE = 300.0
MEMORY = 1 << 30
BLIND = """
import os, sys

def look(event, arguments):
    if event in {"open", "os.listdir", "os.scandir"} and os.environ["FORBIDDEN"] in str(arguments[0]):
        os._exit(9)

sys.addaudithook(look)
"""
"""Ends a worker, or a child of one, that opens anything in the project's folder."""
CONFIG = "title: Harbour\nurl: https://example.org\n"
POSTS = {
    "2026-03-02-pages.md": "---\ntitle: What a Page Is For\nauthor: Mara Ellison\nimage: pier.png\n---\n"
    "A note.[^1]\n\n{% include bell.html %}\n\n![A pier](pier.png)\n\n[^1]: The note, see [tides]({% post_url 2026-03-05-tides %}).\n",
    "2026-03-05-tides.md": "---\ntitle: Tides\n---\nWater.\n\n## Low\n\n```python\nlow = 1\n```\n\n![Gone](gone.png)\n",
    "2026-03-30-shelf.md": "---\ntitle: 離線的書架\nauthor: 阿晴\n---\n離線的書架不是一個比喻。\n",
    "2026-03-31-draft.md": "---\ntitle: Draft\npublished: false\n---\nx\n",
}
QUIET = ("--offline", "-q")


@dataclass(frozen=True)
class Workshop:
    """A scheduler and its workers."""

    address: str
    workers: tuple[subprocess.Popen[bytes], ...]


def fill(project: Path) -> Path:
    """A site with pictures, an include, links between posts, and a style of its own."""
    files = {f"site/_posts/{name}": text.encode() for name, text in POSTS.items()}
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), (40, 80, 120)).save(picture, "PNG")
    files |= {
        "site/_config.yml": CONFIG.encode(),
        "site/_includes/bell.html": b"The *bell* rings.\n",
        "site/_posts/pier.png": picture.getvalue(),
        "own/theme.css": b"p { color: #123456 }\n",
    }
    for name, data in files.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_bytes(data)
    return project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("forbidden"))


@pytest.fixture
def start(tmp_path: Path, project: Path) -> Iterator[Callable[..., Workshop]]:
    """`start(workers)` starts a scheduler and workers, each in a folder of its own, with what is in `extra` on its path."""
    (tmp_path / "blind").mkdir()
    (tmp_path / "blind/sitecustomize.py").write_text(BLIND)
    with ExitStack() as stack:

        def started(workers: int, extra: str = "") -> Workshop:
            found = tmp_path / "scheduler.json"
            stack.callback(end, dask("scheduler", tmp_path, "--port", "0", "--scheduler-file", str(found)))
            until(lambda: found.exists() and found.read_text().endswith("}"))
            address = json.loads(found.read_text())["address"]
            environment = {"PYTHONPATH": f"{tmp_path / 'blind'}:{extra}", "FORBIDDEN": str(project)}
            processes = []
            for number in range(workers):
                (tmp_path / f"worker-{number}").mkdir()
                words = (address, "--nthreads", "1", "--no-nanny", "--local-directory", ".")
                processes.append(dask("worker", tmp_path / f"worker-{number}", *words, **environment))
                stack.callback(end, processes[-1])
            for log in tmp_path.glob("worker-*/worker.log"):
                until(lambda log=log: "Registered to" in log.read_text())  # type: ignore[misc]
            return Workshop(address, tuple(processes))

        yield started


def dask(what: str, folder: Path, *words: str, **environment: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"distributed.cli.dask_{what}", "--host", "127.0.0.1", "--no-dashboard"]
    with (folder / f"{what}.log").open("wb") as log:
        return subprocess.Popen(
            [*command, *words], cwd=folder, stdout=log, stderr=log, env={**os.environ, **environment}
        )


def end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


def until(is_so: Callable[[], bool]) -> None:
    last = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < last
        time.sleep(0.05)


def publish(folder: Path, *words: str) -> tuple[int, list[str]]:
    """Exit status, and lines on stderr."""
    command = [sys.executable, "-m", "publish", *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=PATIENCE)
    return done.returncode, done.stderr.splitlines()


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_books_and_volumes_are_the_same_bytes(
    start: Callable[..., Workshop], project: Path, tmp_path: Path
) -> None:
    near = fill(tmp_path / "near")
    address = start(2).address
    for kind in ("epub", "pdf", "volume"):
        words = (kind, "site", "--style", "own", *QUIET, "-o", kind)
        assert publish(project, *words, "--scheduler", address) == (0, [])
        assert publish(near, *words) == (0, [])
        made = files(near / kind)
        assert len(made) == (2 if kind == "volume" else 3)
        assert files(project / kind) == made
    # What came back is kept here: an edit is made without asking anybody.
    parts = len(list((project / ".publish/parts").iterdir()))
    post = project / "site/_posts/2026-03-05-tides.md"
    post.write_text(post.read_text() + "More.\n")
    assert publish(project, *words) == (0, [])
    assert files(project / "volume") != made
    # Its chapter, the contents and the colophon.
    assert len(list((project / ".publish/parts").iterdir())) <= parts + 3


def test_a_lost_worker_costs_no_book(start: Callable[..., Workshop], tmp_path: Path) -> None:
    many = tmp_path / "many"
    for number in range(12):
        (many / "posts").mkdir(parents=True, exist_ok=True)
        (many / f"posts/2026-03-{number + 1:02}-post.md").write_text(
            f"---\ntitle: Post {number}\n---\nText.\n"
        )
    workshop = start(2)
    command = [sys.executable, "-m", "publish", "pdf", "--offline", "--scheduler", workshop.address, "-q"]
    building = subprocess.Popen(command, cwd=many, stderr=subprocess.PIPE)
    until(lambda: bool(list(many.glob("build/*.pdf"))) or building.poll() is not None)
    workshop.workers[0].send_signal(signal.SIGKILL)
    _, said = building.communicate(timeout=PATIENCE)
    assert (building.returncode, said) == (0, b"")
    assert len(list(many.glob("build/*.pdf"))) == 12


def test_one_line_says_what_is_wrong(start: Callable[..., Workshop], project: Path, tmp_path: Path) -> None:
    words = ("epub", "site", *QUIET, "-o", "none", "--scheduler")
    status, said = publish(project, *words, "tcp://127.0.0.1:9")
    assert (status, len(said)) == (2, 1)
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in said[0]
    (tmp_path / "other/postbinder-9.9.dist-info").mkdir(parents=True)
    (tmp_path / "other/postbinder-9.9.dist-info/METADATA").write_text("Name: postbinder\nVersion: 9.9\n")
    status, said = publish(project, *words, start(1, str(tmp_path / "other")).address)
    assert (status, len(said)) == (2, 1)
    assert "has publish 9.9: install publish" in said[0]
    assert not (project / "none").exists()


def test_a_scheduler_that_never_answers_is_given_up(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], project: Path
) -> None:
    from publish.cli import main

    monkeypatch.chdir(project)
    monkeypatch.setattr("publish.press.dask.client.ANSWER", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes every connection, and says nothing
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        assert main(["epub", "site", *QUIET, "-o", "none", "--scheduler", address]) == 2
    why = f"error: no Dask scheduler answers at {address} (connected, then no word for 0.5 s): start one with"
    assert capsys.readouterr().err.splitlines() == [f"{why} `dask scheduler`"]


def test_a_worker_that_never_answers_is_told_of(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    start: Callable[..., Workshop],
    project: Path,
) -> None:
    from publish.cli import main

    monkeypatch.chdir(project)
    monkeypatch.setattr("publish.press.dask.client.LOADED", 1.0)
    workshop = start(1)
    workshop.workers[0].send_signal(signal.SIGSTOP)
    assert main(["epub", "site", *QUIET, "-o", "none", "--scheduler", workshop.address]) == 2
    (said,) = capsys.readouterr().err.splitlines()
    assert said.startswith(
        f"error: a Dask worker of {workshop.address} has not answered for 1 s: end it, and start"
    )


def test_without_dask_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], project: Path
) -> None:
    from publish.cli import main

    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.chdir(project)
    assert main(["epub", "site", *QUIET, "-o", "none", "--scheduler", "tcp://127.0.0.1:9"]) == 2
    assert "-m pip install 'postbinder[dask]'" in capsys.readouterr().err


def dies(_: object, style: Style) -> None:
    """A task that takes its process with it."""
    os._exit(3)


def swells(_: object, style: Style) -> int:
    """A task that asks for more memory than it may have."""
    return len(bytearray(MEMORY * 2))


def sleeps(seconds: float, style: Style) -> None:
    """A task that overruns its time."""
    time.sleep(seconds)


def fills(megabytes: int, style: Style) -> int:
    """A task that uses much memory; the process that it ran in."""
    filled = bytearray(megabytes << 20)
    filled[::4096] = bytes(len(filled[::4096])).replace(b"\0", b"1")
    return os.getpid()


@pytest.fixture
def ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hands find this module."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


@pytest.mark.usefixtures("ours")
def test_a_hand_that_dies_or_overruns_costs_its_task_only() -> None:
    looks = Looks.of(load_style("journal"))
    with pytest.raises(LostError, match="exit code 3"):
        Child().do(Task(dies, None, looks, "a.md", MEMORY).packed(), PATIENCE)
    died = pickle.loads(perform(Task(dies, None, looks, "a.md", MEMORY).packed(), {}, PATIENCE))
    assert isinstance(died, Failure)
    assert died.error.message == "its worker process died (exit code 3), 2 times"
    swollen = pickle.loads(perform(Task(swells, None, looks, "a.md", MEMORY).packed(), {}, PATIENCE))
    assert isinstance(swollen, Failure)
    assert "a.md: error: needs more memory than 1,024 MB (limit memory)" in str(swollen.error)
    late = pickle.loads(perform(Task(sleeps, PATIENCE, looks, "a.md", MEMORY).packed(), {}, 0.2))
    assert isinstance(late, Failure)
    assert "not finished after 0.2 s" in late.error.message


@pytest.mark.usefixtures("ours")
def test_a_hand_that_has_used_much_memory_gets_no_more_tasks() -> None:
    looks = Looks.of(load_style("journal"))
    tasks = (Task(fills, megabytes, looks, "a.md", MEMORY).packed() for megabytes in (1, 1, 600, 1))
    first, second, third, fourth = (pickle.loads(perform(task, {}, PATIENCE)) for task in tasks)
    assert first == second == third
    assert fourth != first
    assert not Path(f"/proc/{first}").exists()


@pytest.mark.usefixtures("ours")
def test_a_hand_of_a_large_process_is_not_large_itself() -> None:
    looks = Looks.of(load_style("journal"))
    large = bytearray(b"1") * (700 << 20)
    tasks = (Task(fills, 1, looks, "a.md", MEMORY).packed() for _ in range(3))
    assert len({pickle.loads(perform(task, {}, PATIENCE)) for task in tasks}) == 1
    assert len(large) == 700 << 20


def test_workers_of_another_make_refuse() -> None:
    refused = pickle.loads(perform(b"", {"weasyprint": "1"}, 1))
    assert isinstance(refused, Failure)
    assert "would make different files: weasyprint" in refused.error.message
