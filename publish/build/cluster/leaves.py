"""Chapters of a volume by a cluster: converted here, laid out there, kept in the store here. Binding stays here too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from publish.build.book import style_of
from publish.build.cluster.client import Cluster, Failure
from publish.build.pool import Pool
from publish.build.volumes import chapters, work
from publish.build.volumes.chapters import Converted
from publish.build.volumes.jobs import Leaf, Task
from publish.build.volumes.leaves import LEAVES, key_of, lay_out
from publish.build.work import sources_of
from publish.errors import PublishError
from publish.store import Store

__all__ = ["make_chapters"]

Done = tuple[Task, Converted | PublishError | None]


def make_chapters(tasks: Sequence[Task], pool: Pool, project: Path) -> Iterator[Done]:
    """What `pool.spread(perform, tasks)` does, with a cluster. Raises UsageError when the cluster is not there."""
    options = tasks[0].options
    store = Store.of_project(project)
    ended: list[Done] = []

    def leaves() -> Iterator[tuple[tuple[Task, Converted], Leaf]]:
        here = {replace(task, frame=None) if task.chapter else task: task for task in tasks}
        for each, found in pool.spread(work.perform, list(here)):
            task = here[each]
            if (
                task.chapter is None
                or task.frame is None
                or not isinstance(found, Converted)
                or (not task.options.force and store.has(LEAVES, _key(task, found)))
            ):
                ended.append((task, found))
            else:
                full = chapters.load(task.chapter, found, sources_of(project, options), store)
                yield (task, found), Leaf(task.frame, full)

    with Cluster(options.scheduler, options.limits, style_of(options.style)) as cluster:
        for (task, found), result in cluster.spread(lay_out, leaves(), lambda key: key[0].label):
            if isinstance(result, Failure):
                yield task, result.error
            else:
                store.put(LEAVES, _key(task, found), result)
                yield task, found
            while ended:
                yield ended.pop()
    while ended:
        yield ended.pop()


def _key(task: Task, found: Converted) -> str:
    assert task.chapter is not None
    assert task.frame is not None  # only chapters of a PDF are laid out
    return key_of(task.chapter, found, task.frame)
