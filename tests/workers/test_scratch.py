"""Folders of temporary files: those of killed commands are removed, all others stay."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

WORK = """
import sys
from pathlib import Path
from publish.model import Options
from publish.workers.pool import Pool
with Pool(Path(sys.argv[1])) as pool:
    pool.open(Options(jobs=1))
    print("at work", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder for temporary files. Its name is short: sockets are in it, whose names may have 107 bytes."""
    with TemporaryDirectory(dir="/tmp") as name:
        yield Path(name)


def begin(place: Path) -> subprocess.Popen[str]:
    """A command with a worker at work."""
    command = subprocess.Popen(
        [sys.executable, "-c", WORK, str(place / "project")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(place)},
    )
    assert command.stdout is not None
    assert command.stdout.readline() == "at work\n"
    return command


def names(place: Path) -> set[str]:
    return {each.name for each in place.iterdir()}


def test_a_command_removes_its_own(place: Path) -> None:
    with begin(place) as command:
        (own,) = names(place)
        assert own.startswith("publish-tmp-")
        assert command.communicate("") == ("", "")
    assert command.returncode == 0
    assert names(place) == set()


def test_the_next_command_removes_those_of_killed_ones_only(place: Path) -> None:
    with begin(place) as killed, begin(place) as alive:
        left = names(place)
        killed.send_signal(signal.SIGKILL)
        killed.communicate()
        assert names(place) == left
        with begin(place) as third:
            assert len(names(place) & left) == 1
            third.communicate("")
        assert len(names(place)) == 1
        alive.communicate("")
    assert names(place) == set()
    assert (killed.returncode, alive.returncode) == (-signal.SIGKILL, 0)


def test_what_only_looks_like_one_stays(place: Path) -> None:
    (place / "publish-tmp-my_draft.md").mkdir(0o700)
    (place / "publish-tmp-shared__").mkdir(0o755)
    (place / "elsewhere").mkdir(0o700)
    (place / "elsewhere" / "kept.txt").write_text("kept")
    (place / "publish-tmp-linked__").symlink_to("elsewhere")
    (place / "publish-tmp-a_file__").write_text("kept")
    expected = names(place)
    if os.geteuid() == 0:
        (place / "publish-tmp-of_other").mkdir(0o700)
        os.chown(place / "publish-tmp-of_other", 65_534, 65_534)
        expected |= {"publish-tmp-of_other"}
    with begin(place) as command:
        command.communicate("")
    assert names(place) == expected
    assert (place / "elsewhere" / "kept.txt").read_text() == "kept"
