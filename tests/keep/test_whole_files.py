"""A file is written as a whole or not at all, also when a signal comes at any moment of the writing."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import pytest

from publish.errors import OutputError
from publish.keep.files import write_atomically
from publish.workers.interrupts import Ended

if TYPE_CHECKING:
    from _typeshed import TraceFunction


class Interrupted:
    """Raises `Ended` after so many steps of Python below this block."""

    def __init__(self, steps: int) -> None:
        self.steps = steps

    def __enter__(self) -> Interrupted:
        self.before = sys.gettrace()
        sys.settrace(self.step)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(self.before)

    def step(self, frame: FrameType, event: str, argument: object) -> TraceFunction | None:
        if frame.f_code.co_name == "__exit__":  # this block's own
            return None
        self.steps -= 1
        if self.steps == 0:
            raise Ended(2)
        return self.step


# Between opening the file and entering its block, only the collector can close it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_signal_at_any_step_leaves_nothing_behind(tmp_path: Path) -> None:
    path, steps, interrupted = tmp_path / "book.epub", 0, 0
    while steps == interrupted:
        path.write_bytes(b"old")
        steps += 1
        try:
            with Interrupted(steps):
                write_atomically(path, b"new")
        except Ended:
            interrupted += 1
        assert [each.name for each in tmp_path.iterdir()] == ["book.epub"], f"after {steps} steps"
        assert path.read_bytes() in {b"old", b"new"}
    assert interrupted > 10
    assert path.read_bytes() == b"new"


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "book.epub").mkdir()
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="a folder or device with this name"):
        write_atomically(tmp_path / "book.epub", b"new")
    with pytest.raises(OutputError, match="cannot be written"):
        write_atomically(tmp_path / "file" / "book.epub", b"new")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["book.epub", "file"]
