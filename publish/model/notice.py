"""Warnings as values."""

from __future__ import annotations

from publish.frozen import frozen

__all__ = ["Notice"]


@frozen
class Notice:
    """A warning as a value: it can be counted, sorted, sent between processes, and made an error by `--strict`."""

    code: str
    """A short stable name such as `image-missing`, for reports and tests."""
    message: str
    """One line in plain words with what to do."""
    path: str
    """The file as the user would type it."""
    line: int | None = None
    """Line in that file, counted from 1, if known."""

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: warning: {self.message}"
