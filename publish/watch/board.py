"""The board: the state of each book for the preview. One thread writes it, many read it."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from publish.errors import PublishError
from publish.keep.files import is_file
from publish.model import Format
from publish.press.outcome import Outcome
from publish.watch.subject import Made

__all__ = ["Board"]

SHOWN = 50
"""Most errors and warnings of one book that are sent to the browser."""


@dataclass
class _File:
    number: int
    """Its number in addresses; never reused."""
    path: Path
    version: int = 0
    """How often it was made; 0 when it does not exist."""
    pages: int = 0


@dataclass
class _Entry:
    """A book: files that differ only in their ending."""

    name: str
    label: str
    files: dict[Format, _File] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    pending: set[Path] = field(default_factory=set)
    """Which of its files are being made."""
    made: int = 0
    """Revision at which one of its files was last made."""
    revision: int = 0


class Board:
    """Entries with revisions, so that a browser gets only changes."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._entries: dict[str, _Entry] = {}
        self._files: dict[int, _File] = {}
        self._revision = self._listed = 0
        self._problem = ""
        self._closed = False

    def show(self, files: Iterable[Made]) -> None:
        """Set the books; entries of books that were there before stay."""
        with self._changed:
            old, self._entries = self._entries, {}
            numbers = {file.path: file for file in self._files.values()}
            for made in files:
                name = str(made.output.with_suffix(""))
                known = old.get(name) or _Entry(made.output.stem, made.label)
                entry = self._entries.setdefault(name, known)
                file = numbers.get(made.output) or _File(len(self._files) + 1, made.output)
                self._files[file.number] = entry.files[made.format] = file
                if not file.version and is_file(file.path):
                    file.version = 1
            self._revision += 1
            self._listed = self._revision
            self._problem = ""
            self._changed.notify_all()

    def begin(self, files: Iterable[Made]) -> None:
        """These files are being made."""
        with self._changed:
            for made in files:
                entry = self._entry(made.output)
                if not entry.pending:
                    entry.errors, entry.warnings = [], []
                entry.pending.add(made.output)
                self._touch(entry)

    def put(self, outcome: Outcome, format: Format) -> None:  # noqa: A002  # the field's own word
        """One of them is done."""
        with self._changed:
            entry = self._entry(outcome.output)
            file = entry.files[format]
            entry.pending.discard(outcome.output)
            lines = [str(notice) for notice in outcome.notices]
            entry.warnings += [line for line in lines if line not in entry.warnings]
            if outcome.error is not None:
                line = str(outcome.error)
                entry.errors += [line] if line not in entry.errors else []
            elif outcome.status == "unpublished":
                line = f"{outcome.label}: held back: {outcome.reason}"
                entry.warnings += [line] if line not in entry.warnings else []
            else:
                file.pages = outcome.pages or file.pages
                file.version = max(1, file.version)
            if outcome.status == "built":
                file.version += 1
                entry.made = self._revision + 1
            self._touch(entry)

    def end(self) -> None:
        """Nothing is being made any more."""
        with self._changed:
            for entry in self._entries.values():
                if entry.pending:
                    entry.pending.clear()
                    self._touch(entry)

    def fail(self, problem: PublishError) -> None:
        """Nothing can be made because of this error."""
        with self._changed:
            self._problem = str(problem)
            self._revision += 1
            self._changed.notify_all()

    def close(self) -> None:
        """End all waiting."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def path(self, number: int) -> Path | None:
        """The file for an address."""
        with self._changed:
            file = self._files.get(number)
            return file.path if file else None

    def news(self, after: int, seconds: float) -> dict[str, Any] | None:
        """Changes after a revision; waits up to `seconds` for them. None when there are none. Raises EOFError once
        the board is closed.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._revision > after, seconds)
            if self._closed:
                raise EOFError
            if self._revision <= after:
                return None
            whole = after < self._listed
            entries = [each for each in self._entries.values() if whole or each.revision > after]
            return {
                "revision": self._revision,
                "whole": whole,
                "problem": self._problem,
                "books": [_data(entry, after) for entry in entries],
            }

    def _entry(self, output: Path) -> _Entry:
        return self._entries[str(output.with_suffix(""))]

    def _touch(self, entry: _Entry) -> None:
        self._revision += 1
        entry.revision = self._revision
        self._changed.notify_all()


def _data(entry: _Entry, after: int) -> dict[str, Any]:
    return {
        "name": entry.name,
        "label": entry.label,
        "building": bool(entry.pending),
        "made": entry.made > after,
        "errors": entry.errors[:SHOWN],
        "warnings": entry.warnings[:SHOWN],
        "files": [
            {
                "format": kind,
                "address": f"/files/{file.number}/{file.version}/" if file.version else "",
                "name": file.path.name,
                "pages": file.pages,
            }
            for kind, file in entry.files.items()
        ],
    }
