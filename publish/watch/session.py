"""The main loop: make everything once, then wait for saves and make what they affect, until it is interrupted."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import ExitStack
from pathlib import Path

import publish.books.single  # noqa: F401  # before anything is made: C code that loads may swallow what Ctrl-C raises
from publish.errors import PublishError
from publish.frozen import frozen
from publish.keep.files import is_there, remove_orphans
from publish.keep.once import read_anew
from publish.press.engines import engines
from publish.press.outcome import Outcome
from publish.press.plan import Withheld
from publish.press.volumes import Step
from publish.watch.board import Board
from publish.watch.preview import Preview
from publish.watch.subject import Asked, Made, Subject
from publish.watch.watching import Watcher
from publish.workers.pool import Pool

__all__ = ["Begun", "Done", "Event", "Problem", "Watching", "watch"]


@frozen
class Watching:
    """The preview is ready."""

    address: str


@frozen
class Begun:
    """Files are being checked, and made if they are not fresh; their outcomes follow."""

    count: int
    held: tuple[Withheld, ...] = ()
    """Posts that are held back."""
    left: tuple[Outcome, ...] = ()
    """Books whose posts are gone or held back, each with a notice."""
    posts: int = 0
    """Number of posts that are watched."""
    saved: tuple[Path, ...] = ()
    """The saved files that are the reason; none the first time."""


@frozen
class Done:
    """All work is done."""

    seconds: float
    """Seconds since the save was noticed."""


@frozen
class Problem:
    """Since the last save, the request makes no sense. Existing files stay, and watching continues."""

    error: PublishError


Event = Watching | Begun | Step | Outcome | Done | Problem


def watch(
    ask: Callable[[], Asked], port: int | None = None, log: Callable[[str], None] | None = None
) -> Generator[Event, None, None]:
    """Yield events as they happen. Ends only when it is closed or interrupted; leaves no process and no partial file.

    `ask` says what to watch; it is called again whenever settings may have changed. Raises PublishError when nothing
    can be watched at the start.
    """
    subject = Subject(ask())
    with ExitStack() as stack:
        pool = stack.enter_context(Pool(subject.asked.project, engines(subject.asked.formats), kept=True))
        board = Board()
        preview = stack.enter_context(Preview(board, subject.style, port, log))
        session = _Session(ask, subject, pool, board, stack.enter_context(Watcher()))
        preview.begin()
        yield Watching(preview.address)
        try:
            yield from session.events()
        finally:
            pool.renew()
            for folder in {file.output.parent for file in session.subject.files}:
                remove_orphans(folder)


class _Session:
    """One run of the command."""

    def __init__(
        self, ask: Callable[[], Asked], subject: Subject, pool: Pool, board: Board, watcher: Watcher
    ) -> None:
        self.ask = ask
        self.subject = subject
        self.pool = pool
        self.board = board
        self.watcher = watcher
        self.broken = False
        """Whether the request made no sense when it was last read."""

    def events(self) -> Generator[Event, None, None]:
        """All events."""
        self.watcher.look_at(self.subject.places())
        self.pool.open(self.subject.asked.options)
        if problem := self._read(anew=True):
            yield problem
        else:
            yield from self._make(self.subject.files, force=self.subject.asked.options.force)
        while True:
            saved = frozenset(path for path in self.watcher.wait() if not self.subject.is_ours(path))
            touched = self.subject.touched(saved)
            anew = self.broken or any(map(self.subject.decides_all, saved))
            known = {file.post for file in touched} | (
                saved if self.subject.asked.volume and touched else set()
            )
            others = any(
                (path not in known or not is_there(path)) and self.subject.chooses(path) for path in saved
            )
            if anew or others or self.subject.withdraws(saved):
                yield from self._look_again(saved, anew=anew)
            elif touched:
                yield from self._make(touched, saved)

    def _look_again(self, saved: frozenset[Path], *, anew: bool) -> Generator[Event, None, None]:
        """Find out what must be made, and make it. `anew` drops everything cached."""
        if anew:
            self.pool.renew()
        if problem := self._read(anew=anew):
            yield problem
        else:
            yield from self._make(self.subject.files, saved)

    def _read(self, *, anew: bool) -> Problem | None:
        """Read the request again until all its input files are watched: earlier saves count too."""
        try:
            while True:
                if anew:
                    read_anew()
                self.subject = Subject(self.ask() if anew else self.subject.asked)
                if not self.watcher.look_at(self.subject.places()):
                    break
        except PublishError as error:
            self.broken = True
            self.board.fail(error)
            return Problem(error)
        self.broken = False
        self.board.show(self.subject.files)
        return None

    def _make(
        self, files: tuple[Made, ...], saved: frozenset[Path] = frozenset(), *, force: bool = False
    ) -> Generator[Event, None, None]:
        started = time.monotonic()
        formats = {file.output: file.format for file in self.subject.files}
        yield Begun(
            len(files),
            self.subject.held(),
            self.subject.left_over(),
            self.subject.count,
            tuple(sorted(saved)),
        )
        statuses: dict[Path, str] = {}
        again = False
        while True:
            self.board.begin(files)
            try:
                for event in self.subject.make(files, self.pool, force=force):
                    if isinstance(event, Outcome):
                        self.board.put(event, formats[event.output])
                        if event.status != "unpublished":
                            failed = {event.output} if event.status == "failed" else set()
                            self.subject.failed = self.subject.failed - {event.output} | failed
                        before = statuses.setdefault(event.output, event.status)
                        if again and event.status in {before, "unchanged"}:
                            continue  # looked at once more, and counted already
                    yield event
            except PublishError as error:
                self.broken = True
                self.board.fail(error)
                yield Problem(error)
            self.board.end()
            self.subject.learn(files)
            # A picture that a post names now may be in a folder that was not watched: check once more for saves.
            if not self.watcher.look_at(self.subject.places()):
                break
            force, again = False, True
        yield Done(time.monotonic() - started)
