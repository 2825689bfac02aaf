"""Which files were saved: events of the operating system, collected until there is a short pause."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from publish.errors import UsageError
from publish.frozen import frozen
from publish.keep.files import is_folder
from publish.workers import interrupts

if TYPE_CHECKING:
    from watchfiles import DefaultFilter

__all__ = ["Places", "Watcher"]

QUIET, AT_MOST = 20, 400
"""Milliseconds without another event before saves are reported, and the longest delay."""
LOOK = 0.25
"""Longest delay in seconds until Ctrl-C is noticed."""
BEGIN = 60
"""Milliseconds without an event after which a thread reports that it listens."""


@frozen
class Places:
    """Folders to watch, absolute and with links resolved."""

    deep: frozenset[Path]
    """Folders with everything below them."""
    flat: frozenset[Path]
    """Folders of which only the files count."""

    @classmethod
    def of(cls, deep: Iterable[Path], flat: Iterable[Path]) -> Places:
        """The existing ones of these folders, each once."""
        below = {path.resolve() for path in deep if is_folder(path)}
        below = {path for path in below if not any(other in path.parents for other in below)}
        beside = {path.resolve() for path in flat if is_folder(path)}
        return cls(
            frozenset(below),
            frozenset(p for p in beside if p not in below and not any(up in below for up in p.parents)),
        )


class Watcher:
    """Listens in its own threads, so that the building thread can be interrupted. Leaving its context ends them."""

    def __init__(self) -> None:
        self._saved: SimpleQueue[set[Path] | OSError] = SimpleQueue()
        self._places: tuple[Places, frozenset[int]] | None = None
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Watcher:
        return self

    def __exit__(self, *_: object) -> None:
        self._end(self._stop, self._threads)

    def look_at(self, places: Places) -> bool:
        """Listen to these folders from now on. Returns whether there are new ones. No save is missed meanwhile."""
        # A folder that was deleted and made again is a new one, and is not watched yet.
        seen = (places, frozenset(map(_number, (*places.deep, *places.flat))))
        if seen == self._places:
            return False
        old = self._stop, self._threads
        self._places, self._stop, self._threads = seen, threading.Event(), []
        begun = [threading.Event(), threading.Event()]
        for folders, recursive, event in ((places.deep, True, begun[0]), (places.flat, False, begun[1])):
            arguments = (sorted(folders), recursive, self._stop, event)
            self._threads.append(threading.Thread(target=self._listen, args=arguments))
            interrupts.begin(self._threads[-1])
        for event in begun:
            event.wait()
        self._end(*old)
        return True

    def wait(self) -> set[Path]:
        """Block until files were saved, and return all of them. Raises UsageError when the system cannot watch."""
        found: set[Path] = set()
        waiting = True
        while waiting or not self._saved.empty():
            try:
                # With a timeout: a signal just before the wait does not end it.
                some = self._saved.get(block=waiting, timeout=LOOK)
            except Empty:
                continue
            if isinstance(some, OSError):
                raise UsageError(f"cannot watch the folders: {some}: use fewer folders, or name single posts")
            found |= some
            waiting = False
        return found

    def _listen(
        self, folders: list[Path], recursive: bool, stop: threading.Event, begun: threading.Event
    ) -> None:
        from watchfiles import watch

        try:
            if folders:
                for changes in watch(
                    *folders,
                    watch_filter=_filter(),
                    debounce=AT_MOST,
                    step=QUIET,
                    stop_event=stop,
                    rust_timeout=BEGIN,
                    yield_on_timeout=True,
                    recursive=recursive,
                    raise_interrupt=False,
                    ignore_permission_denied=True,
                ):
                    begun.set()
                    if changes:
                        self._saved.put({Path(path) for _, path in changes})
        except OSError as error:
            self._saved.put(error)
        finally:
            begun.set()

    @staticmethod
    def _end(stop: threading.Event, threads: list[threading.Thread]) -> None:
        stop.set()
        for thread in threads:
            thread.join()


def _number(folder: Path) -> int:
    """Distinguishes a folder from an earlier one with its name; 0 when it was just removed."""
    try:
        return folder.stat().st_ino
    except OSError:
        return 0


def _filter() -> DefaultFilter:
    """Ignores hidden files, and files that editors and version control write."""
    from watchfiles import DefaultFilter

    class Saved(DefaultFilter):
        ignore_dirs = (*DefaultFilter.ignore_dirs, ".publish", ".jekyll-cache")
        ignore_entity_patterns = (*DefaultFilter.ignore_entity_patterns, r"^\.", r"^#.*#$", r"^4913$")

    return Saved()
