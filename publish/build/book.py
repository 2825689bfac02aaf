"""From one post to one Book: read, convert, gather."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from publish import covers, images, posts
from publish import site as sites
from publish.build import covering, printing
from publish.build.plan import Job
from publish.build.sites import site_of
from publish.build.styles import style_of
from publish.images import Sources
from publish.markup.convert import convert
from publish.model import Book, Post, Site
from publish.posts import release
from publish.posts.release import Reason

__all__ = ["Made", "make_book", "modified_of", "reasons_against"]

EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
"""Where no date is known: the oldest that a zip file can hold."""


@dataclass(frozen=True, slots=True)
class Made:
    """A book and what it was made from."""

    book: Book | None
    """None for a post that is held back."""
    files: tuple[tuple[str, str], ...] = ()
    """Files that the post names, for its record."""
    digest: str = ""
    """SHA-256 of the post's bytes, for the same."""
    withheld: tuple[Reason, ...] = ()
    """Why the post is held back."""


def make_book(job: Job, sources: Sources) -> Made:
    """The book of one post. Raises PublishError."""
    site = site_of(job.config)
    raw = posts.bytes_of(job.path, job.options.limits)
    if withheld := reasons_against(site, job, raw):
        return Made(None, withheld=withheld)
    post = posts.read(job.path, site, job.options.limits, job.label, raw)
    chapter = convert(post, site, job.options)
    gathered = images.gather(chapter, post, site, sources, hero=job.format != "html")
    identifier = identifier_of(post)
    style = style_of(job.options.style)
    template, notices = covering.template_of(post, job.options, style)
    cover = covers.compose(
        title=post.title,
        language=post.language,
        authors=tuple(person.name for person in post.authors),
        others=post.others,
        description=post.description,
        date=post.date,
        site=site.title,
        hero=gathered.hero,
        caption=post.image_caption,
        logo=covering.logo_of(job.options),
        seed=identifier,
        template=template,
        turn=job.turn,
        grey=sources.profile.grey,
        style=style,
    )
    if job.format != "html":
        cover, unprinted = covering.printable(cover, job.label)
        notices += unprinted
    if job.format == "pdf":
        notices += printing.notices(printing.candidates(chapter), job.label)
    book = Book(
        identifier=identifier,
        title=post.title,
        language=post.language,
        chapters=(gathered.chapter,),
        cover=cover,
        modified=modified_of([post.date, post.modified]),
        creators=post.authors,
        date=post.date,
        description=post.description,
        subjects=tuple(dict.fromkeys((*post.categories, *post.tags))),
        publisher=site.title,
        rights=post.rights,
        source=post.address,
        images=gathered.images,
        notices=(*post.notices, *gathered.chapter.notices, *gathered.notices, *notices),
    )
    return Made(book, (*gathered.files, *printing.files(notices)), post.digest)


def reasons_against(site: Site, job: Job, raw: bytes | None) -> tuple[Reason, ...]:
    """Why a post that was planned is held back all the same: it was edited since, or its front matter is very long.

    `raw` are its bytes, where they could be read: those that a book would be made from.
    """
    if job.terms is None:
        return ()
    said = posts.glance(job.path, site, job.options.limits.post_bytes, raw)
    return (
        release.by_words(said, sites.collection_of(job.path.resolve(), site), site, job.terms) if said else ()
    )


def identifier_of(post: Post) -> str:
    """A UUIDv5 of the post's address, or of its name and title when it has none: the same on every build."""
    name = post.address or f"{post.stem}\n{post.title}"
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn


def modified_of(dates: Iterable[datetime | None]) -> datetime:
    """When content last changed: the latest of the posts' dates, or `SOURCE_DATE_EPOCH` where that is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return max(datetime.fromtimestamp(int(epoch), UTC), EARLIEST)
    return max([*(date.astimezone(UTC) for date in dates if date is not None), EARLIEST])
