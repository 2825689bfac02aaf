"""Running a plan: skip what is fresh, spread the rest over worker processes, never let one post stop the others."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from signal import SIGINT, SIGTERM
from typing import TYPE_CHECKING

from publish.build import pagelist, records, steady
from publish.build.fingerprint import Parts, book_parts
from publish.build.outcome import Outcome, held_back
from publish.build.plan import Job, Plan
from publish.errors import PublishError
from publish.files import remove_orphans
from publish.store import Store

if TYPE_CHECKING:
    from publish.build.pool import Pool
    from publish.build.work import Finished

__all__ = ["run"]


def run(plan: Plan, project: Path, workers: Pool | None = None) -> Generator[Outcome, None, None]:
    """The outcome of every post: those held back, then unchanged ones, then as they are finished. Close it to stop early.

    `workers` are those of a pool that is kept, else some are started for this run.
    """
    store, pictures = Store.of_project(project), records.Pictures.of_project(project)
    stale: dict[Job, _Stale] = {}
    for each in plan.held:
        yield held_back(each.post.label, each.output, each.post.reasons, each.notices)
    for job in plan.jobs:
        found = _check(job, store, pictures)
        if isinstance(found, Outcome):
            yield _warned(job, found)
        else:
            stale[job] = found
    if stale:
        yield from _make(stale, project, store, workers)


@dataclass(frozen=True, slots=True)
class _Stale:
    """A file that has to be made."""

    reason: str
    parts: Parts | None = None
    """None when the post cannot be read."""


def _check(job: Job, store: Store, pictures: records.Pictures) -> Outcome | _Stale:
    """The outcome of a job whose inputs have not changed, or why it has to be done."""
    try:
        limit = job.options.limits.post_bytes
        post = job.path.read_bytes() if job.path.is_file() and job.path.stat().st_size <= limit else None
    except OSError:
        post = None
    if post is None:
        return _Stale("")  # the worker says what is wrong
    # An EPUB names the pages of the PDF beside it, so that PDF decides its bytes too.
    digest = sha256(post).hexdigest()
    parts = book_parts(job, digest, pagelist.entry_of(store, job.output) if job.format == "epub" else b"")
    record = "--force" if job.options.force else records.check(store, pictures, job.output, parts)
    if isinstance(record, str):
        return _Stale(record, parts)
    if job.options.strict and (record.notices or job.notices):
        return _Stale("--strict", parts)  # it fails where a lenient build only noticed
    outcome = Outcome(job.label, job.output, "unchanged", record.notices)
    return replace(outcome, size=record.size, pages=record.pages)


def _warned(job: Job, outcome: Outcome) -> Outcome:
    """With what is to be said of the job today; its record holds what the book says on any day."""
    return replace(outcome, notices=(*job.notices, *outcome.notices)) if job.notices else outcome


def _make(
    stale: dict[Job, _Stale], project: Path, store: Store, workers: Pool | None
) -> Generator[Outcome, None, None]:
    from publish.build.pool import Pool

    try:
        with nullcontext(workers) if workers else Pool(project) as pool:
            for job, result in _made(list(stale), pool, project):
                if isinstance(result, PublishError):
                    yield Outcome(job.label, job.output, "failed", error=result)
                    continue
                outcome, parts = result.outcome, stale[job].parts
                if outcome.status == "built" and parts is not None:
                    # The post may have been saved since it was looked at: what counts is what the book was made from.
                    parts = {**parts, "the post": result.digest}
                    parts = records.settled(parts, steady.changed(job.config, job.options))
                    records.keep(store, job.output, parts, result.files, outcome.notices, outcome.pages)
                yield _warned(job, replace(outcome, reason=outcome.reason or stale[job].reason))
    finally:
        for folder in {job.output.parent for job in stale}:
            remove_orphans(folder)
        store.trim(next(iter(stale)).options.limits.store_bytes)


def _made(jobs: Sequence[Job], pool: Pool, project: Path) -> Iterator[tuple[Job, Finished | PublishError]]:
    from publish.interrupts import blocked

    if jobs[0].options.scheduler:
        from publish.build.cluster import make_books

        return make_books(jobs, pool, project)
    with blocked(SIGINT, SIGTERM):  # C code may swallow what they raise while it loads
        from publish.build.work import work

    return pool.spread(work, jobs)
