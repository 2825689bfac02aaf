"""The work of one job, in a worker process: make the book, render it, put it in its place."""

from __future__ import annotations

import signal
import time
import traceback
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from publish.build import memory, pagelist
from publish.build.book import Made, make_book, style_of
from publish.build.fingerprint import cover_key
from publish.build.outcome import Outcome
from publish.build.plan import Job
from publish.errors import PublishError, RenderError
from publish.files import write_atomically
from publish.images import PROFILES, Rules, Sources, Web
from publish.model import Book, Cover, Options, PageBreak
from publish.store import Store
from publish.style import Style
from publish.vault import vault_of

__all__ = ["Finished", "cover_picture", "prepare_worker", "sources_of", "work", "wrapped"]

Finished = tuple[Outcome, tuple[tuple[str, str], ...]]
"""What a worker sends back: the outcome, and the files that the post names."""


def prepare_worker() -> None:
    """Leave Ctrl-C to the parent, which ends its workers in order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def work(job: Job, project: Path) -> Finished:
    """Build one book. Never raises: what goes wrong is in the outcome."""
    started = time.perf_counter()
    made: Made | None = None
    try:
        made = make_book(job, sources_of(project, job.options))
        if made.book is None:
            return Outcome(job.label, job.output, "unpublished", made.post.notices), made.files
        book = made.book
        if job.options.strict and book.notices:
            return _failed(job, PublishError(_strict_message(book), path=job.label), made), made.files
        data, pages, breaks = _render(book, job, Store.of_project(project))
        write_atomically(job.output, data)
        if breaks:
            text = pagelist.text_of(book)
            pagelist.keep(Store.of_project(project), job.output, text, job.options.page, breaks)
        seconds, size = time.perf_counter() - started, len(data)
        return Outcome(job.label, job.output, "built", book.notices, None, seconds, size, pages), made.files
    except Exception as error:  # one bad post must not take the others with it
        return _failed(
            job, wrapped(error, job.label), made, traceback.format_exc()
        ), made.files if made else ()


def wrapped(error: Exception, label: str) -> PublishError:
    """The error as one of ours, with the post (`label`) that it is about."""
    if isinstance(error, MemoryError):
        return memory.too_little(label)
    if not isinstance(error, PublishError):
        message = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        return RenderError(f"a fault of ours, please report it: {message}", path=label)
    return error if error.path else type(error)(error.message, path=label, line=error.line)


@lru_cache(maxsize=8)
def sources_of(project: Path, options: Options) -> Sources:
    """Where this process gets pictures from: one vault and one set of connections for all its books."""
    rules = Rules(allow_hosts=options.allow_hosts, max_bytes=options.limits.image_bytes)
    web = None if options.offline else Web(rules)
    store = Store.of_project(project)
    profile = replace(PROFILES[options.profile], animation=options.animation)
    return Sources(vault_of(project), store, web, options.limits, profile)


def _failed(job: Job, error: PublishError, made: Made | None, detail: str = "") -> Outcome:
    notices = made.book.notices if made and made.book else ()
    return Outcome(job.label, job.output, "failed", notices, error, detail=detail or _trace(error))


def _trace(error: PublishError) -> str:
    return "".join(traceback.format_exception(error))


def _strict_message(book: Book) -> str:
    count = len(book.notices)
    return f"{count} warning{'s' if count > 1 else ''}, and --strict allows none"


def _render(book: Book, job: Job, store: Store) -> tuple[bytes, int, tuple[PageBreak, ...]]:
    """The file's bytes, and how many pages a PDF has and where they begin. Each engine is imported only where it is used."""
    style = style_of(job.options.style)
    if job.format == "pdf":
        from publish import pdf

        made = pdf.lay_out(book, style, job.options.page)
        return made.data, made.count, made.breaks
    if job.format == "epub":
        from publish import epub

        pages = pagelist.page_list(store, job.output, pagelist.text_of(book))
        data = epub.write(
            book,
            style,
            cover_picture(book.cover, style, store),
            pages=pages.breaks,
            page_source=pages.source,
            certifier=job.options.certifier,
        )
        return data, 0, ()
    from publish import html

    return html.write(book, style), 0, ()


def cover_picture(cover: Cover, style: Style, store: Store) -> bytes:
    """The cover as a JPEG, drawn once for all builds. Raises PublishError."""
    from publish import covers

    key = cover_key(cover, style)
    kept = store.get("covers", key)
    if kept is None:
        kept = covers.picture(cover, style)
        store.put("covers", key, kept)
    return kept
