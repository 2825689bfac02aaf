"""The main loop: makes what is not fresh, for every kind of book, with many workers. A book that fails does not stop
the others.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from publish import posts
from publish.books.jobs import BookJob
from publish.errors import PublishError, UsageError
from publish.fresh import pagelist, records, steady
from publish.fresh.fingerprint import Parts, book_parts
from publish.fresh.records import Record
from publish.frozen import frozen
from publish.keep.files import located, remove_orphans
from publish.keep.store import Store
from publish.model import Notice, Options
from publish.press.engines import engines
from publish.press.leftovers import left_over
from publish.press.outcome import Outcome, held_back
from publish.press.plan import Plan

if TYPE_CHECKING:
    from publish.press.work import Finished
    from publish.workers.pool import Pool

__all__ = ["Press", "Stale", "run"]


@frozen
class Stale:
    """A file that has to be made."""

    reason: str
    """The reason, in words; empty when the worker will report the problem."""
    parts: Parts | None = None
    """The fingerprints of its inputs; None when they are not known."""
    configs: frozenset[Path | None] = frozenset()
    """The sites that its bytes depend on."""


def run(plan: Plan, project: Path, workers: Pool | None = None) -> Generator[Outcome, None, None]:
    """The outcome of every post: first posts that are held back, then unchanged books, then new books as they are
    finished. Close the generator to stop early.

    `workers` is a pool that outlives this run; by default the run starts its own.
    """
    press = Press.of_project(project, workers)
    stale: dict[BookJob, Stale] = {}
    for each in plan.held:
        yield held_back(each.post.label, each.output, each.post.reasons, each.notices)
    yield from left_over((plan,), press.store)
    for job in plan.jobs:
        found = _check(job, press)
        if isinstance(found, Outcome):
            yield found
        else:
            stale[job] = found
    _refuse_volumes(stale, press.store)
    if stale:
        options = plan.jobs[0].options
        modules = engines({job.format for job in stale})
        with press.at_work((job.output for job in stale), options, modules, alone=len(stale) == 1) as pool:
            yield from press.make(stale, pool)


def _refuse_volumes(jobs: Iterable[BookJob], store: Store) -> None:
    for job in jobs:
        if records.is_volume(store, job.output):
            raise UsageError(f"{job.output} is a volume: rename {job.label}, or give another --output")


def _check(job: BookJob, press: Press) -> Outcome | Stale:
    """The outcome of a post's book that is fresh, or why it must be made."""
    configs = frozenset({job.config})
    post = posts.bytes_of(job.path, job.options.limits)
    if post is None:
        return Stale("")
    # An EPUB lists the pages of the PDF beside it, so its bytes depend on that PDF too.
    pages = pagelist.entry_of(press.store, job.output) if job.format == "epub" else b""
    parts = book_parts(job, sha256(post).hexdigest(), pages)
    return press.check(job.label, job.output, job.options, Stale("", parts, configs), job.notices)


@frozen
class Press:
    """What one command needs to make books."""

    project: Path
    store: Store
    pictures: records.Pictures
    workers: Pool | None
    """A pool that outlives the command, if any."""

    @classmethod
    def of_project(cls, project: Path, workers: Pool | None) -> Press:
        """The press of the project in a folder."""
        return cls(project, Store.of_project(project), records.Pictures.of_project(project), workers)

    def check(
        self, label: str, output: Path, options: Options, made: Stale, notices: tuple[Notice, ...]
    ) -> Outcome | Stale:
        """The outcome of a file that is fresh, with today's notices too; else why it must be made."""
        parts = made.parts or {}
        record = "--force" if options.force else records.check(self.store, self.pictures, output, parts)
        if isinstance(record, str):
            return replace(made, reason=record)
        if options.strict and (record.notices or notices):
            return replace(made, reason="--strict")  # it fails now; without --strict it had only warnings
        outcome = Outcome(label, output, "unchanged", (*notices, *record.notices))
        return replace(outcome, size=record.size, pages=record.pages)

    @contextmanager
    def at_work(
        self, outputs: Iterable[Path], options: Options, modules: Sequence[str], *, alone: bool = False
    ) -> Iterator[Pool]:
        """Workers with these modules loaded; afterwards, half-written files are removed. With `alone`, one worker is enough: it is
        a fork of this process, for there is nothing to share.
        """
        from publish.workers.pool import Pool

        folders = {output.parent for output in outputs}
        try:
            with (
                nullcontext(self.workers) if self.workers else Pool(self.project, modules, here=alone) as pool
            ):
                yield pool
        finally:
            for folder in folders:
                remove_orphans(folder)
            self.store.trim(options.limits.store_bytes)

    def make(self, stale: Mapping[BookJob, Stale], pool: Pool) -> Iterator[Outcome]:
        """Make these files, and record the inputs of each."""
        for job, result in self._made(list(stale), pool):
            if isinstance(result, PublishError):
                yield Outcome(job.label, job.output, "failed", job.notices, result)
                continue
            outcome, why = result.outcome, stale[job]
            if outcome.status == "built" and why.parts is not None:
                # The post may have been saved since we looked at it: the record names the bytes that the book was made from.
                parts = {**why.parts, "the post": result.digest} if result.digest else why.parts
                changed = frozenset().union(*(steady.changed(each, job.options) for each in why.configs))
                parts = records.settled(parts, changed)
                post = "" if job.composition else str(located(job.path))
                made = Record(parts, tuple(result.files), outcome.notices, outcome.pages, post)
                records.keep(self.store, job.output, made)
            notices = (*job.notices, *outcome.notices)
            yield replace(outcome, notices=notices, reason=outcome.reason or why.reason)

    def _made(self, jobs: Sequence[BookJob], pool: Pool) -> Iterator[tuple[BookJob, Finished | PublishError]]:
        if jobs[0].options.scheduler and not jobs[0].is_bound:  # the cluster has laid out their parts already
            from publish.press.dask import make_books

            return make_books(jobs, pool, self.project)
        from publish.press.work import work

        return pool.spread(work, jobs)
