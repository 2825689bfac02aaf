"""Ctrl-C and SIGTERM at any moment of any command: it ends, its files are whole, and nothing is left behind.

One moment of each command here, a hundred with `make test-faults`, which runs them beside four busy processes and also
measures how long the end takes. Moments are spread over the time in which our own code runs, after Python has started. Commands
that ask a server which never answers are ended while they wait for it. Where computing takes three times as long as on an idle
machine, because others compute too, so may the end: the seconds are divided by what a piece of computing takes at that moment.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import pytest
from editions import parts, write_posts
from processes import Command, busy, run, slowness, start, users_of, wait_for

from publish.cli.main import cli
from publish.keep.vault import Vault

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="processes are found as Linux lists them"
)

MOMENTS = int(os.environ.get("KILLS", "1"))
"""How many random moments of each command."""
AT_ONCE = 2.0
"""Seconds in which a command ends on an idle machine."""
BUSY = 4
"""Processes that keep the machine busy meanwhile."""
SERVING = 3.0
"""Seconds in which a command is ended that does not end by itself."""
WORDS = {
    "pdf": ("posts/2026-03-01-post.md --force",),
    "epub": ("posts --force", "silent --force", "posts --force --scheduler tcp://127.0.0.1:{port}"),
    "html": ("posts --force",),
    "volume": ("posts --title Harbour --force",),
    "zine": ("posts --title Harbour -o zine",),
    "booklet": ("build/bound.pdf -o sheets.pdf",),
    "watch": ("posts",),
    "images list": ("posts",),
    "images fetch": ("posts", "silent"),
    "images import": ("theirs",),
    "images alt": ("posts",),
    "cover": ("posts/2026-03-01-post.md -o cover.png", "--all posts -o sheet.png"),
    "shelf": ("build", "build --zip", "build --zim", "build --profile eink -o light", "build --verify"),
    "serve": ("build",),
    "links": ("build",),
    "check": ("build/bound.pdf build/2026-03-01-post.epub",),
}
"""Arguments with which a command has something to do; other commands need none. `silent` has a post with pictures of a
server on this `port`, which takes connections and says nothing.
"""
ENDLESS = {"serve", "watch", "silent", "--scheduler"}
"""Words of commands that do not end by themselves, or not soon."""


def leaves(group: click.Group, before: str = "") -> Iterator[str]:
    """All commands of the command line, from its own table."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from leaves(command, f"{before}{name} ")
        else:
            yield f"{before}{name}"


RUNS = [f"{name} {words}".strip() for name in leaves(cli) for words in WORDS.get(name, ("",))]


@dataclass(frozen=True)
class Usual:
    """A run that nobody interrupts."""

    seconds: float
    """How long our own code runs, after Python has started."""
    status: int


@pytest.fixture(scope="module", autouse=True)
def neighbours() -> Iterator[None]:
    """The busy processes of `make test-faults`."""
    with busy(BUSY) if MOMENTS > 1 else nullcontext():
        yield


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Of a server that takes connections, and says nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=1000) as server:
        yield server.getsockname()[1]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, port: int) -> Path:
    """Posts, their books, a colleague's pictures, and the cached data of a first run."""
    folder = tmp_path_factory.mktemp("project")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        write_posts("first", 2)
        assert run("epub", "posts", "-q") == run("volume", "posts", "--title", "Harbour", "-q") == (0, "")
        shutil.copy(next(Path("build").glob("*.pdf")), "build/bound.pdf")
        assert run("shelf", "build", "-q") == (0, "")
        picture, address = Path("posts/0.png").read_bytes(), "https://example.org/0.png"
        Vault(folder / "theirs").keep(address, picture, "PNG", address)
        Path("silent").mkdir()
        pictures = "\n\n".join(f"![A pier](http://127.0.0.1:{port}/{number}.png)" for number in range(9))
        Path("silent/2026-03-09-silent.md").write_text(f"---\ntitle: Silent\n---\n{pictures}\n")
        Path("publish.toml").write_text(f'[images]\nallow_hosts = ["127.0.0.1:{port}"]\n')
    return folder


def takes_signals(command: Command) -> bool:
    """Whether the command has blocked or handled SIGTERM; Python's own first moments are not ours."""
    with suppress(OSError):
        masks = dict(
            line.split(":\t") for line in Path(f"/proc/{command.pid}/status").read_text().splitlines()
        )
        return bool((int(masks["SigBlk"], 16) | int(masks["SigCgt"], 16)) >> (signal.SIGTERM - 1) & 1)
    return command.poll() is not None


def usual(words: str) -> Usual:
    """How long the command takes here and now, and how it ends."""
    if not ENDLESS.isdisjoint(words.split()):
        return Usual(SERVING, 0)
    with start(*words.split()) as command:
        assert command.stderr is not None
        assert wait_for(lambda: takes_signals(command))
        started = time.monotonic()
        command.stderr.read()
        return Usual(time.monotonic() - started, command.wait_or_kill())


def is_whole(path: Path) -> bool:
    """Whether a book or an archive of them has its end."""
    end = {".epub": b"PK\5\6", ".zip": b"PK\5\6", ".pdf": b"%%EOF", ".html": b"</html>"}.get(path.suffix, b"")
    return end in path.read_bytes()[-1000:] if path.is_file() else True


@pytest.fixture
def scratch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder for temporary files. Its name is short: sockets are in it, whose names may have 107 bytes."""
    with TemporaryDirectory(dir="/tmp") as name:
        monkeypatch.setenv("TMPDIR", name)
        yield Path(name)


@pytest.mark.parametrize("words", RUNS)
def test_a_signal_ends_every_command(
    project: Path, port: int, scratch: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.chdir(project)
    chance = random.Random(words)
    words = words.format(port=port)
    undisturbed = usual(words)
    slowest = 0.0
    for moment in range(MOMENTS):
        number = chance.choice([signal.SIGINT, signal.SIGTERM])
        with start(*words.split()) as command:
            assert wait_for(lambda command=command: takes_signals(command))  # type: ignore[misc]  # a default
            time.sleep(undisturbed.seconds * (moment + chance.random()) / MOMENTS)
            as_terminal = number == signal.SIGINT and chance.random() < 0.5
            status, seconds = command.end(number, as_terminal=as_terminal)
            said = command.stderr.read() if command.stderr else ""
            assert wait_for(lambda: not users_of(scratch)), users_of(scratch)
        # It was done before, or is a server, or was ended.
        assert status in {undisturbed.status, 0, 128 + number}, said
        assert "Traceback" not in said
        assert parts() == []
        assert [path for path in Path().rglob("*") if not is_whole(path)] == []
        assert list(scratch.iterdir()) == []
        slowest = max(slowest, seconds / slowness() if seconds > AT_ONCE else seconds)
    if MOMENTS > 1:
        assert slowest < AT_ONCE, f"{words}: {slowest:.1f} s"
