"""What workers do for volumes: chapters and what stands around them, then the file. Nothing here raises."""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from publish.build import pagelist
from publish.build.book import style_of
from publish.build.outcome import Outcome
from publish.build.records import Pictures
from publish.build.volumes import chapters, leaves
from publish.build.volumes.chapters import ChapterJob, Converted, Full
from publish.build.volumes.jobs import Frame, Task, VolumeJob
from publish.build.volumes.leaves import Desk
from publish.build.work import cover_picture, wrapped
from publish.errors import PublishError
from publish.files import write_atomically
from publish.model import Book, Image

__all__ = ["perform", "volume", "whole_book"]


def perform(task: Task, project: Path) -> Converted | PublishError | None:
    """Do one task; a chapter's conversion is returned. Never raises."""
    try:
        desk = Desk.of(project, task.options)
        if task.chapter is not None:
            return _chapter(task.chapter, task.frame, desk)
        if task.volume is not None:
            leaves.around(task.volume, desk)
    except Exception as error:  # one bad post must not take the others with it
        return wrapped(error, task.label)
    return None


def volume(job: VolumeJob, project: Path) -> Outcome:
    """Make the file of a volume whose chapters are ready."""
    started = time.perf_counter()
    notices = tuple(notice for each in job.conversions for notice in each.notices)
    failed = Outcome(job.label, job.output, "failed", notices)
    try:
        desk = Desk.of(project, job.options)
        if job.format == "pdf":
            bound = leaves.bound(job, desk)
            data, pages = bound.data, bound.pages
            write_atomically(job.output, data)
            pagelist.keep(desk.store, job.output, _text_of(job), job.options.page, bound.breaks)
        else:
            data, pages = _unpaged(job, desk), 0
            write_atomically(job.output, data)
    except Exception as error:  # whatever goes wrong, the command has to say it in one line
        return replace(failed, error=wrapped(error, job.label), detail=traceback.format_exc())
    seconds = time.perf_counter() - started
    return Outcome(job.label, job.output, "built", notices, None, seconds, len(data), pages)


def _chapter(job: ChapterJob, frame: Frame | None, desk: Desk) -> Converted:
    pictures = Pictures(desk.sources.vault, desk.sources.descriptions)
    found = None if job.options.force else chapters.find(job, job.path.read_bytes(), desk.store, pictures)
    full: Full | None = None
    if found is None:
        found, full = chapters.convert(job, desk.sources, desk.store)
    if frame is not None:
        leaves.chapter(job, found, frame, desk, full, fresh=job.options.force)
    return found


def _text_of(job: VolumeJob) -> str:
    """The fingerprint of what a volume says, for its page list."""
    words = repr([(each.id, found.key) for each, found in zip(job.jobs, job.conversions, strict=True)])
    return sha256(words.encode("utf-8", "surrogateescape")).hexdigest()


def _unpaged(job: VolumeJob, desk: Desk) -> bytes:
    """The volume as EPUB or as one HTML page."""
    from publish import epub, html

    style = style_of(job.options.style)
    whole = whole_book(job, _loaded(job, desk))
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


def _loaded(job: VolumeJob, desk: Desk) -> list[Full]:
    pairs = zip(job.jobs, job.conversions, strict=True)
    return [chapters.load(each, found, desk.sources, desk.store) for each, found in pairs]


def whole_book(job: VolumeJob, fulls: Sequence[Full]) -> Book:
    """The volume with its chapters' text and pictures, each picture once."""
    images: Iterable[Image] = {image.name: image for full in fulls for image in full.images}.values()
    return replace(job.book, chapters=tuple(full.chapter for full in fulls), images=tuple(images))
