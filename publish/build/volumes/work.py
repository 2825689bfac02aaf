"""What workers do for volumes: chapters and what stands around them, then the file. Nothing here raises."""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from publish.build import pagelist
from publish.build.outcome import Outcome, wrapped
from publish.build.styles import style_of
from publish.build.volumes import leaves
from publish.build.volumes.chapters import Converted, Full
from publish.build.volumes.jobs import Task, VolumeJob
from publish.build.volumes.leaves import Desk
from publish.build.workers import Held
from publish.errors import PublishError
from publish.files import write_atomically
from publish.model import Book, Image

__all__ = ["perform", "volume", "whole_book"]


def perform(task: Task, project: Path) -> Converted | PublishError | None:
    """Do one task; a chapter's conversion is returned. Never raises."""
    try:
        desk = Desk(project, task.options)
        if task.volume is not None:
            leaves.around(task.volume, desk)
            return None
        assert task.chapter is not None  # a task is about one of them
        if task.converted is None or task.frame is None:
            return desk.converted(task.chapter)[0]
        leaves.chapter(task.chapter, task.converted, task.frame, desk, fresh=task.options.force)
    except Exception as error:  # one bad post must not take the others with it
        return wrapped(error, task.label, task.path)
    return task.converted


def volume(job: VolumeJob, project: Path) -> Held[Outcome]:
    """Make the file of a volume whose chapters are ready."""
    started = time.perf_counter()
    notices = tuple(notice for each in job.conversions for notice in each.notices)
    failed = Outcome(job.label, job.output, "failed", notices)
    rest: object = None
    try:
        desk = Desk(project, job.options)
        if job.format == "pdf":
            bound = leaves.bound(job, desk)
            data, pages, rest = bound.data, bound.pages, bound.opened
            write_atomically(job.output, data)
            pagelist.keep(desk.store, job.output, _text_of(job), job.options.page, bound.breaks)
        else:
            data, pages = _unpaged(job, desk), 0
            write_atomically(job.output, data)
    except Exception as error:  # whatever goes wrong, the command has to say it in one line
        return Held(replace(failed, error=wrapped(error, job.label), detail=traceback.format_exc()))
    seconds = time.perf_counter() - started
    return Held(Outcome(job.label, job.output, "built", notices, None, seconds, len(data), pages), rest)


def _text_of(job: VolumeJob) -> str:
    """The fingerprint of what a volume says, for its page list."""
    words = repr([(each.id, found.key) for each, found in zip(job.jobs, job.conversions, strict=True)])
    return sha256(words.encode("utf-8", "surrogateescape")).hexdigest()


def _unpaged(job: VolumeJob, desk: Desk) -> bytes:
    """The volume as EPUB or as one HTML page."""
    from publish import epub, html
    from publish.build.work import cover_picture

    style = style_of(job.options.style)
    pairs = zip(job.jobs, job.conversions, strict=True)
    whole = whole_book(job, [desk.full(each, found) for each, found in pairs])
    if job.format == "html":
        return html.write(whole, style)
    pages = pagelist.page_list(desk.store, job.output, _text_of(job))
    return epub.write(
        whole,
        style,
        cover_picture(whole.cover, style, desk.store),
        pages=pages.breaks,
        page_source=pages.source,
        certifier=job.options.certifier,
    )


def whole_book(job: VolumeJob, fulls: Sequence[Full]) -> Book:
    """The volume with its chapters' text and pictures, each picture once."""
    images: Iterable[Image] = {image.name: image for full in fulls for image in full.images}.values()
    return replace(job.book, chapters=tuple(full.chapter for full in fulls), images=tuple(images))
