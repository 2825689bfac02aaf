"""Commands in their own process group, and their child processes, as Linux lists them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType

__all__ = [
    "PATIENCE",
    "Command",
    "busy",
    "computing",
    "is_running",
    "make",
    "members",
    "printed",
    "run",
    "slowness",
    "start",
    "users_of",
    "wait_for",
    "within",
    "workers",
]

_OUTER = {
    "MAKEFLAGS",
    "MFLAGS",
    "MAKELEVEL",
    "MAKEOVERRIDES",
    "ARGS",
    "POSTS",
    "OUT",
    "MONTH",
    "FILE",
    "COVERAGE",
}
"""What a `make test` around a test says to its commands."""
PATIENCE = 300.0
"""Seconds that a test waits for what will come, however busy the machine is."""


class Command(subprocess.Popen[str]):
    """A `publish` command that runs as one started from a terminal would. Leaving its context leaves nothing of it."""

    def __init__(self, *words: str, stdout: int = subprocess.DEVNULL, cwd: Path | None = None) -> None:
        super().__init__(
            [sys.executable, "-m", "publish", *words],
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            cwd=cwd,
            env=os.environ | {"PYTHONUTF8": "1"},
            start_new_session=True,
            preexec_fn=lambda: signal.signal(
                signal.SIGINT, signal.default_int_handler
            ),  # a background job ignores it
        )

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.wait_or_kill()
        finally:
            self.kill_all()
            super().__exit__(kind, error, trace)

    def wait_or_kill(self, patience: float = PATIENCE) -> int:
        """Its exit status. AssertionError, with what it was, once it is killed for not ending by then."""
        try:
            return self.wait(patience)
        except subprocess.TimeoutExpired:
            self.kill_all()
            raise AssertionError(f"{self} did not end in {patience:g} s, and was killed") from None

    def end(
        self, number: signal.Signals, patience: float = PATIENCE, *, as_terminal: bool = False
    ) -> tuple[int, float]:
        """Send a signal, or have all its processes get it, as a terminal does: the exit status, and the seconds that it
        took to end.
        """
        sent = time.monotonic()
        if as_terminal:
            os.killpg(self.pid, number)
        else:
            self.send_signal(number)
        return self.wait_or_kill(patience), time.monotonic() - sent

    def kill_all(self) -> None:
        """Kill it, and what it started that has not ended."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)

    def __str__(self) -> str:
        return f"process {self.pid} (publish {' '.join(map(str, self.args[3:]))})"  # type: ignore[index]  # a list


def start(*words: str) -> Command:
    """A command whose stdout nobody reads."""
    return Command(*words)


def run(*words: str) -> tuple[int, str]:
    """Exit status and stderr of a command."""
    with start(*words) as process:
        said = process.communicate(timeout=5 * PATIENCE)[1]
    return process.returncode, said


def printed(script: str, cache: Path) -> str:
    """What a new Python process prints whose cache of the user, and folder of temporary files, is this folder."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "TMPDIR": str(cache)}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def make(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """`make` in a folder. What the `make test` around this was told is not for it."""
    environment = {name: value for name, value in os.environ.items() if name not in _OUTER}
    return subprocess.run(
        ["make", *words], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def members(group: int) -> dict[int, int]:
    """The group's processes, and the parent of each; those that have ended but were not waited for are not counted."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended since
            state, parent, its_group = path.read_text().rpartition(") ")[2].split()[:3]
            if int(its_group) == group and state != "Z":
                found[int(path.parent.name)] = int(parent)
    return found


def is_running(process: int) -> bool:
    """Whether there is a process of that number; one that has ended but was not waited for does not count."""
    try:
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except ProcessLookupError:
        return False
    except FileNotFoundError:  # it has ended since, or this system lists no processes
        return not Path("/proc/self/stat").exists()


def users_of(folder: Path) -> list[str]:
    """Processes whose temporary files go into a folder: what a command started, also in groups of their own."""
    found, mark = [], f"TMPDIR={folder}".encode()
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended since, or is not ours
            if mark in (path / "environ").read_bytes().split(b"\0"):
                found.append(f"{path.name} ({(path / 'cmdline').read_text().replace(chr(0), ' ').strip()})")
    return found


def slowness(work: float = 0.1) -> float:
    """How many seconds a second of computing takes now: 1 on an idle machine."""
    started, before = time.monotonic(), time.process_time()
    while time.process_time() - before < work:
        sum(range(10_000))
    return max(1.0, (time.monotonic() - started) / (time.process_time() - before))


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail where the block takes longer than so many seconds of an idle machine. Where the processors of this one are shared
    with others, it may take as much longer as computing does.
    """
    started = time.monotonic()
    yield
    taken = time.monotonic() - started
    assert taken < seconds or taken / slowness() < seconds, f"took {taken:.1f} s, not {seconds:g} s"


@contextmanager
def computing(seconds: float) -> Iterator[None]:
    """Fail where the block takes more of this process's processor time than so many seconds of an idle machine. Beside other
    processes, which share its caches, it may take twice as much, and eight times while code coverage is measured.
    """
    started = time.process_time()
    yield
    taken = time.process_time() - started
    assert taken < seconds * (8 if sys.gettrace() else 2), (
        f"took {taken:.1f} s of processor time, not {seconds:g} s"
    )


@contextmanager
def busy(count: int) -> Iterator[list[int]]:
    """Processes that use all the processors they can get, during the block; their numbers."""
    found = []
    with ExitStack() as stack:
        for _ in range(count):
            idle = subprocess.Popen([sys.executable, "-c", "while True: pass"])
            stack.callback(idle.wait)
            stack.callback(idle.kill)
            found.append(idle.pid)
        yield found


def workers(group: int) -> list[int]:
    """The group's workers: forks of the command or of its server, with the command line of the process they come from."""
    found = members(group)
    return [
        process for process, parent in found.items() if parent in found and _line(process) == _line(parent)
    ]


def _line(process: int) -> bytes | None:
    """The command line of a process; None when it has ended."""
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes()
    return None


def wait_for(condition: Callable[[], object], patience: float = PATIENCE) -> bool:
    """Wait until a condition holds; False when it never does."""
    until = time.monotonic() + patience
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True
