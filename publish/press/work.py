"""The jobs of workers: chapters before the volumes that hold them, and books. Nothing here raises."""

from __future__ import annotations

import time
import traceback
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Protocol

from publish.books.assemble import Assembled, volume_book
from publish.books.chapters import Converted
from publish.books.desk import Desk
from publish.books.jobs import BookJob, Task
from publish.errors import PublishError
from publish.fresh import pagelist
from publish.fresh.fingerprint import cover_key
from publish.frozen import frozen
from publish.images.profiles import pictured
from publish.keep.files import write_atomically
from publish.model import Cover, Format, Manuscript, Notice, Rendered
from publish.press import parts
from publish.press.outcome import Outcome, held_back, refusal, wrapped
from publish.project.style import Style

__all__ = ["Finished", "Prepared", "cover_picture", "failed", "perform", "place", "prepare", "work", "writer"]


@frozen
class Finished:
    """What a worker sends back for a book."""

    outcome: Outcome
    files: tuple[tuple[str, str], ...]
    """The files and pictures that its posts name."""
    digest: str
    """SHA-256 of the post's bytes; empty for a volume, and when the post could not be read."""


@frozen
class Prepared:
    """A book that only needs to be written. Can be sent to another process."""

    manuscript: Manuscript | None = None
    text: str = ""
    """Fingerprint of what the book says."""
    picture_key: str = ""
    """Under which the store keeps an EPUB's cover; made before it is drawn, for a style may be saved meanwhile."""
    outcome: Outcome | None = None
    """The outcome, where there is no manuscript."""
    files: tuple[tuple[str, str], ...] = ()
    digest: str = ""
    seconds: float = 0.0

    def end(self, outcome: Outcome) -> Finished:
        """The finished job, with its outcome."""
        return Finished(outcome, self.files, self.digest)


class Writer(Protocol):
    """What makes a file of one format. It verifies what it has made. Raises PublishError."""

    def __call__(self, manuscript: Manuscript, style: Style) -> Rendered: ...


def writer(kind: Format) -> Writer:
    """The writer of a format: the function `write` in the room of that name, imported where it is used."""
    write: Writer = import_module(f"publish.{kind}").write
    return write


def perform(task: Task, project: Path) -> Converted | PublishError | None:
    """Run one task of a volume. Returns a chapter's conversion."""
    try:
        desk = Desk(project, task.options)
        if task.volume is not None:
            parts.around(task.volume, desk)
            return None
        assert task.chapter is not None  # every task has one of the two
        if task.converted is None or task.frame is None:
            from publish.books import convert

            return convert.convert(convert.opened(task.chapter), desk)[0]
        parts.chapter(task.chapter, task.converted, task.frame, desk, fresh=task.options.force)
    except Exception as error:  # one bad post must not stop the others
        return wrapped(error, task.label, task.path)
    return task.converted


def work(job: BookJob, project: Path) -> Finished:
    """Make one file."""
    prepared = prepare(job, project)
    if prepared.manuscript is None:
        assert prepared.outcome is not None  # one of the two is always set
        return prepared.end(prepared.outcome)
    started = time.perf_counter()
    try:
        desk = Desk(project, job.options)
        if job.is_bound:
            bound = parts.bound(job, desk)
            rendered = Rendered(bound.data, bound.pages, bound.breaks)
        else:
            rendered = writer(job.format)(prepared.manuscript, desk.style)
    except Exception as error:  # one bad post must not take the others with it
        notices = prepared.manuscript.book.notices
        wrong = wrapped(error, job.label, job.path)
        return prepared.end(failed(job, wrong, notices, traceback.format_exc()))
    seconds = prepared.seconds + time.perf_counter() - started
    return prepared.end(place(job, prepared, rendered, project, seconds))


def prepare(job: BookJob, project: Path) -> Prepared:
    """Assemble one book: all that needs its posts, the vault and the web."""
    started = time.perf_counter()
    made = None
    try:
        desk = Desk(project, job.options)
        if job.composition:
            made = volume_book(job, desk)
        else:
            from publish.books import convert, single

            post = convert.opened(job.chapters[0])
            if withheld := convert.reasons_against(post, job.terms):
                return Prepared(outcome=held_back(job.label, job.output, withheld))
            made = single.post_book(post, job, desk)
        made = _with_style(made, job, desk)
        notices = made.book.notices
        if refused := refusal(job.options, (*job.notices, *notices), job.label):
            return Prepared(outcome=failed(job, refused, notices), files=made.files)
        prepared = _prepared(made, job, desk)
    except Exception as error:  # as above
        notices = made.book.notices if made else ()
        outcome = failed(job, wrapped(error, job.label), notices, traceback.format_exc())
        return Prepared(outcome=outcome, files=made.files if made else ())
    return replace(prepared, seconds=time.perf_counter() - started)


def _with_style(made: Assembled, job: BookJob, desk: Desk) -> Assembled:
    """With warnings about the style's own rules. What the PDF engine takes, it says itself, if it is at work here."""
    if job.format != "pdf":
        from publish.project.sheetfaults import sheet_faults

        faults = sheet_faults(desk.style, job.options.style, job.format)
    elif job.options.scheduler:
        return made
    else:
        from publish.pdf.stylefaults import style_faults

        faults = style_faults(desk.style, job.options.style)
    return replace(made, book=replace(made.book, notices=(*made.book.notices, *faults))) if faults else made


def _prepared(made: Assembled, job: BookJob, desk: Desk) -> Prepared:
    options = job.options
    manuscript, key = Manuscript(made.book, options.page), ""
    if job.format == "epub":
        key = cover_key(made.book.cover, desk.style)
        manuscript = replace(
            manuscript,
            pages=pagelist.page_list(desk.store, job.output, made.text),
            certifier=options.certifier,
            pictured=pictured(options.profile, options.math),
            picture=desk.store.get("covers", key),
        )
    return Prepared(manuscript, made.text, key, None, made.files, made.digest)


def place(job: BookJob, prepared: Prepared, rendered: Rendered, project: Path, seconds: float) -> Outcome:
    """Put a rendered file in its place, and keep what other builds can use."""
    assert prepared.manuscript is not None  # or there would be no file
    notices, desk = prepared.manuscript.book.notices, Desk(project, job.options)
    try:
        write_atomically(job.output, rendered.data)
        if rendered.breaks:
            pagelist.keep(desk.store, job.output, prepared.text, job.options.page, rendered.breaks)
        if rendered.picture is not None:
            desk.store.put("covers", prepared.picture_key, rendered.picture)
    except Exception as error:  # as above
        return failed(job, wrapped(error, job.label), notices, traceback.format_exc())
    size = len(rendered.data)
    return Outcome(job.label, job.output, "built", notices, None, seconds, size, rendered.count)


def failed(job: BookJob, error: PublishError, notices: tuple[Notice, ...] = (), detail: str = "") -> Outcome:
    """The outcome of a job that failed; `detail` is its traceback."""
    return Outcome(job.label, job.output, "failed", notices, error, detail=detail)


def cover_picture(cover: Cover, desk: Desk) -> bytes:
    """The cover as a JPEG, drawn once for all builds. Raises PublishError."""
    from publish import covers

    key = cover_key(cover, desk.style)
    kept = desk.store.get("covers", key)
    if kept is None:
        kept = covers.picture(cover, desk.style)
        desk.store.put("covers", key, kept)
    return kept
