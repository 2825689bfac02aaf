"""The work of one job, in a worker process: make the book, render it, put it in its place."""

from __future__ import annotations

import os
import time
import traceback
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from publish.build import pagelist
from publish.build.book import Made, make_book
from publish.build.fingerprint import cover_key
from publish.build.outcome import Outcome, held_back, wrapped
from publish.build.plan import Job
from publish.build.rendering import Manuscript, Rendered, render
from publish.build.styles import style_of
from publish.errors import PublishError
from publish.files import write_atomically
from publish.images import PROFILES, Rules, Sources, Web
from publish.model import Book, Cover, Notice, Options
from publish.store import Store
from publish.style import Style
from publish.vault import vault_of

__all__ = ["Finished", "Prepared", "cover_picture", "failed", "place", "prepare", "sources_of", "work"]


@dataclass(frozen=True, slots=True)
class Finished:
    """What a worker sends back."""

    outcome: Outcome
    files: tuple[tuple[str, str], ...]
    """What the post names."""
    digest: str
    """SHA-256 of the post's bytes; empty when they could not be read."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A job whose post was read, converted and its pictures gathered. Crosses processes."""

    files: tuple[tuple[str, str], ...] = ()
    """What the post names, for its record."""
    digest: str = ""
    """SHA-256 of the post's bytes, for the same."""
    manuscript: Manuscript | None = None
    outcome: Outcome | None = None
    """Where there is no manuscript: the end of the job."""
    seconds: float = 0.0

    def end(self, outcome: Outcome) -> Finished:
        """The job with its outcome."""
        return Finished(outcome, self.files, self.digest)


def work(job: Job, project: Path) -> Finished:
    """Build one book. Never raises: what goes wrong is in the outcome."""
    prepared = prepare(job, project)
    if prepared.manuscript is None:
        assert prepared.outcome is not None  # there is one or the other
        return prepared.end(prepared.outcome)
    started = time.perf_counter()
    try:
        rendered = render(prepared.manuscript, style_of(job.options.style))
    except Exception as error:  # one bad post must not take the others with it
        notices = prepared.manuscript.book.notices
        wrong = wrapped(error, job.label, job.path)
        return prepared.end(failed(job, wrong, notices, traceback.format_exc()))
    seconds = prepared.seconds + time.perf_counter() - started
    return prepared.end(place(job, prepared.manuscript, rendered, project, seconds))


def prepare(job: Job, project: Path) -> Prepared:
    """Read, convert and gather one post: all that needs its files, the vault and the web. Never raises."""
    started = time.perf_counter()
    made: Made | None = None
    try:
        made = make_book(job, sources_of(project, job.options))
        if made.book is None:
            return Prepared(outcome=held_back(job.label, job.output, made.withheld))
        if job.options.strict and (count := len(made.book.notices) + len(job.notices)):
            refused = PublishError(_strict_message(count), path=job.label)
            return Prepared(made.files, outcome=failed(job, refused, made.book.notices))
        manuscript = _manuscript(made.book, job, Store.of_project(project))
    except Exception as error:  # one bad post must not take the others with it
        notices = made.book.notices if made and made.book else ()
        outcome = failed(job, wrapped(error, job.label), notices, traceback.format_exc())
        return Prepared(made.files if made else (), outcome=outcome)
    return Prepared(made.files, made.digest, manuscript, seconds=time.perf_counter() - started)


def place(job: Job, manuscript: Manuscript, rendered: Rendered, project: Path, seconds: float) -> Outcome:
    """Put a rendered file in its place, and keep what other builds can use. Never raises."""
    book, store = manuscript.book, Store.of_project(project)
    try:
        write_atomically(job.output, rendered.data)
        if rendered.breaks:
            text = pagelist.text_of(book)
            pagelist.keep(store, job.output, text, job.options.page, rendered.breaks)
        if rendered.picture is not None:
            store.put("covers", manuscript.picture_key, rendered.picture)
    except Exception as error:  # as above
        return failed(job, wrapped(error, job.label), book.notices, traceback.format_exc())
    size = len(rendered.data)
    return Outcome(job.label, job.output, "built", book.notices, None, seconds, size, rendered.count)


def failed(job: Job, error: PublishError, notices: tuple[Notice, ...] = (), detail: str = "") -> Outcome:
    """The end of a job that went wrong; `detail` is its traceback."""
    return Outcome(job.label, job.output, "failed", notices, error, detail=detail)


@lru_cache(maxsize=8)
def sources_of(project: Path, options: Options) -> Sources:
    """Where this process gets pictures from: one vault and one set of connections for all its books."""
    rules = Rules(allow_hosts=options.allow_hosts, max_bytes=options.limits.image_bytes)
    web = None if options.offline else Web(rules)
    store = Store.of_project(project)
    profile = replace(PROFILES[options.profile], animation=options.animation)
    return Sources(vault_of(project), store, web, options.limits, profile, options.assets)


os.register_at_fork(after_in_child=sources_of.cache_clear)  # two processes must not speak on one connection


def _strict_message(count: int) -> str:
    return f"{count} warning{'s' if count > 1 else ''}, and --strict allows none"


def _manuscript(book: Book, job: Job, store: Store) -> Manuscript:
    options = job.options
    if job.format != "epub":
        return Manuscript(book, job.format, options.page)
    pages = pagelist.page_list(store, job.output, pagelist.text_of(book))
    key = cover_key(book.cover, style_of(options.style))
    return Manuscript(book, job.format, options.page, options.certifier, pages, store.get("covers", key), key)


def cover_picture(cover: Cover, style: Style, store: Store) -> bytes:
    """The cover as a JPEG, drawn once for all builds. Raises PublishError."""
    from publish import covers

    key = cover_key(cover, style)
    kept = store.get("covers", key)
    if kept is None:
        kept = covers.picture(cover, style)
        store.put("covers", key, kept)
    return kept
