"""The processes of a command that a test runs in a group of its own (`start_new_session=True`), as Linux lists them."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

PATIENCE = 120.0
"""Seconds that a test waits for what will come, however busy the machine is."""


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
