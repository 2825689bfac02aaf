"""The one place where posts are converted for books: from a post to a chapter with its pictures."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cached_property
from hashlib import sha256
from uuid import uuid4

from publish import posts
from publish.books import chapters, fontnotices
from publish.books.chapters import ChapterJob, Converted, Full
from publish.books.desk import Desk
from publish.books.facts import facts_of
from publish.books.titles import plainly
from publish.fresh import steady
from publish.fresh.fingerprint import chapter_key
from publish.fresh.sites import site_of
from publish.frozen import frozen
from publish.images import gather
from publish.markup import convert as markup
from publish.model import Post, Site
from publish.posts import release
from publish.posts.release import Reason, Terms
from publish.project import site as sites

__all__ = ["Opened", "chapter", "convert", "opened", "reasons_against"]


@frozen
class Opened:
    """A post whose bytes were read once. Everything else is computed when it is needed."""

    job: ChapterJob

    @cached_property
    def site(self) -> Site:
        """Its site. Raises PostError when the settings cannot be read."""
        return site_of(self.job.config)

    @cached_property
    def post(self) -> Post:
        """The post itself. Raises PostError or ContentError."""
        job = self.job
        read = posts.read(job.path, self.site, job.options.limits, job.label, job.data)
        return plainly(read, self.site, job.options)


def opened(job: ChapterJob) -> Opened:
    """The post of a job. Never raises: errors come when its properties are used."""
    if job.data is None:
        job = replace(job, data=posts.bytes_of(job.path, job.options.limits))
    return Opened(job)


def reasons_against(post: Opened, terms: Terms | None) -> tuple[Reason, ...]:
    """Why a planned post is held back after all: it was edited since, or its front matter is very long."""
    if terms is None:
        return ()
    job, site = post.job, post.site
    said = posts.glance(job.path, site, job.options.limits.post_bytes, job.data)
    return release.by_words(said, sites.collection_of(job.path.resolve(), site), site, terms) if said else ()


def chapter(post: Opened, desk: Desk, *, with_hero: bool = False) -> tuple[Converted, Full]:
    """The chapter of a post: kept from the same bytes, or converted now. Raises PublishError."""
    job = post.job
    found = None if job.options.force else chapters.find(job, desk.store, desk.pictures)
    full = chapters.load(job, found, desk.store) if found else None
    return (found, full) if found and full else convert(post, desk, with_hero=with_hero)


def convert(post: Opened, desk: Desk, *, with_hero: bool = False) -> tuple[Converted, Full]:
    """Convert a post, gather its pictures, and keep the chapter. `with_hero` also fetches its hero picture, at the
    same time. Raises PublishError.
    """
    job, site = post.job, post.site
    source = post.post
    key = chapter_key(job, source.digest)
    made = markup.convert(source, site, job.options)
    if job.options.diagrams == "draw":
        from publish.images.diagrams import draw_diagrams

        made = draw_diagrams(made, source, desk.sources)
    gathered = gather.gather(made, source, site, desk.sources, with_hero=with_hero)
    gathered = replace(gathered, files=fontnotices.with_fonts(gathered.files))
    if steady.site_changed(job.config):
        key += uuid4().hex  # a key for this build only: the site's files changed, so we do not know what the chapter was made from
    notices = (*source.notices, *made.notices, *gathered.notices)
    content = sha256(f"{key}\n{json.dumps(gathered.files)}".encode("utf-8", "surrogateescape")).hexdigest()
    facts = facts_of(source, job.path)
    found = Converted(content, gathered.files, notices, facts, fontnotices.candidates(made))
    full = Full(replace(gathered.chapter, notices=(), files=(), digest=source.digest), gathered.images)
    chapters.keep(key, found, full, desk.store)
    return found, chapters.placed(full, job)
