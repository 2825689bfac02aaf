"""Converted chapters of a volume, laid out by a cluster and kept in the store here. Binding also runs here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from publish.books.assemble import loaded
from publish.books.chapters import Converted
from publish.books.desk import Desk
from publish.books.jobs import Part, Task
from publish.errors import PublishError
from publish.press import work
from publish.press.dask.client import Cluster, Failure
from publish.press.parts import PARTS, key_of, lay_out
from publish.workers.pool import Pool

__all__ = ["make_chapters"]

Done = tuple[Task, Converted | PublishError | None]


def make_chapters(tasks: Sequence[Task], pool: Pool, project: Path) -> Iterator[Done]:
    """Like `pool.spread(perform, tasks)`, but on a cluster. Raises UsageError when there is no cluster."""
    options = tasks[0].options
    desk = Desk(project, options)

    keys: dict[Task, str] = {}

    def parts() -> Iterator[tuple[Task, Part]]:
        for task in tasks:
            if task.chapter and task.converted and task.frame:
                found, full = loaded(task.chapter, task.converted, desk)
                keys[task] = key_of(task.chapter, found, task.frame)
                yield task, Part(task.frame, full)

    with Cluster(options.scheduler, options.limits, desk.style) as cluster:
        for task, result in cluster.spread(lay_out, parts(), lambda task: task.label):
            if isinstance(result, Failure):
                yield task, result.error
            else:
                desk.keep(PARTS, keys[task], result)
                yield task, task.converted
    around = [task for task in tasks if task.volume]
    if around:
        yield from pool.spread(work.perform, around)
