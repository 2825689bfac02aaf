"""Programs of the system in tests: skipped by name where they are not installed, and never waited for without end."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

__all__ = ["LIMIT", "begin", "end", "finish", "needs"]

LIMIT = 120.0
"""Seconds that a program may take, however busy the machine is."""


def needs(*programs: str) -> None:
    """Skip a test, with the names of the programs that are not installed."""
    missing = [name for name in programs if shutil.which(name) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)} (`make readers` installs what the system has)")


def begin(
    command: list[str],
    environment: dict[str, str] | None = None,
    output: int = subprocess.DEVNULL,
    folder: Path | None = None,
) -> subprocess.Popen[str]:
    """Start a program in its own process group. It also ends when the tests are killed."""
    if setpriv := shutil.which("setpriv"):
        command = [setpriv, "--pdeathsig", "KILL", *command]
    return subprocess.Popen(
        command,
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        text=True,
        errors="replace",
        start_new_session=True,
    )


def end(process: subprocess.Popen[str]) -> None:
    """Kill a program, with all that it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    with suppress(subprocess.TimeoutExpired):
        process.wait(10)


def finish(
    command: list[str],
    environment: dict[str, str] | None = None,
    limit: float = LIMIT,
    folder: Path | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a program that ends by itself. After `limit` seconds it is killed, and AssertionError raised."""
    process = begin(command, environment, subprocess.PIPE, folder)
    try:
        out, errors = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        raise AssertionError(f"{command[0]} did not end in {limit:g} seconds") from None
    finally:
        end(process)
    return subprocess.CompletedProcess(command, process.returncode, out, errors)
