"""A book with its text and pictures, of chapters that are converted. Nothing here reads a post, unless the store lost it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256

from publish.books import chapters, fontnotices
from publish.books.chapters import ChapterJob, Converted, Full
from publish.books.desk import Desk
from publish.books.jobs import BookJob
from publish.frozen import frozen
from publish.model import Book, Image, Notice

__all__ = ["Assembled", "Files", "assembled", "loaded", "printed", "volume_book"]

Files = tuple[tuple[str, str], ...]


@frozen
class Assembled:
    """A book, and what it was made from."""

    book: Book
    """The book. If it is bound from parts, it has no text here: the parts have it."""
    text: str
    """Fingerprint of the book's content."""
    files: Files
    """The files it was made from, besides its posts; for its record."""
    digest: str = ""
    """SHA-256 of the post's bytes, also for its record; for single posts only."""


def volume_book(job: BookJob, desk: Desk) -> Assembled:
    """The book of a volume whose chapters are converted. Raises PublishError."""
    planned = job.volume
    found = planned.conversions
    said = (notice for each in found for notice in each.notices)
    book = replace(planned.book, notices=(*planned.notices, *said, *printed(job, found)))
    if not job.is_bound:
        pairs = zip(job.chapters, found, strict=True)
        fulls = [loaded(each, conversion, desk)[1] for each, conversion in pairs]
        carried: Iterable[Image] = {image.name: image for full in fulls for image in full.images}.values()
        book = replace(book, chapters=tuple(full.chapter for full in fulls), images=tuple(carried))
    files = (*planned.files, *(file for each in found for file in each.files))
    return assembled(job, book, found, files)


def loaded(job: ChapterJob, found: Converted, desk: Desk) -> tuple[Converted, Full]:
    """A chapter that was converted; converted again, of other pictures it may be, where the store has lost it. Raises
    PublishError.
    """
    full = chapters.load(job, found, desk.store)
    if full is not None:
        return found, full
    from publish.books import convert

    return convert.convert(convert.opened(job), desk)


def assembled(job: BookJob, book: Book, found: tuple[Converted, ...], files: Files) -> Assembled:
    """The book with what its record needs."""
    words = repr(
        [(each.id, each.links, conversion.key) for each, conversion in zip(job.chapters, found, strict=True)]
    )
    text = sha256(words.encode("utf-8", "surrogateescape")).hexdigest()
    digest = "" if job.composition else found[0].facts.digest
    return Assembled(book, text, tuple(dict.fromkeys((*files, *fontnotices.files(book.notices)))), digest)


def printed(job: BookJob, found: Iterable[Converted]) -> Iterator[Notice]:
    """What is to be said of characters that no font prints: of the volume's own, and of each chapter's."""
    if job.format != "pdf":
        return
    if job.composition:
        yield from fontnotices.notices(fontnotices.of_matter(job.volume.book), job.label)
    for chapter, conversion in zip(job.chapters, found, strict=True):
        yield from fontnotices.notices(conversion.emoji, chapter.label)
