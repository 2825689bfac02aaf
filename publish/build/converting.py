"""From a post to a chapter of a volume, its pictures gathered."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from uuid import uuid4

from publish import images, posts
from publish.build import printing, steady
from publish.build.fingerprint import chapter_key
from publish.build.sites import site_of
from publish.build.volumes import chapters
from publish.build.volumes.chapters import ChapterJob, Converted, Full
from publish.images import Sources
from publish.markup.convert import convert
from publish.store import Store

__all__ = ["chapter"]


def chapter(job: ChapterJob, sources: Sources, store: Store) -> tuple[Converted, Full]:
    """Read, convert and gather one post, and keep the chapter. Raises PublishError."""
    site = site_of(job.config)
    post = posts.read(job.path, site, job.options.limits, job.label, job.data)
    key = chapter_key(job, post.digest)
    made = convert(post, site, job.options)
    gathered = images.gather(made, post, site, sources, hero=False)
    if steady.site_changed(job.config):
        key += uuid4().hex  # for this build alone: nobody knows what the chapter was made from
    notices = (*post.notices, *made.notices, *gathered.notices)
    content = sha256(f"{key}\n{json.dumps(gathered.files)}".encode("utf-8", "surrogateescape")).hexdigest()
    found = Converted(content, gathered.files, notices, post.digest, printing.candidates(made))
    full = Full(replace(gathered.chapter, notices=(), files=(), digest=post.digest), gathered.images)
    chapters.keep(key, found, full, store)
    return found, chapters.placed(full, job)
