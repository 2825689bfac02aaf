"""Commands in a process group of their own, and the processes that they start, as Linux lists them."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

__all__ = ["PATIENCE", "members", "run", "start", "wait_for", "workers"]

PATIENCE = 120.0
"""Seconds that a test waits for what will come, however busy the machine is."""


def start(*words: str) -> subprocess.Popen[str]:
    """A `publish` command that runs as one started from a terminal would."""
    return subprocess.Popen(
        [sys.executable, "-m", "publish", *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509  # a background job ignores it
    )


def run(*words: str) -> tuple[int, str]:
    """Exit status and stderr of a command."""
    with start(*words) as process:
        said = process.communicate(timeout=5 * PATIENCE)[1]
    return process.returncode, said


def members(group: int) -> dict[int, int]:
    """The group's processes, and the parent of each; those that have ended but were not waited for are not counted."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended since
            state, parent, its_group = path.read_text().rpartition(") ")[2].split()[:3]
            if int(its_group) == group and state != "Z":
                found[int(path.parent.name)] = int(parent)
    return found


def workers(group: int) -> list[int]:
    """The group's workers: children of the command's child, the server that they are forked from."""
    found = members(group)
    return [process for process, parent in found.items() if parent != group and parent in found]


def wait_for(condition: Callable[[], object], patience: float = PATIENCE) -> bool:
    """Wait until a condition holds; False when it never does."""
    until = time.monotonic() + patience
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True
