"""Processes killed at any moment, and builds at the same time: every book is complete afterwards, old or new.

Three moments here, a hundred of each of six kinds with `make test-faults`.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from editions import files, parts, spoiled, write_posts
from processes import members, run, start, wait_for, workers

from publish.epub.lint import verify

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="processes are found as Linux lists them"
)

KILLS = int(os.environ.get("KILLS", "1"))
"""How many random moments of each kind."""
VOLUME = ("volume", "posts", "--title", "Harbour", "--offline", "-q", "--jobs", "2")
MADE = "build/*"
Build = subprocess.Popen[str]


def kill_command(build: Build, chance: random.Random) -> None:
    build.kill()


def kill_worker(build: Build, chance: random.Random) -> None:
    for worker in chance.sample(found := workers(build.pid), min(1, len(found))):
        os.kill(worker, signal.SIGKILL)


def kill_server(build: Build, chance: random.Random) -> None:
    """Kill what workers are forked from, or what else helps the command."""
    found = [process for process, parent in members(build.pid).items() if parent == build.pid]
    for process in chance.sample(found, min(1, len(found))):
        os.kill(process, signal.SIGKILL)


def press_ctrl_c(build: Build, chance: random.Random) -> None:
    """As a terminal does: every process gets it."""
    os.killpg(build.pid, signal.SIGINT)


def interrupt(build: Build, chance: random.Random) -> None:
    build.send_signal(signal.SIGINT)


def terminate(build: Build, chance: random.Random) -> None:
    build.send_signal(signal.SIGTERM)


STRIKES = [kill_command, kill_worker, terminate]
if KILLS > 1:
    STRIKES += [kill_server, press_ctrl_c, interrupt]
GENTLE = {press_ctrl_c: (130, "interrupted"), interrupt: (130, "interrupted"), terminate: (143, "terminated")}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A volume of a first edition and its store in `first`, what a second one comes to in `second`."""
    folder = tmp_path_factory.mktemp("project")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        write_posts("first", 3)
        assert run(*VOLUME) == (0, "")
        shutil.copytree(".publish", "first/.publish", copy_function=shutil.copy2)
        shutil.copytree("build", "first/build", copy_function=shutil.copy2)
        write_posts("second", 3)
        started = time.monotonic()
        assert run(*VOLUME) == (0, "")
        Path("duration").write_text(str(time.monotonic() - started))
        shutil.copytree("build", "second/build")
    return folder


def set_back() -> None:
    for name in (".publish", "build"):
        shutil.rmtree(name)
        shutil.copytree(f"first/{name}", name, copy_function=shutil.copy2)


@pytest.mark.parametrize("strike", STRIKES, ids=lambda strike: strike.__name__)
def test_killed_at_any_moment(
    project: Path, monkeypatch: pytest.MonkeyPatch, strike: Callable[[Build, random.Random], None]
) -> None:
    monkeypatch.chdir(project)
    duration = float(Path("duration").read_text())
    first = {name.removeprefix("first/"): data for name, data in files("first/build/*").items()}
    second = {name.removeprefix("second/"): data for name, data in files("second/build/*").items()}
    assert first.keys() == second.keys()
    assert all(first[name] != second[name] for name in first)
    chance = random.Random(strike.__name__)  # moments, no secrets
    for _ in range(KILLS):
        set_back()
        moment = chance.uniform(0.4, duration)
        with start(*VOLUME) as build:
            time.sleep(moment)
            strike(build, chance)
            said = build.communicate(timeout=600)[1]
        told = f"{strike.__name__} after {moment:.3f} s of {duration:.3f} s: {build.returncode} {said}"
        assert wait_for(lambda group=build.pid: not members(group)), f"{told} leaves processes"  # type: ignore[misc]
        assert "Traceback" not in said, told
        if strike in GENTLE and build.returncode != 0:
            status, word = GENTLE[strike]
            assert (build.returncode, said.strip()) == (status, word), told
            assert parts() == [], told
        if strike is kill_worker:
            assert (build.returncode, said, parts()) == (0, "", []), told  # what it did is done again
        found = files(MADE)
        for name, old in first.items():
            assert found[name] in {old, second[name]}, f"{told}: {name} is neither edition"
        assert spoiled() == [], told
        assert run(*VOLUME) == (0, ""), told
        assert files(MADE) == second, told


def test_four_builds_at_once_on_one_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_posts("only", 3)
    builds = [start(*VOLUME, "-o", folder) for folder in ("build", "build", "other", "other")]
    said = [build.communicate(timeout=600)[1] for build in builds]
    assert [build.returncode for build in builds] == [0, 0, 0, 0], said
    assert said == ["", "", "", ""]
    assert spoiled() == []
    assert parts() == []
    for folder in ("build", "other"):
        verify(Path(folder, "Harbour.epub").read_bytes(), folder)
        assert run(*VOLUME, "-o", folder) == (0, "")
    made = files(MADE)
    assert [*made.values()] == [*files("other/*").values()]
    for name in (".publish", "build"):
        shutil.rmtree(name)
    assert run(*VOLUME) == (0, "")
    assert files(MADE) == made
