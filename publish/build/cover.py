"""Covers on their own, to look at and to choose from."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from publish import covers
from publish.build.book import make_book
from publish.build.plan import Job, Plan
from publish.build.pool import Pool
from publish.build.styles import style_of
from publish.build.work import cover_picture, sources_of
from publish.errors import PublishError
from publish.model import Notice
from publish.store import Store

__all__ = ["Drawn", "draw", "draw_all"]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The covers of one post."""

    chosen: str = ""
    """Name of the template that its books have; empty for a post that is not published."""
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    """Template → JPEG."""
    notices: tuple[Notice, ...] = ()


def draw(job: Job, project: Path, template: str = "", *, every: bool = False) -> Drawn | PublishError:
    """The cover of one post as its books have it, or in that template, or in every one that suits it. Never raises."""
    try:
        made = make_book(job, sources_of(project, job.options))
        if made.book is None:
            return Drawn()
        cover, style, store = made.book.cover, style_of(job.options.style), Store.of_project(project)
        names = [template or cover.template]
        if every:
            names = [each.name for each in covers.templates(style) if each.suits(cover)]
        pictures = {name: cover_picture(replace(cover, template=name), style, store) for name in names}
        return Drawn(cover.template, pictures, made.book.notices)
    except PublishError as error:
        return type(error)(error.message, path=error.path or job.label, line=error.line)


def draw_all(plan: Plan, project: Path) -> Generator[tuple[Job, Drawn | PublishError], None, None]:
    """The covers of every post in every template that suits it, as they are drawn. Close it to stop early."""
    with Pool(project) as pool:
        yield from pool.spread(partial(draw, every=True), plan.jobs)
