"""What became of one book, as data that crosses processes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from publish.build import memory
from publish.errors import PublishError, RenderError
from publish.model import Notice

__all__ = ["Outcome", "Status", "wrapped"]

Status = Literal["built", "unchanged", "unpublished", "failed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of one job."""

    label: str
    """The post as the user typed it."""
    output: Path
    status: Status
    notices: tuple[Notice, ...] = ()
    error: PublishError | None = None
    seconds: float = 0.0
    """Wall-clock seconds of work; 0 where nothing was done."""
    size: int = 0
    """Bytes of the file."""
    pages: int = 0
    """Of a PDF."""
    reason: str = ""
    """Why it had to be made, in words."""
    detail: str = ""
    """For `--debug`: the traceback of an error that has one."""


def wrapped(error: Exception, label: str) -> PublishError:
    """The error as one of ours, with the post (`label`) that it is about."""
    if isinstance(error, MemoryError):
        return memory.too_little(label)
    if not isinstance(error, PublishError):
        message = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        return RenderError(f"a fault of ours, please report it: {message}", path=label)
    return error if error.path else type(error)(error.message, path=label, line=error.line)
