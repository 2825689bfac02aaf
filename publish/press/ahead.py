"""A volume's chapters, converted and laid out by many workers before the volume's files are made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

from publish.books import chapters
from publish.books.chapters import ChapterJob, Converted
from publish.books.jobs import BookJob, Task
from publish.errors import PublishError
from publish.fresh.records import Pictures
from publish.keep.store import Store
from publish.press import parts, work
from publish.workers.pool import Pool

__all__ = ["Chapters"]

Result = tuple[Task, Converted | PublishError | None]


@dataclass
class Chapters:
    """The chapters of one volume, as they become ready."""

    project: Path
    store: Store
    pool: Pool
    volume: BookJob | None = None
    """Whether a PDF is made: then chapters are also laid out."""
    ready: dict[ChapterJob, Converted] = field(default_factory=dict)
    failed: list[tuple[Task, PublishError]] = field(default_factory=list)

    def make(self, jobs: Sequence[ChapterJob]) -> Iterator[None]:
        """Make missing chapters; yields once for each chapter that is ready."""
        pictures = Pictures.of_project(self.project)
        found = {job: self._find(job, pictures) for job in jobs}
        lacking = [Task(job) for job, conversion in found.items() if conversion is None]
        tasks: list[Task] = []
        with nullcontext(self.pool) if self.pool.is_kept else Pool(self.project, here=True) as readers:
            if lacking:  # before the first event: its receiver may start a thread, and forking is only safe without one
                readers.open(lacking[0].options, len(lacking))
            for job, conversion in found.items():
                if conversion is not None:
                    yield from self._converted(job, conversion, tasks)
            yield from self._done(readers.spread(work.perform, lacking), tasks)
        if self.volume and not self.failed:
            known = self.ready | {
                task.chapter: task.converted for task in tasks if task.chapter and task.converted
            }
            composition = self.volume.volume.converted(tuple(known[job] for job in jobs))
            volume = replace(self.volume, composition=composition)
            if volume.options.force or not parts.has_around(volume, self.store):
                tasks.append(Task(volume=volume))
        yield from self._done(_laid_out(tasks, self.pool, self.project), [])

    def _find(self, job: ChapterJob, pictures: Pictures) -> Converted | None:
        return None if job.options.force else chapters.find(job, self.store, pictures)

    def _converted(self, job: ChapterJob, found: Converted, tasks: list[Task]) -> Iterator[None]:
        """A chapter whose text is ready. Without a PDF it is complete; else it still needs layout."""
        frame = self.volume.volume.frame if self.volume else None
        if frame is not None and (
            job.options.force or not self.store.has(parts.PARTS, parts.key_of(job, found, frame))
        ):
            tasks.append(Task(job, found, frame))
        else:
            self.ready[job] = found
            yield

    def _done(self, results: Iterable[Result], tasks: list[Task]) -> Iterator[None]:
        """Record what is done, and add follow-up work to `tasks`."""
        for task, result in results:
            if isinstance(result, PublishError):
                self.failed.append((task, result))
            elif task.chapter and result and task.converted:
                self.ready[task.chapter] = result
                yield
            elif task.chapter and result:
                yield from self._converted(task.chapter, result, tasks)


def _laid_out(tasks: Sequence[Task], pool: Pool, project: Path) -> Iterator[Result]:
    if tasks and tasks[0].options.scheduler:
        from publish.press.dask.parts import make_chapters

        return make_chapters(tasks, pool, project)
    return pool.spread(work.perform, tasks)
