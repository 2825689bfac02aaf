"""One volume from its spec to its files: choose posts, make missing chapters, write files that are not fresh."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from publish.books.choosing.candidates import Candidates, find
from publish.books.choosing.spec import Spec
from publish.books.jobs import BookJob
from publish.errors import NoPostsError, PublishError, UsageError
from publish.fresh import pagelist, records
from publish.fresh.fingerprint import volume_parts
from publish.frozen import frozen
from publish.keep.files import as_typed, is_file
from publish.keep.outputs import ends_in, refuse_other_ending
from publish.keep.store import Store
from publish.model import Format, Notice, Options
from publish.press.engines import engines
from publish.press.outcome import Outcome, held_back
from publish.press.plan import KINDS, safe_name
from publish.press.run import Press, Stale

if TYPE_CHECKING:
    from publish.press.ahead import Chapters
    from publish.workers.pool import Pool

__all__ = ["Step", "Volume", "outputs_of", "run_volume"]


@frozen
class Volume:
    """What a command asked for."""

    spec: Spec
    formats: tuple[Format, ...]
    output: str
    """A folder, or for one format a file name."""
    options: Options
    now: datetime | None = None
    """Posts with a later date are held back; it has a time zone. None: the current time."""
    skip_failing: bool = False
    """Whether the volume is made without posts that fail. They are still failures of the command."""


@frozen
class Step:
    """One more chapter is ready."""

    total: int


Events = Generator[Step | Outcome, None, None]


def run_volume(asked: Volume, project: Path, workers: Pool | None = None) -> Events:
    """Yield a step for each chapter and then the outcome of every file; at the end, one outcome for each post that is
    held back.

    Close the generator to stop early.

    `workers` is a pool that outlives this run; by default the run starts its own.

    Raises UsageError when no post is chosen or the output makes no sense.
    """
    outputs = outputs_of(asked)
    found = find(asked.spec, asked.options, asked.now)
    run = _Run(asked, found, Press.of_project(project, workers))
    _refuse_books_of_posts(outputs.values(), run.press.store)
    stale: dict[Format, str] = {}
    for kind, output in outputs.items():
        known = run.press.check(
            asked.spec.label, output, asked.options, run.stale(kind, output), found.notices
        )
        if isinstance(known, Stale):
            stale[kind] = known.reason
        elif kind == "epub" and "pdf" in stale:
            stale[kind] = "the PDF beside it is new"  # the EPUB lists its pages
        else:
            yield known
    try:
        if stale:
            yield from run.make({kind: outputs[kind] for kind in stale}, stale)
    except UsageError:
        yield from run.held(next(iter(outputs.values())))
        raise
    yield from run.held(next(iter(outputs.values())))


def outputs_of(asked: Volume) -> dict[Format, Path]:
    """The files. The PDF comes before the EPUB, which lists its pages. Raises UsageError."""
    target = Path(asked.output)
    ending = target.suffix.lower().removeprefix(".")
    if ends_in(asked.output, {f".{kind}" for kind in get_args(Format)}):
        if asked.formats != (ending,):
            kinds = " and ".join(asked.formats)
            raise UsageError(f"{target} is one file, but you asked for {kinds}: use --format {ending}")
        return {asked.formats[0]: target}
    kinds = " and ".join(KINDS[kind] for kind in asked.formats)
    refuse_other_ending(target, kinds, *(f".{kind}" for kind in asked.formats))
    name = safe_name(asked.spec.name)
    return {kind: target / f"{name}.{kind}" for kind in sorted(asked.formats, reverse=True)}


@frozen
class _Run:
    """One run for one volume."""

    asked: Volume
    found: Candidates
    press: Press

    def held(self, output: Path) -> Events:
        """The posts that the volume would have if they were not held back."""
        if not self.found.held:
            return
        from publish.books.choosing.select import would_hold

        for each in would_hold(self.asked.spec, self.found, self.press.store):
            yield held_back(each.label, output, each.reasons)

    def stale(self, kind: Format, output: Path, reason: str = "") -> Stale:
        """A file that must be made, with the fingerprints of its inputs."""
        configs = {each.config for each in self.found.all}
        posts = {each.label: each.digest for each in self.found.all}
        pages = pagelist.entry_of(self.press.store, output) if kind == "epub" else b""
        sites = sorted(filter(None, configs))
        parts = volume_parts(kind, self.asked.options, repr(self.asked.spec), sites, posts, pages)
        return Stale(reason, parts, frozenset(configs))

    def make(self, outputs: Mapping[Format, Path], reasons: Mapping[Format, str]) -> Events:
        """Make these files."""
        modules = engines(outputs, posts=False)
        few = all(self._is_edit(kind, output) for kind, output in outputs.items())
        with self.press.at_work(outputs.values(), self.asked.options, modules, alone=few) as pool:
            pool.load()  # while we choose the posts
            left: dict[Path, PublishError] = {}
            jobs: list[BookJob] = []
            try:
                jobs = self._jobs(outputs, left)
            except PublishError as error:
                bad = None if isinstance(error, UsageError) else self._post_of(error)
                if bad is not None:
                    left[bad] = error
                if not left:
                    raise
            if left and not (jobs and self.asked.skip_failing):
                output = next(iter(outputs.values()))
                yield from _failed(self.asked.spec.label, output, left.values(), self.found.notices)
                return
            yield from self._made(jobs, outputs, reasons, left, pool)

    def _is_edit(self, kind: Format, output: Path) -> bool:
        """Whether one post at most was edited since a file was made, so that one worker does what is to be done."""
        changed = records.changed(self.press.store, output, self.stale(kind, output).parts or {})
        posts = {each.label for each in self.found.all}
        return changed is not None and len(changed) < 2 and changed <= posts and not self.asked.options.force

    def _jobs(self, outputs: Mapping[Format, Path], left: dict[Path, PublishError]) -> list[BookJob]:
        """The jobs of the files, of a volume without the posts in `left`; posts that cannot be read are added to it. Raises
        PublishError.
        """
        from publish.books.choosing.select import plan
        from publish.books.desk import Desk

        spec, options = self.asked.spec, self.asked.options
        while True:
            found = self.found.without(left)
            try:
                desk = Desk(self.press.project, options)
                choice = plan(spec, found, options, desk, covered=set(outputs) != {"html"})
            except NoPostsError as error:
                raise _with_old_files(error, outputs.values()) from error
            except PublishError as error:
                bad = self._post_of(error)
                if bad is None or len(found.all) == 1:
                    raise
                left[bad] = error
            else:
                return [choice.job(kind, path, spec.label, options) for kind, path in outputs.items()]

    def _post_of(self, error: PublishError) -> Path | None:
        """The post at fault, if it is a post."""
        return next((each.path for each in self.found.all if each.label == error.path), None)

    def _made(
        self,
        jobs: Sequence[BookJob],
        outputs: Mapping[Format, Path],
        reasons: Mapping[Format, str],
        left: dict[Path, PublishError],
        pool: Pool,
    ) -> Events:
        """Make first the chapters, then the files; the workers that laid out chapters have the engine loaded already."""
        chapters = yield from self._chapters(jobs, pool)
        while more := self._leaves_out(jobs, chapters):
            left.update(more)
            jobs = self._jobs(outputs, left)
            chapters = yield from self._chapters(jobs, pool)
        first = jobs[0]
        conversions = tuple(chapters.ready[each] for each in first.chapters if each in chapters.ready)
        if chapters.failed:
            said = (notice for each in conversions for notice in each.notices)
            notices = (*self.found.notices, *first.volume.notices, *said)
            errors = (*left.values(), *(error for _, error in chapters.failed))
            yield from _failed(first.label, first.output, errors, notices)
            return
        yield from _failed(first.label, first.output, map(_left_out, left.values()), ())
        composition = first.volume.converted(conversions)
        options = _with_more_time(self.asked.options, len(conversions))
        for job in jobs:
            ready = replace(job, options=options, composition=composition, notices=self.found.notices)
            why = self.stale(job.format, job.output, reasons[job.format])
            if left:  # no record: the next build tries these posts again, and says again that they fail
                why = replace(why, parts=None)
            yield from self.press.make({ready: why}, pool)

    def _chapters(self, jobs: Sequence[BookJob], pool: Pool) -> Generator[Step, None, Chapters]:
        """The chapters of the volume, made by many workers."""
        from publish.press.ahead import Chapters

        pdf = next((job for job in jobs if job.is_bound), None)
        chapters = Chapters(self.press.project, self.press.store, pool, pdf)
        for _ in chapters.make(jobs[0].chapters):
            yield Step(len(jobs[0].chapters))
        return chapters

    def _leaves_out(self, jobs: Sequence[BookJob], chapters: Chapters) -> dict[Path, PublishError]:
        """The failed posts that the volume is made without; none when that is not asked for, or when no post is left."""
        if not self.asked.skip_failing:
            return {}
        found = {task.chapter.path: error for task, error in chapters.failed if task.chapter}
        return found if any(each.path not in found for each in jobs[0].chapters) else {}


def _left_out(error: PublishError) -> PublishError:
    """The error of a post that the volume is made without."""
    message = f"left out of the volume (--skip-failing): {error.message}"
    return PublishError(message, path=error.path, line=error.line)


def _refuse_books_of_posts(outputs: Iterable[Path], store: Store) -> None:
    for output in outputs:
        post = records.post_of(store, output)
        if post and is_file(post):
            raise UsageError(f"{output} is the book of {as_typed(post)}: give another --output")


def _with_old_files(error: NoPostsError, outputs: Iterable[Path]) -> UsageError:
    """Add a sentence about files from an earlier build that had posts to choose from: only the owner may delete them."""
    old = " and ".join(str(output) for output in outputs if is_file(output))
    if not old:
        return error
    message = f"{error.message}; an earlier build made {old}: delete what readers must not get"
    return UsageError(message, path=error.path, line=error.line)


def _failed(label: str, output: Path, errors: Iterable[PublishError], notices: tuple[Notice, ...]) -> Events:
    """Every error once, and no file: an incomplete volume is not what the user asked for."""
    for error in errors:
        yield Outcome(error.path or label, output, "failed", notices, error)
        notices = ()


def _with_more_time(options: Options, chapters: int) -> Options:
    """A volume gets the time limit of twenty chapters."""
    seconds = options.limits.seconds * max(1.0, chapters / 20)
    return replace(options, limits=replace(options.limits, seconds=seconds))
