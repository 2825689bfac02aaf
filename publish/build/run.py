"""Running a plan: skip what is fresh, spread the rest over worker processes, never let one post stop the others."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

from publish.build import pagelist, records
from publish.build.fingerprint import book_key
from publish.build.outcome import Outcome
from publish.build.plan import Job, Plan
from publish.errors import PublishError
from publish.files import remove_orphans
from publish.store import Store

__all__ = ["run"]


def run(plan: Plan, project: Path) -> Generator[Outcome, None, None]:
    """The outcome of every job, unchanged ones first, then as they are finished. Close it to stop early."""
    store, pictures = Store.of_project(project), records.Pictures.of_project(project)
    stale: dict[Job, str] = {}
    for job in plan.jobs:
        key, fresh = _check(job, store, pictures)
        if fresh is not None:
            yield fresh
        else:
            stale[job] = key
    if stale:
        yield from _make(stale, project, store)


def _check(job: Job, store: Store, pictures: records.Pictures) -> tuple[str, Outcome | None]:
    """The job's fingerprint (empty when its post cannot be read), and its outcome when nothing has changed."""
    try:
        limit = job.options.limits.post_bytes
        post = job.path.read_bytes() if job.path.is_file() and job.path.stat().st_size <= limit else None
    except OSError:
        post = None
    if post is None:
        return "", None  # the worker says what is wrong
    # An EPUB names the pages of the PDF beside it, so that PDF decides its bytes too.
    key = book_key(job, post, pagelist.entry_of(store, job.output) if job.format == "epub" else b"")
    record = None if job.options.force else records.find_fresh(store, pictures, job.output, key)
    if record is None or (job.options.strict and record.notices):
        return key, None  # a strict build fails where a lenient one only noticed
    outcome = Outcome(job.label, job.output, "unchanged" if record.size else "unpublished", record.notices)
    return key, replace(outcome, size=record.size)


def _make(stale: dict[Job, str], project: Path, store: Store) -> Generator[Outcome, None, None]:
    from publish.build.pool import Pool
    from publish.build.work import work

    try:
        with Pool(project) as pool:
            for job, result in pool.spread(work, list(stale)):
                if isinstance(result, PublishError):
                    yield Outcome(job.label, job.output, "failed", error=result)
                    continue
                outcome, files = result
                if outcome.status in {"built", "unpublished"} and stale[job]:
                    records.keep(store, job.output, stale[job], files, outcome.notices)
                yield outcome
    finally:
        for folder in {job.output.parent for job in stale}:
            remove_orphans(folder)
