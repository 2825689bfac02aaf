"""Covers on their own, for `publish cover`."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import field, replace
from functools import partial
from pathlib import Path

from publish import covers
from publish.books.convert import opened, reasons_against
from publish.books.desk import Desk
from publish.books.jobs import BookJob
from publish.books.single import cover_of
from publish.errors import PublishError
from publish.frozen import frozen
from publish.model import Notice
from publish.press.engines import engines
from publish.press.plan import Plan
from publish.press.work import cover_picture
from publish.workers.pool import Pool

__all__ = ["Drawn", "draw", "draw_all"]


@frozen
class Drawn:
    """The covers of one post."""

    chosen: str = ""
    """Name of the template that the post's books use; empty for a post that is not published."""
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    """Template → JPEG."""
    notices: tuple[Notice, ...] = ()


def draw(job: BookJob, project: Path, template: str = "", *, every: bool = False) -> Drawn | PublishError:
    """The cover of one post: as in its books, or in the template named, or with `every` in all that suit it. Never
    raises.
    """
    try:
        desk, post = Desk(project, job.options), opened(job.chapters[0])
        if reasons_against(post, job.terms):
            return Drawn()
        book = cover_of(post, job, desk)
        cover = book.cover
        names = [template or cover.template]
        if every:
            names = [each.name for each in covers.templates(desk.style) if each.suits(cover)]
        pictures = {name: cover_picture(replace(cover, template=name), desk) for name in names}
        return Drawn(cover.template, pictures, book.notices)
    except PublishError as error:
        return type(error)(error.message, path=error.path or job.label, line=error.line)


def draw_all(plan: Plan, project: Path) -> Generator[tuple[BookJob, Drawn | PublishError], None, None]:
    """Yield the covers of every post in every template that suits it, as they are drawn. Close the generator to stop
    early.
    """
    with Pool(project, engines(("epub",)), here=len(plan.jobs) == 1) as pool:
        yield from pool.spread(partial(draw, every=True), plan.jobs)
