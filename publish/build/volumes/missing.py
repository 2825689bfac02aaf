"""What is missing of a volume's chapters, and making it with many workers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from publish.build.pool import Pool
from publish.build.records import Pictures
from publish.build.volumes import chapters, leaves, work
from publish.build.volumes.chapters import ChapterJob, Converted
from publish.build.volumes.jobs import Task, VolumeJob
from publish.errors import PublishError
from publish.store import Store

__all__ = ["Chapters"]


@dataclass
class Chapters:
    """The chapters of one volume, as they become ready."""

    ready: dict[ChapterJob, Converted] = field(default_factory=dict)
    errors: list[PublishError] = field(default_factory=list)

    def make(
        self, jobs: Sequence[ChapterJob], volume: VolumeJob | None, pool: Pool, project: Path, store: Store
    ) -> Iterator[None]:
        """Make what is missing; an event for each chapter. With `volume`, a PDF, chapters are laid out too."""
        pictures = Pictures.of_project(project)
        tasks: list[Task] = []
        for job in jobs:
            found = self._find(job, volume, pictures, store)
            if found is None:
                tasks.append(Task(chapter=job, frame=volume.frame if volume else None))
            else:
                self.ready[job] = found
                yield
        if volume is not None and (volume.options.force or not leaves.has_around(volume, store)):
            tasks.append(Task(volume=volume))
        if tasks:
            for task, result in _made(tasks, pool, project):
                if isinstance(result, PublishError):
                    self.errors.append(result)
                elif task.chapter is not None and result is not None:
                    self.ready[task.chapter] = result
                    yield

    def _find(
        self, job: ChapterJob, volume: VolumeJob | None, pictures: Pictures, store: Store
    ) -> Converted | None:
        if job.options.force:
            return None
        try:
            found = chapters.find(job, job.path.read_bytes(), store, pictures)
        except OSError:
            return None  # the worker says what is wrong
        if found is None or volume is None:
            return found
        return found if store.has(leaves.LEAVES, leaves.key_of(job, found, volume.frame)) else None


def _made(
    tasks: Sequence[Task], pool: Pool, project: Path
) -> Iterator[tuple[Task, Converted | PublishError | None]]:
    if tasks[0].options.scheduler:
        from publish.build.cluster.leaves import make_chapters

        return make_chapters(tasks, pool, project)
    return pool.spread(work.perform, tasks)
