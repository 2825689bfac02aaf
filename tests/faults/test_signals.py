"""Ctrl-C and SIGTERM at any moment of any command: it ends, its files are whole, and nothing is left behind.

One moment of each command here, a hundred with `make test-faults`, which also measures how long the end takes.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest
from editions import parts, write_posts
from processes import PATIENCE, Command, members, run, start, wait_for

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="processes are found as Linux lists them"
)

MOMENTS = int(os.environ.get("KILLS", "1"))
"""How many random moments of each command."""
AT_ONCE = 2.0
"""Seconds in which a command ends, even on a busy machine."""
COMMANDS = [
    "epub posts --force", "pdf posts/2026-03-01-post.md --force", "html posts --force",
    "volume posts --title Harbour --force", "cover posts/2026-03-01-post.md -o cover.png",
    "cover --all posts -o sheet.png", "images list posts", "images alt posts", "check build", "shelf build",
    "booklet build/bound.pdf -o sheets.pdf", "zine posts --title Harbour -o zine", "doctor", "serve build",
    "watch posts",
]  # fmt: skip


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Posts, their books, and the cached data of a first run."""
    folder = tmp_path_factory.mktemp("project")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        write_posts("first", 2)
        assert run("epub", "posts", "-q") == run("volume", "posts", "--title", "Harbour", "-q") == (0, "")
        shutil.copy(next(Path("build").glob("*.pdf")), "build/bound.pdf")
    return folder


def takes_signals(command: Command) -> bool:
    """Whether the command has blocked or handled SIGTERM; Python's own first moments are not ours."""
    with suppress(OSError):
        masks = dict(
            line.split(":\t") for line in Path(f"/proc/{command.pid}/status").read_text().splitlines()
        )
        return bool((int(masks["SigBlk"], 16) | int(masks["SigCgt"], 16)) >> (signal.SIGTERM - 1) & 1)
    return command.poll() is not None


@pytest.mark.parametrize("words", COMMANDS)
def test_a_signal_ends_every_command(project: Path, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.chdir(project)
    chance = random.Random(words)
    slowest = 0.0
    for _ in range(MOMENTS):
        number = chance.choice([signal.SIGINT, signal.SIGTERM])
        with start(*words.split()) as command:
            assert wait_for(lambda command=command: takes_signals(command))  # type: ignore[misc]  # a default
            time.sleep(chance.uniform(0, 3))
            status, seconds = command.end(number)
            said = command.stderr.read() if command.stderr else ""
            assert wait_for(lambda group=command.pid: not members(group), PATIENCE)  # type: ignore[misc]  # a default
        assert status in {0, 128 + number}, said  # 0: it was done before, or it is a server
        assert "Traceback" not in said
        assert parts() == []
        slowest = max(slowest, seconds)
    if MOMENTS > 1:
        assert slowest < AT_ONCE, f"{words}: {slowest:.1f} s"
