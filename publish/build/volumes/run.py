"""One volume from its spec to its files: choose posts, make what is missing of their chapters, write what is not fresh."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from publish.build import records
from publish.build.fingerprint import site_key, volume_key
from publish.build.outcome import Outcome
from publish.build.plan import safe_name
from publish.build.volumes.candidates import Candidates, find
from publish.errors import PublishError, UsageError
from publish.files import remove_orphans
from publish.model import Format, Notice, Options
from publish.store import Store
from publish.volume import Spec

if TYPE_CHECKING:
    from publish.build.pool import Pool
    from publish.build.volumes.making import Plan

__all__ = ["Step", "Volume", "run_volume"]


@dataclass(frozen=True, slots=True)
class Volume:
    """What a command asks for."""

    spec: Spec
    formats: tuple[Format, ...]
    output: str
    """A folder, or for one format a file name."""
    options: Options


@dataclass(frozen=True, slots=True)
class Step:
    """One more chapter is ready."""

    total: int


Events = Generator[Step | Outcome, None, None]


def run_volume(asked: Volume, project: Path) -> Events:
    """The outcome of every file; before that a step for each chapter. Close it to stop early.

    Raises UsageError when nothing is chosen or the output makes no sense.
    """
    outputs = _outputs(asked)
    found = find(asked.spec, asked.options)
    store, pictures = Store.of_project(project), records.Pictures.of_project(project)
    stale: dict[Format, tuple[Path, str]] = {}
    for kind, output in outputs.items():
        key = _key(asked, kind, found)
        record = None if asked.options.force else records.find_fresh(store, pictures, output, key)
        if record is None or (asked.options.strict and record.notices):
            stale[kind] = (output, key)
        else:
            yield Outcome(asked.spec.label, output, "unchanged", record.notices, size=record.size)
    if stale:
        yield from _make(asked, found, stale, project, store)


def _outputs(asked: Volume) -> dict[Format, Path]:
    target = Path(asked.output)
    ending = target.suffix.lower().removeprefix(".")
    if ending in {"pdf", "epub"}:
        if asked.formats != (ending,):
            kinds = " and ".join(asked.formats)
            raise UsageError(f"{target} is one file of one kind, but {kinds} are asked for: give --format")
        return {asked.formats[0]: target}
    return {kind: target / f"{safe_name(asked.spec.name)}.{kind}" for kind in asked.formats}


def _key(asked: Volume, kind: Format, found: Candidates) -> str:
    """The fingerprint of one file: of the spec, and of every post that it may be chosen from and its site."""
    configs = sorted({each.config for each in found.all if each.config})
    posts = (f"{each.label}\n{each.digest}" for each in found.all)
    return volume_key(kind, asked.options, [repr(asked.spec), *map(site_key, configs), *posts])


def _make(
    asked: Volume, found: Candidates, stale: dict[Format, tuple[Path, str]], project: Path, store: Store
) -> Events:
    from publish.build.pool import Pool, start

    start("pdf" if "pdf" in stale else "epub")  # it loads its engines while we load what is needed here
    from publish.build.volumes.making import plan

    made = plan(asked.spec, found, asked.options, project, store)
    try:
        with Pool(project) as pool:
            yield from _written(asked, made, stale, pool, project, store)
    finally:
        for output, _ in stale.values():
            remove_orphans(output.parent)


def _written(
    asked: Volume, made: Plan, stale: dict[Format, tuple[Path, str]], pool: Pool, project: Path, store: Store
) -> Events:
    """First the chapters, then the files; the workers that set chapters are warm for the contents."""
    from publish.build.volumes.missing import Chapters
    from publish.build.volumes.work import volume

    jobs = [made.volume(kind, output, asked.spec, asked.options) for kind, (output, _) in stale.items()]
    chapters = Chapters()
    pdf = next((job for job in jobs if job.format == "pdf"), None)
    for _ in chapters.make(made.jobs, pdf, pool, project, store):
        yield Step(len(made.jobs))
    conversions = tuple(chapters.ready[job] for job in made.jobs if job in chapters.ready)
    notices = (*made.notices, *(notice for each in conversions for notice in each.notices))
    errors = chapters.errors or _refusal(asked, notices)
    if errors:
        yield from _failed(asked, stale, errors, notices)
        return
    files = tuple(dict.fromkeys((*made.files, *(file for each in conversions for file in each.files))))
    options = _patient(asked.options, len(made.jobs))
    ready = [replace(job, conversions=conversions, options=options) for job in jobs]
    for job, result in pool.spread(volume, ready):
        if isinstance(result, PublishError):
            yield Outcome(job.label, job.output, "failed", notices, result)
            continue
        if result.status == "built":
            records.keep(store, job.output, stale[job.format][1], files, notices)
        yield replace(result, notices=notices)


def _refusal(asked: Volume, notices: Sequence[Notice]) -> list[PublishError]:
    if not (asked.options.strict and notices):
        return []
    count = f"{len(notices)} warning{'s' if len(notices) > 1 else ''}"
    return [PublishError(f"{count}, and --strict allows none", path=asked.spec.label)]


def _failed(
    asked: Volume,
    stale: dict[Format, tuple[Path, str]],
    errors: Sequence[PublishError],
    notices: tuple[Notice, ...],
) -> Events:
    """Every error once, and no file: a volume that lacks a chapter is not what was asked for."""
    output = next(iter(stale.values()))[0]
    for error in errors:
        yield Outcome(error.path or asked.spec.label, output, "failed", notices, error)
        notices = ()


def _patient(options: Options, chapters: int) -> Options:
    """A volume may take as long as twenty of its chapters."""
    seconds = options.limits.seconds * max(1.0, chapters / 20)
    return replace(options, limits=replace(options.limits, seconds=seconds))
