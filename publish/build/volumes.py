"""One volume from its spec to its files: choose posts, make what is missing of their chapters, write what is not fresh."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from signal import SIGINT, SIGTERM
from typing import TYPE_CHECKING, get_args

from publish.build import pagelist, printing, records, steady
from publish.build.fingerprint import Parts, volume_parts
from publish.build.outcome import Outcome, held_back
from publish.build.plan import safe_name
from publish.build.volumes.candidates import Candidates, find
from publish.errors import PublishError, UsageError
from publish.files import remove_orphans
from publish.model import Format, Notice, Options
from publish.store import Store
from publish.volume import Spec

if TYPE_CHECKING:
    from publish.build.pool import Pool
    from publish.build.volumes.chapters import ChapterJob, Converted
    from publish.build.volumes.jobs import VolumeJob
    from publish.build.volumes.making import Plan

__all__ = ["Step", "Volume", "outputs_of", "run_volume"]


@dataclass(frozen=True, slots=True)
class Volume:
    """What a command asks for."""

    spec: Spec
    formats: tuple[Format, ...]
    output: str
    """A folder, or for one format a file name."""
    options: Options
    now: datetime | None = None
    """The moment that days to come are measured from, with a zone; None for the clock's."""


@dataclass(frozen=True, slots=True)
class Step:
    """One more chapter is ready."""

    total: int


Events = Generator[Step | Outcome, None, None]


def run_volume(asked: Volume, project: Path, workers: Pool | None = None) -> Events:
    """The outcome of every file, before that a step for each chapter; then one for each post that is held back.

    Close it to stop early.

    `workers` are those of a pool that is kept, else some are started for this run.

    Raises UsageError when nothing is chosen or the output makes no sense.
    """
    outputs = outputs_of(asked)
    found = find(asked.spec, asked.options, asked.now)
    run = _Run(asked, found, project, Store.of_project(project), workers)
    pictures = records.Pictures.of_project(project)
    stale: dict[Format, Path] = {}
    reasons: dict[Path, str] = {}
    for kind, output in outputs.items():
        known = (
            "--force"
            if asked.options.force
            else records.check(run.store, pictures, output, run.parts(kind, output))
        )
        if not isinstance(known, str) and asked.options.strict and (known.notices or found.notices):
            known = "--strict"
        if not isinstance(known, str) and kind == "epub" and "pdf" in stale:
            known = "the PDF beside it is new"  # whose pages it names
        if isinstance(known, str):
            stale[kind], reasons[output] = output, known
        else:
            notices = (*found.notices, *known.notices)
            yield Outcome(asked.spec.label, output, "unchanged", notices, size=known.size, pages=known.pages)
    try:
        for event in run.make(stale) if stale else ():
            yield replace(event, reason=reasons[event.output]) if isinstance(event, Outcome) else event
    except UsageError:
        yield from run.held(next(iter(outputs.values())))
        raise
    yield from run.held(next(iter(outputs.values())))


def outputs_of(asked: Volume) -> dict[Format, Path]:
    """The files, the PDF before the EPUB, which names its pages. Raises UsageError."""
    target = Path(asked.output)
    ending = target.suffix.lower().removeprefix(".")
    if ending in get_args(Format):
        if asked.formats != (ending,):
            kinds = " and ".join(asked.formats)
            raise UsageError(
                f"{target} is one file of one kind, but {kinds} are asked for: give --format {ending}"
            )
        return {asked.formats[0]: target}
    name = safe_name(asked.spec.name)
    return {kind: target / f"{name}.{kind}" for kind in sorted(asked.formats, reverse=True)}


