"""Single books on a cluster: posts are prepared here, books are laid out there, files are written here."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from publish.books.jobs import BookJob
from publish.errors import PublishError
from publish.frozen import frozen
from publish.model import Format, Manuscript, Rendered
from publish.press.dask.client import Cluster, Failure
from publish.press.work import Finished, Prepared, failed, place, prepare, writer
from publish.project import style as styles
from publish.project.style import Style
from publish.workers.pool import Pool

__all__ = ["make_books"]

Asked = tuple[Format, Manuscript]


def make_books(
    jobs: Sequence[BookJob], pool: Pool, project: Path
) -> Iterator[tuple[BookJob, Finished | PublishError]]:
    """Like `pool.spread(work, jobs)`, but on a cluster. Raises UsageError when there is no cluster."""
    options = jobs[0].options
    ended: list[tuple[BookJob, Finished | PublishError]] = []
    ready: dict[BookJob, Prepared] = {}

    def manuscripts() -> Iterator[tuple[BookJob, Asked]]:
        for job, prepared in pool.spread(prepare, jobs):
            if isinstance(prepared, PublishError):
                ended.append((job, prepared))
            elif prepared.manuscript is None:
                assert prepared.outcome is not None  # one of the two is always set
                ended.append((job, prepared.end(prepared.outcome)))
            else:
                ready[job] = prepared
                yield job, (job.format, prepared.manuscript)

    with Cluster(options.scheduler, options.limits, styles.load(options.style)) as cluster:
        for job, result in cluster.spread(timed, manuscripts(), lambda job: job.label):
            yield job, (_finished(job, ready.pop(job), result, project))
            yield from _emptied(ended)
    yield from _emptied(ended)


@frozen
class Timed:
    """A file, and how long it took."""

    rendered: Rendered
    seconds: float


def timed(asked: Asked, style: Style) -> Timed:
    """Write one file, there. Raises PublishError."""
    started = time.perf_counter()
    kind, manuscript = asked
    return Timed(writer(kind)(manuscript, style), time.perf_counter() - started)


def _emptied(
    ended: list[tuple[BookJob, Finished | PublishError]],
) -> Iterator[tuple[BookJob, Finished | PublishError]]:
    while ended:
        yield ended.pop()


def _finished(job: BookJob, prepared: Prepared, result: Timed | Failure, project: Path) -> Finished:
    manuscript = prepared.manuscript
    assert manuscript is not None  # else it would not have been sent
    if isinstance(result, Failure):
        outcome = failed(job, result.error, manuscript.book.notices, result.detail)
    else:
        seconds = prepared.seconds + result.seconds
        outcome = place(job, prepared, result.rendered, project, seconds)
    return prepared.end(outcome)
