"""Running a plan: skip what is fresh, spread the rest over worker processes, never let one post stop the others."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from publish.build import records
from publish.build.fingerprint import book_key
from publish.build.outcome import Outcome
from publish.build.plan import Job, Plan
from publish.errors import PublishError, RenderError
from publish.files import remove_orphans
from publish.store import Store
from publish.vault import Vault, vault_of

if TYPE_CHECKING:
    from pebble import ProcessPool

    from publish.build.work import Finished

__all__ = ["run"]

_Running: TypeAlias = "dict[Future[Finished], Job]"


def run(plan: Plan, project: Path) -> Generator[Outcome, None, None]:
    """The outcome of every job, unchanged ones first, then as they are finished. Close the iterator to stop early."""
    store, vault = Store.of_project(project), vault_of(project)
    stale: dict[Job, str] = {}
    for job in plan.jobs:
        key, fresh = _check(job, store, vault)
        if fresh is not None:
            yield fresh
        else:
            stale[job] = key
    if stale:
        yield from _run_pool(stale, project, store)


def _check(job: Job, store: Store, vault: Vault) -> tuple[str, Outcome | None]:
    """The job's fingerprint (empty when its post cannot be read), and its outcome when nothing has changed."""
    try:
        limit = job.options.limits.post_bytes
        post = job.path.read_bytes() if job.path.is_file() and job.path.stat().st_size <= limit else None
    except OSError:
        post = None
    if post is None:
        return "", None  # the worker says what is wrong
    key = book_key(job, post)
    record = None if job.options.force else records.find_fresh(store, vault, job.output, key)
    if record is None:
        return key, None
    outcome = Outcome(job.label, job.output, "unchanged" if record.size else "unpublished", record.notices)
    if job.options.strict and record.notices:
        return key, None  # the worker fails it
    return key, replace(outcome, size=record.size)


def _run_pool(stale: dict[Job, str], project: Path, store: Store) -> Iterator[Outcome]:
    from pebble import ProcessPool

    from publish.build.work import prepare_worker, work

    options = next(iter(stale)).options
    workers = min(options.jobs or os.cpu_count() or 1, len(stale))
    biggest_first = sorted(stale, key=_size, reverse=True)
    pool = ProcessPool(max_workers=workers, initializer=prepare_worker, context=_context(biggest_first[0]))
    try:
        # A few more jobs than workers are handed out at a time, so that memory stays flat however many there are.
        waiting = iter(biggest_first)
        running: _Running = {}
        for job in waiting:
            running[pool.schedule(work, args=(job, project), timeout=options.limits.seconds)] = job
            if len(running) >= 2 * workers:
                yield from _collect(pool, running, stale, store)
        while running:
            yield from _collect(pool, running, stale, store)
        pool.close()
    finally:
        pool.stop()
        pool.join()
        for folder in {job.output.parent for job in stale}:
            remove_orphans(folder)


def _size(job: Job) -> int:
    try:
        return job.path.stat().st_size
    except OSError:
        return 0


def _context(job: Job) -> BaseContext:
    """A fork server: a process of one thread, with the engines loaded, that workers are forked from."""
    context = get_context("forkserver")
    context.set_forkserver_preload(
        ["publish.build.warm_pdf" if job.format == "pdf" else "publish.build.warm"]
    )
    return context


def _collect(pool: ProcessPool, running: _Running, stale: dict[Job, str], store: Store) -> Iterator[Outcome]:
    """The outcomes of the jobs that finish next."""
    done, _ = wait(running, return_when=FIRST_COMPLETED)
    for future in done:
        job = running.pop(future)
        outcome, files = _result(future, job)
        if outcome.status in {"built", "unpublished"} and stale[job]:
            records.keep(store, job.output, stale[job], files, outcome.notices)
        yield outcome


def _result(future: Future[Finished], job: Job) -> tuple[Outcome, tuple[tuple[str, str], ...]]:
    from pebble import ProcessExpired

    try:
        outcome, files = future.result()
    except TimeoutError:
        seconds = job.options.limits.seconds
        error: PublishError = RenderError(
            f"not finished after {seconds:g} s (limit seconds): split it, or give --timeout", path=job.label
        )
    except ProcessExpired as expired:
        error = RenderError(f"its worker process died (exit code {expired.exitcode})", path=job.label)
    else:
        return outcome, files
    return Outcome(job.label, job.output, "failed", error=error), ()