@dataclass(frozen=True, slots=True)
class _Run:
    """One volume in the making."""

    asked: Volume
    found: Candidates
    project: Path
    store: Store
    workers: Pool | None

    def held(self, output: Path) -> Events:
        """The posts that the volume would have, were they not held back."""
        if not self.found.held:
            return
        from publish.interrupts import blocked

        with blocked(SIGINT, SIGTERM):  # as in `make`
            from publish.build.volumes.making import would_hold

        for each in would_hold(self.asked.spec, self.found, self.store):
            yield held_back(each.label, output, each.reasons)

    def parts(self, kind: Format, output: Path) -> Parts:
        """What decides one file."""
        configs = sorted({each.config for each in self.found.all if each.config})
        posts = {each.label: each.digest for each in self.found.all}
        pages = pagelist.entry_of(self.store, output) if kind == "epub" else b""
        return volume_parts(kind, self.asked.options, repr(self.asked.spec), configs, posts, pages)

    def _changed(self) -> frozenset[str]:
        """What decides chapters beside the posts, and changed while they were made."""
        configs = {each.config for each in self.found.all}
        return frozenset().union(*(steady.changed(config, self.asked.options) for config in configs))

    def make(self, stale: dict[Format, Path]) -> Events:
        """Make these files."""
        from publish.build.pool import Pool, start
        from publish.interrupts import blocked

        if self.workers is None:  # the server loads its engines while we load what is needed here
            start("leaves" if "pdf" in stale else "epub")
        with blocked(SIGINT, SIGTERM):  # C code may swallow what they raise while it loads
            from publish.build.volumes.making import plan

        covered = set(stale) != {"html"}
        try:
            made = plan(
                self.asked.spec, self.found, self.asked.options, self.project, self.store, cover=covered
            )
        except UsageError as error:
            raise _with_old_files(error, stale.values()) from error
        jobs = [made.volume(kind, path, self.asked.spec, self.asked.options) for kind, path in stale.items()]
        try:
            with nullcontext(self.workers) if self.workers else Pool(self.project) as pool:
                yield from self._made(made, jobs, pool)
        finally:
            for output in stale.values():
                remove_orphans(output.parent)
            self.store.trim(self.asked.options.limits.store_bytes)

    def _made(self, plan: Plan, jobs: Sequence[VolumeJob], pool: Pool) -> Events:
        """First the chapters, then the files; the workers that set chapters are warm for the contents."""
        from publish.build.volumes.missing import Chapters
        from publish.build.volumes.work import volume

        pdf = next((job for job in jobs if job.format == "pdf"), None)
        chapters = Chapters(self.project, self.store, pool, pdf)
        for _ in chapters.make(plan.jobs):
            yield Step(len(plan.jobs))
        conversions = tuple(chapters.ready[job] for job in plan.jobs if job in chapters.ready)
        notices = (*plan.notices, *(notice for each in conversions for notice in each.notices))
        if pdf is not None:
            notices += _named(plan, chapters.ready, self.asked.spec.label)
        told = (*self.found.notices, *notices)
        errors = chapters.errors or _refusal(self.asked, told)
        if errors:
            yield from _failed(jobs[0], errors, told)
            return
        named = (file for each in conversions for file in each.files)
        files = tuple(dict.fromkeys((*plan.files, *named, *printing.files(notices))))
        options = _patient(self.asked.options, len(plan.jobs))
        for job in jobs:
            parts = self.parts(job.format, job.output)
            for _, result in pool.spread(volume, [replace(job.converted(conversions), options=options)]):
                if isinstance(result, PublishError):
                    yield Outcome(job.label, job.output, "failed", told, result)
                    continue
                if result.status == "built":
                    parts = records.settled(parts, self._changed())
                    records.keep(self.store, job.output, parts, files, notices, result.pages)
                yield replace(result, notices=told)


def _with_old_files(error: UsageError, outputs: Iterable[Path]) -> UsageError:
    """With a word on files that were made when there were posts to choose from: nobody but their owner may remove them."""
    old = " and ".join(str(output) for output in outputs if output.is_file())
    if not old:
        return error
    message = f"{error.message}; from before there is {old}: delete what readers shall not have"
    return UsageError(message, path=error.path, line=error.line)


def _named(plan: Plan, ready: Mapping[ChapterJob, Converted], label: str) -> tuple[Notice, ...]:
    """A notice for the volume, and for each chapter, whose emoji no font has."""
    chapters = (printing.notices(ready[job].emoji, job.label) for job in plan.jobs if job in ready)
    return (
        *printing.notices(printing.of_matter(plan.book), label),
        *(each for row in chapters for each in row),
    )


def _refusal(asked: Volume, notices: Sequence[Notice]) -> list[PublishError]:
    if not (asked.options.strict and notices):
        return []
    count = f"{len(notices)} warning{'s' if len(notices) > 1 else ''}"
    return [PublishError(f"{count}, and --strict allows none", path=asked.spec.label)]


def _failed(job: VolumeJob, errors: Sequence[PublishError], notices: tuple[Notice, ...]) -> Events:
    """Every error once, and no file: a volume that lacks a chapter is not what was asked for."""
    for error in errors:
        yield Outcome(error.path or job.label, job.output, "failed", notices, error)
        notices = ()


def _patient(options: Options, chapters: int) -> Options:
    """A volume may take as long as twenty of its chapters."""
    seconds = options.limits.seconds * max(1.0, chapters / 20)
    return replace(options, limits=replace(options.limits, seconds=seconds))
