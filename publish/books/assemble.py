"""A book with its text and pictures, from what is kept: a volume's, or that of one post, which is a volume of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

from publish.books import convert, covering, front, printing
from publish.books.chapters import Converted
from publish.books.compose import compose
from publish.books.convert import Opened
from publish.books.desk import Desk
from publish.books.facts import Facts, facts_of
from publish.books.jobs import BookJob
from publish.images.gather import Hero, hero_of
from publish.model import Book, Image, Notice

__all__ = ["Assembled", "Files", "cover_of", "post_book", "volume_book"]

Files = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Assembled:
    """A book, and what it was made from."""

    book: Book
    """One that is bound from parts has no text: its parts have it."""
    text: str
    """Fingerprint of what it says."""
    files: Files
    """Files that it was made from beside its posts, for its record."""
    digest: str = ""
    """SHA-256 of the one post's bytes, for the same."""


def post_book(post: Opened, job: BookJob, desk: Desk) -> Assembled:
    """The book of one post. Raises PublishError."""
    covered = job.format != "html"
    found, full = convert.chapter(post, desk, with_hero=covered)
    hero = convert.hero_of(post, found, desk) if covered else Hero()
    titles, said = _front(found.facts, post, job, desk)
    made = compose(titles, (full.chapter,), job.options, desk.style, hero=hero.image, covered=covered)
    notices = (*found.notices, *hero.notices, *said, *made.notices, *_printed(job, (found,)))
    book = replace(made.book, images=full.images, notices=tuple(dict.fromkeys(notices)))
    return _assembled(job, book, (found,), (*found.files, *hero.files))


def volume_book(job: BookJob, desk: Desk) -> Assembled:
    """The book of a volume whose chapters are converted. Raises PublishError."""
    planned = job.volume
    found = planned.conversions
    said = (notice for each in found for notice in each.notices)
    book = replace(planned.book, notices=(*planned.notices, *said, *_printed(job, found)))
    if not job.is_bound:
        pairs = zip(job.chapters, found, strict=True)
        fulls = [convert.loaded(each, conversion, desk)[1] for each, conversion in pairs]
        carried: Iterable[Image] = {image.name: image for full in fulls for image in full.images}.values()
        book = replace(book, chapters=tuple(full.chapter for full in fulls), images=tuple(carried))
    files = (*planned.files, *(file for each in found for file in each.files))
    return _assembled(job, book, found, files)


def cover_of(post: Opened, job: BookJob, desk: Desk) -> Book:
    """The book of one post with nothing in it but the cover. Raises PublishError."""
    hero = hero_of(post.post, post.site, desk.sources)
    titles, said = _front(facts_of(post.post, job.path), post, job, desk)
    made = compose(titles, (), job.options, desk.style, hero=hero.image)
    return replace(made.book, notices=(*post.post.notices, *hero.notices, *said, *made.notices))


def _front(facts: Facts, post: Opened, job: BookJob, desk: Desk) -> tuple[front.Front, tuple[Notice, ...]]:
    template, notices = covering.template_of(facts.cover, job.label, job.options, desk.style)
    return front.of_post(facts, post.site, job.turn, template), notices


def _assembled(job: BookJob, book: Book, found: tuple[Converted, ...], files: Files) -> Assembled:
    words = repr([(each.id, conversion.key) for each, conversion in zip(job.chapters, found, strict=True)])
    text = sha256(words.encode("utf-8", "surrogateescape")).hexdigest()
    digest = "" if job.composition else found[0].facts.digest
    return Assembled(book, text, tuple(dict.fromkeys((*files, *printing.files(book.notices)))), digest)


def _printed(job: BookJob, found: Iterable[Converted]) -> Iterator[Notice]:
    """What is to be said of characters that no font prints: of the volume's own, and of each chapter's."""
    if job.format != "pdf":
        return
    if job.composition:
        yield from printing.notices(printing.of_matter(job.volume.book), job.label)
    for chapter, conversion in zip(job.chapters, found, strict=True):
        yield from printing.notices(conversion.emoji, chapter.label)
